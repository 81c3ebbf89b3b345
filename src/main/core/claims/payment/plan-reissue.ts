import type { ReissuePlanRow } from '../../../../shared/contract/payments.ts'
import { maskAccount, readAccount } from '../../../../shared/domain/bank-card.ts'
import { Refusal } from '../../../../shared/domain/refusal.ts'
import type { ReadLedger } from '../../db/ledger.ts'
import type { PaymentGate } from './make-payment.ts'
import { payeesOf, problemOf } from './payable.ts'

type Returned = { id: string; claimId: string; account: string; returnReason: string | null }

/** Returned payments beside the accounts that the ledger holds now, and what stands against paying each. @throws Refusal `payments.not-returned` */
export function planReissue(
  ledger: Pick<ReadLedger, 'prepare'>,
  paymentIds: readonly string[],
  gate?: PaymentGate,
): ReissuePlanRow[] {
  const wanted = [...new Set(paymentIds)]
  const returned = ledger
    .prepare<Returned>(
      `SELECT y.id, y.claim_id AS claimId, y.account, y.return_reason AS returnReason
       FROM payments y WHERE y.id IN (SELECT value FROM json_each(?)) AND y.state = 'returned' AND y.deleted_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM payments n WHERE n.reissue_of = y.id AND n.deleted_at IS NULL)`,
    )
    .all(JSON.stringify(wanted))
  if (returned.length !== wanted.length) {
    throw new Refusal('payments.not-returned', '所选明细里有的没有退回，或已经重新发放过，请刷新后再选。')
  }
  const byClaim = new Map(returned.map((payment) => [payment.claimId, payment]))
  const found = gate?.(ledger, [...byClaim.keys()])
  return payeesOf(ledger, [...byClaim.keys()]).flatMap((payable) => {
    const payment = byClaim.get(payable.claimId)
    if (payment === undefined) return []
    return [
      {
        paymentId: payment.id,
        claimId: payable.claimId,
        personId: payable.personId,
        number: payable.number,
        payeeName: payable.payeeName,
        amountFen: payable.amountFen,
        returnReason: payment.returnReason,
        oldAccountMasked: maskAccount(payment.account),
        newAccountMasked: payable.account === null ? null : maskAccount(payable.account),
        sameAccount: plain(payable.account ?? '') === plain(payment.account),
        problem: problemOf(payable) ?? found?.get(payable.claimId) ?? null,
      },
    ]
  })
}

function plain(account: string): string {
  const reading = readAccount(account)
  return reading.ok ? reading.value : account
}
