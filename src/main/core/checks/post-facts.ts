import type { DayNumber } from '../../../shared/domain/dates.ts'

/** One public-welfare post of a person, as far as the ledger knows it. `undefined` is unknown. */
export interface PostFact {
  /** the spell */
  readonly id: string
  readonly personId: string
  readonly from: DayNumber
  /** last day; null: still going on; undefined: not known whether and when it ended */
  readonly to: DayNumber | null | undefined
  /** null: known that there is no contract */
  readonly contract:
    | { readonly from: DayNumber | undefined; readonly to: DayNumber | undefined }
    | null
    | undefined
}

/** What a check found about one person. `possible`: a fact is missing that would decide it. */
export interface PostFinding {
  readonly personId: string
  readonly certainty: 'certain' | 'possible'
  /** the posts concerned, in order of their first day */
  readonly posts: readonly PostFact[]
  /** the days that are too many: held twice, or beyond the longest contract; `to` undefined: not known how long */
  readonly from: DayNumber
  readonly to: DayNumber | undefined
}

/** The most that a limit allows, in force from `from` to `to`. */
export interface DatedMost {
  readonly from: DayNumber
  readonly to: DayNumber
  readonly most: number
}
