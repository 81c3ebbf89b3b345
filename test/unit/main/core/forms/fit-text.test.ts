import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fitText, type TextFit } from '../../../../../src/main/core/forms/fit-text.ts'
import { printingFonts } from '../../../../fixtures/forms/printed.ts'

const shelf = printingFonts()
const fit: TextFit = { face: '宋体', size: 10, minSize: 6, leading: 1.2, wrap: true }

function lines(text: string, width: number, height: number, over: Partial<TextFit> = {}): string[] {
  const fitting = fitText(shelf, text, { ...fit, ...over }, width, height)
  if (!fitting.ok) throw new Error(fitting.fault.kind)
  return fitting.text.lines.map((line) =>
    line.glyphs.map((glyph) => String.fromCodePoint(glyph.codePoint)).join(''),
  )
}

describe('text in a box', () => {
  test('wraps at full size where the box is high enough, else shrinks', () => {
    expect(lines('一二三四五六七八', 40, 30)).toEqual(['一二三四', '五六七八'])
    const low = fitText(shelf, '一二三四五', fit, 40, 12)
    expect(low.ok && [low.text.size, low.text.lines.length]).toEqual([8, 1])
    const unwrapped = fitText(shelf, '一二三四五', { ...fit, wrap: false }, 40, 100)
    expect(unwrapped.ok && unwrapped.text.lines.length).toBe(1)
    expect(fitText(shelf, '一二三四五六七八', { ...fit, wrap: false }, 40, 100)).toEqual({
      ok: false,
      fault: { kind: 'does-not-fit' },
    })
  })

  test('keeps marks off the start of a line, brackets off its end, and numbers whole', () => {
    expect(lines('一二三四，五六', 40, 30)).toEqual(['一二三', '四，五六'])
    expect(lines('一二三（四五）', 40, 40)).toEqual(['一二三', '（四五）'])
    expect(lines('一二三2400元整', 45, 40)).toEqual(['一二三', '2400元整'])
    expect(lines('阿木嫫曲·比', 40, 40)).toEqual(['阿木嫫', '曲·比'])
  })

  test('a variation selector draws nothing; line breaks and tabs are kept as such', () => {
    expect(lines('葛\u{e0100}城', 100, 20)).toEqual(['葛城'])
    expect(lines('甲\r\n乙\t丙', 100, 40)).toEqual(['甲', '乙 丙'])
    expect(fitText(shelf, '甲\u0007', fit, 100, 20)).toEqual({
      ok: false,
      fault: { kind: 'missing-glyph', codePoint: 7 },
    })
  })

  test('no character is lost, added or moved, and no line is wider than its box', () => {
    const letters = fc.constantFrom(...'吉克阿依·，。（）《》2400.00Xab㛃𠮷 —')
    fc.assert(
      fc.property(
        fc.array(letters, { minLength: 1, maxLength: 80 }),
        fc.integer({ min: 30, max: 200 }),
        (characters, width) => {
          const fitting = fitText(shelf, characters.join(''), fit, width, 2000)
          if (!fitting.ok) throw new Error(fitting.fault.kind)
          const out = fitting.text.lines.flatMap((line) =>
            line.glyphs.map((g) => String.fromCodePoint(g.codePoint)),
          )
          expect(out).toEqual(characters)
          for (const line of fitting.text.lines) {
            expect(line.width).toBeLessThanOrEqual(width + 0.01)
            const drawn =
              line.glyphs.reduce((sum, glyph) => sum + glyph.width, 0) * (fitting.text.size / 1000)
            expect(line.width).toBeCloseTo(drawn, 6)
          }
        },
      ),
    )
  })
})

test('every Han character of the unified blocks to extension F has a glyph in some font', () => {
  for (const [first, last] of [
    [0x3400, 0x4dbf],
    [0x4e00, 0x9fef],
    [0x20000, 0x2a6d6],
    [0x2a700, 0x2b734],
    [0x2b740, 0x2b81d],
    [0x2b820, 0x2cea1],
    [0x2ceb0, 0x2ebe0],
  ] as const) {
    const missing: string[] = []
    for (let code = first; code <= last; code += 1) {
      if (!shelf.glyph('宋体', code)) missing.push(code.toString(16))
    }
    expect(missing).toEqual([])
  }
})
