import type { SampleView } from '../../../../shared/contract/batches.ts'
import { Random } from '../../../../shared/domain/random.ts'
import { Refusal } from '../../../../shared/domain/refusal.ts'
import { CALL_RESULT_TEXT } from '../../../../shared/text/claims.ts'
import type { ReadLedger, WriteTx } from '../../db/ledger.ts'
import { sampleCalls, samples } from '../../db/schema/batches.ts'
import type { InputOf, WriteContext } from '../../procedure.ts'
import { openHoldsFor } from '../workflow/holds.ts'
import { findBatch } from './batch-record.ts'

type Reading = Pick<ReadLedger, 'prepare'>
type Rule = { readonly sharePercent: number; readonly atLeast: number; readonly aboveFen: number | null }
type Drawn = { readonly id: string; readonly drawn: 'by-value' | 'by-share' }

/**
 * Which claims of a batch are phoned: every one from an amount on, then by lot a share of the rest, at least so many.
 * The same seed over the same claims (in order of their numbers) draws the same.
 */
export function drawClaims(
  claims: readonly { readonly id: string; readonly number: string; readonly amountFen: number }[],
  rule: Rule,
  seed: number,
): Drawn[] {
  const ordered = [...claims].sort((a, b) => (a.number < b.number ? -1 : 1))
  const high = ordered.filter(({ amountFen }) => rule.aboveFen !== null && amountFen >= rule.aboveFen)
  const rest = ordered.filter((claim) => !high.includes(claim))
  const wanted = Math.min(
    rest.length,
    Math.max(Math.ceil((rest.length * rule.sharePercent) / 100), rule.atLeast - high.length),
  )
  const random = new Random(seed)
  // The first `wanted` places of a Fisher–Yates shuffle.
  for (let i = 0; i < wanted; i++) {
    const j = random.int(i, rest.length - 1)
    const swap = rest[i] as (typeof rest)[number]
    rest[i] = rest[j] as (typeof rest)[number]
    rest[j] = swap
  }
  return [
    ...high.map(({ id }) => ({ id, drawn: 'by-value' as const })),
    ...rest.slice(0, Math.max(0, wanted)).map(({ id }) => ({ id, drawn: 'by-share' as const })),
  ]
}

/** Draws a sample of a batch and records its seed and rule. @throws Refusal `samples.nothing`, `batches.not-found` */
export function drawSample(
  context: WriteContext,
  tx: WriteTx,
  input: InputOf<'batches.drawSample'>,
): { sampleId: string; drawn: number; seed: string } {
  const batch = findBatch(tx, input.batchId)
  const claims = tx
    .prepare<{ id: string; number: string; amountFen: number }>(
      'SELECT id, number, amount_fen AS amountFen FROM claims WHERE batch_id = ? AND deleted_at IS NULL',
    )
    .all(batch.id)
  const { sharePercent, atLeast, aboveFen } = input
  const seed = input.seed ?? seedOf(tx.id, context.now())
  const drawn = drawClaims(claims, { sharePercent, atLeast, aboveFen }, Number(seed))
  if (drawn.length === 0) {
    throw new Refusal('samples.nothing', '按这个比例一份也抽不到，请提高比例，或写明至少抽几份。')
  }
  const sampleId = tx.insert(samples, {
    batchId: batch.id,
    seed,
    rule: JSON.stringify({ sharePercent, atLeast, aboveFen }),
    drawnAt: tx.at,
    drawnBy: context.actor.name,
    source: 'entry',
  })
  tx.insertMany(
    sampleCalls,
    drawn.map(({ id, drawn }) => ({
      sampleId,
      claimId: id,
      drawn,
      result: null,
      note: null,
      calledAt: null,
      calledBy: null,
      source: 'entry',
    })),
  )
  return { sampleId, drawn: drawn.length, seed }
}

/** Nobody chooses a seed that suits them: it comes from the transaction's random id and the clock. */
function seedOf(txId: string, now: number): string {
  let hash = 2166136261
  for (const char of `${txId}:${now}`) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619)
  return String(hash >>> 0)
}

/** Records what a call found; one that denies holds its claim. @throws Refusal `samples.gone` */
export function recordCall(
  context: WriteContext,
  tx: WriteTx,
  input: InputOf<'batches.recordCall'>,
): { held: boolean } {
  const call = tx
    .prepare<{ claimId: string }>(
      'SELECT claim_id AS claimId FROM sample_calls WHERE id = ? AND deleted_at IS NULL',
    )
    .get(input.callId)
  if (call === undefined) throw new Refusal('samples.gone', '这份不在抽查名单里了，请刷新。')
  tx.update(sampleCalls, input.callId, {
    result: input.result,
    note: input.note === '' ? null : input.note,
    calledAt: tx.at,
    calledBy: context.actor.name,
  })
  if (input.result !== 'denied' && input.result !== 'wrong-number') return { held: false }
  const reason = `电话核查${CALL_RESULT_TEXT[input.result]}${input.note === '' ? '' : `：${input.note}`}`
  const opened = openHoldsFor(
    tx,
    [{ claimId: call.claimId, check: 'sample', evidence: input.callId, reason }],
    context.actor.name,
  )
  return { held: opened > 0 }
}

/** Samples of a batch with their calls, the newest first. */
export function listSamples(ledger: Reading, batchId: string): SampleView[] {
  const calls = ledger.prepare<SampleView['calls'][number]>(
    `SELECT k.id, k.claim_id AS claimId, c.number AS claimNumber, p.name AS personName, p.phone,
       c.amount_fen AS amountFen, k.drawn, k.result, k.note, k.called_at AS calledAt, k.called_by AS calledBy
     FROM sample_calls k JOIN claims c ON c.id = k.claim_id LEFT JOIN people p ON p.id = c.person_id
     WHERE k.sample_id = ? AND k.deleted_at IS NULL ORDER BY k.drawn DESC, c.number`,
  )
  return ledger
    .prepare<{ id: string; seed: string; rule: string; drawnAt: string; drawnBy: string }>(
      `SELECT id, seed, rule, drawn_at AS drawnAt, drawn_by AS drawnBy FROM samples
       WHERE batch_id = ? AND deleted_at IS NULL ORDER BY drawn_at DESC, id DESC`,
    )
    .all(batchId)
    .map(({ rule, ...sample }) => ({ ...sample, ...(JSON.parse(rule) as Rule), calls: calls.all(sample.id) }))
}
