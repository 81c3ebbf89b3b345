import type { ClaimDetail } from '../../../../shared/contract/claims.ts'
import { isCheckId } from '../../../../shared/domain/checks.ts'
import { Refusal } from '../../../../shared/domain/refusal.ts'
import { CHECK_TEXT } from '../../../../shared/text/checks.ts'
import type { ReadLedger, WriteTx } from '../../db/ledger.ts'
import { claimHolds } from '../../db/schema/claims.ts'
import { tell } from './story.ts'

const OPEN = 'FROM claim_holds h WHERE h.claim_id = c.id AND h.released_at IS NULL AND h.deleted_at IS NULL'

/** SQL of `claims c`: whether a claim is held, and by how many open holds. */
export const IS_HELD = `EXISTS (SELECT 1 ${OPEN})`
export const HOLD_COUNT = `(SELECT count(*) ${OPEN})`

/** What a hold by hand is recorded under; others carry the id of their check. */
export const MANUAL_HOLD = 'manual'

/** A hold to be opened. `evidence` names the matter, so that a released one is not opened again for the same. */
export type NewHold = {
  readonly claimId: string
  readonly check: string
  readonly evidence: string
  readonly reason: string
}

/** What opened a hold, in words; the sample, an objection and payments hold under words of their own. */
function checkName(check: string): string {
  return isCheckId(check) ? CHECK_TEXT[check].name : (OTHER_HOLDS[check] ?? check)
}

const OTHER_HOLDS: Readonly<Record<string, string>> = {
  sample: '电话核查',
  objection: '公示异议',
  exchange: '两处申领',
  'facts-moved': '变化核对',
}

/** 暂缓 that nobody has decided on yet, the oldest first. */
export function openHolds(
  ledger: Pick<ReadLedger, 'prepare'>,
  claimId: string,
  nameOf: (check: string) => string = checkName,
): ClaimDetail['openHolds'] {
  return ledger
    .prepare<{ id: string; check: string; reason: string; heldAt: string; heldBy: string }>(
      `SELECT id, check_id AS "check", reason, held_at AS heldAt, held_by AS heldBy FROM claim_holds
       WHERE claim_id = ? AND released_at IS NULL AND deleted_at IS NULL ORDER BY held_at, id`,
    )
    .all(claimId)
    .map((hold) => ({
      ...hold,
      checkName: hold.check === MANUAL_HOLD ? '人工暂缓' : nameOf(hold.check),
    }))
}

/** Ids of all open holds of these claims. @throws Refusal `claims.not-held` where there is none */
export function openHoldsOf(ledger: Pick<ReadLedger, 'prepare'>, claimIds: readonly string[]): string[] {
  const ids = ledger
    .prepare<string>(
      `SELECT id FROM claim_holds WHERE claim_id IN (SELECT value FROM json_each(?))
       AND released_at IS NULL AND deleted_at IS NULL ORDER BY held_at, id`,
    )
    .pluck()
    .all(JSON.stringify(claimIds)) as string[]
  if (ids.length === 0) throw new Refusal('claims.not-held', '所选申领都没有暂缓，请刷新列表。')
  return ids
}

/** Opens holds and tells the claims' stories. One that stands, or was released for the same matter, is not opened again. */
export function openHoldsFor(tx: WriteTx, holds: readonly NewHold[], by: string): number {
  const known = tx.prepare(
    'SELECT 1 FROM claim_holds WHERE claim_id = ? AND check_id = ? AND evidence = ? AND deleted_at IS NULL',
  )
  const fresh = holds.filter(
    ({ claimId, check, evidence }) => known.get(claimId, check, evidence) === undefined,
  )
  tx.insertMany(
    claimHolds,
    fresh.map((hold) => ({
      ...hold,
      heldAt: tx.at,
      heldBy: by,
      releasedAt: null,
      releasedBy: null,
      releaseReason: null,
      source: 'entry',
    })),
  )
  tell(
    tx,
    by,
    fresh.map(({ claimId, check, reason }) => ({ claimId, kind: 'held', data: { check, note: reason } })),
  )
  return fresh.length
}

/**
 * Releases holds with a reason and a name. @throws Refusal `claims.hold-gone` where one of them is not open any more;
 * nothing is changed then
 */
export function releaseHolds(tx: WriteTx, ids: readonly string[], reason: string, by: string): number {
  const find = tx.prepare<{ claimId: string; check: string; releasedAt: string | null }>(
    `SELECT claim_id AS claimId, check_id AS "check", released_at AS releasedAt FROM claim_holds
     WHERE id = ? AND deleted_at IS NULL`,
  )
  const wanted = [...new Set(ids)]
  const found = wanted.map((id) => {
    const hold = find.get(id)
    if (hold === undefined || hold.releasedAt !== null) {
      throw new Refusal('claims.hold-gone', '有的暂缓已由别人解除或撤回，请刷新后重试。', { id })
    }
    return hold
  })
  for (const id of wanted) {
    tx.update(claimHolds, id, { releasedAt: tx.at, releasedBy: by, releaseReason: reason })
  }
  tell(
    tx,
    by,
    found.map(({ claimId, check }) => ({ claimId, kind: 'released', data: { check, note: reason } })),
  )
  return wanted.length
}
