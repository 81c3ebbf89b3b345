import type { ProcedureMeta } from '../../../shared/contract/procedure.ts'
import { mayAct } from '../../../shared/contract/procedure.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { needsRole } from '../../../shared/text/officers.ts'
import { procedures } from '../contract-walk.ts'
import type { ReadLedger } from '../db/ledger.ts'
import type { Actor } from '../procedure.ts'

const metaOf: ReadonlyMap<string, ProcedureMeta> = new Map(procedures.map(({ name, meta }) => [name, meta]))

/**
 * To take a change back needs the role that making it needed; another person's change, a reviewer. Who may do what is
 * never undone, so that no undo takes the last administrator away; nor is which key is trusted.
 * @throws Refusal `officers.no-undo`, `partner.no-undo`, `role.too-low`, `undo.not-yours`
 */
export function refuseForeignUndo(ledger: Pick<ReadLedger, 'prepare'>, txId: string, actor: Actor): void {
  const entry = ledger
    .prepare<{ actor: string; action: string }>('SELECT actor, action FROM audit WHERE tx_id = ?')
    .get(txId)
  if (entry === undefined) return
  if (entry.action.startsWith('officers.'))
    throw new Refusal('officers.no-undo', '人员与权限的改动不能撤销，请在“人员与权限”里直接改。')
  if (entry.action.startsWith('partners.'))
    throw new Refusal('partner.no-undo', '钥匙的登记、更换和停用不能撤销，请在“伙伴与钥匙”里直接改。')
  const meta = metaOf.get(entry.action)
  if (meta !== undefined && !mayAct(actor.role, meta.role))
    throw new Refusal('role.too-low', `撤销“${meta.label}”${needsRole(meta.role)}`, { needed: meta.role })
  if (entry.actor !== actor.name && !mayAct(actor.role, 'reviewer')) {
    throw new Refusal(
      'undo.not-yours',
      `这一步是“${entry.actor}”办的：请本人撤销，或由“复核”以上的人撤销。`,
      { by: entry.actor },
    )
  }
}
