/**
 * Most rows are out of the question for a person by home, category or workplace alone; those are told from bit masks,
 * and never weighed. What failed then names what decided; an explanation lists every failed condition.
 */
import type { CategoryFact, PersonView, SpellFact, Tables } from './facts.ts'
import { PLACE, type RegionIndex } from './regions.ts'
import type { Row } from './row.ts'
import { BIT } from './weighing.ts'

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
  /** without any work at all nothing else is said to have failed (settled detail 12) */
  readonly needsWork: boolean
}

/** Rows that look at the place and kind of an employer. */
export const BY_EMPLOYER = new Set<Row['each']>([
  'employer-spell',
  'year-wages',
  'post-month',
  'insured-month',
  'training-month',
])
/** Rows that pass without work in the workplace, or say more than that it lacks. */
export const NO_WORK_GATE = new Set<Row['each']>([
  'first-organised-spell',
  'year-chain',
  'course',
  'enrolment',
])

/** Rows that look at work anywhere, or in several places. */
const NEEDS_WORK = new Set<Row['each']>(['spell', 'first-organised-spell', 'year-chain'])

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
      needsWork: NEEDS_WORK.has(row.each),
      delegates: row.delegates.reduce((mask, delegate) => mask | delegate.territory.bit, 0),
    }
  })
}

export class Gates {
  readonly rows: readonly Row[]
  /** by row: bits of the conditions that failed; 0: the row has to be decided */
  readonly failed: Int32Array
  private readonly gates: readonly Gate[]
  private readonly regions: RegionIndex
  private readonly tables: Tables
  /** bits of the rows that an employer's place and kind do not rule out, filled as employers occur */
  private readonly employerGates = new Map<string, number>()
  /** the same, by place alone */
  private readonly employerSites = new Map<string, number>()

  constructor(rows: readonly Row[], regions: RegionIndex, tables: Tables) {
    this.rows = rows
    this.gates = gatesOf(rows)
    this.failed = new Int32Array(rows.length)
    this.regions = regions
    this.tables = tables
  }

  /** Fills `failed` for one person. */
  look(view: PersonView): void {
    const regions = this.regions
    const home = regions.possible(view.home)
    let work = 0
    let employed = 0
    let sited = 0
    for (let i = 0; i < view.spells.length; i++) {
      const s = view.spells[i] as SpellFact
      work |= regions.possible(s.county)
      if (s.employer === null) continue
      employed |= s.employer === undefined ? -1 : this.ofEmployer(s.employer)
      sited |= s.employer === undefined ? -1 : (this.employerSites.get(s.employer) as number)
    }
    let categories = view.categories === undefined ? -1 : 0
    if (view.categories !== undefined) {
      for (let i = 0; i < view.categories.length; i++)
        categories |= 1 << (view.categories[i] as CategoryFact).code
    }
    const granted = view.grants.length > 0
    const idle = view.spells.length === 0
    const { failed } = this
    for (let i = 0; i < this.gates.length; i++) {
      const gate = this.gates[i] as Gate
      // What was granted or is delegated comes before what failed.
      if (granted || (work & gate.delegates) !== 0) failed[i] = 0
      else if (
        gate.employer !== 0
          ? (employed & gate.employer) === 0
          : gate.workplace !== 0
            ? (work & gate.workplace) === 0
            : idle && gate.needsWork
      )
        // An employer in the right place but of another kind fails by its kind.
        failed[i] = 1 << ((sited & gate.employer) !== 0 ? BIT.kind : BIT.workplace)
      else
        failed[i] =
          (gate.home !== 0 && (home & gate.home) === 0 ? 1 << BIT.home : 0) |
          (gate.categories !== 0 && (categories & gate.categories) === 0 ? 1 << BIT.category : 0)
    }
  }

  private ofEmployer(employer: string): number {
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
}
