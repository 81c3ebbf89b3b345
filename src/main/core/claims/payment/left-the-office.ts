import { Refusal } from '../../../../shared/domain/refusal.ts'
import type { ReadLedger } from '../../db/ledger.ts'

/** Records that stand for money that was sent, answered or asked back; they are put right by further records only. */
const MONEY = ['payment_files', 'payments', 'bank_returns', 'clawbacks']

/**
 * Nothing is undone that has to do with money on its way: neither a payment file or a bank's answer itself, nor an
 * earlier step of a claim or batch that stands in a payment file. @throws Refusal `payments.no-undo`
 */
export function refuseMoneyLeft(ledger: Pick<ReadLedger, 'prepare'>, txId: string): void {
  const changed = `SELECT c.tbl, c.row_id FROM audit t
    JOIN change_log c ON c.seq BETWEEN t.first_seq AND t.first_seq + t.changes - 1
    WHERE t.tx_id = ?`
  const money = ledger
    .prepare(`SELECT 1 FROM (${changed}) WHERE tbl IN (SELECT value FROM json_each(?)) LIMIT 1`)
    .get(txId, JSON.stringify(MONEY))
  if (money !== undefined) {
    throw new Refusal(
      'payments.no-undo',
      '支付文件、银行回盘和追回不能撤销：钱款可能已经送出。发错的请登记退回后重新发放，多发的请追回。',
    )
  }
  const number = ledger
    .prepare<string>(
      `SELECT f.number FROM (${changed}) x JOIN payment_files f ON f.deleted_at IS NULL
         AND (x.tbl = 'batches' AND f.batch_id = x.row_id
           OR x.tbl = 'claims' AND EXISTS (SELECT 1 FROM payments y
             WHERE y.claim_id = x.row_id AND y.payment_file_id = f.id AND y.deleted_at IS NULL)) LIMIT 1`,
    )
    .pluck()
    .get(txId) as string | undefined
  if (number !== undefined) {
    throw new Refusal(
      'payments.no-undo',
      `不能撤销：其中有申领已列入支付文件 ${number}，钱款可能已经送出。`,
      { number },
    )
  }
}
