import { describe, expect, it } from 'vitest'
import { pictureOf } from '../../../src/renderer/components/timeline/layout.ts'
import type { SpellView } from '../../../src/shared/contract/registry.ts'

function spell(part: Partial<SpellView>): SpellView {
  return {
    id: 's1',
    employerId: null,
    employerName: '义乌某厂',
    county: '330782',
    countyName: '义乌市',
    from: '2022-01-01',
    toState: 'open',
    to: null,
    organisedState: null,
    agentId: null,
    agentName: null,
    filingState: null,
    filingNumber: null,
    filingOn: null,
    contractState: null,
    contractFrom: null,
    contractTo: null,
    accidentState: null,
    accidentFrom: null,
    accidentTo: null,
    postKind: 'ordinary',
    jobTitle: null,
    monthlyIncomeFen: null,
    insuredKnown: true,
    years: [],
    source: null,
    ...part,
  }
}
const insured = (year: number, months: number) => ({
  employerName: null,
  county: '330782',
  countyName: null,
  year,
  months,
  source: null,
})

describe('picture of work', () => {
  it('has nothing to draw for nobody', () => {
    expect(pictureOf({ spells: [], insured: [] }, '2022-06-30', 480)).toBeNull()
  })

  it('draws a year to scale: half a year of work is half the width', () => {
    const picture = pictureOf(
      { spells: [spell({ to: '2022-07-02', toState: 'ended' })], insured: [] },
      '2022-12-31',
      365,
    )
    expect(picture?.bars[0]?.x).toBe(0)
    expect(picture?.bars[0]?.width).toBeCloseTo(183, 5)
    expect(picture?.todayX).toBeCloseTo(364, 5)
    expect(picture?.years).toEqual([{ year: 2022, x: 0 }])
  })

  it('marks insured months, and worked months without insurance only where insurance is known', () => {
    const known = pictureOf({ spells: [spell({})], insured: [insured(2022, 0b111)] }, '2022-06-30', 480)
    expect(known?.dots.map((dot) => dot.state)).toEqual([
      ...Array(3).fill('insured'),
      ...Array(3).fill('missing'),
    ])
    const unknown = pictureOf(
      { spells: [spell({ insuredKnown: false })], insured: [insured(2022, 0b111)] },
      '2022-06-30',
      480,
    )
    expect(unknown?.dots.map((dot) => dot.state)).toEqual(Array(3).fill('insured'))
  })

  it('does not pretend to know an end that nobody wrote', () => {
    const picture = pictureOf({ spells: [spell({ toState: null })], insured: [] }, '2022-12-31', 365)
    expect(picture?.bars[0]?.endUnknown).toBe(true)
    expect(picture?.bars[0]?.width).toBeLessThan(40)
    expect(picture?.bars[0]?.title).toContain('未知')
  })
})
