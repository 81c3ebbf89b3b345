import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { claimNumbers } from '../../../../../src/main/core/claims/claim-number.ts'
import { claimView } from '../../../../../src/main/core/claims/claim-view.ts'
import { claimTotals, listClaims } from '../../../../../src/main/core/claims/claims-list.ts'
import { withdrawClaims } from '../../../../../src/main/core/claims/withdraw.ts'
import type { WriteContext } from '../../../../../src/main/core/procedure.ts'
import { claimDetail, claimRow } from '../../../../../src/shared/contract/claims.ts'
import { createTestLedger, type TestLedger } from '../../../../fixtures/ledger.ts'
import { resources, smallLedger, TODAY } from '../../../../fixtures/small-ledger.ts'

const NAMES = new Map([['JH-16', '稳岗补贴']])

describe('claims', () => {
  let t: TestLedger
  let make: ReturnType<typeof smallLedger>
  let person: string
  beforeEach(async () => {
    t = await createTestLedger()
    make = smallLedger(t.ledger)
    person = make.person('阿依', {
      homeCounty: '511133',
      payeeAccount: '6299990000000012345',
      payeeBank: '农村信用社',
    })
  })
  afterEach(() => t.cleanup())
  const write = (): WriteContext =>
    ({
      ledger: t.ledger,
      actor: { name: 'U1', role: 'admin' },
      now: () => 0,
      today: () => TODAY,
      newId: () => '',
      resources,
    }) as WriteContext
  const list = (filter: object = {}) =>
    listClaims(t.ledger.reader, { search: '', offset: 0, limit: 50, ...filter }, NAMES)
  const numbers = (filter: object = {}) => list(filter).rows.map((row) => row.number)

  it('get numbers that go on where the year ended, for each benefit, also after one was withdrawn', () => {
    const next = () => claimNumbers(t.ledger.reader, '7f3a9c00', '2022')
    expect(next()('JH-16')).toBe('JH16-2022-7F3A-000001')
    const last = make.claim(person, 'JH16-2022-7F3A-000041')
    make.claim(person, 'JH16-2021-7F3A-000099')
    make.claim(person, 'JH16-2022-9999-000077')
    withdrawClaims(write(), [last], '填错')
    const give = next()
    expect([give('JH-16'), give('SX-01'), give('JH-16')]).toEqual([
      'JH16-2022-7F3A-000042',
      'SX01-2022-7F3A-000001',
      'JH16-2022-7F3A-000043',
    ])
  })

  it('are listed newest number first, found by number and by person, with totals that match', () => {
    for (let i = 1; i <= 7; i += 1) make.claim(person, `JH16-2022-7F3A-00000${i}`, { amountFen: i })
    const other = make.person('王秀英', { homeCounty: '511902', idNumber: '511902199001010025' })
    make.claim(other, 'JH16-2022-7F3A-000008', { amountFen: 100 })
    const pages = [0, 3, 6].flatMap((offset) => list({ offset, limit: 3 }).rows)
    expect(pages.map((row) => row.number)).toEqual(numbers())
    expect(numbers()[0]).toBe('JH16-2022-7F3A-000008')
    for (const search of ['王秀', 'wxy', '511902199001010025', '000008'])
      expect(numbers({ search })).toEqual(['JH16-2022-7F3A-000008'])
    expect(numbers({ search: '·' })).toEqual([])
    expect(numbers({ homeCounty: '5119' })).toHaveLength(1)
    expect(claimTotals(t.ledger.reader, { search: '' })).toEqual({
      count: 8,
      amountFen: 128,
      byBenefit: [{ benefit: 'JH-16', count: 8, amountFen: 128 }],
    })
    const [row] = list().rows
    expect(claimRow.parse(row)).toMatchObject({ benefitName: '稳岗补贴', printedTimes: 0 })
    expect(JSON.stringify(row)).not.toContain('19900101')
  })

  it('are withdrawn all or none, twice named once withdrawn, and free their entitlement', () => {
    const first = make.claim(person, 'JH16-2022-7F3A-000001')
    const second = make.claim(person, 'JH16-2022-7F3A-000002')
    expect(() => withdrawClaims(write(), [first, 'none'], '填错')).toThrow(/none/)
    expect(list().total).toBe(2)
    const { withdrawn, txId } = withdrawClaims(write(), [first, first], '填错')
    expect(withdrawn).toBe(1)
    expect(numbers()).toEqual(['JH16-2022-7F3A-000002'])
    expect(numbers({ state: 'withdrawn' })).toEqual(['JH16-2022-7F3A-000001'])
    expect(() => withdrawClaims(write(), [first], '再撤')).toThrow(/000001/)
    const view = claimDetail.parse(claimView(t.ledger.reader, first, NAMES))
    expect(view).toMatchObject({
      state: 'withdrawn',
      amountCapitals: '叁仟元整',
      events: [{ kind: 'withdrawn', note: '填错' }],
    })
    const free = t.ledger.reader.prepare(
      'SELECT 1 FROM claim_entitlements WHERE claim_id = ? AND deleted_at IS NULL',
    )
    expect(free.get(first)).toBeUndefined()
    expect(free.get(second)).toBeDefined()
    t.ledger.undo(txId, 'U1')
    expect(list().total).toBe(2)
    expect(() => claimView(t.ledger.reader, 'none', NAMES)).toThrow(/没有这份申领/)
  })
})
