import { describe, expect, it } from 'vitest'
import { isByPerson } from '../../../../../src/main/platform/take-in/line-order.ts'

const seen = (counts: Record<string, number>) => new Map(Object.entries(counts))

describe('whether a bundle tells of its people one after the other', () => {
  const expected = { people: 1000, spells: 1200, insured_years: 900, claims: 100 }

  it('does where every table has come in proportion', () => {
    expect(isByPerson(seen({ people: 100, spells: 120, insured_years: 85, claims: 9 }), expected)).toBe(true)
  })

  it('does not where everybody comes before everybody’s work', () => {
    expect(isByPerson(seen({ people: 300 }), expected)).toBe(false)
    expect(isByPerson(seen({ people: 1000, spells: 1200, insured_years: 100 }), expected)).toBe(false)
  })

  it('does where only a small table is late', () => {
    expect(isByPerson(seen({ people: 100, spells: 120, insured_years: 90 }), expected)).toBe(true)
  })

  it('does where nothing is told of tables', () => {
    expect(isByPerson(seen({ people: 5 }), {})).toBe(true)
  })
})
