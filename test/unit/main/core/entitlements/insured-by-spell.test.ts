import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type InsuredRow,
  insuredBySpell,
} from '../../../../../src/main/core/entitlements/insured-by-spell.ts'
import { dayOf } from '../../../../../src/shared/domain/dates.ts'

type Spell = Parameters<typeof insuredBySpell>[0][number]
const spell = (extra: Partial<Spell> = {}): Spell => ({
  employerId: 'e1',
  employerText: '锦禾针织有限公司',
  county: '330702',
  from: dayOf('2020-01-01'),
  to: null,
  ...extra,
})
const row = (packed: number, extra: Partial<InsuredRow> = {}): InsuredRow => ({
  employerId: 'e1',
  employerText: '锦禾针织有限公司',
  county: '330702',
  packed,
  ...extra,
})
const months = (packed: readonly number[]) =>
  packed.flatMap((each) =>
    Array.from({ length: 12 }, (_, bit) => ((each >> bit) & 1 ? (each >> 12) * 12 + bit : -1)).filter(
      (m) => m >= 0,
    ),
  )

describe('insured months by spell', () => {
  it('gives all months to the only spell with that employer, also those before it began', () => {
    const { bySpell, withoutSpell } = insuredBySpell(
      [spell({ from: dayOf('2021-06-01') })],
      [row(2021 * 4096 + 0b11)],
    )
    expect(bySpell).toEqual([[2021 * 4096 + 0b11]])
    expect(withoutSpell).toEqual([])
  })

  it('divides a year between two spells with one employer where the later one begins', () => {
    const { bySpell } = insuredBySpell(
      [spell({ from: dayOf('2021-04-10') }), spell({ from: dayOf('2020-01-01'), to: dayOf('2021-01-31') })],
      [row(2021 * 4096 + 0b1111)],
    )
    expect(bySpell).toEqual([[2021 * 4096 + 0b1000], [2021 * 4096 + 0b0111]])
  })

  it('knows an employer without a record by its name, whichever brackets and blanks it is written with', () => {
    const written = spell({ employerId: null, employerText: '锦禾针织（金华）有限公司' })
    const { bySpell } = insuredBySpell(
      [written],
      [row(2021 * 4096 + 1, { employerText: '锦禾针织(金华) 有限公司' })],
    )
    expect(bySpell).toEqual([[2021 * 4096 + 1]])
  })

  it('keeps two employers with records apart, whatever they are called', () => {
    const { bySpell, withoutSpell } = insuredBySpell([spell()], [row(2021 * 4096 + 1, { employerId: 'e2' })])
    expect(bySpell).toEqual([[]])
    expect(withoutSpell).toEqual([{ employerId: 'e2', county: '330702', packed: [2021 * 4096 + 1] }])
  })

  it('takes a spell of an unknown county for any, and keeps known counties apart', () => {
    const { bySpell, withoutSpell } = insuredBySpell(
      [spell({ county: null })],
      [row(2021 * 4096 + 1, { county: '330781' })],
    )
    expect(bySpell).toEqual([[2021 * 4096 + 1]])
    expect(withoutSpell).toEqual([])
    expect(insuredBySpell([spell({ county: '330783' })], [row(2021 * 4096 + 1)]).withoutSpell).toHaveLength(1)
  })

  it('joins rows of one employer with no spell, written in two ways, and does not confuse counties', () => {
    const { withoutSpell } = insuredBySpell(
      [],
      [
        row(2021 * 4096 + 1, { employerId: null, employerText: '甲（厂）' }),
        row(2021 * 4096 + 2, { employerId: null, employerText: '甲(厂)' }),
        row(2021 * 4096 + 4, { employerId: null, employerText: '甲(厂)', county: '330781' }),
      ],
    )
    expect(withoutSpell.map(({ county, packed }) => [county, packed])).toEqual([
      ['330702', [2021 * 4096 + 3]],
      ['330781', [2021 * 4096 + 4]],
    ])
  })

  const employer = fc.constantFrom<[string | null, string | null]>(
    ['e1', '甲厂'],
    ['e2', '乙（厂）'],
    [null, '乙(厂)'],
    [null, '丙'],
    ['e1', null],
    [null, null],
  )
  const county = fc.constantFrom('330702', '330781', '511133')
  const spells = fc.array(
    fc.record({
      employer,
      county: fc.option(county, { nil: null }),
      from: fc.option(fc.integer({ min: dayOf('2018-01-01'), max: dayOf('2022-12-31') }), { nil: undefined }),
    }),
    { maxLength: 5 },
  )
  const rows = fc.array(
    fc.record({
      employer,
      county,
      year: fc.integer({ min: 2018, max: 2023 }),
      mask: fc.integer({ min: 1, max: 4095 }),
    }),
    { maxLength: 8 },
  )

  it('loses no month and gives each month of an employer in a county to one spell alone', () => {
    fc.assert(
      fc.property(spells, rows, (worked, insured) => {
        const made = worked.map((each) =>
          spell({
            employerId: each.employer[0],
            employerText: each.employer[1],
            county: each.county,
            from: each.from,
          }),
        )
        const one = insured.map((each) =>
          row(each.year * 4096 + each.mask, {
            employerId: each.employer[0],
            employerText: each.employer[1],
            county: each.county,
          }),
        )
        const whole = insuredBySpell(made, one)
        const everywhere = [...whole.bySpell, ...whole.withoutSpell.map((orphan) => orphan.packed)]
        expect(new Set(everywhere.flatMap(months))).toEqual(new Set(months(one.map(({ packed }) => packed))))
        for (const packed of everywhere) {
          const years = packed.map((each) => each >> 12)
          expect(years).toEqual([...new Set(years)].sort((a, b) => a - b))
        }
        // A row by itself is nowhere doubled.
        for (const single of one) {
          const alone = insuredBySpell(made, [single])
          const placed = [...alone.bySpell, ...alone.withoutSpell.map((orphan) => orphan.packed)].flatMap(
            months,
          )
          expect(placed.toSorted((a, b) => a - b)).toEqual(months([single.packed]))
        }
        // The order in which rows are read changes nothing.
        const backwards = insuredBySpell(made, one.toReversed())
        expect(backwards.bySpell).toEqual(whole.bySpell)
      }),
      { numRuns: 500 },
    )
  })
})
