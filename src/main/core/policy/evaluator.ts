import type { DayNumber } from '../../../shared/domain/dates.ts'
import { weighHome } from './conditions.ts'
import { Decision } from './decision.ts'
import { BEFORE, NEVER, type PersonView, type Tables } from './facts.ts'
import type { Headcounts } from './headcounts.ts'
import type { Row } from './row.ts'
import { type Amount, NO_AMOUNT, settle, type Terms } from './settle.ts'
import { BIT, Candidate } from './weighing.ts'

/** For whom and for which period an answer is wanted. */
export interface Asked {
  /** agent, employer, school or station; null: whoever is named by the facts */
  readonly beneficiary: string | null
  /** calendar year of a yearly row, else 0 */
  readonly year: number
  /** course or fair, where the row is granted for one; null: any */
  readonly period: string | null
}

export const ANYONE: Asked = { beneficiary: null, year: 0, period: null }

interface MutableTerms {
  categoryMask: number
  start: DayNumber
  end: DayNumber
  windowEnd: DayNumber
  discretionary: boolean
  lateBit: number
}

/** The reusable workspace of an evaluation: one for the hot path, another one that traces. */
export class Bench {
  readonly c: Candidate
  readonly one: Decision
  readonly asOf: DayNumber
  readonly tables: Tables
  readonly heads: Headcounts | null
  private readonly terms: MutableTerms = {
    categoryMask: 0,
    start: BEFORE,
    end: BEFORE,
    windowEnd: BEFORE,
    discretionary: false,
    lateBit: BIT['in-force'],
  }

  constructor(tracing: boolean, asOf: DayNumber, tables: Tables, heads: Headcounts | null) {
    this.c = new Candidate(tracing)
    this.one = new Decision(tracing)
    this.asOf = asOf
    this.tables = tables
    this.heads = heads
  }

  /** Settles the weighed candidate by the row's own terms and lets `out` consider it. */
  settle(row: Row, view: PersonView | null, out: Decision, amount: Amount): void {
    settle(this.c, this.one, row.terms, view, this.asOf, amount)
    out.consider(this.one)
  }

  /** The same, with the qualifying day confined to `start`..`end`; a category that holds only later has failed. */
  settleWithin(
    row: Row,
    view: PersonView | null,
    start: DayNumber,
    end: DayNumber,
    amount: Amount,
  ): Decision {
    const terms = this.terms
    terms.categoryMask = row.terms.categoryMask
    terms.start = start
    terms.end = end
    terms.windowEnd = row.terms.windowEnd
    terms.discretionary = row.terms.discretionary
    terms.lateBit = BIT.category
    settle(this.c, this.one, terms as Terms, view, this.asOf, amount)
    return this.one
  }

  /** There is nothing to look at: one condition failed, and nothing else is said (settled detail 12). */
  nothing(bit: number, out: Decision): void {
    this.c.begin(-1).add(bit, NEVER)
    this.one.begin()
    this.one.failed = this.c.failed
    this.one.conditions = this.c.conditions
    out.consider(this.one)
  }

  /** There is work, and nothing else to look at: that condition failed, and home and category are said as well. */
  lacking(row: Row, view: PersonView, bit: number, out: Decision): void {
    this.c.begin(-1)
    weighHome(this.c, row, view)
    this.c.add(bit, NEVER)
    this.settle(row, view, out, NO_AMOUNT)
  }
}
