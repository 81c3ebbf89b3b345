import { describe, expect, it } from 'vitest'
import { ScannedNumber, type Stroke } from '../../../src/renderer/frame/scanner.ts'

/** The keys of a text, `gap` milliseconds apart, as a keyboard sends them. */
function strokes(text: string, gap: number, from = 0): Stroke[] {
  return [...text].map((key, i) => ({
    key: key === '\n' ? 'Enter' : key,
    code:
      key === '\n'
        ? 'Enter'
        : key === '-'
          ? 'Minus'
          : /\d/.test(key)
            ? `Digit${key}`
            : `Key${key.toUpperCase()}`,
    at: from + i * gap,
  }))
}
const taken = (all: readonly Stroke[]) => {
  const scanned = new ScannedNumber()
  return all.map((stroke) => scanned.take(stroke)).filter((number) => number !== undefined)
}

describe('a scanned claim number', () => {
  it('is told when its Enter comes', () => {
    expect(taken(strokes('JH16-2022-7F3A-000012\n', 8))).toEqual(['JH16-2022-7F3A-000012'])
  })
  it('is told with a Chinese input method switched on, which hides the characters', () => {
    const hidden = strokes('JH16-2022-7F3A-000012\n', 8).map((one) => ({ ...one, key: 'Process' }))
    expect(taken(hidden)).toEqual(['JH16-2022-7F3A-000012'])
  })
  it('is told although Shift is sent before each capital', () => {
    const shifted = strokes('jh16-2022-7f3a-000012\n', 8).flatMap((one) => [
      { key: 'Shift', code: 'ShiftLeft', at: one.at },
      one,
    ])
    expect(taken(shifted)).toEqual(['JH16-2022-7F3A-000012'])
  })
  it('is told after other keys, once these lie back', () => {
    expect(taken([...strokes('abc', 8), ...strokes('JH16-2022-7F3A-000012\n', 8, 5000)])).toEqual([
      'JH16-2022-7F3A-000012',
    ])
  })
  it('is not told of slow typing, another text, or a number without its Enter', () => {
    expect(taken(strokes('JH16-2022-7F3A-000012\n', 400))).toEqual([])
    expect(taken(strokes('6222021234567890123\n', 8))).toEqual([])
    expect(taken(strokes('JH16-2022-7F3A-000012', 8))).toEqual([])
  })
  it('is that of a list or a payment file as well', () => {
    for (const number of ['PC-2022-7F3A-0003', 'ZF-2022-7F3A-0012', 'ZJ-2022-7F3A-000012'])
      expect(taken(strokes(`${number}\n`, 8))).toEqual([number])
  })
  it('is told again for the next paper', () => {
    const both = [...strokes('JH16-2022-7F3A-000012\n', 8), ...strokes('GZ04-2023-7F3A-000345\n', 8, 300)]
    expect(taken(both)).toEqual(['JH16-2022-7F3A-000012', 'GZ04-2023-7F3A-000345'])
  })
})
