import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { draftClaims } from '../../../src/main/core/claims/draft.ts'
import {
  decisions as decisionsTable,
  employerRecognitions,
  spells,
  standards,
} from '../../../src/main/core/db/schema/index.ts'
import { listDecisions, recordDecisions, removeDecision } from '../../../src/main/core/decisions/decisions.ts'
import type { InputOf } from '../../../src/main/core/procedure.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { resources, smallLedger, TODAY } from '../../fixtures/small-ledger.ts'
import { jobContext } from './entitlement-desk.ts'

type Subject = InputOf<'decisions.record'>['subjects'][number]

describe('what the documents leave to the office', () => {
  let t: TestLedger
  let make: ReturnType<typeof smallLedger>
  beforeEach(async () => {
    t = await createTestLedger()
    make = smallLedger(t.ledger)
  })
  afterEach(() => t.cleanup())

  const draft = (benefit: string, extra: { dryRun?: boolean; personIds?: string[] } = {}) =>
    draftClaims(jobContext(t.ledger), { benefit, asOf: TODAY, dryRun: false, ...extra })
  const record = (benefit: string, subjects: Subject[], extra: Partial<InputOf<'decisions.record'>> = {}) =>
    t.ledger.write(make.by, (tx) =>
      recordDecisions({ resources, today: () => TODAY }, tx, {
        benefit,
        asOf: TODAY,
        subjects,
        decision: 'approved',
        on: TODAY,
        by: '局长办公会',
        document: '纪要〔2022〕7号',
        reason: null,
        ...extra,
      }),
    ).result
  const claimed = () =>
    t.ledger.reader
      .prepare<{ benefit: string; amountFen: number; period: string | null; months: number | null }>(
        'SELECT benefit, amount_fen AS amountFen, period, months FROM claims WHERE deleted_at IS NULL ORDER BY number',
      )
      .all()

  /** An assistance base in Guizhou: GZ-16 gives 30,000 yuan where the office finds that it works well. */
  const base = (name = '扶贫基地') => {
    const id = make.employer(name, { kind: 'enterprise', county: '522301' })
    t.ledger.write(make.by, (tx) =>
      tx.insert(employerRecognitions, { employerId: id, kind: 'assistance-base', onDate: '2022-01-01' }),
    )
    return id
  }
  const body = (beneficiaryId: string): Subject => ({ personId: null, beneficiaryId, period: null })

  it('is not drafted before it was decided, and the refusal says so', async () => {
    base()
    await expect(draft('GZ-16')).rejects.toMatchObject({
      code: 'claims.undecided',
      params: { count: 1 },
      message: expect.stringContaining('由本单位研究决定，1 条结果还没有记录“同意”'),
    })
    expect(claimed()).toEqual([])
    // A trial says the same as a count.
    expect(await draft('GZ-16', { dryRun: true })).toMatchObject({
      drafted: 0,
      skipped: [{ reason: '待研究决定，还没有记录同意', count: 1 }],
    })
  })

  it('becomes a claim once it was approved, and the claim names the decision', async () => {
    const [one, two, three] = [base('甲基地'), base('乙基地'), base('丙基地')] as [string, string, string]
    expect(record('GZ-16', [body(one)])).toEqual({ decided: 1, skipped: [] })
    record('GZ-16', [body(two)], { decision: 'declined', reason: '带动人数太少' })
    expect(await draft('GZ-16')).toMatchObject({
      drafted: 1,
      amountFen: 3_000_000,
      skipped: expect.arrayContaining([
        { reason: '研究后不同意', count: 1 },
        { reason: '待研究决定，还没有记录同意', count: 1 },
      ]),
    })
    expect(claimed()).toMatchObject([{ benefit: 'GZ-16', amountFen: 3_000_000 }])
    const event = t.ledger.reader
      .prepare<{ data: string }>("SELECT data FROM claim_events WHERE kind = 'drafted'")
      .get()
    expect(JSON.parse(event?.data ?? '')).toMatchObject({
      decision: { document: '纪要〔2022〕7号', on: TODAY },
    })
    // Nothing more to draft but what is still open: refused again.
    record('GZ-16', [body(three)])
    expect(await draft('GZ-16')).toMatchObject({ drafted: 1 })
  })

  it('what was approved for one amount is not claimed for another', async () => {
    const id = base()
    record('GZ-16', [body(id)])
    t.ledger.write(make.by, (tx) => {
      const stored = tx.prepare<{ id: string }>('SELECT id FROM decisions').get()
      if (stored === undefined) throw new Error('no decision')
      tx.remove(decisionsTable, stored.id, '测试')
      tx.insert(decisionsTable, {
        entitlementKey: `GZ-16|${id}|`,
        benefit: 'GZ-16',
        beneficiaryKind: 'employer',
        beneficiaryId: id,
        decision: 'approved',
        onDate: TODAY,
        decidedBy: '会',
        documentNumber: '1号',
        amountFen: 1_000_000,
      })
    })
    expect(await draft('GZ-16')).toMatchObject({
      drafted: 0,
      skipped: [{ reason: '金额与研究决定时不同，请撤销后重新决定', count: 1 }],
    })
  })

  it('refuses what is not left to the office, what is decided already and what is not yet', () => {
    const id = base()
    const nobody = make.employer('没有认定', { county: '522301' })
    expect(() => record('GZ-16', [body(nobody)])).toThrow(/不是待研究决定/)
    record('GZ-16', [body(id)])
    expect(() => record('GZ-16', [body(id)])).toThrow(/已经决定过/)
    expect(() => record('GZ-16', [body(id)], { on: '2022-07-01' })).toThrow(/不能在今天之后/)
    expect(() => record('XX-01', [body(id)])).toThrow(/没有可测算的/)
  })

  it('a decision can be taken back until a claim rests on it', async () => {
    const [one, two] = [base('甲基地'), base('乙基地')] as [string, string]
    record('GZ-16', [body(one), body(two)])
    const decision = (whom: string) =>
      listDecisions(t.ledger.reader, { benefit: 'GZ-16', beneficiaryId: whom })[0]?.id ?? ''
    t.ledger.write(make.by, (tx) => removeDecision(tx, decision(two), '记错单位'))
    expect(await draft('GZ-16')).toMatchObject({ drafted: 1 })
    expect(() => t.ledger.write(make.by, (tx) => removeDecision(tx, decision(one), '反悔'))).toThrow(
      /申领 .*不能撤销/,
    )
    expect(listDecisions(t.ledger.reader, { benefit: 'GZ-16' })).toHaveLength(1)
  })

  it('of a benefit by the month each month is decided, and later months need a later decision', async () => {
    const employerId = make.employer('爱心企业', { kind: 'enterprise', county: '330702' })
    const personId = make.person('爱心', {
      idNumber: '511921199001010029',
      homeCounty: '511921',
      categoriesKnown: true,
    })
    make.category(personId, 'poverty-lifted', '2014-12-31')
    const spell = make.spell(personId, {
      employerId,
      employerText: '爱心企业',
      county: '330702',
      postKind: 'caring',
      fromDate: '2022-01-01',
      toState: 'ended',
      toDate: '2022-03-31',
      insuredKnown: true,
    })
    make.insured(personId, 2022, 0b111111, { employerId, employerText: '爱心企业', county: '330702' })
    t.ledger.write(make.by, (tx) =>
      tx.insert(standards, {
        key: 'JH-06',
        value: JSON.stringify({ amountFen: 50_000 }),
        documentNumber: '金人社发〔2022〕1号',
      }),
    )
    const subject: Subject = { personId, beneficiaryId: employerId, period: null }
    expect(record('JH-06', [subject])).toEqual({ decided: 1, skipped: [] })
    const months = listDecisions(t.ledger.reader, { personId }).map(({ period }) => period)
    expect(months.sort()).toEqual(['2022-01', '2022-02', '2022-03'])
    expect(await draft('JH-06')).toMatchObject({ drafted: 1, amountFen: 150_000 })
    t.ledger.write(make.by, (tx) => tx.update(spells, spell, { toState: 'open', toDate: null }))
    await expect(draft('JH-06')).rejects.toMatchObject({ code: 'claims.undecided' })
    expect(record('JH-06', [subject])).toEqual({ decided: 1, skipped: [] })
    expect(await draft('JH-06')).toMatchObject({ drafted: 1 })
    expect(claimed().map(({ period }) => period)[0]).toBe('2022-01..2022-03')
  })
})
