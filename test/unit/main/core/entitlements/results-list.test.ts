import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  evaluationPeople,
  evaluationResults,
  evaluationSets,
} from '../../../../../src/main/core/db/schema/evaluation.ts'
import {
  listResults,
  type ResultsFilter,
  reasonText,
} from '../../../../../src/main/core/entitlements/results-list.ts'
import { latestRun } from '../../../../../src/main/core/entitlements/runs.ts'
import { conditionBit } from '../../../../../src/shared/domain/policy.ts'
import { createTestLedger, type TestLedger } from '../../../../fixtures/ledger.ts'
import { regions, smallLedger } from '../../../../fixtures/small-ledger.ts'

const BENEFITS = [
  { id: 'JH-16', name: '稳岗补贴', doc: 'JH-2021', beneficiaryKind: 'person' },
  { id: 'JH-03', name: '组织补贴', doc: 'JH-2021', beneficiaryKind: 'agent' },
  { id: 'SX-01', name: '交通补贴', doc: 'SX-2018', beneficiaryKind: 'person' },
] as const

describe('list of results', () => {
  let t: TestLedger
  let make: ReturnType<typeof smallLedger>
  let ids: string[]
  let agent: string
  beforeEach(async () => {
    t = await createTestLedger()
    make = smallLedger(t.ledger)
    ids = ['阿依', '吉克木呷', '王秀英'].map((name, i) =>
      make.person(name, { homeCounty: i === 2 ? '511902' : '511133', idNumber: `51113319900101${i}025` }),
    )
    agent = make.agent('大凉山劳务公司')
    let seq = 0
    const row = (benefit: string, person: number, extra: object) => ({
      seq: ++seq,
      benefit,
      outcome: 'eligible',
      beneficiaryKind: 'person',
      beneficiaryId: ids[person]!,
      personId: ids[person]!,
      mask: 0,
      amountFen: 300_000,
      entitlementKey: `k:JH16-2022-7F3A-00000${person}`,
      ...extra,
    })
    t.ledger.write(make.by, (tx) => {
      tx.local(evaluationResults).insertMany([
        row('JH-16', 0, {}),
        row('JH-16', 1, { outcome: 'pending', onDate: '2022-07-31', mask: conditionBit('insured') }),
        row('JH-03', 0, { beneficiaryKind: 'agent', beneficiaryId: agent, outcome: 'discretionary' }),
        row('SX-01', 2, { outcome: 'undetermined', mask: conditionBit('home') }),
      ])
      tx.local(evaluationPeople).insertMany(ids.map((personId, i) => ({ personId, n: i + 1, setId: i + 1 })))
      tx.local(evaluationSets).insertMany(
        ids.map((_, i) => ({
          id: i + 1,
          people: 1,
          answers: JSON.stringify([
            ['SX-01', 'ineligible', null, conditionBit('workplace')],
            ...(i === 2
              ? [
                  ['JH-16', 'ineligible', null, conditionBit('insured')],
                  ['JH-03', 'ineligible', null, conditionBit('organised')],
                ]
              : []),
          ]),
        })),
      )
    })
  })
  afterEach(() => t.cleanup())
  const list = (filter: Partial<ResultsFilter> & { offset?: number; limit?: number } = {}) =>
    listResults(
      t.ledger.reader,
      { runId: 'r', outcomes: [], search: '', unclaimed: false, offset: 0, limit: 50, ...filter },
      BENEFITS,
      regions,
    )
  const keys = (filter: Partial<ResultsFilter>) =>
    list(filter).rows.map((row) => `${row.benefit} ${row.outcome}`)

  it('windows of any size hold each result once, refusals after all others', () => {
    const all = list()
    expect(all.total).toBe(9)
    expect(all.rows.map((row) => row.outcome)).toEqual([
      'eligible',
      'pending',
      'discretionary',
      'undetermined',
      ...Array.from({ length: 5 }, () => 'ineligible'),
    ])
    for (const limit of [1, 2, 3, 4, 5]) {
      const rows = []
      for (let offset = 0; offset < 12; offset += limit) {
        const page = list({ offset, limit })
        expect(page.total).toBe(9)
        rows.push(...page.rows)
      }
      expect(rows).toEqual(all.rows)
    }
  })

  it('filters by document, benefit, outcome, month, person and home', () => {
    expect(keys({ doc: 'SX-2018', outcomes: ['undetermined'] })).toEqual(['SX-01 undetermined'])
    expect(keys({ benefit: 'JH-16' })).toEqual(['JH-16 eligible', 'JH-16 pending', 'JH-16 ineligible'])
    expect(keys({ benefit: 'JH-16', outcomes: ['ineligible'] })).toEqual(['JH-16 ineligible'])
    expect(keys({ onMonth: '2022-07' })).toEqual(['JH-16 pending'])
    expect(keys({ onMonth: '2022-08' })).toEqual([])
    expect(keys({ search: '吉克' })).toEqual(['JH-16 pending', 'SX-01 ineligible'])
    expect(keys({ homeCounty: '5119' })).toHaveLength(4)
    expect(keys({ benefit: 'unknown' })).toEqual([])
  })

  it('says who is paid, masks the person, and knows what is claimed', () => {
    make.claim(ids[0]!, 'JH16-2022-7F3A-000000')
    const [eligible, , agents] = list().rows
    expect(eligible).toMatchObject({ claimed: true, beneficiaryName: '阿依', personName: '阿依' })
    expect(eligible?.idMasked).toMatch(/^511133\*+0025$/)
    expect(agents).toMatchObject({
      beneficiaryKind: 'agent',
      beneficiaryName: '大凉山劳务公司',
      personName: '阿依',
    })
    expect(list({ outcomes: ['eligible'], unclaimed: true }).total).toBe(0)
    const refused = list({ benefit: 'JH-03', outcomes: ['ineligible'] }).rows
    expect(refused).toMatchObject([{ beneficiaryKind: 'agent', beneficiaryName: '—', personName: '王秀英' }])
    expect(list({ benefit: 'JH-16', outcomes: ['ineligible'] }).rows).toMatchObject([
      { beneficiaryId: ids[2], beneficiaryName: '王秀英', reason: expect.stringContaining('不符合：') },
    ])
  })

  it('has a phrase for every outcome', () => {
    expect(reasonText({ outcome: 'pending', mask: 0, on: '2022-07-31' })).toBe('最早 2022-07-31 可领')
    expect(reasonText({ outcome: 'undetermined', mask: 0, on: null })).toBe('缺信息')
    expect(reasonText({ outcome: 'eligible', mask: 0, on: null })).toBe('')
  })

  it('knows of no calculation where there was none', () => {
    expect(latestRun(t.ledger.reader)).toBeNull()
  })
})
