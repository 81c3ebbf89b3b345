import { batchingChecks, checkBatchGate } from '../../checks/check-gates.ts'
import type { ReadLedger, WriteTx } from '../../db/ledger.ts'
import { benefitNames } from '../../entitlements/packs.ts'
import {
  type Actor,
  type Implementations,
  query,
  readerJob,
  type Surroundings,
  type WriteContext,
  type WriterSteps,
  write,
} from '../../procedure.ts'
import { regionsOf } from '../../registry/region-procedures.ts'
import { fourEyesBatchGate } from '../workflow/four-eyes.ts'
import { mayDo } from '../workflow/workflow-procedures.ts'
import type { BatchGate } from './bars.ts'
import { batchView, listBatches } from './batch-list.ts'
import { findBatch } from './batch-record.ts'
import { completeBatchStep } from './batch-steps.ts'
import { listBudgetLines, removeBudgetLine, saveBudgetLine } from './budget.ts'
import {
  addToBatch,
  changeBatch,
  createBatch,
  dissolve,
  fundsOf,
  planBatch,
  takeOut,
  viewBatchPlan,
} from './compose.ts'
import {
  keepLook,
  type LookToKeep,
  latestLook,
  lookForMoves,
  movedFactsGate,
  setAside,
} from './moved-facts.ts'
import {
  clearList,
  listPublicLists,
  logObjection,
  postList,
  resolveObjection,
  takeListDown,
} from './public-lists.ts'
import { roleGate } from './role-gate.ts'
import { drawSample, recordCall } from './sample.ts'
import { waitingBenefits, waitingGroups } from './waiting.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/** One write of a batch, with its name in the audit. */
function change<T>(
  context: WriteContext,
  action: string,
  params: Record<string, string | number>,
  body: (tx: WriteTx) => T,
): { txId: string; result: T } {
  return context.ledger.write({ action, actor: context.actor.name, params }, body)
}

/**
 * The role of the step; whoever judges must not have handled it; the checks before money moves; and whether the claims
 * still rest on what they were drafted on.
 */
function gateOf(context: Surroundings & { actor: Actor }, ledger: Reading): BatchGate {
  const gates = [
    roleGate(context.actor),
    fourEyesBatchGate(ledger, context.actor),
    checkBatchGate(context, ledger),
    movedFactsGate(ledger),
  ]
  return (batch) => gates.flatMap((gate) => gate(batch))
}

