/** What was paid for one claim: file, row, masked account, what came back, and which payment made which good. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createBatch } from '../../../src/main/core/claims/batch/compose.ts'
import { paymentsOfClaim } from '../../../src/main/core/claims/payment/claim-payments.ts'
import { paymentFiles, payments } from '../../../src/main/core/db/schema/index.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { claimsDesk } from './claims-desk.ts'

let t: TestLedger
beforeEach(async () => {
  t = await createTestLedger()
})
afterEach(() => t.cleanup())

test('a returned payment and the one that made it good name each other; the account is masked', () => {
  const desk = claimsDesk(t.ledger)
  const ids = desk.claims(2)
  desk.review(ids)
  desk.write((tx) => {
    const { batchId } = createBatch(desk.context(), tx, {
      benefit: 'JH-16',
      fund: 'employment-promotion',
      budgetLineId: null,
      title: '稳岗',
      period: '2022',
      scope: null,
      ids,
    })
    const file = (number: string, madeAt: string) =>
      tx.insert(paymentFiles, {
        batchId,
        number,
        profile: '样式',
        fileName: `${number}.xlsx`,
        fileId: 'x',
        sha256: number,
        rowCount: 1,
        amountFen: 300_000,
        madeAt,
        madeBy: '木果',
      })
    const pay = (paymentFileId: string, row: number, extra: object) =>
      tx.insert(payments, {
        paymentFileId,
        claimId: ids[0] ?? '',
        row,
        payeeName: '阿依1',
        account: '6229990000000001234',
        bank: '农村信用社',
        amountFen: 300_000,
        purpose: '稳岗',
        state: 'sent',
        ...extra,
      })
    const first = pay(file('ZF-1', '2022-07-01T00:00:00.000Z'), 7, {
      state: 'returned',
      settledOn: '2022-07-03',
      returnReason: '账户已销户',
    })
    pay(file('ZF-2', '2022-07-10T00:00:00.000Z'), 1, { reissueOf: first, account: '6229990000000009876' })
  })
  const [returned, reissued, ...more] = paymentsOfClaim(t.ledger.reader, ids[0] ?? '')
  expect(more).toEqual([])
  expect(returned).toMatchObject({
    fileNumber: 'ZF-1',
    row: 7,
    state: 'returned',
    returnReason: '账户已销户',
    reissueOf: null,
    reissuedBy: 'ZF-2 第1行',
  })
  expect(reissued).toMatchObject({
    fileNumber: 'ZF-2',
    state: 'sent',
    reissueOf: 'ZF-1 第7行',
    reissuedBy: null,
  })
  expect(JSON.stringify([returned, reissued])).not.toMatch(/622999\d{4}/)
  expect(reissued?.accountMasked).toMatch(/9876$/)
  expect(paymentsOfClaim(t.ledger.reader, ids[1] ?? '')).toEqual([])
})
