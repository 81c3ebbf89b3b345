import { useEffect, useRef, useState } from 'react'
import type { OpenPdf, PageSize } from './open-pdf.ts'

/** CSS pixels of one PDF point at 100 %. */
const POINT = 96 / 72

/** One page, drawn only while it is near the view. */
export function PdfPage({
  pdf,
  number,
  size,
  zoom,
}: {
  pdf: OpenPdf
  number: number
  size: PageSize
  zoom: number
}) {
  const box = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [near, setNear] = useState(false)
  useEffect(() => {
    const watch = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting ?? false), {
      rootMargin: '600px',
    })
    if (box.current) watch.observe(box.current)
    return () => watch.disconnect()
  }, [])
  useEffect(() => {
    if (!near || !canvas.current) return
    return pdf.draw(number, canvas.current, zoom * POINT * Math.min(2, window.devicePixelRatio || 1))
  }, [near, pdf, number, zoom])
  return (
    <div
      ref={box}
      className="pdf-page"
      style={{ width: size.width * zoom * POINT, height: size.height * zoom * POINT }}
    >
      {near && <canvas ref={canvas} aria-label={`第 ${number} 页`} />}
    </div>
  )
}
