/** 发放: what was paid for one claim, from which file to which account, and what came back. */
import type { ClaimPayment } from '../../../../shared/contract/payments.ts'
import { maskAccount } from '../../../../shared/domain/bank-card.ts'
import type { ReadLedger } from '../../db/ledger.ts'

type Stored = Omit<ClaimPayment, 'accountMasked'> & { readonly account: string }

/** Payments of a claim, the first first; accounts are masked. Empty where none was made. */
export function paymentsOfClaim(ledger: Pick<ReadLedger, 'prepare'>, claimId: string): ClaimPayment[] {
  return ledger
    .prepare<Stored>(
      `SELECT y.id, f.id AS fileId, f.number AS fileNumber, f.batch_id AS batchId, y.row, f.made_at AS madeAt,
         f.made_by AS madeBy, y.payee_name AS payeeName, y.account, y.bank, y.amount_fen AS amountFen, y.state,
         y.settled_on AS settledOn, y.return_reason AS returnReason,
         (SELECT g.number || ' 第' || o.row || '行' FROM payments o JOIN payment_files g ON g.id = o.payment_file_id
          WHERE o.id = y.reissue_of) AS reissueOf,
         (SELECT g.number || ' 第' || n.row || '行' FROM payments n JOIN payment_files g ON g.id = n.payment_file_id
          WHERE n.reissue_of = y.id AND n.deleted_at IS NULL) AS reissuedBy
       FROM payments y JOIN payment_files f ON f.id = y.payment_file_id
       WHERE y.claim_id = ? AND y.deleted_at IS NULL ORDER BY f.made_at, y.id`,
    )
    .all(claimId)
    .map(({ account, ...payment }) => ({ ...payment, accountMasked: maskAccount(account) }))
}
