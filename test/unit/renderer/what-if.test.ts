import { describe, expect, it } from 'vitest'
import { cumulative } from '../../../src/renderer/pages/policy/what-if/cumulative.ts'
import { EMPTY_FORM, formOf, scenarioOf } from '../../../src/renderer/pages/policy/what-if/form.ts'
import type { Changeable } from '../../../src/shared/contract/scenarios.ts'

const sums = (amountFen: number, pendingFen = 0) => ({
  count: amountFen > 0 ? 1 : 0,
  amountFen,
  pendingCount: pendingFen > 0 ? 1 : 0,
  pendingFen,
})

describe('money added up month by month', () => {
  it('fills months without anything, and goes on with what is still to come', () => {
    const result = cumulative([
      { month: '2021-11', base: sums(100), changed: sums(0) },
      { month: '2022-01', base: sums(200), changed: sums(50) },
      { month: '2022-02', base: sums(0, 300), changed: sums(0) },
    ])
    expect(result.months).toEqual(['2021-11', '2021-12', '2022-01', '2022-02'])
    expect(result.base.due).toEqual([100, 100, 300, null])
    expect(result.base.coming).toEqual([null, null, 300, 600])
    expect(result.changed.due).toEqual([0, 0, 50, null])
    expect(result.changed.coming).toEqual([null, null, null, null])
  })

  it('what has no month is there from the first', () => {
    const { base } = cumulative([
      { month: '', base: sums(500), changed: sums(0) },
      { month: '2022-01', base: sums(1), changed: sums(0) },
    ])
    expect(base.due).toEqual([501])
  })
})

describe('the form of a scenario', () => {
  const months: Changeable = {
    key: 'JH-16.insured.months',
    kind: 'threshold',
    target: 'JH-16',
    part: 'insured.months',
    label: '参保月数',
    unit: '个月',
    input: 'whole',
    value: 3,
    valueText: '3 个月',
    choices: [],
    clause: '二（六）',
    hint: '',
  }

  it('a value typed as it already is changes nothing', () => {
    const form = { ...EMPTY_FORM, benefit: 'JH-16', values: { [months.key]: 3 } }
    expect(scenarioOf(form, [months], '2022-06-30')?.changes).toEqual([])
    expect(scenarioOf(EMPTY_FORM, [months], '2022-06-30')).toBeNull()
  })

  it('comes back from a kept scenario as it was', () => {
    const form = {
      ...EMPTY_FORM,
      benefit: 'JH-16',
      values: { [months.key]: 4 },
      from: '2022-01-01',
      asOf: '2022-12-31',
      budgetFen: 1,
      budgetYear: 2022,
    }
    const scenario = scenarioOf(form, [months], '2022-06-30')
    expect(scenario?.changes).toEqual([
      { kind: 'threshold', benefit: 'JH-16', threshold: 'insured.months', value: 4, from: '2022-01-01' },
    ])
    expect(formOf(scenario!)).toEqual(form)
  })
})
