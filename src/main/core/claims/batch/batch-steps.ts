import { type ProcedureStep, stateAt, stepAfter } from '../../../../shared/domain/claim-procedure.ts'
import type { BatchState, ClaimEventKind, ClaimState } from '../../../../shared/domain/claim-states.ts'
import { Refusal } from '../../../../shared/domain/refusal.ts'
import type { WriteTx } from '../../db/ledger.ts'
import { batches } from '../../db/schema/batches.ts'
import type { InputOf, WriteContext } from '../../procedure.ts'
import { EVENT_OF_STEP, moveClaims } from '../workflow/act.ts'
import { signedBy } from '../workflow/four-eyes.ts'
import { OfficeProcedures } from '../workflow/office-procedures.ts'
import { positionsOf } from '../workflow/positions.ts'
import type { EventData } from '../workflow/story.ts'
import { type BatchGate, barsOf } from './bars.ts'
import { type Batch, claimsOfBatch, findBatch, stepOfBatch } from './batch-record.ts'

/**
 * Completes an opinion, the approval or the sending to finance for a whole batch. Lists and payments have acts of their
 * own. @throws Refusal `batches.other-step`, `batches.role`, `batches.barred`, `batches.own-act`
 */
export function completeBatchStep(
  context: WriteContext,
  tx: WriteTx,
  input: InputOf<'batches.complete'>,
  options: { readonly mayDo: (step: ProcedureStep) => boolean; readonly gate?: BatchGate },
): number {
  const batch = findBatch(tx, input.batchId)
  const step = stepOfBatch(batch)
  if (step === undefined || step.id !== input.step) {
    throw new Refusal(
      'batches.other-step',
      step === undefined
        ? `批次 ${batch.number} 已全部办结。`
        : `批次 ${batch.number} 现在到“${step.name}”，不在所选的一步，请刷新。`,
    )
  }
  if (step.kind === 'publicity' || step.kind === 'payment') {
    throw new Refusal(
      'batches.own-act',
      `“${step.name}”请在${step.kind === 'payment' ? '发放' : '公示'}页面办理。`,
    )
  }
  if (!options.mayDo(step)) {
    throw new Refusal('batches.role', `“${step.name}”需要更高的权限，请联系负责人。`, { step: step.id })
  }
  refuseBarred(tx, batch, input.overrule, options.gate)
  return advanceBatch(tx, context.actor.name, batch, {
    ...signedBy(context.actor),
    ...(input.note === '' ? {} : { note: input.note }),
    ...(input.overrule === ''
      ? {}
      : { overrule: input.overrule, note: `${input.note}（超出仍办理：${input.overrule}）` }),
  })
}

/** @throws Refusal `batches.barred` with everything that stands against the next step */
export function refuseBarred(tx: WriteTx, batch: Batch, overrule: string, gate?: BatchGate): void {
  const bars = barsOf(tx, batch, gate)
  const standing = bars.filter(({ severity }) => severity === 'block' || overrule.length < 2)
  if (standing.length === 0) return
  const blocked = standing.some(({ severity }) => severity === 'block')
  throw new Refusal(
    'batches.barred',
    `批次 ${batch.number} 还不能办理：${standing.map(({ text }) => text).join('')}${blocked ? '' : '确需办理的，请写明理由。'}`,
    { blocked },
  )
}

/** Completes the step at which a batch waits, with all its claims. Gives how many claims moved. */
export function advanceBatch(tx: WriteTx, by: string, batch: Batch, data: EventData = {}): number {
  const step = stepOfBatch(batch)
  if (step === undefined) throw new Error(`batch ${batch.number} has no step left`)
  const next = stepAfter(batch.procedure.procedure, step.id)
  return placeBatch(tx, by, batch, next, EVENT_OF_STEP[step.kind], {
    step: step.id,
    name: step.name,
    level: step.level,
    ...data,
  })
}

/** Puts a batch and its claims at a step, as posted where its list hangs. */
export function placeBatch(
  tx: WriteTx,
  by: string,
  batch: Batch,
  step: string | null,
  event: ClaimEventKind,
  data: EventData,
  posted = false,
): number {
  const { procedure } = batch.procedure
  const state = stateAt(procedure, step, posted)
  const positions = positionsOf(tx, new OfficeProcedures(tx), claimsOfBatch(tx, batch.id))
  moveClaims(
    tx,
    by,
    positions.map((position) => ({ position, step, state, dueOn: null, event, data })),
  )
  tx.update(batches, batch.id, {
    step,
    state: batchStateOf(state, batch),
    // A list on the wall, or a decision on the batch as a whole: nothing goes in or out any more.
    ...(batch.lockedAt === null && state !== 'batched' ? { lockedAt: tx.at } : {}),
  })
  return positions.length
}

/** A batch stands where its claims stand; before its first list or decision it is open. */
function batchStateOf(state: ClaimState, batch: Batch): BatchState {
  switch (state) {
    case 'posted':
    case 'cleared':
    case 'approved':
    case 'sent':
    case 'paid':
      return state
    default:
      return batch.lockedAt === null ? 'open' : batch.state
  }
}
