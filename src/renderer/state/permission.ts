import { mayAct, type Role } from '../../shared/contract/procedure.ts'
import { needsRole } from '../../shared/text/officers.ts'
import { useSession } from './session.ts'

/**
 * Why the person at the desk may not do what needs this role; `undefined` where he may. The ledger itself decides: this
 * only spares the clerk a refusal.
 */
export function useBarredFrom(needed: Role): string | undefined {
  const role = useSession().ledger?.role ?? null
  return role !== null && mayAct(role, needed) ? undefined : needsRole(needed)
}
