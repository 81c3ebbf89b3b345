import { useEffect, useRef } from 'react'

/** Esc closes what is open, wherever the focus is on the page; a dialog over it is closed first. */
export function useEscape(close: () => void) {
  const latest = useRef(close)
  latest.current = close
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('.ant-modal-wrap'))
        latest.current()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
