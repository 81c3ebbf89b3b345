import type { ActPlan } from '../../../../shared/contract/claims.ts'
import { stateAt, stepAfter, stepAt, stepBefore } from '../../../../shared/domain/claim-procedure.ts'
import { Refusal } from '../../../../shared/domain/refusal.ts'
import { BAR_TEXT, CLAIM_STATE_TEXT } from '../../../../shared/text/claims.ts'
import type { ReadLedger, WriteTx } from '../../db/ledger.ts'
import { claimEntitlements, claims } from '../../db/schema/claims.ts'
import type { InputOf, WriteContext } from '../../procedure.ts'
import { claimsWhere } from '../claims-list.ts'
import {
  type Barred,
  completeSteps,
  type Gate,
  type Plan,
  type PlanOptions,
  planAct,
  sendBack,
} from './act.ts'
import { type Doer, fourEyesGate, signedBy } from './four-eyes.ts'
import { MANUAL_HOLD, openHoldsFor } from './holds.ts'
import { materialGate } from './materials.ts'
import type { Position } from './positions.ts'
import { tell } from './story.ts'

type Reading = Pick<ReadLedger, 'prepare'>
type Asked = InputOf<'claims.plan'>
/** A gate that looks at a ledger, also inside a transaction: the checks before money moves. */
export type GateOver = (ledger: Reading) => Gate

/** Numbers that are named for each reason; the count says how many there are. */
const NAMED = 5

/** What an act would do, for the preview. */
export function previewAct(
  ledger: Reading,
  asked: Asked,
  mayDo: PlanOptions['mayDo'],
  by: Doer,
  checks?: GateOver,
): ActPlan {
  return planView(asked.act, planOf(ledger, asked, mayDo, by, checks))
}

/**
 * Does an act for all claims that it is possible for, in one transaction; the others are left alone and named.
 * @throws Refusal `claims.reason`, `claims.no-clause`, `claims.nothing-able`
 */
export function actOnClaims(
  context: WriteContext,
  input: InputOf<'claims.act'>,
  mayDo: PlanOptions['mayDo'],
  checks?: GateOver,
): ActPlan & { done: number; txId: string | null } {
  checkWords(input)
  const written = context.ledger.write(
    { action: `claims.${input.act}`, actor: context.actor.name, params: { step: input.step ?? null } },
    (tx) => {
      const plan = planOf(tx, input, mayDo, context.actor, checks)
      if (plan.able.length === 0) throw nothingAble(plan.barred)
      perform(context, tx, input, plan.able)
      return plan
    },
  )
  const plan = written.result
  return { ...planView(input.act, plan), done: plan.able.length, txId: written.txId }
}

function planOf(
  ledger: Reading,
  asked: Asked,
  mayDo: PlanOptions['mayDo'],
  by: Doer,
  checks?: GateOver,
): Plan {
  return planAct(ledger, asked.act, chosenClaims(ledger, asked), {
    mayDo,
    gate: allGates([
      materialGate(ledger),
      fourEyesGate(ledger, by),
      ...(checks === undefined ? [] : [checks(ledger)]),
    ]),
    ...(asked.step === undefined ? {} : { step: asked.step }),
  })
}

/** A claim goes on where none bars it; of several reasons the first is said, and nothing is looked at for it again. */
function allGates(gates: readonly Gate[]): Gate {
  return (positions, step) => {
    const stopped = new Map<string, Pick<Barred, 'bar' | 'what'>>()
    for (const gate of gates) {
      const open = positions.filter(({ id }) => !stopped.has(id))
      for (const [id, reason] of gate(open, step)) stopped.set(id, reason)
    }
    return stopped
  }
}

/** Ids of the claims that are meant: those ticked, or all that match. @throws Refusal `claims.none-chosen` */
export function chosenClaims(ledger: Reading, asked: Pick<Asked, 'ids' | 'filter'>): string[] {
  if (asked.ids !== undefined) return [...new Set(asked.ids)]
  if (asked.filter === undefined)
    throw new Refusal('claims.none-chosen', '没有说明要办理哪些申领：请先勾选，或给出筛选条件。')
  const where = claimsWhere(asked.filter)
  return ledger
    .prepare<string>(`SELECT c.id FROM claims c WHERE ${where.sql} ORDER BY c.number`)
    .pluck()
    .all(...where.params) as string[]
}

