import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { KeyColumn, keyOf } from '../../../../../src/main/core/duplicates/blocks.ts'
import { BodyPairs, HouseholdPairs } from '../../../../../src/main/core/duplicates/body-pairs.ts'
import { IdNeighbours } from '../../../../../src/main/core/duplicates/id-neighbours.ts'
import { PeoplePairs } from '../../../../../src/main/core/duplicates/people-pairs.ts'
import { type PersonCandidate, scorePeople } from '../../../../../src/shared/domain/duplicate-people.ts'
import { OFFERED_FROM, slipBetween } from '../../../../../src/shared/domain/duplicates.ts'
import { idCheckDigit } from '../../../../../src/shared/domain/id-number.ts'

describe('neighbouring numbers', () => {
  const digits = fc.stringMatching(/^[1-8]\d{16}$/)
  /** a number and what a slip of the hand makes of it, at any of its places */
  const slipped = fc.tuple(digits, fc.nat(16), fc.nat(9), fc.boolean()).map(([number, at, digit, swap]) => {
    const other = swap
      ? number.slice(0, at) + (number[at + 1] ?? '') + number[at] + number.slice(at + 2)
      : number.slice(0, at) + String(digit) + number.slice(at + 1)
    return [number, other.slice(0, 17)] as const
  })

  test('property: met exactly where comparing everybody with everybody would meet them', () => {
    fc.assert(
      fc.property(fc.array(slipped, { maxLength: 12 }), (pairs) => {
        const numbers = pairs.flat()
        const neighbours = new IdNeighbours()
        for (const number of numbers) neighbours.add(number)
        const met = new Set<string>()
        neighbours.meet(
          (a, b) => met.add(`${Math.min(a, b)}-${Math.max(a, b)}`),
          () => true,
        )
        const expected = new Set<string>()
        for (let a = 0; a < numbers.length; a += 1)
          for (let b = a + 1; b < numbers.length; b += 1)
            if (slipBetween(numbers[a] ?? '', numbers[b] ?? '') !== 'other') expected.add(`${a}-${b}`)
        expect([...met].sort()).toEqual([...expected].sort())
      }),
      { numRuns: 300 },
    )
  })

  test('a number of another form meets nobody, and a run can be ended', () => {
    const neighbours = new IdNeighbours()
    for (const text of [undefined, '不详', undefined, '不详']) neighbours.add(text)
    let passes = 0
    neighbours.meet(
      () => expect.unreachable(),
      () => {
        passes += 1
        return passes < 3
      },
    )
    expect(passes).toBe(3)
  })
})

describe('people to compare', () => {
  const id = (n: number) => {
    const first17 = `511133${19700101 + (n % 28)}${String(n % 1000).padStart(3, '0')}`
    return first17 + idCheckDigit(first17)
  }

  test('property: whoever scores enough to be offered is found', () => {
    const maybe = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined })
    const person = fc.record({
      name: fc.constantFrom('吉克·阿依', '吉克阿依', '沙马木呷'),
      pinyin: maybe(['jikeayi', 'shamamuga']),
      idNumber: maybe([id(1), id(11), id(2), `${id(1).slice(0, 17)}${id(1)[17] === '0' ? '1' : '0'}`]),
      birthDate: maybe(['1970-01-02', '1970-01-03']),
      township: maybe(['A']),
      household: maybe(['H']),
      phone: maybe(['1']),
      account: maybe(['1']),
      code: maybe(['1', '2']),
    }) as never as fc.Arbitrary<PersonCandidate>
    fc.assert(
      fc.property(fc.array(person, { minLength: 2, maxLength: 8 }), (people) => {
        const pairs = new PeoplePairs()
        for (const each of people) pairs.add(each)
        const found = new Set(pairs.pairs().map(([a, b]) => `${a}-${b}`))
        for (let a = 0; a < people.length; a += 1)
          for (let b = a + 1; b < people.length; b += 1) {
            const one = people[a] as PersonCandidate
            const other = people[b] as PersonCandidate
            if (scorePeople(one, other).score >= OFFERED_FROM) expect(found).toContain(`${a}-${b}`)
          }
      }),
      { numRuns: 400 },
    )
  })

  test('a key that half of the county shares costs no square', () => {
    const pairs = new PeoplePairs()
    for (let i = 0; i < 3000; i += 1) pairs.add({ name: '吉克·阿依', birthDate: '1970-01-01' })
    expect(pairs.pairs().length).toBeLessThan(2 * 3000)
    expect(pairs.pairs(() => false)).toEqual([])
  })
})

test('employers one character of the code apart, and households of one code', () => {
  const bodies = new BodyPairs()
  bodies.add({ name: '甲乙有限公司', creditCode: '91330702MA2E4X1Y5A', county: '330702' })
  bodies.add({ name: '乙', creditCode: '91330702MA2E4X1YA5' })
  bodies.add({ name: '甲乙公司', county: '330702' })
  bodies.add({ name: '丙', creditCode: '91330702MA2E4X1Y5B' })
  expect(bodies.pairs()).toEqual([
    [0, 1],
    [0, 2],
    [0, 3],
  ])
  const households = new HouseholdPairs()
  for (const code of ['1', '2', '1']) households.add({ code })
  expect(households.pairs()).toEqual([[0, 2]])
})

test('keys: what is not known is none, parts do not run together', () => {
  expect(keyOf('a', undefined)).toBeUndefined()
  expect(keyOf('a', '')).toBeUndefined()
  expect(keyOf('ab', 'c')).not.toBe(keyOf('a', 'bc'))
  expect(Number.isSafeInteger(keyOf('吉克·阿依', '1970-01-01'))).toBe(true)
  const column = new KeyColumn()
  for (const key of [undefined, 1, undefined, 1]) column.add(key)
  const met: number[][] = []
  column.meet((a, b) => met.push([a, b]))
  expect(met).toEqual([[1, 3]])
})
