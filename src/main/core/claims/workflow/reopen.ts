/** A claim that another system sent back is worked on anew; where that system changes its mind, it goes back to its place. */
import {
  firstStep,
  type Procedure,
  stateAt,
  stepAt,
  stepBefore,
} from '../../../../shared/domain/claim-procedure.ts'
import type { BatchState, ClaimEventKind, ClaimState } from '../../../../shared/domain/claim-states.ts'
import type { WriteTx } from '../../db/ledger.ts'
import { batches } from '../../db/schema/batches.ts'
import { findBatch } from '../batch/batch-record.ts'
import { dueOn, moveClaims } from './act.ts'
import { readCalendar } from './calendar.ts'
import type { Position } from './positions.ts'
import type { EventData } from './story.ts'

/** Where a claim stood before it was reopened, kept in the event that tells of it. */
type Place = { step: string | null; state: ClaimState; batchId: string | null; dueOn: string | null }
type Reopening = {
  /** `batchState`: how its batch stood; null: it was in none */
  from: Place & { batchState: BatchState | null }
  to: { step: string; state: ClaimState }
}

/** Events after a reopening that leave the claim where that put it. */
const ASIDE: readonly ClaimEventKind[] = ['submitted', 'accepted', 'rejected', 'printed', 'attached']

/** The step at which a claim is looked at anew: the last before the batch, or before the one it waits at. */
export function stepToReopen(procedure: Procedure, step: string | null): string {
  const batch = procedure.steps.find(({ kind }) => kind === 'batch')
  const order = (id: string | null) =>
    id === null ? procedure.steps.length : procedure.steps.findIndex((one) => one.id === id)
  const from = batch !== undefined && order(step) > order(batch.id) ? batch.id : step
  return stepBefore(procedure, from) ?? firstStep(procedure)
}

/** Takes a claim out of its batch, to be looked at anew; the story says why, and where it stood. */
export function reopenClaim(
  tx: WriteTx,
  by: string,
  position: Position,
  today: string,
  reason: string,
  data: EventData,
): void {
  const { procedure } = position.procedure
  const step = stepToReopen(procedure, position.step)
  const state = stateAt(procedure, step)
  const stored = tx
    .prepare<{ dueOn: string | null; batch: string | null; batchState: BatchState | null }>(
      `SELECT c.due_on AS dueOn, b.number AS batch, b.state AS batchState FROM claims c LEFT JOIN batches b ON b.id = c.batch_id WHERE c.id = ?`,
    )
    .get(position.id)
  const reopening: Reopening = {
    from: {
      step: position.step,
      state: position.state,
      batchId: position.batchId,
      dueOn: stored?.dueOn ?? null,
      batchState: stored?.batchState ?? null,
    },
    to: { step, state },
  }
  const name = stepAt(procedure, step)?.name ?? ''
  const batch = stored?.batch
  const out = batch === null || batch === undefined ? '' : `移出批次 ${batch}，`
  moveClaims(tx, by, [
    {
      position,
      step,
      state,
      dueOn: dueOn(readCalendar(tx), today, stepAt(procedure, step)),
      batchId: null,
      event: 'rejected',
      data: { ...data, ...reopening, note: `${reason}。${out}退到“${name}”重新办理。` },
    },
  ])
}

/**
 * Where a reopened claim goes when the rejection does not stand: its old place, or the batching step where its batch
 * went on without it. `undefined`: it was not reopened, or somebody has worked on it since.
 */
export function placeBeforeReopening(tx: WriteTx, position: Position): Place | undefined {
  const reopening = lastReopening(tx, position)
  if (reopening === undefined) return undefined
  const { batchState, ...from } = reopening
  if (from.batchId === null || batchState === null) return from
  const batch = findBatch(tx, from.batchId)
  if (batch.state !== 'dissolved' && batch.step === from.step) return from
  if (batch.state === 'paid') {
    // All the others were paid meanwhile: with this one back in it the batch is not done.
    tx.update(batches, batch.id, { state: batchState, step: from.step })
    return from
  }
  const { procedure } = position.procedure
  const step = procedure.steps.find(({ kind }) => kind === 'batch')?.id
  if (step === undefined) throw new Error(`procedure ${position.procedure.id} has no batch`)
  return { step, state: stateAt(procedure, step), batchId: null, dueOn: null }
}

/** Where a claim stood before it was reopened, where it still stands as that left it. */
function lastReopening(tx: WriteTx, position: Position): Reopening['from'] | undefined {
  const event = tx
    .prepare<{ id: string; data: string }>(
      `SELECT id, data FROM claim_events WHERE claim_id = ? AND kind = 'rejected' AND deleted_at IS NULL
         AND json_extract(data, '$.to.step') IS NOT NULL ORDER BY at DESC, id DESC LIMIT 1`,
    )
    .get(position.id)
  if (event === undefined) return undefined
  const since = tx
    .prepare(
      `SELECT 1 FROM claim_events WHERE claim_id = ? AND id > ? AND deleted_at IS NULL
         AND kind NOT IN (SELECT value FROM json_each(?)) LIMIT 1`,
    )
    .get(position.id, event.id, JSON.stringify(ASIDE))
  const { from, to } = JSON.parse(event.data) as Reopening
  const untouched = position.batchId === null && position.step === to.step && position.state === to.state
  return since === undefined && untouched ? from : undefined
}
