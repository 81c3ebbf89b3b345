import type { PDFDocumentProxy } from 'pdfjs-dist'
import * as pdfjs from 'pdfjs-dist/legacy/build/pdf.mjs'
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url'

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

/**
 * Opens a PDF that the application made: its fonts are inside and its pages are all of one size, so only the
 * first is measured.
 */
export async function openPdf(blob: Blob): Promise<OpenPdf> {
  const loading = pdfjs.getDocument({
    data: new Uint8Array(await blob.arrayBuffer()),
    isEvalSupported: false,
    useWasm: false,
    disableAutoFetch: true,
  })
  const pdf: PDFDocumentProxy = await loading.promise
  const first = await pdf.getPage(1)
  const { width, height } = first.getViewport({ scale: 1 })
  return {
    blob,
    sizes: Array.from({ length: pdf.numPages }, () => ({ width, height })),
    draw: (number, canvas, scale) => draw(pdf, number, canvas, scale),
    close: () => void loading.destroy(),
  }
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
