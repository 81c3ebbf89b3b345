import type { ActPlan } from '../../../../shared/contract/claims.ts'
import { stateAt, stepAfter } from '../../../../shared/domain/claim-procedure.ts'
import { Refusal } from '../../../../shared/domain/refusal.ts'
import { FUND_TEXT } from '../../../../shared/text/policy.ts'
import type { ReadLedger, WriteTx } from '../../db/ledger.ts'
import { batches } from '../../db/schema/batches.ts'
import { benefitNames, packsOf } from '../../entitlements/packs.ts'
import type { InputOf, Surroundings, WriteContext } from '../../procedure.ts'
import { type Barred, type Gate, moveClaims, type Plan, throughGate } from '../workflow/act.ts'
import { chosenClaims, planView } from '../workflow/claim-acts.ts'
import { OfficeProcedures } from '../workflow/office-procedures.ts'
import { nextStepOf, type Position, positionsOf } from '../workflow/positions.ts'
import { nextNumber } from './batch-number.ts'
import { type Batch, claimsOfBatch, findBatch, findOpenBatch, locked } from './batch-record.ts'
import { claimsOfGroups } from './waiting.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/** What the checks say of claims that are about to be batched. */
export type BatchingChecks = {
  /** bars claims that a check blocks */
  readonly gate: Gate
  /** opens the holds that the checks ask for; gives how many are new */
  readonly openHolds: (tx: WriteTx, claimIds: readonly string[], by: string) => number
}

/** Which of the chosen claims can go into a batch of this benefit, and which stay behind. */
export function planBatch(ledger: Reading, asked: InputOf<'batches.plan'>, gate?: Gate): Plan {
  const filter = asked.filter === undefined ? undefined : { ...asked.filter, benefit: asked.benefit }
  const ids =
    asked.groups === undefined
      ? chosenClaims(ledger, { ids: asked.ids, filter })
      : claimsOfGroups(ledger, asked.benefit, asked.groups)
  const positions = positionsOf(ledger, new OfficeProcedures(ledger), ids)
  const barred: Barred[] = []
  const able: Position[] = []
  for (const position of positions) {
    const next = nextStepOf(position)
    const say = (bar: Barred['bar'], what = '') =>
      barred.push({ id: position.id, number: position.number, bar, what })
    if (position.benefit !== asked.benefit) say('other-step', position.benefit)
    else if (position.batchId !== null) say('in-batch')
    else if (next?.kind !== 'batch') say(next === undefined ? 'final' : 'other-step', next?.name)
    else if (position.held) say('held')
    else able.push(position)
  }
  return gate === undefined ? { able, barred } : throughGate(able, barred, gate)
}

export function viewBatchPlan(plan: Plan): ActPlan {
  return planView('complete', plan)
}

/**
 * Makes a batch of the claims that wait to be batched. All follow one procedure: those of another stay behind.
 * @throws Refusal `batches.nothing`, `batches.two-procedures`, `batches.fund`, `batches.budget`
 */
export function createBatch(
  context: WriteContext,
  tx: WriteTx,
  input: InputOf<'batches.create'>,
  checks?: BatchingChecks,
): ActPlan & { batchId: string; number: string } {
  const plan = planBatch(tx, input, checks?.gate)
  const procedure = oneProcedure(plan.able)
  checkFund(context, tx, input.benefit, input.fund)
  if (input.budgetLineId !== null) checkBudgetLine(tx, input.budgetLineId, input.fund, input.benefit)
  const number = nextNumber(tx, 'batches', 'PC', context.today().slice(0, 4))
  const batchStep = plan.able[0]?.step ?? ''
  const batchId = tx.insert(batches, {
    number,
    title: input.title === '' ? usualTitle(context, tx, input) : input.title,
    benefit: input.benefit,
    fund: input.fund,
    budgetLineId: input.budgetLineId,
    period: input.period,
    scope: input.scope,
    state: 'open',
    step: stepAfter(procedure.procedure, batchStep),
    procedureId: procedure.id,
    statedCount: null,
    statedFen: null,
    createdAt: tx.at,
    createdBy: context.actor.name,
    lockedAt: null,
    source: 'entry',
  })
  join(tx, context.actor.name, findBatch(tx, batchId), plan.able, checks)
  return { ...viewBatchPlan(plan), batchId, number }
}

