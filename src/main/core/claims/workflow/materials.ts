import type { ClaimDetail } from '../../../../shared/contract/claims.ts'
import type { ReadLedger, WriteTx } from '../../db/ledger.ts'
import { claimMaterials } from '../../db/schema/claims.ts'
import type { Gate } from './act.ts'
import { tell } from './story.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/**
 * 材料清单 of one claim: the items of its benefit and of every claim, each with whether it was seen on paper and how
 * many scans of it are attached. What was received under another name stands at the end.
 */
export function materialsOfClaim(
  ledger: Reading,
  claimId: string,
  benefit: string,
): ClaimDetail['materials'] {
  const items = ledger
    .prepare<{ name: string; required: number }>(
      `SELECT name, max(required) AS required FROM material_items
       WHERE benefit IN (?, '*') AND deleted_at IS NULL GROUP BY name ORDER BY min(benefit = ?), min(position), name`,
    )
    .all(benefit, benefit)
  const seen = new Map(
    ledger
      .prepare<{ item: string; seenAt: string }>(
        'SELECT item, seen_at AS seenAt FROM claim_materials WHERE claim_id = ? AND deleted_at IS NULL',
      )
      .all(claimId)
      .map(({ item, seenAt }) => [item, seenAt]),
  )
  const files = new Map(
    ledger
      .prepare<{ item: string; n: number }>(
        `SELECT item, count(*) AS n FROM attachments
         WHERE owner_kind = 'claim' AND owner_id = ? AND item IS NOT NULL AND deleted_at IS NULL GROUP BY item`,
      )
      .all(claimId)
      .map(({ item, n }) => [item, n]),
  )
  const required = new Map(items.map(({ name, required }) => [name, required === 1]))
  const names = [...new Set([...required.keys(), ...seen.keys(), ...files.keys()])]
  return names.map((item) => ({
    item,
    required: required.get(item) ?? false,
    seenAt: seen.get(item) ?? null,
    files: files.get(item) ?? 0,
  }))
}

/** Marks an item as seen on paper, or takes the mark back. Gives how many claims changed. */
export function markMaterial(
  tx: WriteTx,
  claimIds: readonly string[],
  item: string,
  seen: boolean,
  by: string,
): number {
  const find = tx.prepare<{ id: string }>(
    'SELECT id FROM claim_materials WHERE claim_id = ? AND item = ? AND deleted_at IS NULL',
  )
  let changed = 0
  for (const claimId of new Set(claimIds)) {
    const mark = find.get(claimId, item)
    if (seen === (mark !== undefined)) continue
    changed += 1
    if (mark !== undefined) tx.remove(claimMaterials, mark.id, '取消核收')
    else {
      tx.insert(claimMaterials, { claimId, item, seenAt: tx.at, seenBy: by, source: 'entry' })
      tell(tx, by, [{ claimId, kind: 'attached', data: { item, note: item } }])
    }
  }
  return changed
}

/** Bars a step until each item that it asks for is there, on paper or as a scan. */
export function materialGate(ledger: Reading): Gate {
  const there = ledger.prepare(
    `SELECT 1 WHERE EXISTS (SELECT 1 FROM claim_materials WHERE claim_id = ? AND item = ? AND deleted_at IS NULL)
       OR EXISTS (SELECT 1 FROM attachments WHERE owner_kind = 'claim' AND owner_id = ? AND item = ? AND deleted_at IS NULL)`,
  )
  return (positions, step) => {
    const stopped = new Map<string, { bar: 'material'; what: string }>()
    for (const { id } of positions) {
      const missing = (step.material ?? []).filter((item) => there.get(id, item, id, item) === undefined)
      if (missing.length > 0) stopped.set(id, { bar: 'material', what: missing.join('、') })
    }
    return stopped
  }
}
