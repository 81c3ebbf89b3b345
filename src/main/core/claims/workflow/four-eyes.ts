import { type ProcedureStep, stepAt } from '../../../../shared/domain/claim-procedure.ts'
import type { ReadLedger } from '../../db/ledger.ts'
import type { Actor } from '../../procedure.ts'
import { readDeskRules } from '../../security/desk-rules.ts'
import type { BatchGate } from '../batch/bars.ts'
import { claimsOfBatch } from '../batch/batch-record.ts'
import type { Gate } from './act.ts'
import { OfficeProcedures } from './office-procedures.ts'
import { type Position, positionsOf } from './positions.ts'

type Reading = Pick<ReadLedger, 'prepare'>
/** Who is at the desk: an officer of the list, or in a ledger without one just a name. */
export type Doer = Pick<Actor, 'name' | 'officerId'>

/** What the rule is called where it bars somebody. */
const RULE = '同一人不得既审核又复核'

/**
 * 复核与经办分开: a step that the office gave to reviewers is barred for whoever handled the claim at a clerk's step
 * before, as its paper's receiver or with an opinion. Only the last one who completed a step counts: a claim that was
 * sent back is handled anew. Bars nobody where the office does not want the rule.
 */
export function fourEyesGate(ledger: Reading, by: Doer): Gate {
  if (!readDeskRules(ledger).fourEyes) return () => new Map()
  const handled = handledBy(ledger, by)
  return (positions, step) => {
    const stopped = new Map<string, { bar: 'check'; what: string }>()
    if (!isReview(step)) return stopped
    for (const position of positions)
      if (handled(position)) stopped.set(position.id, { bar: 'check', what: `${RULE}，请换人办理` })
    return stopped
  }
}

/** The same for a batch, whose claims move together. */
export function fourEyesBatchGate(ledger: Reading, by: Doer): BatchGate {
  if (!readDeskRules(ledger).fourEyes) return () => []
  const handled = handledBy(ledger, by)
  return (batch) => {
    const step = stepAt(batch.procedure.procedure, batch.state === 'dissolved' ? null : batch.step)
    if (step === undefined || !isReview(step)) return []
    const claims = positionsOf(ledger, new OfficeProcedures(ledger), claimsOfBatch(ledger, batch.id)).filter(
      handled,
    ).length
    if (claims === 0) return []
    const text = `其中 ${claims} 份由“${by.name}”经手审核过：${RULE}，“${step.name}”请换人办理。`
    return [{ code: 'four-eyes', severity: 'block', text, claims }]
  }
}

/** Looks that judge what another one did. Money on its way is nobody's judgement any more. */
function isReview({ kind, role }: ProcedureStep): boolean {
  return (kind === 'opinion' || kind === 'approval') && role !== 'clerk'
}

/** What an event keeps of the officer who did it, beside the name that the story shows. */
export function signedBy({ officerId }: Doer): { officerId?: string } {
  return officerId === undefined ? {} : { officerId }
}

/**
 * By officer, so that somebody who took over a colleague's name is not taken for him; by name where either did not come
 * from the list of officers.
 */
function handledBy(ledger: Reading, me: Doer): (position: Position) => boolean {
  const last = ledger.prepare<{ step: string; by: string; officerId: string | null }>(
    `SELECT json_extract(data, '$.step') AS step, by, json_extract(data, '$.officerId') AS officerId, max(id)
     FROM claim_events
     WHERE claim_id = ? AND kind IN ('received', 'opinion') AND deleted_at IS NULL GROUP BY 1`,
  )
  const isMine = ({ by, officerId }: { by: string; officerId: string | null }) =>
    officerId === null || me.officerId === undefined ? by === me.name : officerId === me.officerId
  return ({ id, procedure: { procedure } }) => {
    const role = new Map(procedure.steps.map((step) => [step.id, step.role]))
    return last.all(id).some((event) => isMine(event) && role.get(event.step) === 'clerk')
  }
}
