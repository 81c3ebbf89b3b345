import type { RefusalParams } from '../../../../shared/domain/refusal.ts'
import type { Sqlite } from '../sqlite.ts'

/** One thing that is not as it must be. `message` is Chinese: what, where, what to do. */
export interface Finding {
  readonly code: string
  readonly message: string
  readonly params: RefusalParams
}

/** What one check looked at and what it found. */
export interface CheckResult {
  /** how many things were looked at */
  readonly checked: number
  readonly findings: readonly Finding[]
}

/** One check of the doctor: small, reads only. */
export interface Check {
  readonly name: string
  /** what is checked, for the progress line, in Chinese */
  readonly title: string
  run(context: CheckContext): CheckResult | Promise<CheckResult>
}

export interface CheckContext {
  readonly db: Sqlite
  readonly path: string
}

/** At most this many findings of one kind are listed; the rest is counted. */
export const MOST_LISTED = 20

export function finding(code: string, message: string, params: RefusalParams = {}): Finding {
  return { code, message, params }
}
