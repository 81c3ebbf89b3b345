import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { capitals } from '../../../../src/shared/domain/capitals.ts'

/**
 * Reads capitals back by summing each digit times its unit: knows nothing of where 零 or 整 belong, so that it
 * shares no rule with the writer.
 */
function readCapitals(text: string): number {
  const digits = '零壹贰叁肆伍陆柒捌玖'
  const unsigned = text.replace(/^负/, '').replace(/整$/, '')
  let total = 0n
  let section = 0n
  let wan = 0n
  let digit = 0n
  let fen = 0n
  for (const sign of unsigned) {
    const value = digits.indexOf(sign)
    if (value >= 0) {
      digit = BigInt(value)
      continue
    }
    if (sign === '拾' || sign === '佰' || sign === '仟') {
      section += digit * { 拾: 10n, 佰: 100n, 仟: 1000n }[sign]
    } else if (sign === '万') {
      wan += (section + digit) * 10_000n
      section = 0n
    } else if (sign === '亿') {
      total += (wan + section + digit) * 100_000_000n
      wan = 0n
      section = 0n
    } else if (sign === '元') {
      total += wan + section + digit
    } else if (sign === '角') {
      fen += digit * 10n
    } else if (sign === '分') {
      fen += digit
    } else {
      throw new Error(`not a capital: ${sign}`)
    }
    digit = 0n
  }
  const all = Number(total * 100n + fen)
  return text.startsWith('负') ? -all : all
}

describe('sums in Chinese capitals', () => {
  test.each([
    [0, '零元整'],
    [1, '壹分'],
    [10, '壹角整'],
    [15, '壹角伍分'],
    [100, '壹元整'],
    [105, '壹元零伍分'],
    [1000, '壹拾元整'],
    [1005, '壹拾元零伍分'],
    [1050, '壹拾元零伍角整'],
    [32504, '叁佰贰拾伍元零肆分'],
    [140950, '壹仟肆佰零玖元伍角整'],
    [168032, '壹仟陆佰捌拾元零叁角贰分'],
    [240000, '贰仟肆佰元整'],
    [600714, '陆仟零柒元壹角肆分'],
    [1640902, '壹万陆仟肆佰零玖元零贰分'],
    [10000000, '壹拾万元整'],
    [10000005, '壹拾万元零伍分'],
    [10700053, '壹拾万柒仟元零伍角叁分'],
    [1000100, '壹万零壹元整'],
    [100000000, '壹佰万元整'],
    [1000000000100, '壹佰亿零壹元整'],
    [1000100000000, '壹佰亿零壹佰万元整'],
    [100000000000000, '壹万亿元整'],
    [100100000000000, '壹万零壹拾亿元整'],
    [-240050, '负贰仟肆佰元零伍角整'],
  ])('%i fen is %s', (fen, text) => {
    expect(capitals(fen)).toBe(text)
  })

  test('an independent reader gets every sum back, up to the limit of whole fen', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.maxSafeInteger(), fc.integer({ min: 0, max: 99_999_999 }), sparseSum()),
        (fen) => {
          expect(readCapitals(capitals(fen))).toBe(fen === 0 ? 0 : fen)
        },
      ),
      { numRuns: 5000 },
    )
  })

  test('never two 零 in a row, never 零 before a unit, and 整 only without fen', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), sparseSum()), (fen) => {
        fc.pre(fen !== 0)
        const text = capitals(fen)
        expect(text).not.toMatch(/零零|零[拾佰仟万亿元角分整]|元$|角$/u)
        expect(text.endsWith('整')).toBe(fen % 10 === 0)
        expect(text.split('元').length).toBeLessThanOrEqual(2)
      }),
      { numRuns: 5000 },
    )
  })

  test('refuses parts of a fen and sums that are no longer exact', () => {
    expect(() => capitals(0.5)).toThrow('whole fen')
    expect(() => capitals(2 ** 53)).toThrow('whole fen')
    expect(() => capitals(Number.NaN)).toThrow('whole fen')
  })
})

/** Sums full of zeros, where the 零 rules bite. */
function sparseSum(): fc.Arbitrary<number> {
  return fc
    .array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 14 })), {
      minLength: 1,
      maxLength: 4,
    })
    .map((places) => places.reduce((sum, [digit, place]) => sum + digit * 10 ** place, 0))
}
