import { Refusal } from '../../../shared/domain/refusal.ts'
import { claimEntitlements, claimEvents, claims } from '../db/schema/claims.ts'
import type { WriteContext } from '../procedure.ts'

/**
 * Withdraws drafts that never left the office: marked as deleted with the reason, so that their entitlements are free
 * again. @throws Refusal `claims.not-drafted` where one of them is no live draft; nothing is changed then
 */
export function withdrawClaims(
  context: WriteContext,
  chosen: readonly string[],
  reason: string,
): { withdrawn: number; txId: string } {
  const ids = new Set(chosen)
  const written = context.ledger.write(
    { action: 'claims.withdraw', actor: context.actor.name, params: { claims: ids.size } },
    (tx) => {
      const state = tx.prepare<{ number: string; state: string; deletedAt: string | null }>(
        'SELECT number, state, deleted_at AS deletedAt FROM claims WHERE id = ?',
      )
      const entitlements = tx.prepare<{ id: string }>(
        'SELECT id FROM claim_entitlements WHERE claim_id = ? AND deleted_at IS NULL',
      )
      for (const id of ids) {
        const claim = state.get(id)
        if (claim === undefined || claim.state !== 'drafted' || claim.deletedAt !== null) {
          throw new Refusal(
            'claims.not-drafted',
            `申领 ${claim?.number ?? id} 不是草稿，不能撤回。请刷新列表后重试。`,
            { number: claim?.number ?? id },
          )
        }
        tx.insert(claimEvents, {
          claimId: id,
          kind: 'withdrawn',
          at: tx.at,
          by: context.actor.name,
          data: JSON.stringify({ note: reason }),
          source: 'entry',
        })
        for (const entitlement of entitlements.all(id)) tx.remove(claimEntitlements, entitlement.id, reason)
        tx.update(claims, id, { state: 'withdrawn' })
        tx.remove(claims, id, reason)
      }
    },
  )
  return { withdrawn: ids.size, txId: written.txId }
}
