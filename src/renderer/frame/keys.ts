import { useEffect } from 'react'

/** True where a key belongs to the text being typed. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  )
}

/** Keys that work everywhere: Ctrl+K search, Ctrl+L lock, Ctrl+Z undo (outside of text fields). */
export function useFrameKeys(does: { search(): void; lock(): void; undo(): void }): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return
      const key = event.key.toLowerCase()
      if (key === 'k') does.search()
      else if (key === 'l') does.lock()
      else if (key === 'z' && !event.shiftKey && !isTyping(event.target)) does.undo()
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  })
}