/** 就业补贴 2022: what a batch is called where nobody gave it a name. */
function usualTitle(
  context: Pick<Surroundings, 'resources'>,
  ledger: Reading,
  { benefit, period }: InputOf<'batches.create'>,
): string {
  const name = benefitNames(context, ledger).get(benefit) ?? benefit
  return period === null ? name : `${name} ${period}`
}

/** Puts more claims into an open batch. @throws Refusal `batches.locked`, `batches.nothing`, `batches.two-procedures` */
export function addToBatch(
  context: WriteContext,
  tx: WriteTx,
  input: InputOf<'batches.add'>,
  checks?: BatchingChecks,
): ActPlan {
  const batch = findOpenBatch(tx, input.batchId)
  const plan = planBatch(tx, { ...input, benefit: batch.benefit }, checks?.gate)
  if (oneProcedure(plan.able).id !== batch.procedureId) throw twoProcedures()
  join(tx, context.actor.name, batch, plan.able, checks)
  return viewBatchPlan(plan)
}

function join(
  tx: WriteTx,
  by: string,
  batch: Batch,
  positions: readonly Position[],
  checks?: BatchingChecks,
): void {
  const { procedure } = batch.procedure
  moveClaims(
    tx,
    by,
    positions.map((position) => ({
      position,
      step: batch.step,
      state: stateAt(procedure, batch.step),
      dueOn: null,
      batchId: batch.id,
      event: 'batched',
      data: { step: position.step, name: `编入批次 ${batch.number}`, batchId: batch.id },
    })),
  )
  // They are in the batch, and bar it until a person has decided or they are taken out.
  checks?.openHolds(
    tx,
    positions.map(({ id }) => id),
    by,
  )
}

/**
 * Takes claims out of an open batch; they wait to be batched again. Of a locked one only those that are held can
 * leave, until it is sent. @throws Refusal `batches.locked`, `batches.not-in-it`, `batches.only-held`
 */
export function takeOut(
  tx: WriteTx,
  by: string,
  input: Pick<InputOf<'batches.takeOut'>, 'batchId' | 'ids' | 'reason'>,
): number {
  const batch = findBatch(tx, input.batchId)
  if (batch.state === 'sent' || batch.state === 'paid') throw locked(batch)
  const positions = positionsOf(tx, new OfficeProcedures(tx), [...new Set(input.ids)])
  for (const { batchId, number, held } of positions) {
    if (batchId !== batch.id)
      throw new Refusal('batches.not-in-it', `申领 ${number} 不在批次 ${batch.number} 里，请刷新。`)
    if (batch.state !== 'open' && !held) {
      throw new Refusal(
        'batches.only-held',
        `批次 ${batch.number} 已锁定，只能移出正在暂缓的申领；${number} 没有暂缓。`,
      )
    }
  }
  leave(tx, by, batch, positions, input.reason)
  return positions.length
}

/** Ends an open batch; its claims wait to be batched again. @throws Refusal `batches.locked` */
export function dissolve(tx: WriteTx, by: string, id: string, reason: string): void {
  const batch = findOpenBatch(tx, id)
  leave(tx, by, batch, positionsOf(tx, new OfficeProcedures(tx), claimsOfBatch(tx, id)), reason)
  tx.update(batches, id, { state: 'dissolved' })
}

/** Back to the batching step of their procedure. */
export function leave(
  tx: WriteTx,
  by: string,
  batch: Batch,
  positions: readonly Position[],
  reason: string,
): void {
  const { procedure } = batch.procedure
  const step = procedure.steps.find(({ kind }) => kind === 'batch')?.id
  if (step === undefined) throw new Error(`procedure ${batch.procedureId} has no batch`)
  moveClaims(
    tx,
    by,
    positions.map((position) => ({
      position,
      step,
      state: stateAt(procedure, step),
      dueOn: null,
      batchId: null,
      event: 'unbatched',
      data: { step, name: `移出批次 ${batch.number}`, note: reason },
    })),
  )
}

