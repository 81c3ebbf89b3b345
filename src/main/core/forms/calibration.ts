import type { ByteSink } from '../files/atomic-write.ts'
import { type Box, Drawing, pointsPerMm } from './drawing.ts'
import { fitText } from './fit-text.ts'
import type { FontShelf } from './font-shelf.ts'
import { Paper } from './paper.ts'
import type { Overprint } from './render-forms.ts'

/** Where crosses stand: so far from each corner, in millimetres. */
const CORNER = 20
const RULER = 100

/**
 * A page to set an overprint by: a cross 20 mm from each corner and one in the middle, and a ruler of 100 mm along both
 * edges. Moved by the offset that is set now; what is measured beside 20 mm is what the offset is wrong by.
 *
 * @param size of the page, in points.
 */
export async function drawCalibration(
  sink: ByteSink,
  size: { readonly width: number; readonly height: number },
  options: {
    readonly shelf: FontShelf
    readonly createdAt: Date
    readonly overprint: Overprint
    readonly lines: readonly string[]
  },
): Promise<void> {
  const { width, height } = size
  const paper = new Paper({ sink, width, height, title: '套打校准页', createdAt: options.createdAt })
  const drawing = new Drawing(paper, options.overprint)
  const mm = pointsPerMm
  const write = (text: string, box: Box, points: number, align: 'left' | 'center' = 'center') => {
    const fit = { face: '宋体', size: points, minSize: 5, leading: 1.2, wrap: false } as const
    const fitting = fitText(options.shelf, text, fit, box.width, box.height)
    if (!fitting.ok) throw new Error(`calibration text does not print: ${text}`)
    drawing.text(fitting.text, box, align, 'middle', 1)
  }
  const cross = (x: number, y: number, label: string) => {
    drawing.line(x - 8 * mm, y, x + 8 * mm, y, 0.5)
    drawing.line(x, y - 8 * mm, x, y + 8 * mm, 0.5)
    drawing.rectangle({ x: x - 2 * mm, y: y - 2 * mm, width: 4 * mm, height: 4 * mm }, 0.3)
    write(label, { x: x - 20 * mm, y: y + 9 * mm, width: 40 * mm, height: 5 * mm }, 9)
  }
  const near = CORNER * mm
  cross(near, near, '距左 20、距上 20')
  cross(width - near, near, '距右 20、距上 20')
  cross(near, height - near, '距左 20、距下 20')
  cross(width - near, height - near, '距右 20、距下 20')
  cross(width / 2, height / 2, '正中')
  for (let at = 0; at <= RULER; at += 1) {
    const long = at % 10 === 0 ? 5 : at % 5 === 0 ? 3.5 : 2
    const x = 45 * mm + at * mm
    drawing.line(x, 12 * mm, x, (12 + long) * mm, at % 10 === 0 ? 0.5 : 0.25)
    const y = 45 * mm + at * mm
    drawing.line(12 * mm, y, (12 + long) * mm, y, at % 10 === 0 ? 0.5 : 0.25)
    if (at % 10 !== 0) continue
    write(String(at), { x: x - 5 * mm, y: 17.5 * mm, width: 10 * mm, height: 4 * mm }, 8)
    write(String(at), { x: 17.5 * mm, y: y - 2 * mm, width: 8 * mm, height: 4 * mm }, 8)
  }
  drawing.line(45 * mm, 12 * mm, 145 * mm, 12 * mm, 0.5)
  drawing.line(12 * mm, 45 * mm, 12 * mm, 145 * mm, 0.5)
  options.lines.forEach((line, index) => {
    write(line, { x: 45 * mm, y: (46 + index * 8) * mm, width: width - 65 * mm, height: 7 * mm }, 11, 'left')
  })
  paper.addPage(drawing.content)
  await paper.end()
}
