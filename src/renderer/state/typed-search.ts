import { useCallback, useEffect, useRef, useState } from 'react'
import type { SetURLSearchParams } from 'react-router'

const SETTLED_MS = 400

/**
 * The text of a search as it is typed. The list follows it at once; the address only when the typing rests, since
 * a new address draws the whole frame anew.
 */
export function useTypedSearch(
  params: URLSearchParams,
  setParams: SetURLSearchParams,
): [search: string, setSearch: (text: string) => void] {
  const inAddress = params.get('search') ?? ''
  const [search, setSearch] = useState(inAddress)
  const [known, setKnown] = useState(inAddress)
  const written = useRef(inAddress)
  // A door or the way back brought another search.
  if (inAddress !== known) {
    setKnown(inAddress)
    if (inAddress !== written.current) setSearch(inAddress)
  }
  // The setter's `before` is that of its own render: later, only the latest one knows what else changed meanwhile.
  const latest = useRef(setParams)
  latest.current = setParams
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const type = useCallback((text: string) => {
    setSearch(text)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      written.current = text
      latest.current(
        (before) => {
          const next = new URLSearchParams(before)
          if (text) next.set('search', text)
          else next.delete('search')
          return next
        },
        { replace: true },
      )
    }, SETTLED_MS)
  }, [])
  return [search, type]
}