/** Words, fund, budget line and stated totals of a batch. @throws Refusal `batches.locked`, `batches.fund`, `batches.budget` */
export function changeBatch(context: WriteContext, tx: WriteTx, input: InputOf<'batches.change'>): boolean {
  const { batchId, ...patch } = input
  const batch = findBatch(tx, batchId)
  const fund = patch.fund ?? batch.fund
  if (patch.fund !== undefined || patch.budgetLineId !== undefined) {
    if (batch.state === 'sent' || batch.state === 'paid' || batch.state === 'dissolved')
      throw new Refusal('batches.locked', `批次 ${batch.number} 已送出，不能再改资金来源。`)
    checkFund(context, tx, batch.benefit, fund)
    const line = patch.budgetLineId === undefined ? batch.budgetLineId : patch.budgetLineId
    if (line !== null) checkBudgetLine(tx, line, fund, batch.benefit)
  }
  return tx.update(batches, batchId, {
    ...(patch.title === undefined ? {} : { title: patch.title }),
    ...(patch.fund === undefined ? {} : { fund: patch.fund }),
    ...(patch.budgetLineId === undefined ? {} : { budgetLineId: patch.budgetLineId }),
    ...(patch.statedCount === undefined ? {} : { statedCount: patch.statedCount }),
    ...(patch.statedFen === undefined ? {} : { statedFen: patch.statedFen }),
  })
}

function oneProcedure(able: readonly Position[]): Position['procedure'] {
  const [first] = able
  if (first === undefined) {
    throw new Refusal(
      'batches.nothing',
      '没有可以编入批次的申领：要先办完编批之前的步骤，且不在别的批次、没有暂缓。',
    )
  }
  // Steps are compared, not only the procedure's record: two records may say the same.
  if (able.some(({ procedure }) => procedure.id !== first.procedure.id)) throw twoProcedures()
  return first.procedure
}

function twoProcedures(): Refusal {
  return new Refusal(
    'batches.two-procedures',
    '所选申领按两种办理程序在办（程序中途改过），请按生成日期分开编批。',
  )
}

/** @throws Refusal `batches.fund` where the clause names other funds; one that names none takes any. */
function checkFund(
  context: Pick<Surroundings, 'resources' | 'today'>,
  ledger: Reading,
  benefit: string,
  fund: InputOf<'batches.create'>['fund'],
): void {
  const named = fundsOf(context, ledger, benefit)
  if (named.length === 0 || named.includes('not-stated') || named.includes(fund)) return
  throw new Refusal(
    'batches.fund',
    `${benefit} 的条款写明从${named.map((one) => FUND_TEXT[one]).join('或')}列支，不能用${FUND_TEXT[fund]}。`,
    { benefit, fund },
  )
}

/** Funds that the clause of a benefit names. */
export function fundsOf(
  context: Pick<Surroundings, 'resources' | 'today'>,
  ledger: Reading,
  benefit: string,
): readonly InputOf<'batches.create'>['fund'][] {
  for (const document of packsOf(context, ledger, context.today()).documents) {
    for (const row of document.rows) if (row.id === benefit && 'fund' in row) return row.fund
  }
  return []
}

/** @throws Refusal `batches.budget` */
function checkBudgetLine(ledger: Reading, id: string, fund: string, benefit: string): void {
  const line = ledger
    .prepare<{ name: string; fund: string; benefits: string }>(
      'SELECT name, fund, benefits FROM budget_lines WHERE id = ? AND deleted_at IS NULL',
    )
    .get(id)
  if (line === undefined) throw new Refusal('batches.budget', '这笔资金计划已不在台账中，请重新选择。')
  const benefits = JSON.parse(line.benefits) as string[]
  if (line.fund !== fund || (benefits.length > 0 && !benefits.includes(benefit))) {
    throw new Refusal(
      'batches.budget',
      `资金计划“${line.name}”不是用于这项补贴的，请换一笔，或在“资金计划”里改正。`,
    )
  }
}
