/** 回执: what is to be answered to a partner, and what it has answered. */
import { and, eq } from 'drizzle-orm'
import { WHOLE_BUNDLE } from '../../../shared/domain/rejected-rows.ts'
import type { ReadLedger, WriteTx } from '../db/ledger.ts'
import { outbox } from '../db/schema/sync.ts'
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
      `SELECT i.sequence, i.sha256, CASE i.state WHEN 'applied' THEN i.entries ELSE 0 END AS entries, i.rejected, i.conflicts
       FROM inbox i WHERE i.ledger_id = @ledgerId AND i.state IN ('applied', 'refused') AND i.kind <> 'receipt' AND NOT EXISTS (
         SELECT 1 FROM outbox o WHERE o.ledger_id = @ledgerId AND o.sequence >= CAST(i.receipt_sent_in AS INTEGER)
         AND o.receipt IN ('accepted', 'partial'))
       ORDER BY i.sequence`,
    )
    .all({ ledgerId })
    .map(({ sha256, rejected, ...row }) =>
      receiptFor({ ...row, hash: sha256 }, JSON.parse(rejected) as RejectedRow[]),
    )
}

/** The answer to one bundle: `entries` came, `rejected` of them were not taken. */
export function receiptFor(
  bundle: Pick<BundleReceipt, 'sequence' | 'hash' | 'conflicts'> & { readonly entries: number },
  rejected: readonly RejectedRow[],
): BundleReceipt {
  const { sequence, hash, conflicts, entries } = bundle
  const accepted = Math.max(0, entries - rejected.length)
  const state = rejected.length === 0 ? 'accepted' : accepted > 0 ? 'partial' : 'rejected'
  return { sequence, hash, state, accepted, rejected: [...rejected], conflicts }
}

/** How a receipt says that a bundle was refused as a whole. */
export function rejectedWhole(sequence: number, why: { code: string; message: string }): RejectedRow {
  return { tbl: WHOLE_BUNDLE, rowId: String(sequence), code: why.code, message: why.message }
}

/** `table/id` of every record that the partner has rejected. */
export function rejectedRecords(ledger: Reading, ledgerId: string): Set<string> {
  const receipts = ledger
    .prepare('SELECT receipt_json FROM outbox WHERE ledger_id = ? AND receipt_json IS NOT NULL')
    .pluck()
    .all(ledgerId) as string[]
  return new Set(
    receipts.flatMap((json) =>
      (JSON.parse(json) as BundleReceipt).rejected
        .filter(({ tbl }) => tbl !== WHOLE_BUNDLE)
        .map(({ tbl, rowId }) => `${tbl}/${rowId}`),
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

/** Takes a partner's answers into the outbox; `reopen` gets the rows that it did not take. */
export function takeReceipts(
  tx: WriteTx,
  ledgerId: string,
  receipts: readonly BundleReceipt[],
  reopen: (rejected: readonly RejectedRow[]) => void,
): void {
  const find = tx.prepare<{ sha256: string; receipt: string }>(
    'SELECT sha256, receipt FROM outbox WHERE ledger_id = ? AND sequence = ?',
  )
  for (const receipt of receipts) {
    const sent = find.get(ledgerId, receipt.sequence)
    // An answer to something this ledger did not send (it was restored from a backup) says nothing about its outbox.
    if (sent === undefined || sent.sha256 !== receipt.hash || sent.receipt !== 'none') continue
    tx.local(outbox).update(
      { receipt: receipt.state, receiptAt: tx.at, receiptJson: JSON.stringify(receipt) },
      and(eq(outbox.ledgerId, ledgerId), eq(outbox.sequence, receipt.sequence)),
    )
    if (receipt.rejected.length > 0) reopen(receipt.rejected)
  }
}
