import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { draftClaims } from '../../../src/main/core/claims/draft.ts'
import { grants } from '../../../src/main/core/db/schema/index.ts'
import { evaluateLedger } from '../../../src/main/core/entitlements/evaluate.ts'
import { ledgerEngine } from '../../../src/main/core/entitlements/ledger-engine.ts'
import { ledgerTables } from '../../../src/main/core/entitlements/ledger-tables.ts'
import { knownBenefits } from '../../../src/main/core/entitlements/packs.ts'
import { PersonViewReader } from '../../../src/main/core/entitlements/person-views.ts'
import { outlookStatus } from '../../../src/main/core/outlook/status.ts'
import { listUnclaimed, unclaimedTotals } from '../../../src/main/core/outlook/unclaimed.ts'
import { OUT } from '../../../src/main/core/policy/weighing.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { regions, resources, TODAY } from '../../fixtures/small-ledger.ts'
import { jobContext, smallCounty } from '../entitlements/entitlement-desk.ts'

describe('entitled and never claimed', () => {
  let t: TestLedger
  let county: ReturnType<typeof smallCounty>
  beforeEach(async () => {
    t = await createTestLedger()
    county = smallCounty(t.ledger)
  })
  afterEach(() => t.cleanup())

  const evaluate = (asOf: string) => evaluateLedger(jobContext(t.ledger), { asOf, benefits: [] })
  const benefits = () => knownBenefits({ resources }, t.ledger.reader)
  const list = (more: object = {}) =>
    listUnclaimed(t.ledger.reader, { search: '', offset: 0, limit: 100, ...more }, benefits(), regions)
  const totals = (more: object = {}) => unclaimedTotals(t.ledger.reader, { search: '', ...more }, benefits())

  /** Benefit and fen of everything eligible, by a fresh calculation and plain loops. */
  function eligible(asOf: string): [string, number][] {
    const { reader } = t.ledger
    const run = ledgerEngine({ resources }, reader, asOf).run(ledgerTables(reader), asOf)
    const found: [string, number][] = []
    for (const view of new PersonViewReader(reader).range('', '~'))
      run.person(view, ({ row, outcome, amountFen }) => {
        if (outcome === OUT.eligible) found.push([row.id, amountFen])
      })
    run.finish(({ row, outcome, amountFen }) => {
      if (outcome === OUT.eligible) found.push([row.id, amountFen])
    })
    return found.sort()
  }

  it('is each eligible result, with its sums', async () => {
    await evaluate(TODAY)
    const expected = eligible(TODAY)
    expect(expected.length).toBeGreaterThan(2)
    expect(
      list()
        .rows.map((row): [string, number | null] => [row.benefit, row.amountFen])
        .sort(),
    ).toEqual(expected)
    expect(totals()).toMatchObject({
      count: expected.length,
      amountFen: expected.reduce((sum, [, fen]) => sum + fen, 0),
    })
  })

  it('no longer holds what is claimed or granted', async () => {
    await evaluate(TODAY)
    const before = list().total
    expect(list({ benefit: 'JH-16' }).total).toBe(1)
    await draftClaims(jobContext(t.ledger), { benefit: 'JH-16', asOf: TODAY, dryRun: false })
    expect(list({ benefit: 'JH-16' }).total).toBe(0)
    const [jh02] = list({ benefit: 'JH-02' }).rows
    t.ledger.write(county.make.by, (tx) =>
      tx.insert(grants, {
        benefit: 'JH-02',
        beneficiaryKind: 'person',
        beneficiaryId: county.eligible,
        personId: county.eligible,
        entitlementKey: jh02?.key as string,
        grantedOn: '2022-06-01',
        source: 'entry',
      }),
    )
    expect(list().total).toBe(before - 2)
    expect(outlookStatus(t.ledger.reader, benefits()).unclaimed?.count).toBe(before - 2)
  })

  it('holds only the months of a month-by-month benefit that are not claimed yet', async () => {
    await draftClaims(jobContext(t.ledger), { benefit: 'SX-08', asOf: '2019-06-30', dryRun: false })
    await evaluate('2019-12-31')
    // Rented from March 2019 on, worked from 15 March to 10 September: six or seven months, four of them claimed.
    const whole = eligible('2019-12-31').find(([benefit]) => benefit === 'SX-08')
    const [left] = list({ benefit: 'SX-08' }).rows
    expect(left).toMatchObject({ personName: '戊阿依', months: 3, amountFen: 150_000 })
    expect(whole?.[1]).toBe(350_000)
    expect(totals({ benefit: 'SX-08' }).amountFen).toBe(150_000)
    await draftClaims(jobContext(t.ledger), { benefit: 'SX-08', asOf: '2019-12-31', dryRun: false })
    expect(list({ benefit: 'SX-08' }).total).toBe(0)
  })

  it('can be narrowed by home, payee, document, name and by choice', async () => {
    await evaluate(TODAY)
    const all = list().rows
    expect(list({ homeCounty: '5119' }).rows).toEqual(
      all.filter(({ personId }) => personId === county.eligible || personId === county.pending),
    )
    expect(list({ homeCounty: '5226' }).total).toBe(0)
    expect(list({ payee: 'employer' }).total).toBe(
      all.filter((row) => row.beneficiaryKind === 'employer').length,
    )
    expect(list({ doc: 'JH-2021' }).rows.every((row) => row.benefit.startsWith('JH-'))).toBe(true)
    expect(list({ search: '甲阿依' }).total).toBe(
      all.filter(({ personId }) => personId === county.eligible).length,
    )
    const [one] = all
    expect(list({ keys: [one?.key] }).rows).toEqual(all.filter(({ key }) => key === one?.key))
  })
})
