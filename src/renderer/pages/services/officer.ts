import { useLedger } from '../../state/session.ts'

/** Who is at the desk: the usual 经办人. */
export function useLedgerOfficer(): string {
  return useLedger().officer
}
