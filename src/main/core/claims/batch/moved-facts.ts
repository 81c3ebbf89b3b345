/** 变化核对 of a whole batch: which claims' facts have moved since they were drafted, looked for before the decision. */
import type { BatchBar, BatchLook, MovedClaim } from '../../../../shared/contract/batches.ts'
import { Refusal } from '../../../../shared/domain/refusal.ts'
import type { ReadLedger, WriteTx } from '../../db/ledger.ts'
import { batchFactLooks } from '../../db/schema/checks.ts'
import { affectedSince } from '../../entitlements/affected.ts'
import { lastChange } from '../../entitlements/runs.ts'
import { Cancelled, type InputOf, type ReaderJobContext, type WriteContext } from '../../procedure.ts'
import { changesOf } from '../workflow/changes-since.ts'
import { openHoldsFor } from '../workflow/holds.ts'
import { OfficeProcedures } from '../workflow/office-procedures.ts'
import { positionsOf } from '../workflow/positions.ts'
import type { BatchGate } from './bars.ts'
import { type Batch, claimsOfBatch, findBatch, stepOfBatch } from './batch-record.ts'
import { takeOut } from './compose.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/** A look that is kept until the next one at the same batch. */
export type LookToKeep = {
  readonly batchId: string
  readonly lookedAt: string
  readonly changeSeq: number
  readonly claims: readonly string[]
  readonly moved: readonly MovedClaim[]
}

type Kept = {
  lookedAt: string
  lookedBy: string
  changeSeq: number
  claims: readonly string[]
  moved: readonly MovedClaim[]
}

/** What a claim set aside by this look is held under. */
export const MOVED_FACTS = 'facts-moved'

/** Explains every claim of a batch anew, and keeps what moved. @throws Refusal `batches.not-found`, Cancelled */
export async function lookForMoves(context: ReaderJobContext, batchId: string): Promise<BatchLook> {
  const { ledger } = context
  const batch = findBatch(ledger, batchId)
  const changeSeq = lastChange(ledger)
  const claims = claimsOfBatch(ledger, batch.id)
  const moved: MovedClaim[] = []
  const step = `变化核对 ${batch.number}`
  let looked = 0
  context.progress(step, 0, claims.length, '份')
  for (const some of changesOf(context, ledger, claims)) {
    for (const { id, changes } of some) {
      const { moved: hasMoved, ...rest } = changes
      if (hasMoved) moved.push({ ...named(ledger, id), ...rest })
    }
    looked += some.length
    context.progress(step, looked, claims.length, '份')
    if (context.shouldStop()) throw new Cancelled()
  }
  const lookedAt = new Date(context.now()).toISOString()
  await context.commit('batches.keepLook', {
    batchId,
    lookedAt,
    changeSeq,
    claims,
    moved,
  } satisfies LookToKeep)
  return {
    lookedAt,
    lookedBy: context.actor.name,
    looked: claims.length,
    current: true,
    moved,
  }
}

function named(ledger: Reading, id: string): Pick<MovedClaim, 'claimId' | 'number' | 'personId' | 'name'> {
  const claim = ledger
    .prepare<{ number: string; personId: string | null; name: string }>(
      `SELECT c.number, c.person_id AS personId,
         coalesce(p.name, json_extract(c.facts, '$.person.name'), json_extract(c.facts, '$.beneficiaryName'), '') AS name
       FROM claims c LEFT JOIN people p ON p.id = c.person_id WHERE c.id = ?`,
    )
    .get(id)
  if (claim === undefined) throw new Error(`no claim ${id}`)
  return { claimId: id, ...claim }
}

/** Replaces what was kept of the batch. */
export function keepLook(context: WriteContext, look: LookToKeep): void {
  const { batchId, lookedAt, changeSeq } = look
  context.ledger.write(
    {
      action: 'batches.look',
      actor: context.actor.name,
      params: { batch: batchId, claims: look.claims.length, moved: look.moved.length },
    },
    (tx) =>
      tx.local(batchFactLooks).upsert({
        batchId,
        lookedAt,
        lookedBy: context.actor.name,
        changeSeq,
        claims: JSON.stringify(look.claims),
        moved: JSON.stringify(look.moved),
      }),
  )
}

