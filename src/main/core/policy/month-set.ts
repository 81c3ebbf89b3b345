import {
  type DayNumber,
  monthEnd as endOfMonth,
  type MonthIndex,
  monthOfDay,
} from '../../../shared/domain/dates.ts'
import type { MonthMasks } from './facts.ts'

const FIRST_YEAR = 1960
const YEARS = 180
const MONTH_ENDS = Int32Array.from({ length: YEARS * 12 }, (_, i) => endOfMonth(FIRST_YEAR * 12 + i))

/** Last day of a month; a table for the years that occur, arithmetic beyond. */
export function lastDayOf(month: MonthIndex): DayNumber {
  return MONTH_ENDS[month - FIRST_YEAR * 12] ?? endOfMonth(month)
}

/** The first month that ends after a day: the earliest one that can still become insured then. */
export function firstMonthEndingAfter(day: DayNumber): MonthIndex {
  return monthOfDay(day + 1)
}

/**
 * A set of months that is filled and emptied without allocation. Years outside 1960 to 2139 are ignored:
 * no month of a person's work lies there.
 */
export class MonthSet {
  private readonly masks = new Int32Array(YEARS)
  private low = YEARS
  private high = -1

  clear(): void {
    if (this.high >= this.low) this.masks.fill(0, this.low, this.high + 1)
    this.low = YEARS
    this.high = -1
  }

  private or(year: number, mask: number): void {
    if (year < 0 || year >= YEARS || mask === 0) return
    this.masks[year] = (this.masks[year] ?? 0) | mask
    if (year < this.low) this.low = year
    if (year > this.high) this.high = year
  }

  /** Adds months given as `year * 4096 + mask`. */
  addMasks(list: MonthMasks): void {
    for (let i = 0; i < list.length; i++) {
      const packed = list[i] as number
      this.or((packed >> 12) - FIRST_YEAR, packed & 0xfff)
    }
  }

  /** Adds every month from `from` to `to`, both included. */
  addRange(from: MonthIndex, to: MonthIndex): void {
    const first = Math.max(from, FIRST_YEAR * 12)
    const last = Math.min(to, (FIRST_YEAR + YEARS) * 12 - 1)
    let month = first
    while (month <= last) {
      const year = Math.floor(month / 12)
      const start = month - year * 12
      const end = Math.min(11, last - year * 12)
      this.or(year - FIRST_YEAR, ((1 << (end + 1)) - 1) & ~((1 << start) - 1))
      month = (year + 1) * 12
    }
  }

  addAll(other: MonthSet): void {
    for (let year = other.low; year <= other.high; year++) this.or(year, other.masks[year] as number)
  }

  has(month: MonthIndex): boolean {
    const year = Math.floor(month / 12) - FIRST_YEAR
    return year >= 0 && year < YEARS && ((this.masks[year] as number) & (1 << (month % 12))) !== 0
  }

  /** The n-th month in order (1 is the earliest), or -1. */
  nth(n: number): MonthIndex {
    let left = n
    for (let year = this.low; year <= this.high; year++) {
      const mask = this.masks[year] as number
      if (mask === 0) continue
      for (let bit = 0; bit < 12; bit++) {
        if ((mask & (1 << bit)) !== 0 && --left === 0) return (year + FIRST_YEAR) * 12 + bit
      }
    }
    return -1
  }

  /** The last month of the earliest run of n months with none missing, or -1. */
  endOfRun(n: number): MonthIndex {
    let run = 0
    for (let year = this.low; year <= this.high; year++) {
      const mask = this.masks[year] as number
      for (let bit = 0; bit < 12; bit++) {
        run = (mask & (1 << bit)) !== 0 ? run + 1 : 0
        if (run === n) return (year + FIRST_YEAR) * 12 + bit
      }
    }
    return -1
  }

  /** The latest month, or -1. */
  latest(): MonthIndex {
    for (let year = this.high; year >= this.low; year--) {
      const mask = this.masks[year] as number
      if (mask !== 0) return (year + FIRST_YEAR) * 12 + (31 - Math.clz32(mask))
    }
    return -1
  }

  /** Number of months up to and including `last`. */
  countUpTo(last: MonthIndex): number {
    let count = 0
    for (let year = this.low; year <= this.high; year++) {
      const mask = this.masks[year] as number
      if (mask === 0) continue
      for (let bit = 0; bit < 12; bit++) {
        if ((mask & (1 << bit)) !== 0 && (year + FIRST_YEAR) * 12 + bit <= last) count++
      }
    }
    return count
  }

  months(): MonthIndex[] {
    const list: MonthIndex[] = []
    for (let year = this.low; year <= this.high; year++) {
      for (let bit = 0; bit < 12; bit++) {
        if (((this.masks[year] as number) & (1 << bit)) !== 0) list.push((year + FIRST_YEAR) * 12 + bit)
      }
    }
    return list
  }
}

/** Month indexes → packed year masks, ascending. */
export function packMonths(months: Iterable<MonthIndex>): number[] {
  const set = new MonthSet()
  for (const month of months) set.addRange(month, month)
  const years = new Map<number, number>()
  for (const month of set.months()) {
    const year = Math.floor(month / 12)
    years.set(year, (years.get(year) ?? 0) | (1 << (month % 12)))
  }
  return [...years].map(([year, mask]) => year * 4096 + mask)
}
