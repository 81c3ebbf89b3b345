import { type DayNumber, formatDate } from '../../../shared/domain/dates.ts'
import { NEVER } from './facts.ts'

export interface DatedEntry<T> {
  readonly from: DayNumber
  /** last day, or NEVER */
  readonly to: DayNumber
  readonly value: T
}

/** A value that changes on known days: an amount, a threshold, a reading. Values follow one another without a gap. */
export class Dated<T> {
  readonly entries: readonly DatedEntry<T>[]
  private readonly only: T | undefined

  constructor(entries: readonly DatedEntry<T>[]) {
    if (entries.length === 0) throw new Error('a dated value needs at least one entry')
    this.entries = entries
    this.only = entries.length === 1 ? (entries[0] as DatedEntry<T>).value : undefined
  }

  /** The value in force on a day; before the first entry the first, after the last the last. */
  at(day: DayNumber): T {
    if (this.only !== undefined) return this.only
    let value = (this.entries[0] as DatedEntry<T>).value
    for (const entry of this.entries) if (entry.from <= day) value = entry.value
    return value
  }
}

/** One value for all time. */
export function constant<T>(value: T, from: DayNumber): Dated<T> {
  return new Dated([{ from, to: NEVER, value }])
}

/** `2018-01-01起` for explanations. */
export function sinceText(entry: DatedEntry<unknown>): string {
  return `${formatDate(entry.from)}起`
}
