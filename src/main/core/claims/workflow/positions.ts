import { firstStep, type ProcedureStep, stepAt } from '../../../../shared/domain/claim-procedure.ts'
import { type ClaimState, FINAL_STATES } from '../../../../shared/domain/claim-states.ts'
import { shanghaiDay } from '../../../../shared/domain/dates.ts'
import type { ReadLedger } from '../../db/ledger.ts'
import { IS_HELD } from './holds.ts'
import type { OfficeProcedure, OfficeProcedures } from './office-procedures.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/** Where a claim has come to. */
export type Position = {
  readonly id: string
  readonly number: string
  readonly benefit: string
  readonly state: ClaimState
  /** the step to complete next; `null`: all done */
  readonly step: string | null
  readonly held: boolean
  readonly batchId: string | null
  readonly amountFen: number
  readonly procedure: OfficeProcedure
}

/** What a claim's record says of its place in its procedure. */
export type StoredStep = {
  readonly benefit: string
  readonly state: ClaimState
  readonly step: string | null
  readonly procedureId: string | null
  readonly draftedAt: string
}

type Row = Omit<Position, 'held' | 'procedure'> & StoredStep & { held: number }

/** The procedure that a claim follows; one drafted before they were kept follows that of its day. */
export function procedureOfClaim(claim: StoredStep, procedures: OfficeProcedures): OfficeProcedure {
  return claim.procedureId === null
    ? procedures.of(claim.benefit, shanghaiDay(claim.draftedAt))
    : procedures.byId(claim.procedureId)
}

/** The step that a claim waits at; `undefined`: all are done, or it was withdrawn or refused. */
export function waitingAt(claim: StoredStep, procedures: OfficeProcedures): ProcedureStep | undefined {
  if (FINAL_STATES.has(claim.state)) return undefined
  const { procedure } = procedureOfClaim(claim, procedures)
  return stepAt(procedure, claim.procedureId === null ? firstStep(procedure) : claim.step)
}

/** Claims by id, in the order asked; what is no live claim is left out. */
export function positionsOf(
  ledger: Reading,
  procedures: OfficeProcedures,
  ids: readonly string[],
): Position[] {
  const rows = ledger
    .prepare<Row>(
      `SELECT c.id, c.number, c.benefit, c.state, c.step, c.batch_id AS batchId, c.amount_fen AS amountFen,
         c.procedure_id AS procedureId, c.drafted_at AS draftedAt,
         ${IS_HELD} AS held
       FROM json_each(?) j JOIN claims c ON c.id = j.value
       WHERE c.deleted_at IS NULL ORDER BY j.key`,
    )
    .all(JSON.stringify(ids))
  return rows.map(({ held, ...row }) => ({
    ...row,
    // A claim drafted before procedures were kept stands at the first step.
    step: waitingAt(row, procedures)?.id ?? null,
    held: held === 1,
    procedure: procedureOfClaim(row, procedures),
  }))
}

/** The step that a claim waits at; `undefined` where all are done. */
export function nextStepOf(position: Position): ProcedureStep | undefined {
  return FINAL_STATES.has(position.state) ? undefined : stepAt(position.procedure.procedure, position.step)
}
