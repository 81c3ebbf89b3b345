/** Evaluation of one day over everybody. */
import type { DayNumber } from '../../../shared/domain/dates.ts'
import { Answers } from './answer.ts'
import { Decision } from './decision.ts'
import type { Engine } from './engine.ts'
import { Bench } from './evaluator.ts'
import type { PersonView, Tables } from './facts.ts'
import { type Gated, Gates } from './gates.ts'
import { isForPerson } from './grants.ts'
import { type CountedHead, Headcounts } from './headcounts.ts'
import { Periods } from './periods.ts'
import { Questions } from './question.ts'
import type { Question, Result, Sink } from './result.ts'
import type { Row } from './row.ts'
import { RowDecider } from './row-decider.ts'

const BODIES_OF = {
  school: 'schools',
  station: 'stations',
  employer: 'employers',
  agent: 'employers',
  person: 'employers',
} as const

/** Holds the counts that go over people, so use one run for one pass over the ledger. */
export class Run {
  readonly engine: Engine
  readonly asOf: DayNumber
  private readonly tables: Tables
  private readonly heads: Headcounts
  private readonly gates: Gates
  private readonly bodyRows: readonly Row[]
  private readonly decider: RowDecider
  private readonly questions: Questions
  private readonly periods: Periods
  private readonly none = new Decision(false)

  constructor(engine: Engine, tables: Tables, asOf: DayNumber, rows: readonly Row[]) {
    this.engine = engine
    this.asOf = asOf
    this.tables = tables
    this.heads = new Headcounts(rows)
    this.gates = new Gates(
      rows.filter((row) => isForPerson(row)),
      this.heads.rows,
      engine.regions,
      tables,
    )
    this.bodyRows = rows.filter((row) => !isForPerson(row))
    const answers = new Answers(engine.uses, tables, asOf)
    const periods = new Periods(engine.rows, (row) => engine.years(row, asOf), tables)
    this.periods = periods
    const bench = new Bench(false, asOf, tables, this.heads)
    this.decider = new RowDecider(answers, periods, bench)
    // Its own decider: a question asked in the middle of a person leaves that person's answers alone.
    this.questions = new Questions(
      engine,
      answers,
      periods,
      new Bench(true, asOf, tables, this.heads),
      new RowDecider(answers, periods, bench),
    )
  }

  /** Counts a person for employers' headcounts; `person` does it as well. */
  collect(view: PersonView, tracing = false): void {
    this.heads.collect(view, tracing)
  }

  /** The heads for which the person counts who was collected last. */
  get lastHeads(): readonly CountedHead[] {
    return this.heads.last
  }

  /** Takes heads that were counted elsewhere, as if their people had been collected here. */
  addHeads(heads: Iterable<CountedHead>): void {
    this.heads.addCounted(heads)
  }

  /** Hot path: counts and decides one person; `sink` gets every answer. */
  person(view: PersonView, sink: Sink): void {
    const gated = this.gates.look(view)
    this.heads.collect(view, false, gated.counting)
    this.decideGated(view, gated, sink)
  }

  /** Decides one person without counting. */
  decide(view: PersonView, sink: Sink): void {
    this.decideGated(view, this.gates.look(view), sink)
  }

  private decideGated(view: PersonView, { failed }: Gated, sink: Sink): void {
    const { decider, gates } = this
    const { answers } = decider
    const { rows } = gates
    answers.begin()
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as Row
      const why = failed[i] as number
      if (why === 0) decider.person(row, view)
      else {
        const payee = row.beneficiary === 'person' ? view.id : null
        answers.push(row, this.none, payee, view.id, 0, null).failed = why
      }
    }
    answers.give(sink)
  }

  /**
   * `person` for whoever keeps answers by what they say: `sink` gets those that had to be decided; the many that the
   * gates refuse are what is given back, one and the same object for everybody who is refused the same.
   */
  sift(view: PersonView, sink: Sink): Gated {
    const { decider } = this
    const gated = this.gates.look(view)
    this.heads.collect(view, false, gated.counting)
    decider.answers.begin()
    for (let i = 0; i < gated.open.length; i++) decider.person(gated.open[i] as Row, view)
    decider.answers.give(sink)
    return gated
  }

  /**
   * Decides what employers, schools and stations get for themselves; call after every person was passed. `only` limits
   * it to these bodies.
   */
  finish(sink: Sink, only?: ReadonlySet<string>): void {
    for (const row of this.bodyRows) {
      for (const id of this.bodies(row)) {
        if (only !== undefined && !only.has(id)) continue
        this.decider.answers.begin()
        this.decider.payee(row, null, id)
        this.decider.answers.give(sink)
      }
    }
  }

  /**
   * One question with its full trace. `view` is the person concerned, null for bodies paid for themselves (pass
   * everyone to `collect` first where heads are counted). Throws where the benefit is not an evaluated row.
   */
  evaluate(view: PersonView | null, question: Question): Result {
    return this.questions.ask(view, question)
  }

  /**
   * How many answers `finish` gives about a body, by benefit: a number, or `yearly` where each year that is not refused
   * has one, and all refused years one together.
   */
  bodyAnswers(id: string): [benefit: string, answers: number | 'yearly'][] {
    const { periods } = this
    return this.bodyRows
      .filter((row) => this.tables[BODIES_OF[row.beneficiary]].has(id))
      .map((row) => [
        row.id,
        periods.years(row) !== undefined ? 'yearly' : Math.max(1, periods.named(row, null)?.length ?? 1),
      ])
  }

  private bodies(row: Row): Iterable<string> {
    return this.tables[BODIES_OF[row.beneficiary]].keys()
  }
}
