import { type DayNumber, formatDate } from '../../../shared/domain/dates.ts'
import { isPayable } from '../policy/decision.ts'
import type { HotResult, Question } from '../policy/engine.ts'
import { BEFORE, NEVER, type PersonView } from '../policy/facts.ts'
import { isForPerson } from '../policy/grants.ts'
import type { Row } from '../policy/row.ts'
import { AMOUNT_BIT, OUT } from '../policy/weighing.ts'

/** An answer of the hot path, to keep: the hot path's own object is reused. */
export interface Found {
  readonly row: Row
  readonly beneficiary: string | null
  readonly person: string | null
  /** year, course or fair; `null` where the row has none, or all years were answered alike */
  readonly period: string | null
  readonly outcome: number
  /** fen, -1: none */
  readonly amountFen: number
  /** months payable, for month-by-month rows; else 0 */
  readonly months: number
  readonly on: DayNumber
  readonly qualifyingOn: DayNumber
  readonly failed: number
  readonly unknown: number
  /** index in the view's spells, -1: none */
  readonly spell: number
}

export function foundOf(result: HotResult): Found {
  return {
    row: result.row,
    beneficiary: result.beneficiary,
    person: result.person,
    period: result.year > 0 ? String(result.year) : result.period,
    outcome: result.outcome,
    amountFen: result.amountFen,
    months: result.months,
    on: result.on,
    qualifyingOn: result.qualifyingOn,
    failed: result.failed,
    unknown: result.unknown,
    spell: result.spell,
  }
}

/** What may be granted once: rows that share a use share it, whoever is paid. */
export function entitlementOf({ row, person, beneficiary, period }: Found): string {
  return `${row.use}|${(isForPerson(row) ? person : beneficiary) ?? ''}|${row.unit.endsWith('-once') ? '' : (period ?? '')}`
}

/** The same question for the path that traces. */
export function questionOf({ row, person, beneficiary, period }: Found): Question {
  return {
    benefit: row.id,
    beneficiary: beneficiary ?? undefined,
    for: person ?? undefined,
    period: period ?? undefined,
  }
}

/** Everything is met: to be paid, to be decided by the office, or waiting for a local standard. */
export function isMet(outcome: number): boolean {
  return isPayable(outcome) || outcome === OUT['needs-standard']
}

/** Everything is met, and only a fact for the amount is lacking (a fare). */
export function lacksAmountOnly(found: { outcome: number; unknown: number }): boolean {
  return found.outcome === OUT.undetermined && found.unknown === 1 << AMOUNT_BIT
}

export function dayText(day: DayNumber): string | null {
  return day > BEFORE && day < NEVER ? formatDate(day) : null
}

export function spellIdOf(view: PersonView | null, spell: number): string | null {
  return view === null || spell < 0 ? null : (view.spells[spell]?.id ?? null)
}
