import { useEffect, useState } from 'react'

/** Milliseconds of the screen's clock, renewed every `everyMs`. For progress only, never for facts. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