function checkWords(input: InputOf<'claims.act'>): void {
  if (input.act !== 'complete' && input.note.length < 2) {
    throw new Refusal('claims.reason', '请写明原因（至少两个字）：以后查账要看得到。')
  }
  if (input.act === 'refuse' && (input.clause === undefined || input.clause === '')) {
    throw new Refusal('claims.no-clause', '不予通过要写明依据的条款，如“（四）”。')
  }
}

function perform(
  context: WriteContext,
  tx: WriteTx,
  input: InputOf<'claims.act'>,
  able: readonly Position[],
): void {
  const by = context.actor.name
  const { note } = input
  if (input.act === 'complete')
    completeSteps(tx, able, context.today(), by, {
      ...(note === '' ? {} : { note }),
      ...signedBy(context.actor),
    })
  else if (input.act === 'send-back') sendBack(tx, able, context.today(), by, note)
  else if (input.act === 'refuse') {
    refuse(tx, able, by, { note, clause: input.clause, condition: input.condition ?? null })
  } else {
    openHoldsFor(
      tx,
      able.map(({ id }) => ({ claimId: id, check: MANUAL_HOLD, evidence: tx.newId(), reason: note })),
      by,
    )
  }
}

/** Ends claims; what they would have used up is free again for a new claim. */
function refuse(
  tx: WriteTx,
  able: readonly Position[],
  by: string,
  data: { note: string; clause: string | undefined; condition: string | null },
): void {
  const entitlements = tx
    .prepare<string>('SELECT id FROM claim_entitlements WHERE claim_id = ? AND deleted_at IS NULL')
    .pluck()
  for (const { id, procedure, step } of able) {
    for (const entitlement of entitlements.all(id) as string[]) {
      tx.remove(claimEntitlements, entitlement, '申领不予通过')
    }
    tx.update(claims, id, { state: 'refused', step, dueOn: null, procedureId: procedure.id })
  }
  tell(
    tx,
    by,
    able.map(({ id }) => ({
      claimId: id,
      kind: 'refused',
      data: { ...data, note: `${data.clause}：${data.note}` },
    })),
  )
}

function nothingAble(barred: readonly Barred[]): Refusal {
  const [first] = groupBarred(barred)
  return new Refusal(
    'claims.nothing-able',
    first === undefined
      ? '所选申领都不能这样办理。'
      : `所选申领都不能这样办理：${first.reason}（${first.numbers.join('、')}${first.count > NAMED ? ' 等' : ''}）。`,
    { count: barred.length },
  )
}

/** A plan as screens and the command line show it. */
export function planView(act: Asked['act'], plan: Plan): ActPlan {
  const becomes = new Map<string, { from: string; to: string; count: number }>()
  for (const position of plan.able) {
    const from = CLAIM_STATE_TEXT[position.state]
    const to = becomesText(act, position)
    const known = becomes.get(`${from}→${to}`)
    if (known === undefined) becomes.set(`${from}→${to}`, { from, to, count: 1 })
    else known.count += 1
  }
  return {
    able: plan.able.length,
    amountFen: plan.able.reduce((sum, { amountFen }) => sum + amountFen, 0),
    becomes: [...becomes.values()],
    barred: groupBarred(plan.barred),
  }
}

function becomesText(act: Asked['act'], { procedure: { procedure }, step }: Position): string {
  if (act === 'hold') return '暂缓'
  if (act === 'refuse') return CLAIM_STATE_TEXT.refused
  const to = act === 'send-back' ? stepBefore(procedure, step) : stepAfter(procedure, step ?? '')
  if (to === undefined) return ''
  const waits = stepAt(procedure, to)
  const state = CLAIM_STATE_TEXT[stateAt(procedure, to)]
  return waits === undefined ? state : `${state}，待“${waits.name}”`
}

function groupBarred(barred: readonly Barred[]): ActPlan['barred'] {
  const groups = new Map<string, { reason: string; count: number; numbers: string[] }>()
  for (const { bar, what, number } of barred) {
    const reason = BAR_TEXT[bar].replace('{步骤}', what)
    let group = groups.get(reason)
    if (group === undefined) {
      group = { reason, count: 0, numbers: [] }
      groups.set(reason, group)
    }
    group.count += 1
    if (number !== '' && group.numbers.length < NAMED) group.numbers.push(number)
  }
  return [...groups.values()].sort((a, b) => b.count - a.count)
}
