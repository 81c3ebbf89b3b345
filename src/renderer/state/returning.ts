/** What was open on a page that was left, by the key of its place in the browser's history: coming back shows it again. */
let left: { key: string; open: unknown } | undefined

export function rememberOpen(key: string, open: unknown): void {
  left = open === null ? undefined : { key, open }
}

/** What stood open when this place in the history was left. */
export function openOnReturn<T>(key: string): T | null {
  return left?.key === key ? (left.open as T) : null
}

/** A locked ledger leaves nothing behind. */
export function forgetOpen(): void {
  left = undefined
}
