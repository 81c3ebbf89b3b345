import { Refusal } from '../../../shared/domain/refusal.ts'
import type { Sqlite } from './sqlite.ts'
import type { Writer, Written } from './writer.ts'

export function undoTransaction(
  writer: Writer,
  db: Sqlite,
  txId: string,
  actor: string,
): Written<{ readonly reversed: number }> {
  const entry = db.prepare('SELECT first_seq AS first, changes FROM audit WHERE tx_id = ?').get(txId)
  if (entry === undefined) throw new Refusal('ledger.undo-unknown', '找不到要撤销的那次操作。', { txId })
  return writer.write({ action: 'undo', actor, params: { txId } }, () => ({ reversed: 0 }))
}
