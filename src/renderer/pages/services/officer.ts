import { useQuery } from '@tanstack/react-query'
import { api } from '../../api.ts'

/** Who fills in the ledger, as the office wrote it in its settings: the usual 经办人. */
export function useLedgerOfficer(): string {
  return useQuery(api.settings.get.queryOptions({ input: {} })).data?.officer ?? ''
}
