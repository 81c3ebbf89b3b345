import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { people } from '../../../src/main/core/db/schema/index.ts'
import { evaluateLedger } from '../../../src/main/core/entitlements/evaluate.ts'
import { explainFromLedger } from '../../../src/main/core/entitlements/explain.ts'
import { knownBenefits } from '../../../src/main/core/entitlements/packs.ts'
import { listResults } from '../../../src/main/core/entitlements/results-list.ts'
import { latestRun } from '../../../src/main/core/entitlements/runs.ts'
import { Cancelled } from '../../../src/main/core/procedure.ts'
import type { Explanation } from '../../../src/shared/contract/policy.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { regions, resources, TODAY } from '../../fixtures/small-ledger.ts'
import { jobContext, smallCounty } from './entitlement-desk.ts'

describe('the calculation over a ledger', () => {
  let t: TestLedger
  let county: ReturnType<typeof smallCounty>
  beforeEach(async () => {
    t = await createTestLedger()
    county = smallCounty(t.ledger)
  })
  afterEach(() => t.cleanup())

  const results = (outcomes: never[] = []) =>
    listResults(
      t.ledger.reader,
      { runId: 'latest', benefit: 'JH-16', outcomes, search: '', unclaimed: false, offset: 0, limit: 100 },
      knownBenefits({ resources }, t.ledger.reader),
      regions,
    )
  const explain = (personId: string, benefit = 'JH-16', asOf = TODAY): Explanation => {
    const [explanation] = explainFromLedger({ resources }, t.ledger.reader, { personId, benefit, asOf })
    if (explanation === undefined) throw new Error('no explanation')
    return explanation
  }

  it('stores every outcome, counts it, and names who stands where', async () => {
    const run = await evaluateLedger(jobContext(t.ledger), { asOf: TODAY, benefits: [] })
    expect(run).toMatchObject({ asOf: TODAY, peopleCount: 5, stale: false })
    const counted = Object.fromEntries(
      run.counts.filter(({ benefit }) => benefit === 'JH-16').map(({ outcome, count }) => [outcome, count]),
    )
    expect(counted).toEqual({ eligible: 1, pending: 1, undetermined: 1, ineligible: 2 })
    const found = Object.fromEntries(results().rows.map((row) => [row.personName, row]))
    expect(found.甲阿依).toMatchObject({ outcome: 'eligible', amountFen: 300_000, claimed: false })
    expect(found.乙阿依).toMatchObject({ outcome: 'pending', on: '2022-07-31' })
    expect(found.丙阿依).toMatchObject({ outcome: 'undetermined', reason: '缺：参保月数' })
    expect(found.丁阿依).toMatchObject({ outcome: 'ineligible', reason: '不符合：户籍地' })
  })

  it('is stale once a fact changes, and fresh again after the next one', async () => {
    await evaluateLedger(jobContext(t.ledger), { asOf: TODAY, benefits: ['JH-16'] })
    t.ledger.write(county.make.by, (tx) => tx.update(people, county.elsewhere, { homeCounty: '511921' }))
    expect(latestRun(t.ledger.reader)?.stale).toBe(true)
    const run = await evaluateLedger(jobContext(t.ledger), { asOf: TODAY, benefits: ['JH-16'] })
    expect(run.stale).toBe(false)
    expect(run.counts.find(({ outcome }) => outcome === 'eligible')).toMatchObject({
      count: 2,
      amountFen: 600_000,
    })
  })

  it('leaves the old results whole when it is cancelled', async () => {
    await evaluateLedger(jobContext(t.ledger), { asOf: TODAY, benefits: [] })
    const before = results()
    await expect(
      evaluateLedger(jobContext(t.ledger, { shouldStop: () => true }), { asOf: '2023-06-30', benefits: [] }),
    ).rejects.toBeInstanceOf(Cancelled)
    expect(results()).toEqual(before)
    expect(latestRun(t.ledger.reader)?.asOf).toBe(TODAY)
  })

  it('refuses a benefit that the packs do not know', async () => {
    await expect(
      evaluateLedger(jobContext(t.ledger), { asOf: TODAY, benefits: ['JH-99'] }),
    ).rejects.toMatchObject({ code: 'policy.unknown-benefit' })
  })

  it('explains each outcome in one sentence, with what was found and what to do', () => {
    expect(explain(county.eligible)).toMatchObject({
      outcome: 'eligible',
      verdict: '全部条件满足，可领 3,000.00 元。',
      qualifyingOn: '2022-03-31',
    })
    const pending = explain(county.pending)
    expect(pending.verdict).toBe('还差参保 1 个月，最早 2022-07-31 可领（按仍在职并继续参保推算）。')
    expect(pending.conditions.filter(({ state }) => state === 'not-yet').map(({ id }) => id)).toEqual([
      'insured',
    ])
    const unknown = explain(county.unknown)
    expect(unknown.verdict).toContain('缺少信息，不能判定')
    expect(unknown.missing).toHaveLength(1)
    expect(unknown.missing[0]).toMatchObject({
      label: expect.stringMatching(/参保月份$/),
      fix: expect.stringContaining('参保'),
    })
    const elsewhere = explain(county.elsewhere)
    expect(elsewhere.verdict).toBe('不符合：户籍地。')
    const home = elsewhere.conditions.find(({ id }) => id === 'home')
    expect(home).toMatchObject({ state: 'unmet', clause: '二（六）' })
    expect(home?.found[0]).toMatchObject({ value: '广东省深圳市南山区（440305）', source: '站点录入' })
  })

  it('names the standard that is lacking', () => {
    const explanation = explain(county.eligible, 'ZJ-03')
    expect(explanation).toMatchObject({ outcome: 'delegated', delegatedTo: 'JH-02' })
  })
})
