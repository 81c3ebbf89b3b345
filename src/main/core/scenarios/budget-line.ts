import type { BudgetSide, ScenarioBudget } from '../../../shared/contract/scenarios.ts'
import { formatDate, yearOfDay } from '../../../shared/domain/dates.ts'
import { BEFORE, NEVER } from '../policy/facts.ts'
import type { BudgetEntry } from './side.ts'

/**
 * What one side leaves of a budget, or falls short of it, and with which entitlement it crosses the line. With a year,
 * only what is met in that year counts; what was met earlier and is still due is told apart. Money in fen.
 */
export function againstBudget(
  budget: Pick<ScenarioBudget, 'amountFen' | 'year'>,
  grantedFen: number,
  entries: readonly BudgetEntry[],
): BudgetSide {
  const { year } = budget
  const inYear = entries.filter(({ on }) => year === null || (dated(on) && yearOfDay(on) === year))
  const earlier = entries.filter(
    ({ on, pending }) => year !== null && !pending && dated(on) && yearOfDay(on) < year,
  )
  const sum = (list: readonly BudgetEntry[]) => list.reduce((total, { amountFen }) => total + amountFen, 0)
  const dueFen = sum(inYear.filter(({ pending }) => !pending))
  const pendingFen = sum(inYear.filter(({ pending }) => pending))
  const leftFen = budget.amountFen - grantedFen - dueFen
  return {
    dueFen,
    pendingFen,
    earlierFen: sum(earlier),
    leftFen,
    leftAtEndFen: leftFen - pendingFen,
    crossed: crossing(inYear, budget.amountFen - grantedFen),
  }
}

function crossing(entries: readonly BudgetEntry[], lineFen: number): BudgetSide['crossed'] {
  const inOrder = entries.toSorted((a, b) => a.on - b.on)
  let spent = 0
  for (const [i, entry] of inOrder.entries()) {
    spent += entry.amountFen
    if (spent > lineFen)
      return { nth: i + 1, on: dated(entry.on) ? formatDate(entry.on) : null, pending: entry.pending }
  }
  return null
}

/** An award that may be given at any time has no date of its own: it is counted first. */
function dated(day: number): boolean {
  return day > BEFORE && day < NEVER
}
