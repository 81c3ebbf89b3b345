/** Decides one row on the hot path, for each payee and for each year, course or fair. */
import type { Answers } from './answer.ts'
import { Decision } from './decision.ts'
import { ANYONE, type Bench } from './evaluator.ts'
import type { PersonView, Tables } from './facts.ts'
import { HotAnswers } from './hot-answers.ts'
import { type Periods, payeeOf } from './periods.ts'
import { PLACE } from './regions.ts'
import type { Row } from './row.ts'
import { BIT, OUT } from './weighing.ts'

export class RowDecider {
  /** what was decided since it was last begun */
  readonly answers = new HotAnswers()
  private readonly one: Answers
  private readonly periods: Periods
  private readonly bench: Bench
  private readonly tables: Tables
  private readonly out = new Decision(false)
  private readonly merged = new Decision(false)

  constructor(one: Answers, periods: Periods, bench: Bench) {
    this.one = one
    this.periods = periods
    this.bench = bench
    this.tables = bench.tables
  }

  /** Decides a row for everyone whom the facts name as its payee. */
  person(row: Row, view: PersonView): void {
    if (row.beneficiary === 'person') {
      this.payee(row, view, view.id)
      return
    }
    const payees = row.beneficiary === 'agent' ? agentsOf(view) : this.employersOf(row, view)
    if (payees.length === 1) {
      this.payee(row, view, payees[0] as string)
      return
    }
    const start = this.answers.count
    for (const payee of payees) this.payee(row, view, payee)
    if (payees.length > 0) {
      this.answers.dropIneligible(start)
      return
    }
    this.payee(row, view, null)
  }

  /** One payee: each year or course that is not ineligible, else one answer for all. */
  payee(row: Row, view: PersonView | null, beneficiary: string | null): void {
    const years = this.periods.years(row)
    const person = view === null ? null : view.id
    if (years !== undefined) {
      const merged = this.merged.begin()
      // Before the document's first year there is no year to look at.
      if (years.length === 0) merged.failed = 1 << BIT['in-force']
      let any = false
      for (let i = 0; i < years.length; i++) {
        const year = years[i] as number
        this.one.decide(
          row,
          view,
          { beneficiary: payeeOf(row, beneficiary), year, period: null },
          this.bench,
          this.out,
        )
        if (this.out.outcome === OUT.ineligible) merged.consider(this.out)
        else {
          any = true
          this.answers.push(row, this.out, beneficiary, person, year, null)
        }
      }
      if (!any) this.answers.push(row, merged, beneficiary, person, 0, null)
      return
    }
    const periods = this.periods.named(row, view)
    if (periods !== undefined && periods.length > 0) {
      for (const period of periods) {
        this.one.decide(
          row,
          view,
          { beneficiary: payeeOf(row, beneficiary), year: 0, period },
          this.bench,
          this.out,
        )
        this.answers.push(row, this.out, beneficiary, person, 0, period)
      }
      return
    }
    const asked =
      row.beneficiary === 'person' || beneficiary === null ? ANYONE : { beneficiary, year: 0, period: null }
    this.one.decide(row, view, asked, this.bench, this.out)
    this.answers.push(row, this.out, beneficiary, person, 0, null)
  }

  private employersOf(row: Row, view: PersonView): string[] {
    const list: string[] = []
    const add = (employer: string | null | undefined) => {
      if (employer === null || employer === undefined || list.includes(employer)) return
      if (
        row.workplace !== null &&
        row.workplace.test(this.tables.employers.get(employer)?.county) === PLACE.no
      )
        return
      list.push(employer)
    }
    if (row.each === 'enrolment') for (const enrolment of view.enrolments) add(enrolment.employer)
    else for (const spell of view.spells) add(spell.employer)
    return list
  }
}

function agentsOf(view: PersonView): string[] {
  const list: string[] = []
  for (const spell of view.spells) {
    const agent = spell.organisedBy
    if (agent !== null && agent !== undefined && !list.includes(agent)) list.push(agent)
  }
  return list
}
