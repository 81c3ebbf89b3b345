import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { claimView } from '../../../src/main/core/claims/claim-view.ts'
import { listClaims } from '../../../src/main/core/claims/claims-list.ts'
import { draftClaims } from '../../../src/main/core/claims/draft.ts'
import { withdrawClaims } from '../../../src/main/core/claims/withdraw.ts'
import { insuredYears, spells } from '../../../src/main/core/db/schema/index.ts'
import { benefitNames } from '../../../src/main/core/entitlements/packs.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { resources, TODAY } from '../../fixtures/small-ledger.ts'
import { jobContext, smallCounty } from './entitlement-desk.ts'

describe('drafting claims', () => {
  let t: TestLedger
  let county: ReturnType<typeof smallCounty>
  beforeEach(async () => {
    t = await createTestLedger()
    county = smallCounty(t.ledger)
  })
  afterEach(() => t.cleanup())

  const draft = (benefit: string, asOf: string, extra: { dryRun?: boolean; personIds?: string[] } = {}) =>
    draftClaims(jobContext(t.ledger), { benefit, asOf, dryRun: false, ...extra })
  const all = () =>
    listClaims(
      t.ledger.reader,
      { search: '', offset: 0, limit: 100 },
      benefitNames({ resources }, t.ledger.reader),
    ).rows
  const keys = () =>
    t.ledger.reader
      .prepare<string>('SELECT entitlement_key FROM claim_entitlements WHERE deleted_at IS NULL ORDER BY 1')
      .pluck()
      .all()

  it('freezes what a claim was decided on, whatever changes later', async () => {
    const done = await draft('JH-16', TODAY)
    expect(done).toMatchObject({ drafted: 1, amountFen: 300_000, skipped: [] })
    expect(done.txId).not.toBeNull()
    const [row] = all()
    expect(row).toMatchObject({
      benefit: 'JH-16',
      personName: '甲阿依',
      state: 'drafted',
      amountFen: 300_000,
    })
    t.ledger.write(county.make.by, (tx) => {
      const spell = tx
        .prepare<{ id: string }>('SELECT id FROM spells WHERE person_id = ?')
        .get(county.eligible)
      tx.update(spells, spell?.id ?? '', { county: '440305', employerText: '别处' })
    })
    const claim = claimView(t.ledger.reader, row?.id ?? '', benefitNames({ resources }, t.ledger.reader))
    expect(claim).toMatchObject({
      amountCapitals: '叁仟元整',
      packVersion: 'JH-2021@1.0.0',
      qualifyingOn: '2022-03-31',
      employerName: '义乌锦程服饰有限公司',
      frozen: { outcome: 'eligible', verdict: '全部条件满足，可领 3,000.00 元。' },
    })
    expect(claim.frozen.conditions.find(({ id }) => id === 'workplace')?.found[0]?.value).toContain('义乌市')
  })

  it('never claims one entitlement twice, and names it by ID number', async () => {
    await draft('JH-16', TODAY)
    expect(keys()).toEqual(['JH-16|511921199001010029|'])
    t.ledger.write(county.make.by, (tx) => {
      const months = tx
        .prepare<{ id: string }>('SELECT id FROM insured_years WHERE person_id = ?')
        .get(county.pending)
      tx.update(insuredYears, months?.id ?? '', { months: 0b1110000 })
    })
    const again = await draft('JH-16', '2023-01-31')
    expect(again).toMatchObject({ drafted: 1, skipped: [{ reason: '已有申领', count: 1 }] })
    expect(keys()).toEqual(['JH-16|511921199001010029|', 'JH-16|511921199001010045|'])
  })

  it('changes nothing in a trial', async () => {
    const audits = () => t.ledger.reader.prepare<number>('SELECT count(*) FROM audit').pluck().get()
    const before = audits()
    expect(await draft('JH-16', TODAY, { dryRun: true })).toMatchObject({ drafted: 1, txId: null })
    expect(all()).toEqual([])
    expect(audits()).toBe(before)
  })

  it('drafts only for the people asked for', async () => {
    expect(await draft('JH-16', TODAY, { personIds: [county.pending] })).toMatchObject({ drafted: 0 })
    expect(await draft('JH-16', TODAY, { personIds: [county.eligible] })).toMatchObject({ drafted: 1 })
  })

  it('claims month by month: later months make a second claim, no month is claimed twice', async () => {
    const first = await draft('SX-08', '2019-05-31')
    expect(first).toMatchObject({ drafted: 1, amountFen: 150_000 })
    const second = await draft('SX-08', '2019-12-31')
    expect(second).toMatchObject({ drafted: 1, amountFen: 200_000 })
    expect(all().map(({ period, amountFen }) => [period, amountFen])).toEqual([
      ['2019-06..2019-09', 200_000],
      ['2019-03..2019-05', 150_000],
    ])
    expect(await draft('SX-08', '2019-12-31')).toMatchObject({ drafted: 0 })
    expect(keys()).toHaveLength(7)
  })

  it('frees the entitlement of a withdrawn draft, and undo of the drafting takes it back whole', async () => {
    await draft('JH-16', TODAY)
    withdrawClaims(
      { ...jobContext(t.ledger) },
      all().map(({ id }) => id),
      '经办人选错了补贴',
    )
    expect(all()).toEqual([])
    expect(keys()).toEqual([])
    const again = await draft('JH-16', TODAY)
    expect(again.drafted).toBe(1)
    expect(all()[0]?.number).toMatch(/-000002$/)
    t.ledger.undo(again.txId ?? '', '经办人')
    expect(all()).toEqual([])
    expect(keys()).toEqual([])
  })
})
