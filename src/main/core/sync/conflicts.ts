/**
 * 冲突: one field, changed in two offices, or a removal by somebody who did not know of a change. What the later clock says
 * stands until a person has decided.
 */
import { eq } from 'drizzle-orm'
import type { ReadLedger, RecordConflict, WriteTx } from '../db/ledger.ts'
import { conflictId } from '../db/merge/record-conflicts.ts'
import type { TwinDifference } from '../db/merge/twins.ts'
import { mergeConflicts } from '../db/schema/sync.ts'

/**
 * Keeps the conflicts that a merge found. Ones that are kept already stay as they are; those of the same records that no
 * longer stand against each other, since a change in between has come to light, go unless somebody decided on them.
 * @returns how many are new
 */
export function keepConflicts(
  tx: WriteTx,
  settled: ReadonlySet<string>,
  found: readonly RecordConflict[],
  differences: readonly TwinDifference[],
  { skew, at, inboxId }: { readonly skew: number; readonly at: string; readonly inboxId: string },
): number {
  const decided = tx.prepare('SELECT 1 FROM conflict_decisions WHERE conflict_id = ? AND deleted_at IS NULL')
  // A removal that was taken back takes nothing away; it is kept only where that was decided.
  const standingNow = found.filter(
    (conflict) => conflict.over !== true || decided.get(conflictId(conflict)) !== undefined,
  )
  const known = tx.prepare('SELECT 1 FROM merge_conflicts WHERE id = ?')
  const standing = tx
    .prepare<string>(
      `SELECT c.id FROM merge_conflicts c WHERE c.tbl = substr(@record, 1, instr(@record, '/') - 1) AND c.row_id = substr(@record, instr(@record, '/') + 1) AND c.earlier_hlc <> '' AND ${IS_OPEN}`,
    )
    .pluck()
  const still = new Set(standingNow.map(conflictId))
  for (const record of settled)
    for (const id of standing.all({ record }) as string[])
      if (!still.has(id)) tx.local(mergeConflicts).delete(eq(mergeConflicts.id, id))
  let fresh = 0
  const keep = (
    row: { id: string } & Omit<typeof mergeConflicts.$inferInsert, 'foundAt' | 'skew' | 'inboxId'>,
  ) => {
    if (known.get(row.id) !== undefined) return
    tx.local(mergeConflicts).insert({ ...row, foundAt: at, inboxId, skew })
    fresh += 1
  }
  for (const conflict of standingNow) {
    const { tbl, rowId, field, earlierHlc, laterHlc, earlier, later, base, unseen } = conflict
    keep({
      id: conflictId(conflict),
      tbl,
      rowId,
      field,
      earlierHlc,
      laterHlc,
      earlier: JSON.stringify(earlier ?? null),
      later: JSON.stringify(later ?? null),
      base: JSON.stringify(base ?? null),
      unseen: unseen === undefined ? null : JSON.stringify(unseen),
    })
  }
  for (const { tbl, kept, other, field, keptValue, otherValue } of differences) {
    keep({
      id: `twin/${tbl}/${kept}/${other}/${field}`,
      tbl,
      rowId: kept,
      field,
      earlierHlc: '',
      laterHlc: '',
      earlier: JSON.stringify(keptValue),
      later: JSON.stringify(otherValue),
      base: 'null',
    })
  }
  return fresh
}

/** Conflicts that nobody has decided on. */
export function openConflictCount(ledger: Pick<ReadLedger, 'prepare'>): number {
  return Number(ledger.prepare(`SELECT count(*) FROM merge_conflicts c WHERE ${IS_OPEN}`).pluck().get())
}

/** SQL of `merge_conflicts c`: nobody has decided yet. */
export const IS_OPEN =
  'NOT EXISTS (SELECT 1 FROM conflict_decisions d WHERE d.conflict_id = c.id AND d.deleted_at IS NULL)'
