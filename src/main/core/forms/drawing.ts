import type { FittedText } from './fit-text.ts'
import type { Paper, PdfObject } from './paper.ts'

/** A rectangle in points from the page's top left corner. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export type Align = 'left' | 'center' | 'right' | 'spread'
export type VerticalAlign = 'top' | 'middle' | 'bottom'

/** Points in a millimetre. */
export const pointsPerMm = 72 / 25.4

/** Short decimals: a page has hundreds of them. */
function n(value: number): string {
  return String(Math.round(value * 100) / 100)
}

/** The marks on one page, or on a shared background, as PDF operators. */
export class Drawing {
  readonly #paper: Paper
  #out = ''
  #ink = 1

  /** `shift` moves everything on the page, in points. */
  constructor(paper: Paper, shift?: { readonly right: number; readonly down: number }) {
    this.#paper = paper
    if (shift) this.#out = `1 0 0 1 ${n(shift.right)} ${n(shift.down)} cm\n`
  }

  /** Text that was fitted to the box; see GB/T 9704 for the usual sizes. */
  text(fitted: FittedText, box: Box, align: Align, valign: VerticalAlign, ink: number): void {
    const { size, lineHeight, lines } = fitted
    const block = lines.length * lineHeight
    const top =
      valign === 'top'
        ? box.y
        : valign === 'bottom'
          ? box.y + box.height - block
          : box.y + (box.height - block) / 2
    this.#setInk(ink)
    let out = 'BT\n'
    for (const [index, line] of lines.entries()) {
      if (line.glyphs.length === 0) continue
      const spare = box.width - line.width
      const gap = align === 'spread' && line.glyphs.length > 1 ? spare / (line.glyphs.length - 1) : 0
      const x =
        box.x +
        (align === 'right' ? spare : align === 'center' || (align === 'spread' && gap === 0) ? spare / 2 : 0)
      // Han characters fill the em box from 0.88 above to 0.12 below the base line: this centres their ink.
      const baseline = top + index * lineHeight + lineHeight / 2 + size * 0.38
      out += `1 0 0 -1 ${n(x)} ${n(baseline)} Tm\n`
      if (gap !== 0 || align === 'spread') out += `${n(gap)} Tc\n`
      let font = ''
      let run = ''
      for (const glyph of line.glyphs) {
        const slot = this.#paper.slot(glyph)
        if (slot.font !== font) {
          if (run) out += `<${run}> Tj\n`
          run = ''
          font = slot.font
          out += `/${font} ${n(size)} Tf\n`
        }
        run += slot.hex
      }
      out += `<${run}> Tj\n`
      if (align === 'spread') out += '0 Tc\n'
    }
    this.#out += `${out}ET\n`
  }

  line(x1: number, y1: number, x2: number, y2: number, width: number): void {
    this.#setInk(1)
    this.#out += `${n(width)} w ${n(x1)} ${n(y1)} m ${n(x2)} ${n(y2)} l S\n`
  }

  rectangle(box: Box, width: number, dashed = false): void {
    this.#setInk(1)
    const rectangle = `${n(width)} w ${n(box.x)} ${n(box.y)} ${n(box.width)} ${n(box.height)} re S\n`
    this.#out += dashed ? `[2 2] 0 d ${rectangle}[] 0 d\n` : rectangle
  }

  /** Black modules as one path; rows of neighbours become one rectangle, so that no hair lines show between them. */
  modules(dark: readonly (readonly boolean[])[], left: number, top: number, module: number): void {
    this.#setInk(1)
    let out = ''
    for (const [y, row] of dark.entries()) {
      for (let x = 0; x < row.length; x += 1) {
        if (!row[x]) continue
        const start = x
        while (row[x + 1]) x += 1
        out += `${n(left + start * module)} ${n(top + y * module)} ${n((x + 1 - start) * module)} ${n(module)} re\n`
      }
    }
    this.#out += `${out}f\n`
  }

  /** The shared drawing of that name, laid over the page. */
  use(name: string): void {
    this.#out += `/${name} Do\n`
  }

  /** The operators, for `Paper.addPage`. */
  get content(): string {
    return this.#out
  }

  /** Closes a shared drawing with these marks. */
  endShared(object: PdfObject): void {
    // Without a mark it would be written as no stream at all, and readers complain.
    object.end(this.#out || '\n')
  }

  #setInk(ink: number): void {
    if (ink === this.#ink) return
    this.#ink = ink
    const grey = n(1 - ink)
    this.#out += `${grey} g ${grey} G\n`
  }
}
