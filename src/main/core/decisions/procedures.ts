import { type Implementations, query, write } from '../procedure.ts'
import { listDecisions, recordDecisions, removeDecision } from './decisions.ts'

/** 研究决定 */
export const decisionProcedures: Implementations = {
  'decisions.list': query('decisions.list', (context, filter) => listDecisions(context.ledger, filter)),
  'decisions.record': write('decisions.record', (context, input) => {
    const { txId, result } = context.ledger.write(
      {
        action: 'decisions.record',
        actor: context.actor.name,
        params: { benefit: input.benefit, decision: input.decision, results: input.subjects.length },
      },
      (tx) => recordDecisions(context, tx, input),
    )
    return { ...result, txId }
  }),
  'decisions.remove': write('decisions.remove', (context, { id, reason }) => {
    const { txId } = context.ledger.write(
      { action: 'decisions.remove', actor: context.actor.name, params: { id } },
      (tx) => removeDecision(tx, id, reason),
    )
    return { id, txId }
  }),
}
