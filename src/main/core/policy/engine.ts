/**
 * The policy calculation. `createEngine(packs, …)` compiles; `engine.run(tables, asOf)` evaluates: `person` for each
 * person of a stream (hot path, no trace), `finish` for employers, schools and stations, `evaluate` for one question
 * with its full trace. Both paths run the same conditions.
 */
import {
  type DateText,
  type DayNumber,
  dayOf,
  formatDate,
  formatMonth,
  parseMonth,
  yearOfDay,
  yearStart,
} from '../../../shared/domain/dates.ts'
import { type ConditionId, conditionsOfMask, OUTCOMES, type Outcome } from '../../../shared/domain/policy.ts'
import {
  evaluateEmployer,
  evaluateFairs,
  evaluateHeadcount,
  evaluateSchoolYear,
  evaluateStation,
} from './body-rows.ts'
import { evaluateChains, evaluateYearChains } from './chain-rows.ts'
import { type Compiled, type CompileOptions, compile } from './compile.ts'
import { coverage } from './conditions.ts'
import { Decision, isPayable } from './decision.ts'
import { ANYONE, type Asked, Bench } from './evaluator.ts'
import {
  type CategoryFact,
  type GrantFact,
  NEVER,
  type PersonView,
  type SpellFact,
  type Tables,
  unknownPerson,
  type World,
} from './facts.ts'
import { evaluateFirstInsured } from './first-insured-rows.ts'
import { evaluateFirstOrganised } from './first-organised-rows.ts'
import { entitlementKey, grantYear, isForPerson, usedUpBy } from './grants.ts'
import { Headcounts } from './headcounts.ts'
import { evaluateMonths } from './month-rows.ts'
import type { PackSet } from './pack.ts'
import { evaluateCertificates, evaluateCourses, evaluateEnrolments } from './paper-rows.ts'
import { PLACE, type RegionIndex } from './regions.ts'
import type { Row } from './row.ts'
import {
  evaluateEmployerSpells,
  evaluatePerson,
  evaluateSpells,
  evaluateTerritoryWork,
} from './spell-rows.ts'
import { BIT, type ConditionTrace, type FoundFact, OUT } from './weighing.ts'
import { evaluateYearWages } from './year-wages-rows.ts'

/** One answer of the hot path. The object is reused: read it inside the sink, do not keep it. */
export interface HotResult {
  row: Row
  /** null: nobody is named by the facts (no organising agent, no employer in the territory) */
  beneficiary: string | null
  /** the person concerned; null for bodies paid for themselves */
  person: string | null
  /** calendar year of a yearly row, 0 otherwise or where all years are ineligible alike */
  year: number
  /** course or fair */
  period: string | null
  /** index in OUTCOMES */
  outcome: number
  /** fen, -1: none */
  amountFen: number
  months: number
  /** pending: the day it becomes met; else NEVER */
  on: DayNumber
  qualifyingOn: DayNumber
  /** bits of CONDITION_IDS */
  failed: number
  unknown: number
  /** index in the view's spells, -1: none */
  spell: number
  /** the other side pays for the same purpose in the same year */
  otherSide: boolean
}

export type Sink = (result: HotResult) => void

export type Notice =
  | { readonly code: 'claim-window-not-stated' }
  | { readonly code: 'other-side-pays'; readonly benefits: readonly string[] }

/** One answer with everything that explains it. */
export interface Result {
  readonly benefit: string
  readonly beneficiary: { readonly kind: Row['beneficiary']; readonly id: string }
  readonly for: string | undefined
  readonly period: string | undefined
  readonly outcome: Outcome
  readonly amountFen: number | undefined
  readonly months: number | undefined
  /** with pending */
  readonly on: DateText | undefined
  readonly qualifyingOn: DateText | undefined
  /** paths of unknown facts, with undetermined; the standard, with needs-standard */
  readonly missing: readonly string[]
  readonly failed: readonly ConditionId[]
  readonly notices: readonly Notice[]
  readonly delegatedTo: string | undefined
  /** id of the spell concerned */
  readonly spell: string | undefined
  /** what may be granted once; one key a month for month-by-month benefits */
  readonly entitlementKeys: readonly string[]
  readonly conditions: readonly ConditionTrace[]
  /** facts that only the amount rests on */
  readonly amountFacts: readonly FoundFact[]
  readonly monthsPayable: readonly { readonly period: string; readonly amountFen: number }[]
  readonly row: Row
}

