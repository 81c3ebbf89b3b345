import type { z } from 'zod'
import type { claims } from '../../../../shared/contract/claims.ts'
import { CLAIM_STATES, type ClaimState } from '../../../../shared/domain/claim-states.ts'

export type BoardColumn = z.output<NonNullable<(typeof claims.board)['~orpc']['outputSchema']>>[number]

/** Where a claim goes when nothing holds it up. Endings beside that way show only where claims lie there. */
const WAY: readonly ClaimState[] = CLAIM_STATES.filter(
  (state) => !['returned', 'refused', 'withdrawn', 'reviewing'].includes(state),
)

/**
 * Columns of the board: each state in which claims lie, and for the first of them on the way also the one that comes
 * next, empty, so that it shows where the work goes.
 */
export function columnsOf(board: readonly BoardColumn[]): BoardColumn[] {
  const lying = new Map(board.map((column) => [column.state, column]))
  const shown = new Set<ClaimState>(lying.keys())
  for (const state of lying.keys()) {
    const next = WAY[WAY.indexOf(state) + 1]
    if (WAY.includes(state) && next !== undefined) shown.add(next)
  }
  return CLAIM_STATES.filter((state) => shown.has(state)).map(
    (state) => lying.get(state) ?? { state, count: 0, amountFen: 0, held: 0, overdue: 0, steps: [] },
  )
}
