import type { PaymentFileView, PaymentView } from '../../../../shared/contract/payments.ts'
import { maskAccount } from '../../../../shared/domain/bank-card.ts'
import { Refusal } from '../../../../shared/domain/refusal.ts'
import type { ReadLedger } from '../../db/ledger.ts'
import type { InputOf } from '../../procedure.ts'

type Reading = Pick<ReadLedger, 'prepare'>

const FILES = `SELECT f.id, f.number, f.batch_id AS batchId, b.number AS batchNumber, b.title AS batchTitle,
    f.profile AS profileName, f.file_name AS fileName, f.sha256, f.made_at AS madeAt, f.made_by AS madeBy,
    count(y.id) AS count, coalesce(sum(y.amount_fen), 0) AS amountFen,
    coalesce(sum(y.state = 'sent'), 0) AS sent, coalesce(sum(y.state = 'paid'), 0) AS paid,
    coalesce(sum(y.state = 'returned'), 0) AS returned,
    coalesce(sum(iif(y.state = 'paid', y.amount_fen, 0)), 0) AS paidFen
  FROM payment_files f JOIN batches b ON b.id = f.batch_id
  LEFT JOIN payments y ON y.payment_file_id = f.id AND y.deleted_at IS NULL
  WHERE f.deleted_at IS NULL`

/** 支付文件, the newest first, with sums recomputed from their payments. */
export function listPaymentFiles(ledger: Reading, batchId: string | undefined): PaymentFileView[] {
  return ledger
    .prepare<PaymentFileView>(
      `${FILES} AND (? IS NULL OR f.batch_id = ?) GROUP BY f.id ORDER BY f.number DESC`,
    )
    .all(batchId ?? null, batchId ?? null)
}

/** One payment file with its payments in their order. @throws Refusal `payments.no-file` */
export function paymentFileView(
  ledger: Reading,
  { id, state }: InputOf<'payments.get'>,
): { file: PaymentFileView; payments: PaymentView[] } {
  const file = ledger.prepare<PaymentFileView>(`${FILES} AND f.id = ? GROUP BY f.id`).get(id)
  if (file === undefined) throw new Refusal('payments.no-file', '没有这个支付文件，请刷新列表。')
  const payments = ledger
    .prepare<Omit<PaymentView, 'accountMasked' | 'reissued'> & { account: string; reissued: number }>(
      `SELECT y.id, y.row, y.claim_id AS claimId, c.number AS claimNumber, y.payee_name AS payeeName, y.account, y.bank,
         y.amount_fen AS amountFen, y.state, y.settled_on AS settledOn, y.return_reason AS returnReason,
         (SELECT f.number || ' 第' || o.row || '行' FROM payments o JOIN payment_files f ON f.id = o.payment_file_id
          WHERE o.id = y.reissue_of) AS reissueOf,
         EXISTS (SELECT 1 FROM payments n WHERE n.reissue_of = y.id AND n.deleted_at IS NULL) AS reissued
       FROM payments y JOIN claims c ON c.id = y.claim_id
       WHERE y.payment_file_id = ? AND y.deleted_at IS NULL AND (? IS NULL OR y.state = ?) ORDER BY y.row`,
    )
    .all(id, state ?? null, state ?? null)
    .map(({ account, reissued, ...payment }) => ({
      ...payment,
      accountMasked: maskAccount(account),
      reissued: reissued === 1,
    }))
  return { file, payments }
}
