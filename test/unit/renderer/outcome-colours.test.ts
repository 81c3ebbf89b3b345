import { describe, expect, it } from 'vitest'
import { outcomeColours } from '../../../src/renderer/outcome-colours.ts'
import { OUTCOMES } from '../../../src/shared/domain/policy.ts'

/** Where outlined tags can stand: page, head of a table, an open row. The same as in styles/base.css. */
const GROUNDS = { light: ['#ffffff', '#f3f5f8', '#dfeafa'], dark: ['#1b1d21', '#141518', '#1d3556'] } as const

describe('outcome colours', () => {
  for (const mode of ['light', 'dark'] as const)
    for (const outcome of OUTCOMES)
      it(`${outcome} can be read, ${mode}`, () => {
        const { ink, ground } = outcomeColours(outcome, mode)
        for (const below of ground === null ? GROUNDS[mode] : [ground])
          expect(contrast(ink, below)).toBeGreaterThanOrEqual(4.5)
      })

  it('no two outcomes share a sign', () => {
    expect(new Set(OUTCOMES.map((outcome) => outcomeColours(outcome, 'light').sign)).size).toBe(
      OUTCOMES.length,
    )
  })
})

/** WCAG 2.2, contrast ratio of two sRGB colours. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
