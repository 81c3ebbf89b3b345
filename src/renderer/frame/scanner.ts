import { asPaperNumber } from '../../shared/domain/paper-number.ts'

/** A key as it came: which one (its place on the keyboard, whatever the input method makes of it) and when. */
export type Stroke = { readonly code: string; readonly key: string; readonly at: number }

/** A scanner types without a pause; a person hardly ever this quickly for a whole number. Milliseconds. */
const LONGEST_GAP = 120

/** Longest that a number with what surrounds it can be. */
const LONGEST = 40

/**
 * Tells the number of a paper that a keyboard-style scanner types from what people type: its keys come without a pause and end
 * with Enter. Keys are taken by their place, so that a Chinese input method that is switched on does not hide them.
 */
export class ScannedNumber {
  private typed = ''
  private last = Number.NEGATIVE_INFINITY
  private startedNow = false

  /** Takes the next key. Gives the number when this key ends one, `undefined` otherwise. */
  take(stroke: Stroke): string | undefined {
    if (stroke.at - this.last > LONGEST_GAP) this.typed = ''
    this.last = stroke.at
    if (stroke.key === 'Enter' || stroke.code === 'Enter' || stroke.code === 'NumpadEnter') {
      const number = asPaperNumber(this.typed)
      this.typed = ''
      return number ?? undefined
    }
    const character = characterOf(stroke)
    this.startedNow = character !== undefined && this.typed === ''
    if (character !== undefined) this.typed = (this.typed + character).slice(-LONGEST)
    return undefined
  }

  /** The key taken last was the first of a burst. */
  get started(): boolean {
    return this.startedNow
  }
}

/** The character of a key; `undefined` for keys that write none, such as Shift. */
function characterOf({ code, key }: Stroke): string | undefined {
  const letter = /^Key([A-Z])$/.exec(code)?.[1]
  if (letter !== undefined) return letter
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1]
  if (digit !== undefined) return digit
  if (code === 'Minus' || code === 'NumpadSubtract') return '-'
  return /^[A-Za-z0-9-]$/.test(key) ? key : undefined
}
