import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { draftClaims } from '../../../src/main/core/claims/draft.ts'
import { spellYears } from '../../../src/main/core/db/schema/index.ts'
import { evaluateLedger } from '../../../src/main/core/entitlements/evaluate.ts'
import { knownBenefits } from '../../../src/main/core/entitlements/packs.ts'
import { prepareOutlook } from '../../../src/main/core/outlook/look-ahead.ts'
import { listLosing, losingTotals } from '../../../src/main/core/outlook/losing-list.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { regions, resources, smallLedger } from '../../fixtures/small-ledger.ts'
import { jobContext } from '../entitlements/entitlement-desk.ts'
import { lossesOf } from './outlook-desk.ts'

const YIWU = { employerText: '义乌锦程服饰有限公司', county: '330782' }
/** Bits of months: January is 1. */
const months = (...list: number[]) => list.reduce((mask, month) => mask | (1 << (month - 1)), 0)

describe('what is about to be lost', () => {
  let t: TestLedger
  let make: ReturnType<typeof smallLedger>
  let firm: string
  beforeEach(async () => {
    t = await createTestLedger()
    make = smallLedger(t.ledger)
    firm = make.employer(YIWU.employerText, { kind: 'enterprise', county: YIWU.county, isPrivate: true })
  })
  afterEach(() => t.cleanup())

  type Spell = { from: string; to?: string; contractTo?: string; insured?: Record<number, number> }

  /** A worker of Bazhong in Yiwu: JH-16 asks three insured months in a row in that first work. */
  function worker(spell: Spell, homeCounty = '511921'): string {
    const id = make.person('甲阿依', { homeCounty, categoriesKnown: true })
    make.category(id, 'poverty-lifted', '2014-12-31')
    make.spell(id, {
      ...YIWU,
      employerId: firm,
      fromDate: spell.from,
      toState: spell.to === undefined ? 'open' : 'ended',
      toDate: spell.to ?? null,
      organisedState: 'no',
      insuredKnown: true,
      ...(spell.contractTo === undefined
        ? {}
        : { contractState: 'yes', contractFrom: spell.from, contractTo: spell.contractTo }),
    })
    for (const [year, mask] of Object.entries(spell.insured ?? {}))
      make.insured(id, Number(year), mask, { ...YIWU, employerId: firm })
    return id
  }
  const jh16 = (asOf: string, id: string) => lossesOf(t.ledger, asOf, 'JH-16', id)

  it('says that insurance lapsed from the last day of the month that is lacking, and until when it can be taken up', () => {
    const id = worker({ from: '2022-01-10', insured: { 2022: months(2, 3) } })
    expect(jh16('2022-04-29', id)).toEqual([])
    // Three months from April on: the document ends on 2025-12-31, so October 2025 is the last month to begin.
    expect(jh16('2022-04-30', id)).toEqual(['insurance-lapsed 2025-10-31 2022-07-31'])
    // From then on only a longer document would help.
    expect(jh16('2025-10-31', id)).toEqual(['document-ends 2025-12-31 2026-01-31'])
    expect(jh16('2025-10-30', id)).toEqual([
      'insurance-lapsed 2025-10-31 2025-12-31',
      'document-tight 2025-12-31 2025-12-31',
    ])
  })

  it('leaves alone whose insurance goes on, and who was paid enough already', () => {
    const going = worker({ from: '2022-03-10', insured: { 2022: months(3, 4) } })
    const enough = worker({ from: '2022-01-10', insured: { 2022: months(1, 2, 3) } })
    expect(jh16('2022-05-15', going)).toEqual([])
    expect(jh16('2022-05-31', enough)).toEqual([])
  })

  it('says that insurance never began once a month after the first has ended', () => {
    const id = worker({ from: '2022-03-10' })
    expect(jh16('2022-04-29', id)).toEqual([])
    expect(jh16('2022-04-30', id)).toEqual(['insurance-not-begun 2025-10-31 2022-07-31'])
  })

  it('asks for insurance before the contract ends where that still suffices', () => {
    const id = worker({ from: '2022-03-10', contractTo: '2022-09-09' })
    // July, August and September: the month of the last day counts.
    expect(jh16('2022-05-31', id)).toEqual(['insurance-not-begun 2022-07-31 2022-08-31'])
  })

  it('says that the contract ends too early, on its last day still', () => {
    const short = worker({ from: '2022-04-01', contractTo: '2022-05-20', insured: { 2022: months(4) } })
    const long = worker({ from: '2022-04-01', contractTo: '2022-06-01', insured: { 2022: months(4) } })
    expect(jh16('2022-05-10', short)).toEqual(['contract-ends 2022-05-20 2022-06-30'])
    expect(jh16('2022-05-20', short)).toEqual(['contract-ends 2022-05-20 2022-06-30'])
    expect(jh16('2022-05-21', short)).toEqual([])
    expect(jh16('2022-05-10', long)).toEqual([])
  })

  it('says that the work ends too early, and for sixty days that it ended', () => {
    const id = worker({ from: '2022-04-01', to: '2022-05-20', insured: { 2022: months(4, 5) } })
    expect(jh16('2022-05-19', id)).toEqual(['work-ends 2022-05-20 2022-06-30'])
    expect(jh16('2022-05-20', id)).toEqual(['work-ends 2022-05-20 2022-06-30'])
    expect(jh16('2022-05-21', id)).toEqual(['work-ended - 2022-06-30'])
    expect(jh16('2022-07-19', id).map((loss) => loss.split(' ')[0])).toEqual(['work-ended'])
    expect(jh16('2022-07-20', id)).toEqual([])
  })

  it('gives the days in which stable work can be taken up again', () => {
    const id = worker({ from: '2022-03-01', to: '2022-04-15' }, '230229')
    const spell = t.ledger.reader
      .prepare('SELECT id FROM spells WHERE person_id = ?')
      .pluck()
      .get(id) as string
    t.ledger.write(make.by, (tx) =>
      tx.insert(spellYears, { spellId: spell, personId: id, year: 2022, fareFen: 30_000, source: 'entry' }),
    )
    const hlj02 = (asOf: string) => lossesOf(t.ledger, asOf, 'HLJ-02', id)
    expect(hlj02('2022-04-15')).toEqual(['work-ends 2022-04-15 2022-06-01'])
    expect(hlj02('2022-04-16')).toEqual(['work-ended 2022-04-23 2022-06-01'])
    expect(hlj02('2022-04-23')).toEqual(['work-ended 2022-04-23 2022-06-01'])
    expect(hlj02('2022-04-24')).toEqual([])
  })

  it('says that the document ends before it is met, or in the same month', () => {
    const late = worker({ from: '2025-11-03', insured: { 2025: months(11) } })
    const tight = worker({ from: '2025-10-03', insured: { 2025: months(10, 11) } })
    expect(jh16('2025-12-05', late)).toEqual(['document-ends 2025-12-31 2026-01-31'])
    expect(jh16('2025-12-31', late)).toEqual(['document-ends 2025-12-31 2026-03-31'])
    expect(jh16('2026-01-01', late)).toEqual([])
    expect(jh16('2025-12-05', tight)).toEqual(['document-tight 2025-12-31 2025-12-31'])
  })

  it('says that the claim window closes, a year ahead, until it is claimed or closed', async () => {
    const id = make.person('乙阿依', { homeCounty: '513226', categoriesKnown: true })
    make.category(id, 'poverty-lifted', '2014-12-31')
    make.spell(id, {
      employerText: '柯桥纺织厂',
      county: '330603',
      fromDate: '2018-05-10',
      toState: 'ended',
      toDate: '2019-05-09',
      insuredKnown: true,
    })
    make.insured(id, 2018, months(6, 7, 8), { employerText: '柯桥纺织厂', county: '330603' })
    const sx01 = (asOf: string) => lossesOf(t.ledger, asOf, 'SX-01', id)
    expect(sx01('2020-12-29')).toEqual([])
    expect(sx01('2020-12-30')).toEqual(['window-closes 2021-12-31 -'])
    expect(sx01('2021-12-31')).toEqual(['window-closes 2021-12-31 -'])
    expect(sx01('2022-01-01')).toEqual([])

    const asOf = '2021-11-30'
    await evaluateLedger(jobContext(t.ledger), { asOf, benefits: [] })
    await prepareOutlook(jobContext(t.ledger), { asOf })
    const { reader } = t.ledger
    const benefits = knownBenefits({ resources }, reader)
    const filter = { search: '', benefit: 'SX-01', offset: 0, limit: 10 }
    const list = () => listLosing(reader, filter, benefits, regions, asOf)
    expect(list().rows).toMatchObject([
      {
        personName: '乙阿依',
        amountFen: 300_000,
        daysLeft: 31,
        deadline: '2021-12-31',
        losses: [{ reason: 'window-closes' }],
      },
    ])
    expect(list().rows[0]?.losses[0]?.todo).toContain('2021-12-31 前生成申领')
    await draftClaims(jobContext(t.ledger), { benefit: 'SX-01', asOf, dryRun: false })
    expect(list().rows).toEqual([])
    expect(losingTotals(reader, filter, benefits, asOf).count).toBe(0)
  })
})