export interface Question {
  readonly benefit: string
  /** payee; for a person's own benefit the person */
  readonly beneficiary?: string | undefined
  /** the person for whom an agent, employer or school is paid */
  readonly for?: string | undefined
  /** year, course or fair; absent: the best over periods */
  readonly period?: string | undefined
}

export class Engine {
  readonly packs: PackSet
  readonly rows: readonly Row[]
  readonly refusedStandards: Compiled['refused']
  readonly uses: ReadonlyMap<string, string>
  readonly regions: RegionIndex
  private readonly byId: ReadonlyMap<string, Row>

  constructor(packs: PackSet, options: Partial<CompileOptions> = {}) {
    const compiled = compile(packs, {
      standards: options.standards ?? [],
      parameters: options.parameters ?? {},
    })
    this.packs = packs
    this.rows = compiled.rows
    this.uses = compiled.uses
    this.regions = compiled.regions
    this.refusedStandards = compiled.refused
    this.byId = new Map(compiled.rows.map((row) => [row.id, row]))
  }

  row(id: string): Row | undefined {
    return this.byId.get(id)
  }

  /** Calendar years a yearly row is evaluated for: from the document's start to the year of `asOf`. */
  years(row: Row, asOf: DayNumber): number[] {
    const last = Math.min(yearOfDay(row.terms.end), yearOfDay(asOf))
    const years: number[] = []
    for (let year = yearOfDay(row.terms.start); year <= last; year++) years.push(year)
    return years
  }

  /** `benefits` limits the hot path to these rows. */
  run(tables: Tables, asOf: DateText, benefits?: readonly string[]): Run {
    return new Run(
      this,
      tables,
      dayOf(asOf),
      benefits === undefined ? this.rows : this.rows.filter((row) => benefits.includes(row.id)),
    )
  }

  /** Every answer for a small world: all people, then all employers, schools and stations. */
  evaluateWorld(world: World, asOf: DateText): Result[] {
    const run = this.run(world, asOf)
    for (const view of world.people.values()) run.collect(view, true)
    const questions: { question: Question; view: PersonView | null }[] = []
    const push = (view: PersonView | null) => (r: HotResult) => {
      if (r.beneficiary === null) return
      const period = r.year > 0 ? String(r.year) : (r.period ?? undefined)
      questions.push({
        question: { benefit: r.row.id, beneficiary: r.beneficiary, for: r.person ?? undefined, period },
        view,
      })
    }
    for (const view of world.people.values()) run.decide(view, push(view))
    run.finish(push(null))
    return questions.map(({ question, view }) => run.evaluate(view, question))
  }
}

/** Compiles packs with the office's standards and parameters; throws a Refusal where a parameter does not fit. */
export function createEngine(packs: PackSet, options: Partial<CompileOptions> = {}): Engine {
  return new Engine(packs, options)
}

const BY_YEAR = new Set<Row['each']>(['year-chain', 'year-wages', 'school-year'])

/** True for rows that are evaluated for each calendar year. */
export function isYearly(row: Row): boolean {
  return BY_YEAR.has(row.each) || row.unit === 'person-year' || (row.each === 'fair' && !row.perFair)
}

/** Evaluation of one day. Holds the counts that go over people, so use one run for one pass over the ledger. */
export class Run {
  readonly engine: Engine
  readonly asOf: DayNumber
  private readonly tables: Tables
  private readonly heads: Headcounts
  private readonly hot: Bench
  private readonly traced: Bench
  private readonly out = new Decision(false)
  private readonly merged = new Decision(false)
  private readonly none = new Decision(false)
  private readonly gates: readonly Gate[]
  /** bits of the rows that an employer's place and kind do not rule out, filled as employers occur */
  private readonly employerGates = new Map<string, number>()
  /** the same, by place alone */
  private readonly employerSites = new Map<string, number>()
  private readonly bodyRows: readonly Row[]
  private readonly years = new Map<Row, number[]>()
  private readonly bodyGrants = new Map<string, GrantFact[]>()
  private readonly pool: HotResult[] = []
  private used = 0
  private payable = 0

  constructor(engine: Engine, tables: Tables, asOf: DayNumber, rows: readonly Row[]) {
    this.engine = engine
    this.asOf = asOf
    this.tables = tables
    this.heads = new Headcounts(rows)
    this.hot = new Bench(false, asOf, tables, this.heads)
    this.traced = new Bench(true, asOf, tables, this.heads)
    this.gates = gatesOf(rows.filter((row) => isForPerson(row)))
    this.bodyRows = rows.filter((row) => !isForPerson(row))
    for (const row of engine.rows) if (isYearly(row)) this.years.set(row, engine.years(row, asOf))
    for (const grant of tables.grants) {
      const list = this.bodyGrants.get(grant.beneficiary)
      if (list === undefined) this.bodyGrants.set(grant.beneficiary, [grant])
      else list.push(grant)
    }
  }

