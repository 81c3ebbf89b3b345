import { FINAL_STATES } from '../../../shared/domain/claim-states.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { CHECK_TEXT } from '../../../shared/text/checks.ts'
import { openHoldsFor, releaseHolds } from '../claims/workflow/holds.ts'
import { OfficeProcedures } from '../claims/workflow/office-procedures.ts'
import { positionsOf } from '../claims/workflow/positions.ts'
import type { WriteTx } from '../db/ledger.ts'
import type { InputOf, Surroundings } from '../procedure.ts'
import type { Reading } from './check-world.ts'
import type { Finding } from './finding.ts'
import { runChecks } from './run-checks.ts'

/**
 * 核实放行: a person looked at a doubt on a claim and found it right. Where it was not held yet, that is written down as
 * well, so that the claim's story shows the matter, the reason and the name, and the checks do not ask again.
 * @throws Refusal `checks.finding-gone`, `checks.must-correct`, `checks.released`, `checks.claim-final`
 */
export function releaseFinding(
  context: Pick<Surroundings, 'resources' | 'today'>,
  tx: WriteTx,
  input: InputOf<'checks.release'>,
  by: string,
): void {
  const { claimId, check, evidence, reason } = input
  const scope = { kind: 'claims', ids: [claimId] } as const
  const finding = runChecks(context, tx, scope, { only: [check] }).findings.find(
    (one) => one.claimId === claimId && one.evidence === evidence,
  )
  if (finding === undefined)
    throw new Refusal('checks.finding-gone', '这条疑点已经没有了：资料已改正，或名单已移除。请刷新。')
  const { name } = CHECK_TEXT[check]
  if (finding.severity !== 'hold') {
    throw new Refusal(
      'checks.must-correct',
      finding.severity === 'block'
        ? `“${name}”不能由人放行，要先改正资料，或不予通过。`
        : `“${name}”只是提醒，不妨碍办理，不用放行。`,
    )
  }
  const hold = tx.prepare<{ id: string; releasedAt: string | null }>(
    `SELECT id, released_at AS releasedAt FROM claim_holds
     WHERE claim_id = ? AND check_id = ? AND evidence = ? AND deleted_at IS NULL`,
  )
  if (hold.get(claimId, check, evidence) === undefined) {
    const [position] = positionsOf(tx, new OfficeProcedures(tx), [claimId])
    if (position === undefined || FINAL_STATES.has(position.state))
      throw new Refusal('checks.claim-final', '这份申领已经办结，疑点请按追回办理。')
    openHoldsFor(tx, [{ claimId, check, evidence, reason: `${name}：${finding.text}` }], by)
  }
  const standing = hold.get(claimId, check, evidence)
  if (standing === undefined || standing.releasedAt !== null)
    throw new Refusal('checks.released', '这条疑点已由别人核实放行，请刷新。')
  releaseHolds(tx, [standing.id], reason, by)
}

/** Whether a person released the hold of a finding on a claim of this batch. */
export function releasedHolds(ledger: Reading, batchId: string): (finding: Finding) => boolean {
  const rows = ledger
    .prepare<{ claimId: string; check: string; evidence: string }>(
      `SELECT h.claim_id AS claimId, h.check_id AS "check", h.evidence FROM claims c JOIN claim_holds h ON h.claim_id = c.id
       WHERE c.batch_id = ? AND h.released_at IS NOT NULL AND h.deleted_at IS NULL`,
    )
    .all(batchId)
  const key = (one: { claimId: string | null; check: string; evidence: string }) =>
    JSON.stringify([one.claimId, one.check, one.evidence])
  const released = new Set(rows.map(key))
  return (finding) => released.has(key(finding))
}
