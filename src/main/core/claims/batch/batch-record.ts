import { type ProcedureStep, stepAt } from '../../../../shared/domain/claim-procedure.ts'
import type { BatchState } from '../../../../shared/domain/claim-states.ts'
import type { Fund } from '../../../../shared/domain/policy.ts'
import { Refusal } from '../../../../shared/domain/refusal.ts'
import type { ReadLedger } from '../../db/ledger.ts'
import { IS_HELD } from '../workflow/holds.ts'
import { type OfficeProcedure, OfficeProcedures } from '../workflow/office-procedures.ts'

type Reading = Pick<ReadLedger, 'prepare'>

type Stored = {
  readonly id: string
  readonly number: string
  readonly title: string
  readonly benefit: string
  readonly fund: Fund
  readonly budgetLineId: string | null
  readonly period: string | null
  readonly scope: string | null
  readonly state: BatchState
  readonly step: string | null
  readonly procedureId: string
  readonly statedCount: number | null
  readonly statedFen: number | null
  readonly createdAt: string
  readonly createdBy: string
  readonly lockedAt: string | null
}

/** A batch with the procedure that all its claims follow. */
export type Batch = Stored & { readonly procedure: OfficeProcedure }

/** Of `batches b`. */
export const BATCH_COLUMNS = `b.id, b.number, b.title, b.benefit, b.fund, b.budget_line_id AS budgetLineId, b.period,
  b.scope, b.state, b.step, b.procedure_id AS procedureId, b.stated_count AS statedCount, b.stated_fen AS statedFen,
  b.created_at AS createdAt, b.created_by AS createdBy, b.locked_at AS lockedAt`

/** @throws Refusal `batches.not-found` */
export function findBatch(ledger: Reading, id: string): Batch {
  const row = ledger
    .prepare<Stored>(`SELECT ${BATCH_COLUMNS} FROM batches b WHERE b.id = ? AND b.deleted_at IS NULL`)
    .get(id)
  if (row === undefined) throw new Refusal('batches.not-found', '没有这个批次，可能已撤销，请刷新列表。')
  return { ...row, procedure: new OfficeProcedures(ledger).byId(row.procedureId) }
}

/** The batch, where claims may still join and leave. @throws Refusal `batches.locked` */
export function findOpenBatch(ledger: Reading, id: string): Batch {
  const batch = findBatch(ledger, id)
  if (batch.state !== 'open') throw locked(batch)
  return batch
}

export function locked({ number }: Batch): Refusal {
  return new Refusal('batches.locked', `批次 ${number} 已锁定，不能再增减或改动。`, { number })
}

/** The step that a batch waits at; `undefined`: all are done, or it was dissolved. */
export function stepOfBatch(batch: Batch): ProcedureStep | undefined {
  return batch.state === 'dissolved' ? undefined : stepAt(batch.procedure.procedure, batch.step)
}

/** Ids of its claims, by number. */
export function claimsOfBatch(ledger: Reading, id: string): string[] {
  return ledger
    .prepare<string>('SELECT id FROM claims WHERE batch_id = ? AND deleted_at IS NULL ORDER BY number')
    .pluck()
    .all(id) as string[]
}

/** Head count and sum, recomputed from the claims themselves. */
export function totalsOfBatch(
  ledger: Reading,
  id: string,
): { count: number; amountFen: number; held: number } {
  return ledger
    .prepare<{ count: number; amountFen: number; held: number }>(
      `SELECT count(*) AS count, coalesce(sum(c.amount_fen), 0) AS amountFen,
         coalesce(sum(${IS_HELD}), 0) AS held
       FROM claims c WHERE c.batch_id = ? AND c.deleted_at IS NULL`,
    )
    .get(id) as { count: number; amountFen: number; held: number }
}
