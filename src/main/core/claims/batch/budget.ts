import type { BudgetLineView } from '../../../../shared/contract/batches.ts'
import type { Fund } from '../../../../shared/domain/policy.ts'
import { Refusal } from '../../../../shared/domain/refusal.ts'
import type { ReadLedger, WriteTx } from '../../db/ledger.ts'
import { budgetLines } from '../../db/schema/procedures.ts'
import type { InputOf } from '../../procedure.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/**
 * 资金计划 with what is committed (claims in batches on their way) and paid (less what was clawed back and received).
 * Sums are recomputed from the claims.
 */
export function listBudgetLines(ledger: Reading, year?: number): BudgetLineView[] {
  return readLines(ledger, '(? IS NULL OR l.year = ?)', year ?? null, year ?? null)
}

/** The line that a batch is paid from; `undefined`: none is named, or it was removed. */
export function budgetLineOf(
  ledger: Reading,
  { budgetLineId }: { readonly budgetLineId: string | null },
): BudgetLineView | undefined {
  return budgetLineId === null ? undefined : readLines(ledger, 'l.id = ?', budgetLineId)[0]
}

function readLines(
  ledger: Reading,
  where: string,
  ...params: readonly (string | number | null)[]
): BudgetLineView[] {
  return ledger
    .prepare<{
      id: string
      name: string
      fund: Fund
      year: number
      benefits: string
      amountFen: number
      document: string
      committedFen: number
      paidFen: number
      batches: number
    }>(
      `SELECT l.id, l.name, l.fund, l.year, l.benefits, l.amount_fen AS amountFen, l.document,
         coalesce((SELECT sum(c.amount_fen) FROM batches b JOIN claims c ON c.batch_id = b.id AND c.deleted_at IS NULL
           WHERE b.budget_line_id = l.id AND b.deleted_at IS NULL AND c.state <> 'paid'), 0) AS committedFen,
         coalesce((SELECT sum(c.amount_fen) FROM batches b JOIN claims c ON c.batch_id = b.id AND c.deleted_at IS NULL
           WHERE b.budget_line_id = l.id AND b.deleted_at IS NULL AND c.state = 'paid'), 0)
         - coalesce((SELECT sum(k.received_fen) FROM batches b JOIN claims c ON c.batch_id = b.id
           JOIN clawbacks k ON k.claim_id = c.id AND k.deleted_at IS NULL
           WHERE b.budget_line_id = l.id AND b.deleted_at IS NULL), 0) AS paidFen,
         (SELECT count(*) FROM batches b WHERE b.budget_line_id = l.id AND b.deleted_at IS NULL AND b.state <> 'dissolved') AS batches
       FROM budget_lines l WHERE l.deleted_at IS NULL AND ${where} ORDER BY l.year DESC, l.name, l.id`,
    )
    .all(...params)
    .map(({ benefits, ...line }) => ({
      ...line,
      benefits: JSON.parse(benefits) as string[],
      leftFen: line.amountFen - line.committedFen - line.paidFen,
    }))
}

/** Enters a budget line or changes one. @throws Refusal `budgets.gone` */
export function saveBudgetLine(tx: WriteTx, input: InputOf<'budgets.save'>): string {
  const { id, benefits, ...line } = input
  const row = { ...line, benefits: JSON.stringify([...new Set(benefits)]) }
  if (id === undefined) return tx.insert(budgetLines, { ...row, source: 'entry' })
  refuseGone(tx, id)
  tx.update(budgetLines, id, row)
  return id
}

/** Removes a budget line that no batch is paid from. @throws Refusal `budgets.gone`, `budgets.in-use` */
export function removeBudgetLine(tx: WriteTx, id: string, reason: string): void {
  refuseGone(tx, id)
  const used = tx
    .prepare<string>(
      "SELECT number FROM batches WHERE budget_line_id = ? AND deleted_at IS NULL AND state <> 'dissolved' LIMIT 1",
    )
    .pluck()
    .get(id) as string | undefined
  if (used !== undefined) {
    throw new Refusal('budgets.in-use', `批次 ${used} 从这笔资金列支，不能删除。请先给批次换一笔资金。`)
  }
  tx.remove(budgetLines, id, reason)
}

function refuseGone(tx: WriteTx, id: string): void {
  if (tx.prepare('SELECT 1 FROM budget_lines WHERE id = ? AND deleted_at IS NULL').get(id) === undefined)
    throw new Refusal('budgets.gone', '这笔资金计划已不在台账中，请刷新。')
}
