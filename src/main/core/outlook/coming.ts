import {
  type DayNumber,
  formatDate,
  formatMonth,
  type MonthIndex,
  monthEnd,
  monthIndexOf,
  monthOfDay,
} from '../../../shared/domain/dates.ts'
import type { ComingOutcome } from '../../../shared/domain/outlook.ts'
import { OUTCOMES } from '../../../shared/domain/policy.ts'
import type { Run } from '../policy/engine.ts'
import { NEVER, type PersonView } from '../policy/facts.ts'
import { firstMonthEndingAfter } from '../policy/month-set.ts'
import { OUT } from '../policy/weighing.ts'
import { entitlementOf, type Found, isMet, lacksAmountOnly, questionOf, spellIdOf } from './found.ts'

/** One entitlement that becomes payable later, or one for each of several months in a row. */
export interface Coming {
  readonly found: Found
  readonly on: string
  readonly outcome: ComingOutcome
  /** the same benefit as in an earlier year or month */
  readonly again: boolean
  readonly period: string | null
  /** the last of several months in a row; `null`: one day alone */
  readonly lastMonth: string | null
  /** of one month, where there are several */
  readonly amountFen: number | null
  readonly spellId: string | null
}

type Months = { readonly from: MonthIndex; to: MonthIndex; readonly amountFen: number }

/**
 * 将要可领: what is met after `asOf` and by `until`, if everything goes on. `later` decides on `until`, over people as they
 * will then stand; what is met already, or granted, is no news.
 */
export class ComingFinder {
  private readonly asOf: DayNumber
  private readonly until: DayNumber
  private readonly later: Run

  constructor(asOf: DayNumber, until: DayNumber, later: Run) {
    this.asOf = asOf
    this.until = until
    this.later = later
  }

  /** `now` and `then`: the answers about one person (or all bodies) on the two days. `then` was made of `view`. */
  find(now: readonly Found[], then: readonly Found[], view: PersonView | null): Coming[] {
    const known = new Set<string>()
    const before = new Map<string, Found>()
    const pending = new Map<string, DayNumber>()
    for (const found of now) {
      if (found.outcome === OUT.pending) pending.set(answerKey(found), found.on)
      if (!isMet(found.outcome) && found.outcome !== OUT['already-granted']) continue
      known.add(entitlementOf(found))
      before.set(rowKey(found), found)
    }
    const list: Coming[] = []
    for (const found of then) {
      const named = found.beneficiary !== null || found.row.beneficiary === 'person'
      const met = isMet(found.outcome)
      if ((!met && !lacksAmountOnly(found)) || !named || found.qualifyingOn <= this.asOf) continue
      const earlier = before.get(rowKey(found))
      if (found.row.unit === 'person-month') {
        if (met) list.push(...this.months(found, view, earlier))
        continue
      }
      // What is paid for a whole year is met earlier than the last day on which it can still be earned.
      const on = Math.min(found.qualifyingOn, pending.get(answerKey(found)) ?? NEVER)
      if (on > this.until || known.has(entitlementOf(found))) continue
      list.push(entry(found, view, on, earlier !== undefined, found.period, null, found.amountFen))
      before.set(rowKey(found), found)
    }
    return list
  }

  /** The months that end after `asOf`, those in a row with one amount together. */
  private months(found: Found, view: PersonView | null, earlier: Found | undefined): Coming[] {
    const list: Coming[] = []
    let again = earlier !== undefined
    for (const { from, to, amountFen } of this.whole(found, earlier) ?? this.asked(found, view)) {
      const period = formatMonth(from)
      const last = to > from ? formatMonth(to) : null
      list.push(entry(found, view, monthEnd(from), again, period, last, amountFen))
      again = true
    }
    return list
  }

  /**
   * Without asking for each month: where as many months are added as there are, each of them is. Only where no amount
   * is known yet, since amounts may differ by month.
   */
  private whole(found: Found, earlier: Found | undefined): Months[] | undefined {
    const from = firstMonthEndingAfter(this.asOf)
    const to = monthOfDay(found.qualifyingOn)
    const sameKind = earlier === undefined || earlier.outcome === found.outcome
    const added = found.months - (earlier?.months ?? 0)
    const far = to > monthOfDay(this.until)
    if (found.amountFen >= 0 || !sameKind || far || added !== to - from + 1) return undefined
    return [{ from, to, amountFen: -1 }]
  }

  private asked(found: Found, view: PersonView | null): Months[] {
    const { monthsPayable } = this.later.evaluate(view, questionOf({ ...found, period: null }))
    const runs: Months[] = []
    for (const part of monthsPayable) {
      const month = monthIndexOf(part.period)
      if (monthEnd(month) <= this.asOf || monthEnd(month) > this.until) continue
      const amountFen = found.amountFen < 0 ? -1 : part.amountFen
      const last = runs.at(-1)
      if (last !== undefined && last.to === month - 1 && last.amountFen === amountFen) last.to = month
      else runs.push({ from: month, to: month, amountFen })
    }
    return runs
  }
}

function entry(
  found: Found,
  view: PersonView | null,
  on: DayNumber,
  again: boolean,
  period: string | null,
  lastMonth: string | null,
  amountFen: number,
): Coming {
  const outcome = OUTCOMES[found.outcome] as ComingOutcome
  const known = amountFen >= 0 && (outcome === 'eligible' || outcome === 'discretionary')
  return {
    found,
    on: formatDate(on),
    outcome,
    again,
    period,
    lastMonth,
    amountFen: known ? amountFen : null,
    spellId: spellIdOf(view, found.spell),
  }
}

function answerKey(found: Found): string {
  return `${rowKey(found)}|${found.beneficiary ?? ''}|${found.period ?? ''}`
}

function rowKey({ row, person, beneficiary }: Found): string {
  return `${row.id}|${person ?? beneficiary ?? ''}`
}

/** The twelve months that a look ahead covers: from the month of the next day on. First and last month, and its last day. */
export function comingMonths(asOf: DayNumber): { first: string; last: string; until: DayNumber } {
  const first = monthOfDay(asOf + 1)
  const last = first + 11
  return { first: formatMonth(first), last: formatMonth(last), until: monthEnd(last) }
}
