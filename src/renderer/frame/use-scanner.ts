import { useEffect, useRef } from 'react'
import { ScannedNumber } from './scanner.ts'

type Field = HTMLInputElement | HTMLTextAreaElement

/**
 * Calls `open` with the number of a paper that is scanned anywhere on the screen. What the scanner wrote into a field that
 * had the focus is taken out again. Where a dialogue is open the scan is left to it.
 */
export function useScanner(open: (number: string) => void): void {
  const latest = useRef(open)
  latest.current = open
  useEffect(() => {
    const scanned = new ScannedNumber()
    let field: { element: Field; value: string } | undefined
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      const number = scanned.take({ code: event.code, key: event.key, at: event.timeStamp })
      if (scanned.started) field = fieldOf(event.target)
      if (number === undefined || dialogueOpen()) return
      event.preventDefault()
      event.stopPropagation()
      if (field !== undefined) restore(field.element, field.value)
      latest.current(number)
    }
    // Before the fields themselves: their Enter must not submit what the scanner wrote.
    window.addEventListener('keydown', onKey, { capture: true })
    return () => window.removeEventListener('keydown', onKey, { capture: true })
  }, [])
}

function dialogueOpen(): boolean {
  return [...document.querySelectorAll<HTMLElement>('.ant-modal-wrap')].some(
    (dialogue) => dialogue.offsetParent !== null || getComputedStyle(dialogue).display !== 'none',
  )
}

function fieldOf(target: EventTarget | null): { element: Field; value: string } | undefined {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
    ? { element: target, value: target.value }
    : undefined
}

/** Sets a field as if it had been typed, so that the form that holds it notices. */
function restore(element: Field, value: string): void {
  const prototype = element instanceof HTMLInputElement ? HTMLInputElement : HTMLTextAreaElement
  Object.getOwnPropertyDescriptor(prototype.prototype, 'value')?.set?.call(element, value)
  element.dispatchEvent(new Event('input', { bubbles: true }))
}
