/** Values that a refusal's message was made from; never ID numbers, phones or accounts in clear. */
export type RefusalParams = Readonly<Record<string, string | number | boolean | null>>

/**
 * An expected "no" that a clerk is told about: what was refused, where, and what to do next.
 * `code` is stable (`ledger.wrong-passphrase`), `message` is Chinese and complete as it stands.
 * Anything else that is thrown is a broken invariant, and is shown as an internal error.
 */
export class Refusal extends Error {
  readonly code: string
  readonly params: RefusalParams

  constructor(code: string, message: string, params: RefusalParams = {}) {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.params = params
  }
}

/** True for a `Refusal`, also one that crossed a thread as a plain object. */
export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Error && error.name === 'Refusal'
}
