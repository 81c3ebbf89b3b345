/**
 * Acts on claims, one or many at once: what is possible for whom (`planAct`, which changes nothing and feeds the
 * preview), and doing it in a transaction. What a batch does to its claims goes through `moveClaims`.
 */
import {
  type ActBar,
  barOf,
  type ClaimAct,
  type ProcedureStep,
  stateAt,
  stepAfter,
  stepAt,
  stepBefore,
} from '../../../../shared/domain/claim-procedure.ts'
import type { ClaimEventKind, ClaimState, StepKind } from '../../../../shared/domain/claim-states.ts'
import { lastDayOfTerm, type OfficeCalendar } from '../../../../shared/domain/working-days.ts'
import type { ReadLedger, WriteTx } from '../../db/ledger.ts'
import { claims } from '../../db/schema/claims.ts'
import { readCalendar } from './calendar.ts'
import { OfficeProcedures } from './office-procedures.ts'
import { type Position, positionsOf } from './positions.ts'
import { type EventData, tell } from './story.ts'

/** Why one claim is left out of an act. */
export type Barred = {
  readonly id: string
  readonly number: string
  readonly bar: ActBar | 'gone' | 'role' | 'other-step' | 'material' | 'check'
  /** name of the step, the material or the check that bars it */
  readonly what: string
}

export type Plan = {
  /** those that the act is possible for */
  readonly able: readonly Position[]
  readonly barred: readonly Barred[]
}

/** Further reasons against completing a step: missing material, blocking checks. By claim id. */
export type Gate = (
  positions: readonly Position[],
  step: ProcedureStep,
) => ReadonlyMap<string, Pick<Barred, 'bar' | 'what'>>

export type PlanOptions = {
  /** the caller's role meets that of the step a claim waits at; asked for completing, refusing and sending back */
  readonly mayDo: (step: ProcedureStep) => boolean
  readonly gate?: Gate
  /** only claims that wait at this step */
  readonly step?: string
}

/** Acts that decide the step a claim waits at, one way or the other: they are for whom that step is for. */
const JUDGES: ReadonlySet<ClaimAct> = new Set(['complete', 'refuse', 'send-back'])

/** What an act on these claims would do; nothing is changed. */
export function planAct(
  ledger: Pick<ReadLedger, 'prepare'>,
  act: ClaimAct,
  ids: readonly string[],
  options: PlanOptions,
): Plan {
  const positions = positionsOf(ledger, new OfficeProcedures(ledger), ids)
  const barred: Barred[] = []
  const found = new Set(positions.map(({ id }) => id))
  for (const id of ids) if (!found.has(id)) barred.push({ id, number: '', bar: 'gone', what: '' })
  const able: Position[] = []
  for (const position of positions) {
    const { procedure } = position.procedure
    const say = (bar: Barred['bar'], what = '') =>
      barred.push({ id: position.id, number: position.number, bar, what })
    const bar = barOf(act, { ...position, inBatch: position.batchId !== null }, procedure)
    const next = stepAt(procedure, position.step)
    if (bar !== undefined) say(bar, next?.name)
    else if (JUDGES.has(act) && next !== undefined && !options.mayDo(next)) say('role', next.name)
    else if (act === 'complete' && options.step !== undefined && position.step !== options.step)
      say('other-step', next?.name)
    else able.push(position)
  }
  if (act !== 'complete' || options.gate === undefined) return { able, barred }
  return throughGate(able, barred, options.gate)
}

/** Leaves out those that a gate stops. */
export function throughGate(able: readonly Position[], barred: readonly Barred[], gate: Gate): Plan {
  const byStep = new Map<ProcedureStep, Position[]>()
  for (const position of able) {
    const step = stepAt(position.procedure.procedure, position.step)
    if (step === undefined) continue
    const list = byStep.get(step)
    if (list === undefined) byStep.set(step, [position])
    else list.push(position)
  }
  const stopped = new Map<string, Pick<Barred, 'bar' | 'what'>>()
  for (const [step, positions] of byStep)
    for (const [id, reason] of gate(positions, step)) stopped.set(id, reason)
  return {
    able: able.filter(({ id }) => !stopped.has(id)),
    barred: [
      ...barred,
      ...able.flatMap(({ id, number }) => {
        const reason = stopped.get(id)
        return reason === undefined ? [] : [{ id, number, ...reason }]
      }),
    ],
  }
}

/** The event that completing a step of this kind is told by. */
export const EVENT_OF_STEP: Readonly<Record<StepKind, ClaimEventKind>> = {
  paper: 'received',
  opinion: 'opinion',
  batch: 'batched',
  publicity: 'cleared',
  approval: 'approved',
  finance: 'sent',
  payment: 'paid',
}

/** Completes the step at which each of these claims waits, and sets when the next one is due. */
export function completeSteps(
  tx: WriteTx,
  positions: readonly Position[],
  today: string,
  by: string,
  data: EventData,
): void {
  const calendar = readCalendar(tx)
  moveClaims(
    tx,
    by,
    positions.map((position) => {
      const { procedure } = position.procedure
      const step = stepAt(procedure, position.step)
      if (step === undefined) throw new Error(`claim ${position.number} has no step left`)
      const next = stepAfter(procedure, step.id)
      return {
        position,
        step: next,
        state: stateAt(procedure, next),
        dueOn: dueOn(calendar, today, stepAt(procedure, next)),
        event: EVENT_OF_STEP[step.kind],
        data: { step: step.id, name: step.name, level: step.level, ...data },
      }
    }),
  )
}

/** Sends claims back to the step before. */
export function sendBack(
  tx: WriteTx,
  positions: readonly Position[],
  today: string,
  by: string,
  reason: string,
): void {
  const calendar = readCalendar(tx)
  moveClaims(
    tx,
    by,
    positions.map((position) => {
      const { procedure } = position.procedure
      const step = stepBefore(procedure, position.step)
      if (step === undefined) throw new Error(`claim ${position.number} stands at its first step`)
      return {
        position,
        step,
        state: stateAt(procedure, step),
        dueOn: dueOn(calendar, today, stepAt(procedure, step)),
        event: 'sent-back',
        data: { step, name: stepAt(procedure, step)?.name, note: reason },
      }
    }),
  )
}

/** The last day of a step's term; a list's days are no term of the desk. */
export function dueOn(
  calendar: OfficeCalendar,
  today: string,
  step: ProcedureStep | undefined,
): string | null {
  if (step?.days === undefined || step.kind === 'publicity') return null
  return lastDayOfTerm(calendar, today, step.days.count, step.days.kind)
}

export type Move = {
  readonly position: Position
  readonly step: string | null
  readonly state: ClaimState
  readonly dueOn: string | null
  /** `undefined` leaves it; `null` takes it out of its batch */
  readonly batchId?: string | null
  readonly event: ClaimEventKind
  readonly data: EventData
}

/** Puts claims where they belong and tells their stories; the one place where `claims.state` changes. */
export function moveClaims(tx: WriteTx, by: string, moves: readonly Move[]): void {
  for (const { position, step, state, dueOn, batchId } of moves) {
    tx.update(claims, position.id, {
      step,
      state,
      dueOn,
      procedureId: position.procedure.id,
      ...(batchId === undefined ? {} : { batchId }),
    })
  }
  tell(
    tx,
    by,
    moves.map(({ position, event, data }) => ({ claimId: position.id, kind: event, data })),
  )
}
