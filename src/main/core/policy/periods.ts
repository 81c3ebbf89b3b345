/** For which years, courses or fairs a row is evaluated, and whose it is. */
import type { PersonView, Tables } from './facts.ts'
import type { Row } from './row.ts'

const BY_YEAR = new Set<Row['each']>(['year-chain', 'year-wages', 'school-year'])

/** True for rows that are evaluated for each calendar year. */
function isYearly(row: Row): boolean {
  return BY_YEAR.has(row.each) || row.unit === 'person-year' || (row.each === 'fair' && !row.perFair)
}

export class Periods {
  private readonly yearsOf = new Map<Row, number[]>()
  private readonly tables: Tables

  /** `years` gives the calendar years that a yearly row is evaluated for. */
  constructor(rows: readonly Row[], years: (row: Row) => number[], tables: Tables) {
    this.tables = tables
    for (const row of rows) if (isYearly(row)) this.yearsOf.set(row, years(row))
  }

  /** Calendar years of a yearly row; undefined: it is not yearly. */
  years(row: Row): readonly number[] | undefined {
    return this.yearsOf.get(row)
  }

  /** Courses or fairs that the row is granted for one by one; undefined: it is not. */
  named(row: Row, view: PersonView | null): string[] | undefined {
    if (row.unit === 'person-course') return view?.courses.map((course) => course.id)
    if (row.each === 'fair' && row.perFair) return this.tables.fairs.map((fair) => fair.id)
    return undefined
  }
}

/** Whom a question is about, where the row is not paid to the person concerned. */
export function payeeOf(row: Row, beneficiary: string | null): string | null {
  return row.beneficiary === 'person' ? null : beneficiary
}