/** 批次, 公示 and 资金计划. */
export const batchProcedures: Implementations = {
  'batches.waiting': query('batches.waiting', (context) =>
    waitingBenefits(context.ledger, benefitNames(context, context.ledger), (benefit) => [
      ...fundsOf(context, context.ledger, benefit),
    ]),
  ),
  'batches.waitingGroups': query('batches.waitingGroups', (context, asked) =>
    waitingGroups(context.ledger, asked, regionsOf(context)),
  ),
  'batches.list': query('batches.list', (context, filter) =>
    listBatches(context.ledger, filter, benefitNames(context, context.ledger), regionsOf(context)),
  ),
  'batches.get': query('batches.get', (context, { id }) =>
    batchView(context.ledger, id, {
      names: benefitNames(context, context.ledger),
      regions: regionsOf(context),
      today: context.today(),
      gate: gateOf(context, context.ledger),
    }),
  ),
  'batches.plan': query('batches.plan', (context, asked) =>
    viewBatchPlan(planBatch(context.ledger, asked, batchingChecks(context, context.ledger).gate)),
  ),
  'batches.create': write('batches.create', (context, input) => {
    const { txId, result } = change(context, 'batches.create', { benefit: input.benefit }, (tx) =>
      createBatch(context, tx, input, batchingChecks(context, tx)),
    )
    return { ...result, txId }
  }),
  'batches.add': write('batches.add', (context, input) => {
    const { txId, result } = change(context, 'batches.add', { batch: input.batchId }, (tx) =>
      addToBatch(context, tx, input, batchingChecks(context, tx)),
    )
    return { ...result, txId }
  }),
  'batches.takeOut': write('batches.takeOut', (context, input) => {
    const { txId, result } = change(context, 'batches.takeOut', { batch: input.batchId }, (tx) =>
      takeOut(tx, context.actor.name, input),
    )
    return { takenOut: result, txId }
  }),
  'batches.change': write('batches.change', (context, input) => {
    const { txId, result } = change(context, 'batches.change', { batch: input.batchId }, (tx) =>
      changeBatch(context, tx, input),
    )
    return { txId: result ? txId : null }
  }),
  'batches.dissolve': write('batches.dissolve', (context, { batchId, reason }) => ({
    txId: change(context, 'batches.dissolve', { batch: batchId }, (tx) =>
      dissolve(tx, context.actor.name, batchId, reason),
    ).txId,
  })),
  'batches.complete': write('batches.complete', (context, input) => {
    const { txId, result } = change(
      context,
      'batches.complete',
      { batch: input.batchId, step: input.step },
      (tx) =>
        completeBatchStep(context, tx, input, {
          mayDo: mayDo(context.actor),
          gate: gateOf(context, tx),
        }),
    )
    return { count: result, txId }
  }),
  'batches.look': readerJob('batches.look', (context, { id }) => lookForMoves(context, id)),
  'batches.latestLook': query('batches.latestLook', (context, { id }) => {
    findBatch(context.ledger, id)
    return latestLook(context.ledger, id)
  }),
  'batches.setAside': write('batches.setAside', (context, input) => {
    const { txId, result } = change(context, 'batches.setAside', { batch: input.batchId }, (tx) =>
      setAside(context, tx, input),
    )
    return { setAside: result, txId }
  }),
  'batches.drawSample': write('batches.drawSample', (context, input) => {
    const { txId, result } = change(context, 'batches.drawSample', { batch: input.batchId }, (tx) =>
      drawSample(context, tx, input),
    )
    return { ...result, txId }
  }),
  'batches.recordCall': write('batches.recordCall', (context, input) => {
    const { txId, result } = change(context, 'batches.recordCall', { call: input.callId }, (tx) =>
      recordCall(context, tx, input),
    )
    return { ...result, txId }
  }),
  'publicity.list': query('publicity.list', (context, filter) =>
    listPublicLists(context.ledger, context.today(), filter),
  ),
  'publicity.post': write('publicity.post', (context, input) => {
    const { txId, result } = change(context, 'publicity.post', { batch: input.batchId }, (tx) =>
      postList(context, tx, input, { mayDo: mayDo(context.actor), gate: checkBatchGate(context, tx) }),
    )
    return { ...result, txId }
  }),
  'publicity.clear': write('publicity.clear', (context, { id }) => {
    const { txId, result } = change(context, 'publicity.clear', { list: id }, (tx) =>
      clearList(context, tx, id),
    )
    return { count: result, txId }
  }),
  'publicity.takeDown': write('publicity.takeDown', (context, { id, reason }) => ({
    txId: change(context, 'publicity.takeDown', { list: id }, (tx) => takeListDown(context, tx, id, reason))
      .txId,
  })),
  'publicity.object': write('publicity.object', (context, input) => {
    const { txId, result } = change(context, 'publicity.object', { list: input.publicListId }, (tx) =>
      logObjection(context, tx, input),
    )
    return { id: result, txId }
  }),
  'publicity.resolve': write('publicity.resolve', (context, input) => ({
    txId: change(context, 'publicity.resolve', { objection: input.id }, (tx) =>
      resolveObjection(context, tx, input),
    ).txId,
  })),
  'budgets.list': query('budgets.list', (context, { year }) => listBudgetLines(context.ledger, year)),
  'budgets.save': write('budgets.save', (context, input) => {
    const { txId, result } = change(context, 'budgets.save', { name: input.name }, (tx) =>
      saveBudgetLine(tx, input),
    )
    return { id: result, txId }
  }),
  'budgets.remove': write('budgets.remove', (context, { id, reason }) => ({
    txId: change(context, 'budgets.remove', { line: id }, (tx) => removeBudgetLine(tx, id, reason)).txId,
  })),
}

export const batchSteps: Pick<WriterSteps, 'batches.keepLook'> = {
  'batches.keepLook': (context, payload: LookToKeep) => keepLook(context, payload),
}
