/**
 * The policy calculation, and the door to this folder. `createEngine(packs, …)` compiles; `engine.run(tables, asOf)`
 * evaluates: `person` for each person of a stream (hot path, no trace), `finish` for employers, schools and stations,
 * `evaluate` for one question with its full trace. Both paths run the same conditions.
 */
import { type DateText, type DayNumber, dayOf, yearOfDay } from '../../../shared/domain/dates.ts'
import { type Compiled, type CompileOptions, compile } from './compile.ts'
import type { FrameReferral } from './delegation.ts'
import type { PersonView, Tables, World } from './facts.ts'
import type { PackSet } from './pack.ts'
import type { RegionIndex } from './regions.ts'
import type { HotResult, Question, Result } from './result.ts'
import type { Row } from './row.ts'
import { Run } from './run.ts'

export type { HotResult, Notice, Question, Result, Sink } from './result.ts'
export type { Run } from './run.ts'

export class Engine {
  readonly packs: PackSet
  readonly rows: readonly Row[]
  /** referrals that a local document takes over; nothing else is computed for them */
  readonly frames: readonly FrameReferral[]
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
    this.frames = compiled.frames
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