  /** Counts a person for employers' headcounts; `person` does it as well. */
  collect(view: PersonView, tracing = false): void {
    this.heads.collect(view, tracing)
  }

  /** Hot path: counts and decides one person; `sink` gets every answer. */
  person(view: PersonView, sink: Sink): void {
    this.heads.collect(view, false)
    this.decide(view, sink)
  }

  /** Decides one person without counting. */
  decide(view: PersonView, sink: Sink): void {
    this.used = 0
    this.payable = 0
    this.decideGates(view)
    if (this.payable > 1) this.markOtherSides()
    for (let i = 0; i < this.used; i++) sink(this.pool[i] as HotResult)
  }

  /** Decides what employers, schools and stations get for themselves; call after every person was passed. */
  finish(sink: Sink): void {
    for (const row of this.bodyRows) {
      for (const id of this.bodies(row)) {
        this.used = 0
        this.payable = 0
        this.decideFor(row, null, id)
        for (let i = 0; i < this.used; i++) sink(this.pool[i] as HotResult)
      }
    }
  }

  private bodies(row: Row): Iterable<string> {
    if (row.beneficiary === 'school') return this.tables.schools.keys()
    if (row.beneficiary === 'station') return this.tables.stations.keys()
    return this.tables.employers.keys()
  }

  /**
   * Most rows are out of the question for a person by home, category or workplace alone; those are answered from
   * bit masks. `failed` then names what decided; an explanation lists every failed condition.
   */
  private decideGates(view: PersonView): void {
    const regions = this.engine.regions
    const home = regions.possible(view.home)
    let work = 0
    let employed = 0
    let sited = 0
    for (let i = 0; i < view.spells.length; i++) {
      const s = view.spells[i] as SpellFact
      work |= regions.possible(s.county)
      if (s.employer === null) continue
      employed |= s.employer === undefined ? -1 : this.gatesOf(s.employer)
      sited |= s.employer === undefined ? -1 : (this.employerSites.get(s.employer) as number)
    }
    let categories = view.categories === undefined ? -1 : 0
    if (view.categories !== undefined) {
      for (let i = 0; i < view.categories.length; i++)
        categories |= 1 << (view.categories[i] as CategoryFact).code
    }
    const granted = view.grants.length > 0
    for (let i = 0; i < this.gates.length; i++) {
      const gate = this.gates[i] as Gate
      if (granted || (work & gate.delegates) !== 0) this.decideRow(gate.row, view)
      else if (
        gate.employer !== 0
          ? (employed & gate.employer) === 0
          : gate.workplace !== 0 && (work & gate.workplace) === 0
      )
        // An employer in the right place but of another kind fails by its kind.
        this.pushFailed(gate.row, view, 1 << ((sited & gate.employer) !== 0 ? BIT.kind : BIT.workplace))
      else {
        const failed =
          (gate.home !== 0 && (home & gate.home) === 0 ? 1 << BIT.home : 0) |
          (gate.categories !== 0 && (categories & gate.categories) === 0 ? 1 << BIT.category : 0)
        if (failed === 0) this.decideRow(gate.row, view)
        else this.pushFailed(gate.row, view, failed)
      }
    }
  }

  private gatesOf(employer: string): number {
    let mask = this.employerGates.get(employer)
    if (mask === undefined) {
      mask = 0
      let sites = 0
      const fact = this.tables.employers.get(employer)
      for (const gate of this.gates) {
        const { kinds, workplace } = gate.row
        if (workplace !== null && workplace.test(fact?.county) === PLACE.no) continue
        sites |= gate.employer
        if (kinds !== null && fact?.kind !== undefined && !kinds.has(fact.kind)) continue
        mask |= gate.employer
      }
      this.employerGates.set(employer, mask)
      this.employerSites.set(employer, sites)
    }
    return mask
  }

  private pushFailed(row: Row, view: PersonView, failed: number): void {
    const result = this.push(row, this.none, row.beneficiary === 'person' ? view.id : null, view.id, 0, null)
    result.failed = failed
  }

