import { createContext, useContext } from 'react'
import type { SessionState } from '../../shared/contract/ledger.ts'

export const SessionContext = createContext<SessionState | null>(null)

/** State of the application: host, today, the open ledger. */
export function useSession(): SessionState {
  const state = useContext(SessionContext)
  if (!state) throw new Error('useSession outside of the session gate')
  return state
}

/** The open ledger; only screens behind the gate ask. */
export function useLedger(): NonNullable<SessionState['ledger']> {
  const { ledger } = useSession()
  if (!ledger) throw new Error('no ledger is open')
  return ledger
}
