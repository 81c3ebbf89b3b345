import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addMonthRange, countMonths, mergeMonths } from '../../../../../src/main/core/work/insured-months.ts'
import { decideSpell, findSpell, type StoredSpell } from '../../../../../src/main/core/work/spells.ts'

describe('insured months', () => {
  test('a range sets just its months', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 24_000, max: 24_400 }),
        fc.integer({ min: 0, max: 60 }),
        (from, length) => {
          const masks = new Map<number, number>()
          addMonthRange(masks, from, from + length)
          expect([...masks.values()].reduce((sum, mask) => sum + countMonths(mask), 0)).toBe(length + 1)
          for (let month = from; month <= from + length; month += 1)
            expect((masks.get(Math.floor(month / 12)) ?? 0) & (1 << (month % 12))).not.toBe(0)
        },
      ),
    )
  })

  test('merging only adds, in any order, and twice is once', () => {
    const mask = fc.integer({ min: 0, max: 4095 })
    fc.assert(
      fc.property(mask, mask, (a, b) => {
        const { months } = mergeMonths(a, b)
        expect(months & a).toBe(a)
        expect(months).toBe(mergeMonths(b, a).months)
        expect(mergeMonths(months, b)).toEqual({ months, changed: false })
      }),
    )
  })
})

describe('spells', () => {
  const spell = (patch: Partial<StoredSpell>): StoredSpell => ({
    id: 's1',
    employerId: null,
    employerText: '甲公司',
    county: '330782',
    fromDate: '2022-03-01',
    ...patch,
  })
  const said = { employerId: null, employerText: '甲公司', county: '330782', fromDate: '2022-03-01' }

  test('found by employer, county and first day', () => {
    expect(findSpell([spell({})], said)?.id).toBe('s1')
    expect(findSpell([spell({})], { ...said, employerText: '甲 公 司' })?.id).toBe('s1')
    expect(findSpell([spell({})], { ...said, fromDate: '2022-03-02' })).toBeUndefined()
    expect(findSpell([spell({})], { ...said, county: '330602' })).toBeUndefined()
    expect(findSpell([spell({})], { ...said, employerText: '乙公司' })).toBeUndefined()
  })

  test('a missing county or employer fits the only one that it can mean', () => {
    expect(findSpell([spell({ county: null })], said)?.id).toBe('s1')
    expect(findSpell([spell({})], { ...said, county: null })?.id).toBe('s1')
    const two = [spell({}), spell({ id: 's2', employerText: '乙公司' })]
    expect(findSpell(two, { ...said, employerText: null })).toBeUndefined()
  })

  test('identity is filled in where it was missing and never rewritten', () => {
    const decision = decideSpell(spell({ county: null, toState: null }), {
      county: '330782',
      employerText: '甲公司（新）',
      toState: 'open',
    })
    expect(decision).toEqual({
      do: 'update',
      patch: { county: '330782', toState: 'open' },
      fields: ['toState', 'county'],
    })
  })

  test('an end before the start is refused', () => {
    expect(decideSpell(undefined, { fromDate: '2022-03-01', toDate: '2022-02-01' })).toMatchObject({
      do: 'refused',
      code: 'spell.end-before-start',
    })
    expect(decideSpell(spell({}), { toDate: '2022-02-01' })).toMatchObject({ code: 'spell.end-before-start' })
  })
})
