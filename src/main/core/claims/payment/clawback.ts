import type { ClawbackView } from '../../../../shared/contract/payments.ts'
import { formatYuan } from '../../../../shared/domain/money.ts'
import { Refusal } from '../../../../shared/domain/refusal.ts'
import type { ReadLedger, WriteTx } from '../../db/ledger.ts'
import { claimEntitlements, grants } from '../../db/schema/claims.ts'
import { clawbacks } from '../../db/schema/payments.ts'
import type { InputOf } from '../../procedure.ts'
import { tell } from '../workflow/story.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/** 追回: what was asked back, and what came; the newest first. */
export function listClawbacks(ledger: Reading, filter: InputOf<'payments.clawbacks'>): ClawbackView[] {
  return ledger
    .prepare<ClawbackView>(
      `SELECT k.id, k.claim_id AS claimId, c.number AS claimNumber,
         coalesce((SELECT y.payee_name FROM payments y WHERE y.claim_id = c.id AND y.deleted_at IS NULL ORDER BY y.id DESC LIMIT 1), '') AS payeeName,
         k.amount_fen AS amountFen, k.reason, k.document, k.demanded_on AS demandedOn, k.demanded_by AS demandedBy,
         k.received_fen AS receivedFen, k.received_on AS receivedOn
       FROM clawbacks k JOIN claims c ON c.id = k.claim_id
       WHERE k.deleted_at IS NULL AND (? IS NULL OR k.claim_id = ?)
         AND (? IS NULL OR (k.received_fen < k.amount_fen) = ?)
       ORDER BY k.demanded_on DESC, k.id DESC`,
    )
    .all(
      filter.claimId ?? null,
      filter.claimId ?? null,
      filter.open === undefined ? null : Number(filter.open),
      filter.open === undefined ? null : Number(filter.open),
    )
}

/** Asks money back from a paid claim, never more than was paid. @throws Refusal `clawbacks.not-paid`, `clawbacks.too-much` */
export function demandClawback(tx: WriteTx, by: string, input: InputOf<'payments.demandClawback'>): string {
  const claim = tx
    .prepare<{ number: string; state: string; amountFen: number }>(
      'SELECT number, state, amount_fen AS amountFen FROM claims WHERE id = ? AND deleted_at IS NULL',
    )
    .get(input.claimId)
  if (claim === undefined || claim.state !== 'paid') {
    throw new Refusal('clawbacks.not-paid', `申领 ${claim?.number ?? ''} 没有发放，无从追回。`)
  }
  const asked = tx
    .prepare<number>(
      'SELECT coalesce(sum(amount_fen), 0) FROM clawbacks WHERE claim_id = ? AND deleted_at IS NULL',
    )
    .pluck()
    .get(input.claimId) as number
  if (asked + input.amountFen > claim.amountFen) {
    throw new Refusal(
      'clawbacks.too-much',
      `申领 ${claim.number} 发放 ${formatYuan(claim.amountFen)} 元，已要求追回 ${formatYuan(asked)} 元，不能再追回 ${formatYuan(input.amountFen)} 元。`,
    )
  }
  const id = tx.insert(clawbacks, {
    claimId: input.claimId,
    amountFen: input.amountFen,
    reason: input.reason,
    document: input.document === '' ? null : input.document,
    demandedOn: input.on,
    demandedBy: by,
    receivedFen: 0,
    receivedOn: null,
    source: 'entry',
  })
  tell(tx, by, [
    {
      claimId: input.claimId,
      kind: 'clawback-demanded',
      data: { note: `${formatYuan(input.amountFen)} 元：${input.reason}` },
    },
  ])
  return id
}

/**
 * Records money that came back. Where everything that was paid has come back, the entitlement is free again.
 * @throws Refusal `clawbacks.gone`, `clawbacks.too-much`
 */
export function receiveClawback(tx: WriteTx, by: string, input: InputOf<'payments.receiveClawback'>): void {
  const found = tx
    .prepare<{ claimId: string; amountFen: number; receivedFen: number; claimFen: number }>(
      `SELECT k.claim_id AS claimId, k.amount_fen AS amountFen, k.received_fen AS receivedFen, c.amount_fen AS claimFen
       FROM clawbacks k JOIN claims c ON c.id = k.claim_id WHERE k.id = ? AND k.deleted_at IS NULL`,
    )
    .get(input.id)
  if (found === undefined) throw new Refusal('clawbacks.gone', '这笔追回已不在台账中，请刷新。')
  const received = found.receivedFen + input.amountFen
  if (received > found.amountFen) {
    throw new Refusal(
      'clawbacks.too-much',
      `要求追回 ${formatYuan(found.amountFen)} 元，已收 ${formatYuan(found.receivedFen)} 元，这次最多再收 ${formatYuan(found.amountFen - found.receivedFen)} 元。`,
    )
  }
  tx.update(clawbacks, input.id, { receivedFen: received, receivedOn: input.on })
  tell(tx, by, [
    {
      claimId: found.claimId,
      kind: 'clawback-received',
      data: { note: `${formatYuan(input.amountFen)} 元，${input.on}` },
    },
  ])
  const back = tx
    .prepare<number>('SELECT sum(received_fen) FROM clawbacks WHERE claim_id = ? AND deleted_at IS NULL')
    .pluck()
    .get(found.claimId) as number
  if (back < found.claimFen) return
  const keys = tx
    .prepare<{ id: string; grantId: string | null }>(
      `SELECT e.id, g.id AS grantId FROM claim_entitlements e
       LEFT JOIN grants g ON g.entitlement_key = e.entitlement_key AND g.deleted_at IS NULL
       WHERE e.claim_id = ? AND e.deleted_at IS NULL`,
    )
    .all(found.claimId)
  for (const { id, grantId } of keys) {
    tx.remove(claimEntitlements, id, '全额追回')
    if (grantId !== null) tx.remove(grants, grantId, '全额追回')
  }
}
