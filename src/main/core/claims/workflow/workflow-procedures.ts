import { mayAct } from '../../../../shared/contract/procedure.ts'
import type { ProcedureStep } from '../../../../shared/domain/claim-procedure.ts'
import { Refusal } from '../../../../shared/domain/refusal.ts'
import { checkGate } from '../../checks/check-gates.ts'
import { procedures } from '../../db/schema/procedures.ts'
import { benefitNames } from '../../entitlements/packs.ts'
import { type Actor, type Implementations, query, type Surroundings, write } from '../../procedure.ts'
import { claimBoard } from './board.ts'
import { changesSince } from './changes-since.ts'
import { actOnClaims, chosenClaims, type GateOver, previewAct } from './claim-acts.ts'
import { openHoldsOf, releaseHolds } from './holds.ts'
import { markMaterial } from './materials.ts'
import {
  listCalendar,
  listMaterials,
  listProcedures,
  saveCalendar,
  saveMaterials,
  saveProcedure,
} from './office-settings.ts'

/** Whether this person may complete a step, by the role that the office gave the step. */
export function mayDo(actor: Actor): (step: ProcedureStep) => boolean {
  return (step) => mayAct(actor.role, step.role)
}

function checksOf(context: Surroundings): GateOver {
  return (ledger) => checkGate(context, ledger)
}

/** Claims on their way through the office, and the office's own rules for it. */
export const workflowProcedures: Implementations = {
  'claims.board': query('claims.board', (context, filter) =>
    claimBoard(context.ledger, filter, context.today()),
  ),
  'claims.plan': query('claims.plan', (context, asked) =>
    previewAct(context.ledger, asked, mayDo(context.actor), context.actor, checksOf(context)),
  ),
  'claims.act': write('claims.act', (context, input) =>
    actOnClaims(context, input, mayDo(context.actor), checksOf(context)),
  ),
  'claims.release': write('claims.release', (context, { holdIds, reason, ...chosen }) => {
    const { txId, result } = context.ledger.write(
      { action: 'claims.release', actor: context.actor.name, params: { holds: holdIds?.length ?? null } },
      (tx) =>
        releaseHolds(tx, holdIds ?? openHoldsOf(tx, chosenClaims(tx, chosen)), reason, context.actor.name),
    )
    return { released: result, txId }
  }),
  'claims.markMaterial': write('claims.markMaterial', (context, { ids, item, seen }) => {
    const { txId, result } = context.ledger.write(
      { action: 'claims.markMaterial', actor: context.actor.name, params: { item, seen } },
      (tx) => markMaterial(tx, ids, item, seen, context.actor.name),
    )
    return { changed: result, txId: result === 0 ? null : txId }
  }),
  'claims.changesSince': query('claims.changesSince', (context, { id }) =>
    changesSince(context, context.ledger, id),
  ),
  'workflow.procedures': query('workflow.procedures', (context) =>
    listProcedures(context.ledger, benefitNames(context, context.ledger)),
  ),
  'workflow.saveProcedure': write('workflow.saveProcedure', (context, input) => {
    const { txId, result } = context.ledger.write(
      { action: 'workflow.saveProcedure', actor: context.actor.name, params: { benefit: input.benefit } },
      (tx) => saveProcedure(tx, input, benefitNames(context, tx), context.actor.name),
    )
    return { id: result, txId }
  }),
  'workflow.removeProcedure': write('workflow.removeProcedure', (context, { id, reason }) => {
    const { txId } = context.ledger.write(
      { action: 'workflow.removeProcedure', actor: context.actor.name, params: { id } },
      (tx) => {
        const live = tx.prepare('SELECT 1 FROM procedures WHERE id = ? AND deleted_at IS NULL').get(id)
        if (live === undefined)
          throw new Refusal('workflow.procedure-gone', '这个办理程序是软件自带的，或已停用，请刷新。')
        tx.remove(procedures, id, reason)
      },
    )
    return { id, txId }
  }),
  'workflow.calendar': query('workflow.calendar', (context, { year }) => listCalendar(context.ledger, year)),
  'workflow.saveCalendar': write('workflow.saveCalendar', (context, input) => {
    const { txId, result } = context.ledger.write(
      { action: 'workflow.saveCalendar', actor: context.actor.name, params: { year: input.year } },
      (tx) => saveCalendar(tx, input),
    )
    return { changed: result, txId: result === 0 ? null : txId }
  }),
  'workflow.materials': query('workflow.materials', (context) => listMaterials(context.ledger)),
  'workflow.saveMaterials': write('workflow.saveMaterials', (context, input) => {
    const { txId, result } = context.ledger.write(
      { action: 'workflow.saveMaterials', actor: context.actor.name, params: { benefit: input.benefit } },
      (tx) => saveMaterials(tx, input, benefitNames(context, tx)),
    )
    return { changed: result, txId: result === 0 ? null : txId }
  }),
}
