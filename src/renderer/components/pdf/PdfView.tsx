import { MinusOutlined, PlusOutlined, PrinterOutlined, SaveOutlined } from '@ant-design/icons'
import { Button, InputNumber, Spin } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { FileRef } from '../../../shared/contract/files.ts'
import { client } from '../../client.ts'
import { Problem } from '../Problem.tsx'
import { printPdf, saveBlob } from '../save-file.ts'
import type { OpenPdf } from './open-pdf.ts'
import { PdfPage } from './PdfPage.tsx'

const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2]

/** A PDF inside the app: pages drawn as they come into view, zoom, page x of y, save and print. */
export function PdfView({
  file,
  label = '打印预览',
  mixed = false,
}: {
  file: FileRef
  label?: string
  /** a paper from elsewhere: its pages may be of several sizes */
  mixed?: boolean
}) {
  const [pdf, setPdf] = useState<OpenPdf>()
  const [problem, setProblem] = useState<unknown>()
  const [zoom, setZoom] = useState(1)
  const [page, setPage] = useState(1)
  const pages = useRef<HTMLElement>(null)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const stop = new AbortController()
    let opened: OpenPdf | undefined
    const load = async () => {
      const blob = await client.files.read({ token: file.token }, { signal: stop.signal })
      const { openPdf } = await import('./open-pdf.ts')
      opened = await openPdf(blob, mixed)
      if (stop.signal.aborted) opened.close()
      else {
        setPdf(opened)
        // A paper from elsewhere may be wider than its place; ours are shown as they will be printed.
        if (mixed) setZoom(fitting(opened, box.current))
      }
    }
    load().catch((error: unknown) => {
      if (!stop.signal.aborted) setProblem(error)
    })
    return () => {
      stop.abort()
      opened?.close()
    }
  }, [file.token, mixed])

  if (problem) return <Problem error={problem} />
  if (!pdf)
    return (
      <div ref={box} style={{ padding: 40, textAlign: 'center' }}>
        <Spin />
      </div>
    )
  const smaller = ZOOMS.findLast((one) => one < zoom)
  const larger = ZOOMS.find((one) => one > zoom)
  const go = (to: number) => {
    pages.current?.children[to - 1]?.scrollIntoView({ block: 'start' })
    setPage(to)
  }
  const onScroll = () => {
    const box = pages.current
    if (!box) return
    const line = box.getBoundingClientRect().top + box.clientHeight / 3
    const above = [...box.children].filter((child) => child.getBoundingClientRect().top <= line).length
    setPage(Math.max(1, above))
  }
  return (
    <section className="pdf-view" aria-label={label}>
      <div className="toolbar">
        <Button
          size="small"
          icon={<MinusOutlined />}
          aria-label="缩小"
          disabled={smaller === undefined}
          onClick={() => setZoom(smaller ?? zoom)}
        />
        <span className="digits" style={{ width: 42, textAlign: 'center' }}>
          {Math.round(zoom * 100)}%
        </span>
        <Button
          size="small"
          icon={<PlusOutlined />}
          aria-label="放大"
          disabled={larger === undefined}
          onClick={() => setZoom(larger ?? zoom)}
        />
        <span className="row" style={{ marginLeft: 16 }}>
          第
          <InputNumber
            size="small"
            aria-label="页码"
            style={{ width: 64 }}
            min={1}
            max={pdf.sizes.length}
            value={page}
            onChange={(to) => to && go(to)}
          />
          页，共 <span data-testid="pdf-pages">{pdf.sizes.length}</span> 页
        </span>
        <span className="spring" />
        <Button icon={<SaveOutlined />} onClick={() => saveBlob(pdf.blob, file.name)}>
          保存
        </Button>
        <Button type="primary" icon={<PrinterOutlined />} onClick={() => printPdf(pdf.blob)}>
          打印
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by keyboard */}
      <section className="pdf-pages" ref={pages} onScroll={onScroll} tabIndex={0} aria-label="页面">
        {pdf.sizes.map((size, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pages of one file, which never change
          <PdfPage key={index} pdf={pdf} number={index + 1} size={size} zoom={zoom} />
        ))}
      </section>
    </section>
  )
}

/** Padding of the pages and their scroll bar, in CSS pixels. */
const AROUND = 44
/** CSS pixels of one PDF point at 100 %. */
const POINT = 96 / 72

/** The zoom at which the widest page fits its place, never above 100 %. */
function fitting(pdf: OpenPdf, place: HTMLElement | null): number {
  const widest = Math.max(...pdf.sizes.map(({ width }) => width)) * POINT
  const room = (place?.clientWidth ?? widest) - AROUND
  return Math.max(0.25, Math.min(1, Math.floor((room / widest) * 100) / 100))
}
