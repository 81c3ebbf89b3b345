/** 回执: what is to be answered to a partner, and what it has answered. */
import type { ReadLedger } from '../db/ledger.ts'
import type { BundleReceipt, RejectedRow } from './manifest.ts'

type Reading = Pick<ReadLedger, 'prepare'>

type InboxRow = { sequence: number; sha256: string; entries: number; rejected: string; conflicts: number }

/**
 * Answers to the bundles that came from a partner, until one of the bundles that carry them is itself acknowledged: an
 * answer that was lost goes again. Answers are not answered.
 */
export function receiptsDue(ledger: Reading, ledgerId: string): BundleReceipt[] {
  return ledger
    .prepare<InboxRow>(
      `SELECT i.sequence, i.sha256, i.entries, i.rejected, i.conflicts FROM inbox i
       WHERE i.ledger_id = @ledgerId AND i.state = 'applied' AND i.kind <> 'receipt' AND NOT EXISTS (
         SELECT 1 FROM outbox o WHERE o.ledger_id = @ledgerId AND o.sequence >= CAST(i.receipt_sent_in AS INTEGER)
         AND o.receipt IN ('accepted', 'partial'))
       ORDER BY i.sequence`,
    )
    .all({ ledgerId })
    .map(receiptOf)
}

/** The answer to one bundle. */
export function receiptOf(row: InboxRow): BundleReceipt {
  const rejected = JSON.parse(row.rejected) as RejectedRow[]
  const accepted = row.entries - rejected.length
  return {
    sequence: row.sequence,
    hash: row.sha256,
    state: rejected.length === 0 ? 'accepted' : accepted > 0 ? 'partial' : 'rejected',
    accepted,
    rejected,
    conflicts: row.conflicts,
  }
}

/** `table/id` of every record that the partner has rejected. */
export function rejectedRecords(ledger: Reading, ledgerId: string): Set<string> {
  const receipts = ledger
    .prepare('SELECT receipt_json FROM outbox WHERE ledger_id = ? AND receipt_json IS NOT NULL')
    .pluck()
    .all(ledgerId) as string[]
  return new Set(
    receipts.flatMap((json) =>
      (JSON.parse(json) as BundleReceipt).rejected.map(({ tbl, rowId }) => `${tbl}/${rowId}`),
    ),
  )
}

/** The people whom a partner has been sent up to a sequence that it acknowledged. */
export function peopleSent(ledger: Reading, ledgerId: string, through: number): Set<string> {
  return new Set(
    ledger
      .prepare('SELECT person_id FROM partner_people WHERE ledger_id = ? AND sequence <= ?')
      .pluck()
      .all(ledgerId, through) as string[],
  )
}
