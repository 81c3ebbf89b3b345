/** One entitlement, claimed in two offices: both claims wait until a person has decided which goes on. */
import { openHoldsFor } from '../claims/workflow/holds.ts'
import type { RecordConflict, WriteTx } from '../db/ledger.ts'
import { conflictId } from '../db/merge/record-conflicts.ts'
import type { Twins } from '../db/merge/twins.ts'
import { addedRecord } from './conflict-decisions.ts'

/** What such holds are recorded under. */
export const EXCHANGE_HOLD = 'exchange'

/** @returns how many claims were held anew */
export function holdTwins(tx: WriteTx, twins: readonly Twins[], by: string, partner: string): number {
  const claimsOf = tx.prepare<{ id: string; number: string; key: string }>(
    `SELECT DISTINCT c.id, c.number, e.entitlement_key AS key FROM claim_entitlements e
     JOIN claims c ON c.id = e.claim_id AND c.deleted_at IS NULL
     WHERE e.deleted_at IS NULL AND e.entitlement_key = ? ORDER BY c.id`,
  )
  const keyOf = (table: string) => tx.prepare(`SELECT entitlement_key FROM ${table} WHERE id = ?`).pluck()
  const keys = new Set<string>()
  for (const { key, ids } of twins) for (const id of ids) keys.add(String(keyOf(key.table.name).get(id)))
  let held = 0
  for (const key of [...keys].sort()) {
    const claims = claimsOf.all(key)
    if (claims.length < 2) continue
    const holds = claims.map(({ id }) => ({
      claimId: id,
      check: EXCHANGE_HOLD,
      evidence: key,
      reason: `同一项待遇另有申领 ${claims
        .filter((other) => other.id !== id)
        .map(({ number }) => number)
        .join('、')}（与“${partner}”交换后发现），请核实由哪一份继续办理。`,
    }))
    held += openHoldsFor(tx, holds, by)
  }
  return held
}

/** A claim that was moved in two offices waits, and so does one of somebody whom another office has removed. */
export function holdConflicts(
  tx: WriteTx,
  conflicts: readonly RecordConflict[],
  by: string,
  partner: string,
): void {
  const claims = new Map<string, string[]>()
  const ofRemoved = new Map<string, string[]>()
  for (const conflict of conflicts) {
    if (conflict.over === true) continue
    const id = conflictId(conflict)
    if (conflict.tbl === 'claims') claims.set(conflict.rowId, [...(claims.get(conflict.rowId) ?? []), id])
    for (const { tbl, rowId } of (conflict.unseen ?? []).flatMap(addedRecord))
      if (tbl === 'claims') ofRemoved.set(rowId, [...(ofRemoved.get(rowId) ?? []), id])
  }
  const holds = (found: ReadonlyMap<string, string[]>, reason: string) =>
    [...found].map(([claimId, ids]) => ({
      claimId,
      check: EXCHANGE_HOLD,
      // The one that everybody finds first: the same hold in every office.
      evidence: [...ids].sort()[0] ?? '',
      reason,
    }))
  openHoldsFor(
    tx,
    [
      ...holds(claims, `这份申领在本单位和“${partner}”都办过，结果不一样，请在“冲突”中核对后再继续。`),
      ...holds(
        ofRemoved,
        `这个人已被一个单位从台账中删除，另一单位还在给他申领（与“${partner}”交换后发现），请在“冲突”中核对后再继续。`,
      ),
    ],
    by,
  )
}
