import { useEffect } from 'react'

/** Esc closes the open record, wherever the focus is on the page; a dialog over it is closed first. */
export function useEscape(active: boolean, close: () => void) {
  useEffect(() => {
    if (!active) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('.ant-modal-wrap'))
        close()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [active, close])
}