/** The latest look at a batch, of the claims that are still in it; null: there was none. */
export function latestLook(ledger: Reading, batchId: string): BatchLook | null {
  const kept = ledger
    .prepare<Omit<Kept, 'claims' | 'moved'> & { claims: string; moved: string }>(
      `SELECT looked_at AS lookedAt, looked_by AS lookedBy, change_seq AS changeSeq, claims, moved
       FROM batch_fact_looks WHERE batch_id = ?`,
    )
    .get(batchId)
  if (kept === undefined) return null
  const look: Kept = {
    ...kept,
    claims: JSON.parse(kept.claims) as string[],
    moved: JSON.parse(kept.moved) as MovedClaim[],
  }
  const inIt = claimsOfBatch(ledger, batchId)
  const still = new Set(inIt)
  const { changeSeq, claims, moved, ...told } = look
  return {
    ...told,
    looked: claims.length,
    current: isCurrent(ledger, inIt, { changeSeq, claims }),
    moved: moved.filter(({ claimId }) => still.has(claimId)),
  }
}

/** Whether the look saw every claim of the batch, and nothing that they rest on was changed since. */
function isCurrent(
  ledger: Reading,
  inIt: readonly string[],
  { changeSeq, claims }: Pick<Kept, 'changeSeq' | 'claims'>,
): boolean {
  const seen = new Set(claims)
  if (!inIt.every((id) => seen.has(id))) return false
  const affected = affectedSince(ledger, changeSeq)
  if (affected === undefined) return false
  const touched = JSON.stringify([...affected.people, ...affected.bodies])
  return (
    ledger
      .prepare(
        `SELECT 1 FROM json_each(?) j JOIN claims c ON c.id = j.value
         WHERE c.person_id IN (SELECT value FROM json_each(?)) OR c.beneficiary_id IN (SELECT value FROM json_each(?))
         LIMIT 1`,
      )
      .get(JSON.stringify(inIt), touched, touched) === undefined
  )
}

/** The decision on a batch: its approval, or where the office has none, the first step by which money moves. */
export function isDecision(batch: Batch): boolean {
  const step = stepOfBatch(batch)
  const { steps } = batch.procedure.procedure
  const deciding = (['approval', 'finance', 'payment'] as const).find((kind) =>
    steps.some((one) => one.kind === kind),
  )
  return step !== undefined && step.kind === deciding
}

/** Nobody decides on a batch before it was looked at, nor on moved facts without a reason. */
export function movedFactsGate(ledger: Reading): BatchGate {
  return (batch) => (isDecision(batch) ? barsOfLook(latestLook(ledger, batch.id)) : [])
}

function barsOfLook(look: BatchLook | null): BatchBar[] {
  if (look === null || !look.current) {
    const text =
      look === null
        ? '还没有做变化核对：申领生成之后台账可能有变，先核对一遍再办理。'
        : '变化核对之后，有关人员的资料、标准或批次又有改动，请再核对一遍。'
    return [{ code: 'facts-unchecked', severity: 'block', text, claims: 0 }]
  }
  const { moved } = look
  if (moved.length === 0) return []
  const names = moved.slice(0, 3).map(({ name, number }) => `${name}（${number}）`)
  const more = moved.length > 3 ? ' 等' : ''
  return [
    {
      code: MOVED_FACTS,
      severity: 'hold',
      text: `变化核对有 ${moved.length} 份与生成时不一致：${names.join('、')}${more}。请逐份看清，写明理由办理，或暂缓并移出批次。`,
      claims: moved.length,
    },
  ]
}

/**
 * Holds claims of a batch and takes them out of it, in one go: what has moved is cleared up outside of the batch.
 * @throws Refusal `batches.locked`, `batches.not-in-it`
 */
export function setAside(context: WriteContext, tx: WriteTx, input: InputOf<'batches.setAside'>): number {
  const by = context.actor.name
  const batch = findBatch(tx, input.batchId)
  const positions = positionsOf(tx, new OfficeProcedures(tx), [...new Set(input.ids)])
  const foreign = positions.find(({ batchId }) => batchId !== batch.id)
  if (foreign !== undefined) {
    throw new Refusal('batches.not-in-it', `申领 ${foreign.number} 不在批次 ${batch.number} 里，请刷新。`)
  }
  openHoldsFor(
    tx,
    positions.map(({ id }) => ({
      claimId: id,
      check: MOVED_FACTS,
      evidence: `${batch.id}:${tx.at}`,
      reason: `变化核对：${input.reason}`,
    })),
    by,
  )
  return takeOut(tx, by, input)
}
