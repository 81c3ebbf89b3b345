import { type DayNumber, formatDate, type MonthIndex, monthOfDay } from '../../../shared/domain/dates.ts'
import type { Engine, Question, Result, Run } from '../policy/engine.ts'
import type { PersonView, Tables } from '../policy/facts.ts'
import { firstMonthEndingAfter, lastDayOf } from '../policy/month-set.ts'
import type { Row } from '../policy/row.ts'
import { goingOn } from './going-on.ts'

/** Months beyond which nobody needs to know until when insurance may rest. */
const FAR_MONTHS = 60

/** Asks the calculation about one person on other days, or with other lives. */
export class Worlds {
  readonly asOf: DayNumber
  private readonly engine: Engine
  private readonly tables: Tables
  private readonly runs = new Map<DayNumber, Run>()

  constructor(engine: Engine, tables: Tables, asOf: DayNumber) {
    this.engine = engine
    this.tables = tables
    this.asOf = asOf
  }

  ask(view: PersonView, question: Question, day: DayNumber = this.asOf): Result {
    let run = this.runs.get(day)
    if (run === undefined) {
      run = this.engine.run(this.tables, formatDate(day), [])
      this.runs.set(day, run)
    }
    return run.evaluate(view, question)
  }

  /** Met, or only a matter of time. */
  isAlive(view: PersonView, question: Question, day: DayNumber = this.asOf): boolean {
    return ALIVE.has(this.ask(view, question, day).outcome)
  }

  /** Fen on the day it is met, if all goes on until then; `null` where the amount is not known or not set. */
  amountOn(view: PersonView, question: Question, day: DayNumber): number | null {
    const { outcome, amountFen } = this.ask(goingOn(view, this.asOf, day), question, day)
    return outcome === 'eligible' || outcome === 'discretionary' ? (amountFen ?? null) : null
  }

  /**
   * The last day of the latest month in which insurance can begin again so that the row is still met in time: months
   * that end up to then stay as they are on record. `late`: nothing helps any more; `enough`: what is on record is enough.
   */
  resumeBy(view: PersonView, question: Question, row: Row): DayNumber | 'late' | 'enough' {
    if (!this.isAlive(view, question)) return 'late'
    const first = firstMonthEndingAfter(this.asOf) - 1
    const end = monthOfDay(Math.min(row.terms.end, row.terms.windowEnd))
    const last = Math.min(Math.max(end, first + 1), first + FAR_MONTHS)
    const { outcome } = this.ask(view, question, lastDayOf(last))
    if (outcome === 'pending') return lastDayOf(last)
    if (ALIVE.has(outcome)) return 'enough'
    let alive: MonthIndex = first
    let over = last
    while (over - alive > 1) {
      const middle = (alive + over) >> 1
      if (this.isAlive(view, question, lastDayOf(middle))) alive = middle
      else over = middle
    }
    return lastDayOf(alive + 1)
  }
}

const ALIVE: ReadonlySet<string> = new Set(['pending', 'eligible', 'discretionary', 'needs-standard'])
