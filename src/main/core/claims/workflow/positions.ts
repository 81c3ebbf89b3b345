import { firstStep, type ProcedureStep, stepAt } from '../../../../shared/domain/claim-procedure.ts'
import type { ClaimState } from '../../../../shared/domain/claim-states.ts'
import type { ReadLedger } from '../../db/ledger.ts'
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

type Row = Omit<Position, 'held' | 'procedure'> & {
  held: number
  procedureId: string | null
  draftedOn: string
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
         c.procedure_id AS procedureId, substr(c.drafted_at, 1, 10) AS draftedOn,
         EXISTS (SELECT 1 FROM claim_holds h WHERE h.claim_id = c.id AND h.released_at IS NULL AND h.deleted_at IS NULL) AS held
       FROM json_each(?) j JOIN claims c ON c.id = j.value
       WHERE c.deleted_at IS NULL ORDER BY j.key`,
    )
    .all(JSON.stringify(ids))
  return rows.map(({ held, procedureId, draftedOn, ...row }) => {
    const procedure =
      procedureId === null ? procedures.of(row.benefit, draftedOn) : procedures.byId(procedureId)
    // A claim drafted before procedures were kept stands at the first step.
    const step = procedureId === null && row.state === 'drafted' ? firstStep(procedure.procedure) : row.step
    return { ...row, step, held: held === 1, procedure }
  })
}

/** The step that a claim waits at; `undefined` where all are done. */
export function nextStepOf(position: Position): ProcedureStep | undefined {
  return stepAt(position.procedure.procedure, position.step)
}
