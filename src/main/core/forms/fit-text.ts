import type { Face, FontShelf, Glyph } from './font-shelf.ts'

/** How a text may adapt to its box; sizes in points, lengths in points. */
export interface TextFit {
  readonly face: Face
  readonly size: number
  /** The smallest size before the text counts as not fitting. */
  readonly minSize: number
  /** Distance of base lines as a multiple of the size. */
  readonly leading: number
  readonly wrap: boolean
}

export interface FittedText {
  readonly size: number
  readonly lineHeight: number
  readonly lines: readonly FittedLine[]
}

export interface FittedLine {
  readonly glyphs: readonly Glyph[]
  readonly width: number
}

export type FitFault =
  | { readonly kind: 'missing-glyph'; readonly codePoint: number }
  | { readonly kind: 'does-not-fit' }

export type Fitting =
  | { readonly ok: true; readonly text: FittedText }
  | { readonly ok: false; readonly fault: FitFault }

/** Marks that may not begin a line, and marks that may not end one (GB/T 15834). */
const noLineStart = new Set(
  [...'，。、；：！？）》」』】〉”’…—·,.;:!?)%℃元'].map((sign) => sign.codePointAt(0)!),
)
const noLineEnd = new Set([...'（《「『【〈“‘(￥¥'].map((sign) => sign.codePointAt(0)!))
const step = 0.25

/**
 * Sets a text into a box: at its full size where that fits, wrapped where the style allows it, else smaller by
 * quarter points down to `minSize`. Characters that draw nothing (variation selectors, zero-width marks) take no part.
 */
export function fitText(
  shelf: FontShelf,
  text: string,
  fit: TextFit,
  width: number,
  height: number,
): Fitting {
  const paragraphs: Glyph[][] = []
  for (const paragraph of text.split(/\r\n|\r|\n/)) {
    const glyphs: Glyph[] = []
    for (const character of paragraph) {
      const codePoint = character === '\t' ? 0x20 : character.codePointAt(0)!
      if (drawsNothing(codePoint)) continue
      const glyph = shelf.glyph(fit.face, codePoint)
      if (!glyph) return { ok: false, fault: { kind: 'missing-glyph', codePoint } }
      glyphs.push(glyph)
    }
    paragraphs.push(glyphs)
  }
  const full = paragraphs.map((glyphs) => glyphs.reduce((sum, glyph) => sum + glyph.width, 0) / 1000)
  for (let size = fit.size; size >= fit.minSize - 1e-9; size -= step) {
    const lineHeight = size * fit.leading
    const lines: FittedLine[] = []
    for (const [index, glyphs] of paragraphs.entries()) {
      const natural = full[index]! * size
      if (natural <= width + 0.01) lines.push({ glyphs, width: natural })
      else if (fit.wrap) lines.push(...wrapParagraph(glyphs, size, width))
      else lines.push({ glyphs, width: natural })
    }
    const tooWide = lines.some((line) => line.width > width + 0.01)
    // One line may use the whole height of a low box: its leading is air, not ink.
    const needed = lines.length === 1 ? size * 1.05 : lines.length * lineHeight
    if (!tooWide && needed <= height + 0.01) return { ok: true, text: { size, lineHeight, lines } }
  }
  return { ok: false, fault: { kind: 'does-not-fit' } }
}

function wrapParagraph(glyphs: readonly Glyph[], size: number, width: number): FittedLine[] {
  const lines: FittedLine[] = []
  const limit = (width * 1000) / size
  let start = 0
  while (start < glyphs.length) {
    let end = start
    let used = 0
    while (end < glyphs.length && used + glyphs[end]!.width <= limit + 0.001) used += glyphs[end++]!.width
    if (end < glyphs.length) end = breakBefore(glyphs, start, Math.max(end, start + 1))
    const line = glyphs.slice(start, end)
    lines.push({ glyphs: line, width: (line.reduce((sum, glyph) => sum + glyph.width, 0) * size) / 1000 })
    start = end
  }
  return lines
}

/** The last allowed break at or before `end`; `end` itself where a line has none (one very long number). */
function breakBefore(glyphs: readonly Glyph[], start: number, end: number): number {
  for (let at = end; at > start; at -= 1) {
    const before = glyphs[at - 1]!.codePoint
    const after = glyphs[at]!.codePoint
    if (!noLineStart.has(after) && !noLineEnd.has(before) && !(inWord(before) && inWord(after))) return at
  }
  return end
}

/** Latin letters and digits stay together: a number broken over two lines gets misread. */
function inWord(codePoint: number): boolean {
  return codePoint > 0x20 && codePoint < 0x2e80 && codePoint !== 0xb7
}

function drawsNothing(codePoint: number): boolean {
  return (
    (codePoint >= 0xfe00 && codePoint <= 0xfe0f) ||
    (codePoint >= 0xe0100 && codePoint <= 0xe01ef) ||
    (codePoint >= 0x200b && codePoint <= 0x200f) ||
    codePoint === 0xfeff ||
    codePoint === 0x2060
  )
}
