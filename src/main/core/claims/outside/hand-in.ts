/** 报送: claims that went out to a system that we do not own, and wait for its answer. */
import type { WriteTx } from '../../db/ledger.ts'
import { claims } from '../../db/schema/claims.ts'
import { tell } from '../workflow/story.ts'

/**
 * Records that claims were handed in on a day: told in their stories, shown as 已报送 until an answer comes. A claim that
 * was rejected before is handed in anew by this, and its next answer counts. Gives how many; what is no live claim, or
 * was paid or ended, is left out. Of one file (`fileName`, its `sha256`) a claim is handed in once.
 */
export function handIn(
  tx: WriteTx,
  by: string,
  claimIds: readonly string[],
  given: { on: string; fileName: string; sha256: string },
): number {
  const able = tx
    .prepare<string>(
      `SELECT c.id FROM json_each(?) k JOIN claims c ON c.id = k.value
       WHERE c.deleted_at IS NULL AND c.state NOT IN ('paid', 'refused', 'withdrawn')
         AND NOT EXISTS (SELECT 1 FROM claim_events e WHERE e.claim_id = c.id AND e.kind = 'submitted'
           AND e.deleted_at IS NULL AND json_extract(e.data, '$.sha256') = ?)`,
    )
    .pluck()
    .all(JSON.stringify([...new Set(claimIds)]), given.sha256) as string[]
  for (const id of able) tx.update(claims, id, { outsideState: 'submitted' })
  tell(
    tx,
    by,
    able.map((claimId) => ({
      claimId,
      kind: 'submitted',
      data: { on: given.on, sha256: given.sha256, note: given.fileName },
    })),
  )
  return able.length
}
