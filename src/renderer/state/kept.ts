/** Small preferences of this machine's screen (columns, appearance). Never facts: those live in the ledger. */

export function readKept<T>(key: string, fallback: T): T {
  try {
    const text = localStorage.getItem(`liaison.${key}`)
    return text === null ? fallback : (JSON.parse(text) as T)
  } catch {
    // A browser that forbids storage, or a value written by an older app: the preference is simply not kept.
    return fallback
  }
}

export function keep(key: string, value: unknown): void {
  try {
    localStorage.setItem(`liaison.${key}`, JSON.stringify(value))
  } catch {
    // As above: a preference that cannot be kept is no reason to interrupt the clerk.
  }
}
