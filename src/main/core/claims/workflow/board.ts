import type { z } from 'zod'
import type { claims as contract } from '../../../../shared/contract/claims.ts'
import { CLAIM_STATES, type ClaimState, FINAL_STATES } from '../../../../shared/domain/claim-states.ts'
import type { ReadLedger } from '../../db/ledger.ts'
import { type ClaimsFilter, claimsWhere } from '../claims-list.ts'
import { IS_HELD } from './holds.ts'
import { OfficeProcedures } from './office-procedures.ts'
import { waitingAt } from './positions.ts'

type Board = z.output<NonNullable<(typeof contract.board)['~orpc']['outputSchema']>>

type Group = {
  benefit: string
  state: ClaimState
  step: string | null
  procedureId: string | null
  draftedAt: string
  count: number
  amountFen: number
  held: number
  overdue: number
}

/** 申领看板: what lies in which state and at which step, with sums, what is held and what is late. */
export function claimBoard(ledger: ReadLedger, filter: ClaimsFilter, today: string): Board {
  const where = claimsWhere(filter)
  const groups = ledger
    .prepare<Group>(
      `SELECT c.benefit, c.state, c.step, c.procedure_id AS procedureId, min(c.drafted_at) AS draftedAt,
         count(*) AS count, sum(c.amount_fen) AS amountFen,
         sum(${IS_HELD}) AS held,
         sum(c.due_on < ?) AS overdue
       FROM claims c WHERE ${where.sql} GROUP BY c.benefit, c.state, c.step, c.procedure_id`,
    )
    .all(today, ...where.params)
  const procedures = new OfficeProcedures(ledger)
  return CLAIM_STATES.flatMap((state) => {
    const here = groups.filter((group) => group.state === state)
    if (here.length === 0) return []
    const steps = new Map<string, { step: string; name: string; count: number }>()
    for (const group of FINAL_STATES.has(state) ? [] : here) {
      const step = waitingAt(group, procedures)
      if (step === undefined) continue
      const known = steps.get(step.id)
      if (known === undefined) steps.set(step.id, { step: step.id, name: step.name, count: group.count })
      else known.count += group.count
    }
    const sum = (of: (group: Group) => number) => here.reduce((total, group) => total + (of(group) ?? 0), 0)
    return [
      {
        state,
        count: sum(({ count }) => count),
        amountFen: sum(({ amountFen }) => amountFen),
        held: sum(({ held }) => held),
        overdue: sum(({ overdue }) => overdue),
        steps: [...steps.values()],
      },
    ]
  })
}
