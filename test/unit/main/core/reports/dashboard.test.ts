import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { evaluationResults } from '../../../../../src/main/core/db/schema/evaluation.ts'
import { people, spells } from '../../../../../src/main/core/db/schema/index.ts'
import { evaluationRuns } from '../../../../../src/main/core/db/schema/policy.ts'
import { dashboardView } from '../../../../../src/main/core/reports/dashboard.ts'
import { dashboardView as schema } from '../../../../../src/shared/contract/dashboard.ts'
import { createTestLedger, type TestLedger } from '../../../../fixtures/ledger.ts'
import { regions, smallLedger, TODAY } from '../../../../fixtures/small-ledger.ts'

describe('dashboard', () => {
  let t: TestLedger
  let make: ReturnType<typeof smallLedger>
  beforeEach(async () => {
    t = await createTestLedger()
    make = smallLedger(t.ledger)
  })
  afterEach(() => t.cleanup())
  const view = () =>
    schema.parse(dashboardView(t.ledger.reader, TODAY, regions, new Map([['JH-16', '稳岗补贴']])))
  const result = (seq: number, extra: object) => ({
    seq,
    benefit: 'JH-16',
    outcome: 'eligible',
    beneficiaryKind: 'person',
    beneficiaryId: 'p',
    mask: 0,
    entitlementKey: `k:${seq}`,
    amountFen: 300_000,
    ...extra,
  })
  const run = (rows: ReturnType<typeof result>[]) =>
    t.ledger.write(make.by, (tx) => {
      tx.local(evaluationResults).insertMany(rows)
      const seq = tx.prepare<number>('SELECT max(seq) FROM change_log').pluck().get() as number
      tx.local(evaluationRuns).insert({
        id: 'run',
        asOf: TODAY,
        startedAt: '2022-06-30T00:00:00Z',
        finishedAt: '2022-06-30T00:00:01Z',
        packVersions: '{}',
        peopleCount: 1,
        summary: JSON.stringify({
          counts: [{ benefit: 'JH-16', outcome: 'undetermined', count: 4, amountFen: 0 }],
          changeSeq: seq,
          seconds: 1,
        }),
      })
    })

  it('is empty in an empty ledger', () => {
    expect(view()).toMatchObject({
      people: 0,
      workingNow: 0,
      workingByProvince: [],
      run: null,
      due: [],
      insuredLastMonth: 0,
    })
  })

  it('counts each person once: in one province, whatever they work at, and never the deleted', () => {
    const two = make.person('甲')
    make.spell(two, { county: '330702', fromDate: '2021-01-01', toState: 'open' })
    make.spell(two, { county: '440306', fromDate: '2022-01-01', toState: 'open' })
    make.spell(make.person('乙'), { county: null, toState: 'open' })
    make.spell(make.person('丙'), { county: '330702', toState: 'ended', toDate: '2022-06-29' })
    make.spell(make.person('丁'), { county: '330702' })
    make.spell(make.person('戊'), { county: '330702', fromDate: '2022-07-01', toState: 'open' })
    const gone = make.person('己')
    const spell = make.spell(gone, { county: '330702', toState: 'open' })
    t.ledger.write(make.by, (tx) => {
      tx.remove(spells, spell, '重复')
      tx.remove(people, gone, '重复')
    })
    const found = view()
    expect(found.people).toBe(5)
    expect(found.workingByProvince).toEqual([
      { code: '', name: '地点未填', count: 1 },
      { code: '44', name: '广东省', count: 1 },
    ])
    expect(found.workingNow).toBe(2)
  })

  it('counts who was insured last month and who is lifted out of poverty today, each once', () => {
    const person = make.person('甲')
    make.insured(person, 2022, 0b1_0000, { employerText: '甲厂' })
    make.insured(person, 2022, 0b1_0000, { employerText: '乙厂' })
    make.insured(make.person('乙'), 2022, 0b10_0000)
    make.insured(make.person('丙'), 2021, 0b1_0000)
    make.category(person, 'poverty-lifted', '2014-12-31')
    make.category(person, 'poverty-lifted', '2016-12-31')
    make.category(make.person('丁'), 'poverty-lifted', '2014-12-31', '2022-06-29')
    expect(view()).toMatchObject({ insuredLastMonth: 1, povertyLifted: 1 })
  })

  it('says what is due, each entry with the rows its link opens', () => {
    const person = make.person('甲')
    make.spell(person, { toState: 'open', contractState: 'yes', contractTo: '2022-07-30' })
    make.spell(person, { county: '330703', toState: 'open', contractState: 'yes', contractTo: '2022-08-01' })
    make.claim(person, 'JH16-2022-7F3A-000001')
    run([
      result(1, {}),
      result(2, { entitlementKey: 'k:JH16-2022-7F3A-000001' }),
      result(3, { outcome: 'pending', onDate: '2022-06-30' }),
      result(4, { outcome: 'pending', onDate: '2022-07-31' }),
      result(5, { outcome: 'pending', onDate: '2022-08-01' }),
      result(6, { outcome: 'pending', onDate: '2023-08-01' }),
    ])
    const found = view()
    expect(found.due.map(({ id, count, link }) => [id, count, link])).toEqual([
      ['eligible', 1, '/policy?outcome=eligible&unclaimed=1'],
      ['pending-now', 1, '/policy?outcome=pending&onMonth=2022-06'],
      ['pending-next', 1, '/policy?outcome=pending&onMonth=2022-07'],
      ['missing', 4, '/policy?outcome=undetermined'],
      ['unprinted', 1, '/claims?state=drafted&printed=0'],
      ['contracts', 1, '/people?contract=ending'],
    ])
    expect(found.run).toMatchObject({
      stale: false,
      eligibleUnclaimed: [{ benefit: 'JH-16', name: '稳岗补贴', count: 1, amountFen: 300_000 }],
      pendingByMonth: [{ month: '2022-06' }, { month: '2022-07' }, { month: '2022-08' }],
    })
    expect(found).toMatchObject({ claimsDrafted: { count: 1, amountFen: 300_000 }, claimsUnprinted: 1 })
  })

  it('calls a calculation stale after a fact changed, not after a claim was drafted', () => {
    const person = make.person('甲')
    run([])
    make.claim(person, 'JH16-2022-7F3A-000001')
    expect(view().run?.stale).toBe(false)
    make.spell(person)
    expect(view().run?.stale).toBe(true)
  })
})
