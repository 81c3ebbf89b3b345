/** One question with its full trace. */
import { formatDate, formatMonth, parseMonth } from '../../../shared/domain/dates.ts'
import { conditionsOfMask, OUTCOMES, type Outcome } from '../../../shared/domain/policy.ts'
import type { Answers } from './answer.ts'
import { Decision } from './decision.ts'
import type { Engine } from './engine.ts'
import type { Asked, Bench } from './evaluator.ts'
import { NEVER, type PersonView, unknownPerson } from './facts.ts'
import { entitlementKey, isForPerson } from './grants.ts'
import { paysOrPaid } from './hot-answers.ts'
import { type Periods, payeeOf } from './periods.ts'
import type { Notice, Question, Result } from './result.ts'
import type { Row } from './row.ts'
import type { RowDecider } from './row-decider.ts'
import { BIT } from './weighing.ts'

/** Answers questions of one day. */
export class Questions {
  private readonly engine: Engine
  private readonly one: Answers
  private readonly periods: Periods
  /** a bench that traces */
  private readonly bench: Bench
  /** decides the rows that may pay for the same purpose on the other side */
  private readonly related: RowDecider

  constructor(engine: Engine, one: Answers, periods: Periods, bench: Bench, related: RowDecider) {
    this.engine = engine
    this.one = one
    this.periods = periods
    this.bench = bench
    this.related = related
  }

  /**
   * One question with its full trace. `view` is the person concerned, null for bodies paid for themselves (pass
   * everyone to `collect` first where heads are counted). Throws where the benefit is not an evaluated row.
   */
  ask(view: PersonView | null, question: Question): Result {
    const row = this.engine.row(question.benefit)
    if (row === undefined) throw new Error(`no evaluated row ${question.benefit}`)
    const person = isForPerson(row)
      ? (view ?? unknownPerson(question.for ?? question.beneficiary ?? ''))
      : null
    const beneficiary =
      question.beneficiary ?? (row.beneficiary === 'person' ? person?.id : undefined) ?? null
    const best = new Decision(true)
    let period = question.period
    for (const asked of this.asked(row, person, payeeOf(row, beneficiary), period)) {
      const one = new Decision(true)
      this.one.decide(row, person, asked, this.bench, one)
      // The answer's period is that of the best one.
      if (best.consider(one)) period = asked.year > 0 ? String(asked.year) : (asked.period ?? period)
    }
    // Before the document's first year there is no year to look at.
    if (!best.any) this.bench.nothing(BIT['in-force'], best)
    const otherSide = person === null ? [] : this.otherSideOf(row, best, person)
    return resultOf(row, best, person, beneficiary ?? '', period, otherSide)
  }

  /** The year, course, fair or month that was asked for, else all years, courses or fairs of the row. */
  private asked(
    row: Row,
    person: PersonView | null,
    beneficiary: string | null,
    period: string | undefined,
  ): Asked[] {
    const years = this.periods.years(row)
    if (years !== undefined) {
      const wanted = period === undefined ? years : [Number(period)]
      return wanted.map((year) => ({ beneficiary, year, period: null }))
    }
    // A month of a month-by-month row is answered alone; without one, all months together.
    if (row.unit === 'person-month' && period !== undefined && parseMonth(period) !== undefined)
      return [{ beneficiary, year: 0, period }]
    const once = row.unit === 'person-month' || row.unit.endsWith('-once')
    const named = once ? undefined : period === undefined ? this.periods.named(row, person) : [period]
    return named === undefined || named.length === 0
      ? [{ beneficiary, year: 0, period: null }]
      : // In order of id, so that of equal answers the same one is named whatever order the rows came in.
        [...named].sort().map((each) => ({ beneficiary, year: 0, period: each }))
  }

  private otherSideOf(row: Row, decision: Decision, person: PersonView): string[] {
    if (!paysOrPaid(decision.outcome)) return []
    const year = decision.qualifyingYear
    if (year === 0) return []
    const related = this.engine.rows.filter(
      (other) => other.nature === row.nature && other.side !== row.side && isForPerson(other),
    )
    const { answers } = this.related
    answers.begin()
    for (const other of related) this.related.person(other, person)
    return answers.payingIn(year)
  }
}

function resultOf(
  row: Row,
  decision: Decision,
  person: PersonView | null,
  beneficiary: string,
  period: string | undefined,
  otherSide: readonly string[],
): Result {
  const outcome = OUTCOMES[decision.outcome] as Outcome
  const notices: Notice[] = []
  if (row.document.claimUntil === undefined) notices.push({ code: 'claim-window-not-stated' })
  if (otherSide.length > 0) notices.push({ code: 'other-side-pays', benefits: otherSide })
  const parts = decision.parts.map((part) => ({
    period: formatMonth(part.month),
    amountFen: part.amountFen,
  }))
  const known = decision.qualifyingOn > -NEVER && decision.qualifyingOn < NEVER
  const missing =
    outcome === 'needs-standard'
      ? [`standard:${decision.needsStandard || row.id}`]
      : outcome === 'undetermined'
        ? decision.missing
        : []
  return {
    benefit: row.id,
    beneficiary: { kind: row.beneficiary, id: beneficiary },
    for: person === null ? undefined : person.id,
    period: row.unit.endsWith('-once') || row.unit === 'person-month' ? undefined : period,
    outcome,
    amountFen: decision.amountFen < 0 ? undefined : decision.amountFen,
    months: row.unit === 'person-month' ? decision.months : undefined,
    on: outcome === 'pending' ? formatDate(decision.on) : undefined,
    qualifyingOn: known ? formatDate(decision.qualifyingOn) : undefined,
    missing,
    failed: outcome === 'ineligible' ? conditionsOfMask(decision.failed) : [],
    notices,
    delegatedTo: decision.delegatedTo === '' ? undefined : decision.delegatedTo,
    spell: decision.spell < 0 ? undefined : person?.spells[decision.spell]?.id,
    entitlementKeys:
      parts.length > 0
        ? parts.map((part) => entitlementKey(row, beneficiary, person?.id, part.period))
        : [entitlementKey(row, beneficiary, person?.id, period)],
    conditions: decision.conditions,
    amountFacts: decision.facts,
    monthsPayable: parts,
    row,
  }
}
