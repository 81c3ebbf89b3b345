import { useEffect } from 'react'
import type { Blocker } from 'react-router'
import { useAskLeave } from '../components/ask.tsx'

/** Asks before a page with unsaved changes is left. */
export function LeaveGuard({ blocker }: { blocker: Blocker }) {
  const askLeave = useAskLeave()
  useEffect(() => {
    if (blocker.state !== 'blocked') return
    void askLeave().then((leave) => (leave ? blocker.proceed() : blocker.reset()))
  }, [blocker, askLeave])
  return null
}
