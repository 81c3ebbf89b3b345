/** What has already been granted, and the key that makes an entitlement unique. */
import { type DayNumber, parseMonth, yearOfDay } from '../../../shared/domain/dates.ts'
import type { GrantFact } from './facts.ts'
import type { MonthSet } from './month-set.ts'
import type { Row } from './row.ts'

/**
 * The key of one entitlement: what may be granted once. Rows that share their use share the key (GZ-05/06,
 * HLJ-06/07, JH-03/15); where a person is concerned the payee is not part of it, so that two employers or agents
 * cannot both be paid. `period` is a year, a month `YYYY-MM`, a course or a fair.
 */
export function entitlementKey(
  row: Pick<Row, 'use' | 'unit'>,
  beneficiary: string,
  person: string | undefined,
  period: string | undefined,
): string {
  const whom = isForPerson(row) ? (person ?? beneficiary) : beneficiary
  return `${row.use}|${whom}|${hasPeriod(row) ? (period ?? '') : ''}`
}

/** True where the unit is a person, whoever is paid. */
export function isForPerson(row: Pick<Row, 'unit'>): boolean {
  return row.unit.startsWith('person-')
}

function hasPeriod(row: Pick<Row, 'unit'>): boolean {
  return !row.unit.endsWith('-once')
}

/** A grant dated after the day of asking does not count yet (settled detail 22). */
export function countsBy(grant: GrantFact, asOf: DayNumber): boolean {
  return grant.on === undefined || grant.on <= asOf
}

/** Calendar year a grant was for: its period, else the year it was made; 0 where neither is known. */
export function grantYear(grant: GrantFact): number {
  const year = Number(/^\d{4}/.exec(grant.period ?? '')?.[0] ?? 0)
  return year > 0 ? year : grant.on === undefined ? 0 : yearOfDay(grant.on)
}

/** The grant that uses up the entitlement of a row that is granted once, by year, by course or by fair. */
export function usedUpBy(
  row: Row,
  grants: readonly GrantFact[],
  uses: ReadonlyMap<string, string>,
  year: number,
  period: string | null,
  asOf: DayNumber,
): GrantFact | undefined {
  for (const grant of grants) {
    if (uses.get(grant.benefit) !== row.use || !countsBy(grant, asOf)) continue
    if (year > 0) {
      if (grantYear(grant) === year) return grant
    } else if (period !== null && grant.period !== undefined) {
      if (grant.period === period) return grant
    } else return grant
  }
  return undefined
}

/** Months a month-by-month grant was for: `2019-03`, `2019-03..2019-06`, `2019`, or several with commas. */
export function addGrantedMonths(period: string, months: MonthSet): boolean {
  for (const part of period.split(',')) {
    const [first = '', last = first] = part.trim().split('..')
    const year = /^\d{4}$/.test(first) ? Number(first) : undefined
    if (year !== undefined) months.addRange(year * 12, year * 12 + 11)
    else {
      const from = parseMonth(first)
      const to = parseMonth(last)
      if (from === undefined || to === undefined) return false
      months.addRange(from, to)
    }
  }
  return true
}
