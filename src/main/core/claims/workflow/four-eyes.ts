import { type ProcedureStep, stepAt } from '../../../../shared/domain/claim-procedure.ts'
import type { ReadLedger } from '../../db/ledger.ts'
import { readDeskRules } from '../../security/desk-rules.ts'
import type { BatchGate } from '../batch/bars.ts'
import { claimsOfBatch } from '../batch/batch-record.ts'
import type { Gate } from './act.ts'
import { OfficeProcedures } from './office-procedures.ts'
import { type Position, positionsOf } from './positions.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/** What the rule is called where it bars somebody. */
const RULE = '同一人不得既审核又复核'

/**
 * 复核与经办分开: a step that the office gave to reviewers is barred for whoever handled the claim at a clerk's step
 * before, as its paper's receiver or with an opinion. Only the last one who completed a step counts: a claim that was
 * sent back is handled anew. Bars nobody where the office does not want the rule.
 */
export function fourEyesGate(ledger: Reading, by: string): Gate {
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
export function fourEyesBatchGate(ledger: Reading, by: string): BatchGate {
  if (!readDeskRules(ledger).fourEyes) return () => []
  const handled = handledBy(ledger, by)
  return (batch) => {
    const step = stepAt(batch.procedure.procedure, batch.state === 'dissolved' ? null : batch.step)
    if (step === undefined || !isReview(step)) return []
    const claims = positionsOf(ledger, new OfficeProcedures(ledger), claimsOfBatch(ledger, batch.id)).filter(
      handled,
    ).length
    if (claims === 0) return []
    const text = `其中 ${claims} 份由“${by}”经手审核过：${RULE}，“${step.name}”请换人办理。`
    return [{ code: 'four-eyes', severity: 'block', text, claims }]
  }
}

/** Looks that judge what another one did. Money on its way is nobody's judgement any more. */
function isReview({ kind, role }: ProcedureStep): boolean {
  return (kind === 'opinion' || kind === 'approval') && role !== 'clerk'
}

function handledBy(ledger: Reading, by: string): (position: Position) => boolean {
  const last = ledger.prepare<{ step: string; by: string }>(
    `SELECT json_extract(data, '$.step') AS step, by, max(id) FROM claim_events
     WHERE claim_id = ? AND kind IN ('received', 'opinion') AND deleted_at IS NULL GROUP BY 1`,
  )
  return ({ id, procedure: { procedure } }) => {
    const role = new Map(procedure.steps.map((step) => [step.id, step.role]))
    return last.all(id).some((event) => event.by === by && role.get(event.step) === 'clerk')
  }
}