  private decideRow(row: Row, view: PersonView): void {
    if (row.beneficiary === 'person') {
      this.decideFor(row, view, view.id)
      return
    }
    const payees = row.beneficiary === 'agent' ? agentsOf(view) : this.employersOf(row, view)
    if (payees.length === 1) {
      this.decideFor(row, view, payees[0] as string)
      return
    }
    const start = this.used
    for (const payee of payees) this.decideFor(row, view, payee)
    if (payees.length > 0) {
      this.dropIneligible(start)
      return
    }
    this.decideFor(row, view, null)
  }

  /** Of several payees that all get nothing, one answer is enough. */
  private dropIneligible(start: number): void {
    let kept = start
    for (let i = start; i < this.used; i++) {
      const result = this.pool[i] as HotResult
      if (result.outcome === OUT.ineligible && (i > start || this.used > start + 1)) continue
      this.pool[i] = this.pool[kept] as HotResult
      this.pool[kept++] = result
    }
    if (kept === start) {
      const result = this.pool[start] as HotResult
      for (let i = start + 1; i < this.used; i++) result.failed |= (this.pool[i] as HotResult).failed
      result.beneficiary = null
      kept++
    }
    this.used = kept
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

  /** One payee: each year or course that is not ineligible, else one answer for all. */
  private decideFor(row: Row, view: PersonView | null, beneficiary: string | null): void {
    const years = this.years.get(row)
    const person = view === null ? null : view.id
    if (years !== undefined) {
      const merged = this.merged.begin()
      let any = false
      for (let i = 0; i < years.length; i++) {
        const year = years[i] as number
        this.answer(
          row,
          view,
          { beneficiary: payee(row, beneficiary), year, period: null },
          this.hot,
          this.out,
        )
        if (this.out.outcome === OUT.ineligible) merged.consider(this.out)
        else {
          any = true
          this.push(row, this.out, beneficiary, person, year, null)
        }
      }
      if (!any) this.push(row, merged, beneficiary, person, 0, null)
      return
    }
    const periods = this.periods(row, view)
    if (periods !== undefined && periods.length > 0) {
      for (const period of periods) {
        this.answer(row, view, { beneficiary: payee(row, beneficiary), year: 0, period }, this.hot, this.out)
        this.push(row, this.out, beneficiary, person, 0, period)
      }
      return
    }
    const asked =
      row.beneficiary === 'person' || beneficiary === null ? ANYONE : { beneficiary, year: 0, period: null }
    this.answer(row, view, asked, this.hot, this.out)
    this.push(row, this.out, beneficiary, person, 0, null)
  }

  private periods(row: Row, view: PersonView | null): string[] | undefined {
    if (row.unit === 'person-course') return view?.courses.map((course) => course.id)
    if (row.each === 'fair' && row.perFair) return this.tables.fairs.map((fair) => fair.id)
    return undefined
  }

  private push(
    row: Row,
    decision: Decision,
    beneficiary: string | null,
    person: string | null,
    year: number,
    period: string | null,
  ): HotResult {
    let result = this.pool[this.used]
    if (result === undefined) {
      result = {
        row,
        beneficiary,
        person,
        year,
        period,
        outcome: 0,
        amountFen: -1,
        months: 0,
        on: NEVER,
        qualifyingOn: NEVER,
        failed: 0,
        unknown: 0,
        spell: -1,
        otherSide: false,
      }
      this.pool[this.used] = result
    }
    this.used++
    result.row = row
    result.beneficiary = beneficiary
    result.person = person
    result.year = year
    result.period = period
    result.outcome = decision.outcome
    result.amountFen = decision.amountFen
    result.months = decision.months
    result.on = decision.on
    result.qualifyingOn = decision.qualifyingOn
    result.failed = decision.failed
    result.unknown = decision.unknown
    result.spell = decision.spell
    result.otherSide = false
    if (isPayable(decision.outcome) || decision.outcome === OUT['already-granted']) this.payable++
    return result
  }

  private markOtherSides(): void {
    for (let i = 0; i < this.used; i++) {
      const a = this.pool[i] as HotResult
      if (!paysOrPaid(a.outcome)) continue
      for (let j = i + 1; j < this.used; j++) {
        const b = this.pool[j] as HotResult
        if (!paysOrPaid(b.outcome) || a.row.nature !== b.row.nature || a.row.side === b.row.side) continue
        if (qualifyingYear(a) === 0 || qualifyingYear(a) !== qualifyingYear(b)) continue
        a.otherSide = true
        b.otherSide = true
      }
    }
  }

  /** Delegated, then what was granted, then the row's own conditions. */
  private answer(row: Row, view: PersonView | null, asked: Asked, b: Bench, out: Decision): void {
    out.begin()
    for (const delegate of row.delegates) {
      if (!this.isDelegated(row, view, asked, delegate)) continue
      out.outcome = OUT.delegated
      out.delegatedTo = delegate.row
      return
    }
    const monthly = row.unit === 'person-month'
    const grants = view !== null ? view.grants : (this.bodyGrants.get(asked.beneficiary ?? '') ?? NO_GRANTS)
    const grant =
      monthly || grants.length === 0
        ? undefined
        : usedUpBy(row, grants, this.engine.uses, asked.year, asked.period, this.asOf)
    this.weigh(row, view, asked, b, out)
    if (grant === undefined) return
    const payable = isPayable(out.outcome)
    out.outcome = OUT['already-granted']
    if (!payable) out.qualifyingOn = grantYear(grant) > 0 ? (grant.on ?? yearStart(grantYear(grant))) : NEVER
    out.amountFen = -1
    out.on = NEVER
    out.failed = 0
    out.unknown = 0
    if (out.missing.length > 0) out.missing = []
  }

  private isDelegated(
    row: Row,
    view: PersonView | null,
    asked: Asked,
    delegate: Row['delegates'][number],
  ): boolean {
    if (view === null) {
      const county = this.tables.employers.get(asked.beneficiary ?? '')?.county
      return delegate.territory.test(county) === PLACE.yes
    }
    for (let i = 0; i < view.spells.length; i++) {
      const s = view.spells[i] as SpellFact
      if (delegate.territory.test(s.county) !== PLACE.yes) continue
      if (row.beneficiary === 'agent' && asked.beneficiary !== null && s.organisedBy !== asked.beneficiary)
        continue
      if (row.beneficiary === 'employer' && asked.beneficiary !== null && s.employer !== asked.beneficiary)
        continue
      if (coverage(s, delegate.from, delegate.to) === PLACE.yes) return true
    }
    return false
  }

  private weigh(row: Row, view: PersonView | null, asked: Asked, b: Bench, out: Decision): void {
    if (view === null) {
      if (row.each === 'employer') evaluateEmployer(row, asked, b, out)
      else if (row.each === 'headcount') evaluateHeadcount(row, asked, b, out)
      else if (row.each === 'fair') evaluateFairs(row, asked, b, out)
      else if (row.each === 'school-year') evaluateSchoolYear(row, asked, b, out)
      else if (row.each === 'station') evaluateStation(row, asked, b, out)
      else throw new Error(`row ${row.id} needs a person`)
      return
    }
    switch (row.each) {
      case 'person':
        evaluatePerson(row, view, b, out)
        break
      case 'territory-work':
        evaluateTerritoryWork(row, view, b, out)
        break
      case 'spell':
        evaluateSpells(row, view, asked, b, out)
        break
      case 'first-insured-spell':
        evaluateFirstInsured(row, view, asked, b, out)
        break
      case 'first-organised-spell':
        evaluateFirstOrganised(row, view, b, out)
        break
      case 'chain':
        evaluateChains(row, view, b, out)
        break
      case 'employer-spell':
        evaluateEmployerSpells(row, view, asked, b, out)
        break
      case 'year-chain':
        evaluateYearChains(row, view, asked.year, b, out)
        break
      case 'year-wages':
        evaluateYearWages(row, view, asked, b, out)
        break
      case 'certificate':
        evaluateCertificates(row, view, b, out)
        break
      case 'course':
        evaluateCourses(row, view, asked, b, out)
        break
      case 'enrolment':
        evaluateEnrolments(row, view, asked, this.engine.uses, b, out)
        break
      default:
        evaluateMonths(row, view, asked, this.engine.uses, b, out)
    }
  }

  /**
   * One question with its full trace. `view` is the person concerned, null for bodies paid for themselves (pass
   * everyone to `collect` first where heads are counted). Throws where the benefit is not an evaluated row.
   */
  evaluate(view: PersonView | null, question: Question): Result {
    const row = this.engine.row(question.benefit)
    if (row === undefined) throw new Error(`no evaluated row ${question.benefit}`)
    const person = isForPerson(row)
      ? (view ?? unknownPerson(question.for ?? question.beneficiary ?? ''))
      : null
    const beneficiary =
      question.beneficiary ?? (row.beneficiary === 'person' ? person?.id : undefined) ?? null
    const best = new Decision(true)
    let period = question.period
    const years = this.years.get(row)
    if (years !== undefined) {
      const asked = period === undefined ? years : [Number(period)]
      for (const year of asked) {
        const one = new Decision(true)
        this.answer(
          row,
          person,
          { beneficiary: payee(row, beneficiary), year, period: null },
          this.traced,
          one,
        )
        const before = best.outcome
        const kept = best.any
        best.consider(one)
        if (
          question.period === undefined &&
          (!kept || best.outcome !== before || best.qualifyingOn === one.qualifyingOn)
        ) {
          if (best.conditions === one.conditions) period = String(year)
        }
      }
    } else {
      const periods = period === undefined ? this.periods(row, person) : [period]
      if (
        periods === undefined ||
        periods.length === 0 ||
        row.unit === 'person-month' ||
        row.unit.endsWith('-once')
      ) {
        // A month asked for of a month-by-month row is answered alone; without one, all months together.
        const month =
          row.unit === 'person-month' && period !== undefined && parseMonth(period) !== undefined
            ? period
            : null
        this.answer(
          row,
          person,
          { beneficiary: payee(row, beneficiary), year: 0, period: month },
          this.traced,
          best,
        )
      } else {
        for (const each of periods) {
          const one = new Decision(true)
          this.answer(
            row,
            person,
            { beneficiary: payee(row, beneficiary), year: 0, period: each },
            this.traced,
            one,
          )
          best.consider(one)
          if (best.conditions === one.conditions) period = each
        }
      }
    }
    const otherSide = person === null ? [] : this.otherSideOf(row, best, person)
    return this.result(row, best, person, beneficiary ?? '', period, otherSide)
  }

  private otherSideOf(row: Row, decision: Decision, person: PersonView): string[] {
    if (!paysOrPaid(decision.outcome)) return []
    const year = decision.qualifyingYear
    const others: string[] = []
    if (year === 0) return others
    const related = this.engine.rows.filter(
      (other) => other.nature === row.nature && other.side !== row.side && isForPerson(other),
    )
    this.used = 0
    this.payable = 0
    for (const other of related) this.decideRow(other, person)
    for (let i = 0; i < this.used; i++) {
      const result = this.pool[i] as HotResult
      if (paysOrPaid(result.outcome) && qualifyingYear(result) === year && !others.includes(result.row.id))
        others.push(result.row.id)
    }
    return others
  }

  private result(
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
}

/** What can be said of a row from bit masks alone. */
interface Gate {
  readonly row: Row
  readonly home: number
  readonly categories: number
  /** place rule over the spells' counties; 0: none */
  readonly workplace: number
  /** the row's own bit where the employer's place and kind decide; 0: they do not */
  readonly employer: number
  readonly delegates: number
}

const BY_EMPLOYER = new Set<Row['each']>([
  'employer-spell',
  'year-wages',
  'post-month',
  'insured-month',
  'training-month',
])
/** Rows that pass without work in the workplace, or say more than that it lacks. */
const NO_WORK_GATE = new Set<Row['each']>(['first-organised-spell', 'year-chain', 'course', 'enrolment'])

function gatesOf(rows: readonly Row[]): Gate[] {
  let next = 0
  return rows.map((row) => {
    const byEmployer = BY_EMPLOYER.has(row.each) && next < 31
    return {
      row,
      home: row.home?.bit ?? 0,
      categories: row.terms.categoryMask,
      workplace: NO_WORK_GATE.has(row.each) || BY_EMPLOYER.has(row.each) ? 0 : (row.workplace?.bit ?? 0),
      employer: byEmployer ? 1 << next++ : 0,
      delegates: row.delegates.reduce((mask, delegate) => mask | delegate.territory.bit, 0),
    }
  })
}

const NO_GRANTS: readonly GrantFact[] = []

function payee(row: Row, beneficiary: string | null): string | null {
  return row.beneficiary === 'person' ? null : beneficiary
}

function agentsOf(view: PersonView): string[] {
  const list: string[] = []
  for (const spell of view.spells) {
    const agent = spell.organisedBy
    if (agent !== null && agent !== undefined && !list.includes(agent)) list.push(agent)
  }
  return list
}

function paysOrPaid(outcome: number): boolean {
  return isPayable(outcome) || outcome === OUT['already-granted']
}

function qualifyingYear(result: HotResult): number {
  return result.qualifyingOn > -NEVER && result.qualifyingOn < NEVER ? yearOfDay(result.qualifyingOn) : 0
}
