import type { PDFDocumentProxy } from 'pdfjs-dist'
import * as pdfjs from 'pdfjs-dist/legacy/build/pdf.mjs'
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url'
import { Refusal } from '../../../shared/domain/refusal.ts'

pdfjs.GlobalWorkerOptions.workerSrc = workerUrl

export type PageSize = { width: number; height: number }
export type OpenPdf = {
  blob: Blob
  /** in points */
  sizes: readonly PageSize[]
  /** draws a page onto a canvas; gives what stops it */
  draw(page: number, canvas: HTMLCanvasElement, scale: number): () => void
  close(): void
}

/** Tables that papers from elsewhere need: see `pdfTables` in electron.vite.config.ts. */
const table = (folder: string) => new URL(`pdfjs/${folder}/`, document.baseURI).href

/**
 * Opens a PDF. One that the application made has pages of one size, so only the first is measured; of papers from
 * elsewhere (`mixed`) each page is.
 * @throws Refusal `pdf.locked`, `pdf.damaged`
 */
export async function openPdf(blob: Blob, mixed = false): Promise<OpenPdf> {
  const loading = pdfjs.getDocument({
    data: new Uint8Array(await blob.arrayBuffer()),
    isEvalSupported: false,
    useWasm: false,
    disableAutoFetch: true,
    cMapUrl: table('cmaps'),
    standardFontDataUrl: table('standard_fonts'),
    wasmUrl: table('wasm'),
  })
  const pdf: PDFDocumentProxy = await loading.promise.catch((error: unknown) => {
    void loading.destroy()
    throw inClerksWords(error)
  })
  return {
    blob,
    sizes: await sizesOf(pdf, mixed),
    draw: (number, canvas, scale) => draw(pdf, number, canvas, scale),
    close: () => void loading.destroy(),
  }
}

async function sizesOf(pdf: PDFDocumentProxy, mixed: boolean): Promise<PageSize[]> {
  const size = async (number: number): Promise<PageSize> => {
    const { width, height } = (await pdf.getPage(number)).getViewport({ scale: 1 })
    return { width, height }
  }
  const first = await size(1)
  if (!mixed) return Array.from({ length: pdf.numPages }, () => first)
  const sizes = [first]
  for (let number = 2; number <= pdf.numPages; number++) sizes.push(await size(number))
  return sizes
}

function inClerksWords(error: unknown): unknown {
  const name = error instanceof Error ? error.name : ''
  if (name === 'PasswordException')
    return new Refusal(
      'pdf.locked',
      '这份 PDF 设了打开密码，不能在软件里看。请另存后用密码打开，或附上不带密码的版本。',
    )
  if (name === 'InvalidPDFException')
    return new Refusal('pdf.damaged', '这份 PDF 已损坏，打不开。请重新取得原件后再附一次。')
  return error
}

function draw(pdf: PDFDocumentProxy, number: number, canvas: HTMLCanvasElement, scale: number): () => void {
  let stop: (() => void) | undefined
  let stopped = false
  const run = async () => {
    const page = await pdf.getPage(number)
    if (stopped) return
    const viewport = page.getViewport({ scale })
    canvas.width = Math.ceil(viewport.width)
    canvas.height = Math.ceil(viewport.height)
    const task = page.render({ canvas, viewport })
    stop = () => task.cancel()
    await task.promise
    page.cleanup()
  }
  run().catch((error: unknown) => {
    // A page scrolled out of view is cancelled; anything else is worth a trace for the maintainer.
    if (!stopped) console.warn('page not drawn', number, error)
  })
  return () => {
    stopped = true
    stop?.()
  }
}
