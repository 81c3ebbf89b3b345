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

/** Bits of the rows that an employer's place and kind do not rule out, and the same by place alone. */
interface EmployerGate {
  readonly open: number
  readonly sited: number
}

const ANY_EMPLOYER: EmployerGate = { open: -1, sited: -1 }

/** What of a person the gates look at, as bits. */
interface Seen {
  readonly home: number
  readonly work: number
  readonly employed: number
  readonly sited: number
  readonly categories: number
  readonly granted: boolean
  readonly idle: boolean
}

/** What the gates say of a person, and of everybody else whose places, categories and employers' kinds say the same. */
export interface Gated {
  /** by row of `Gates.rows`: bits of the conditions that failed; 0: the row has to be decided */
  readonly failed: Int32Array
  /** the rows that have to be decided, in order */
  readonly open: readonly Row[]
  /** the other rows, in order, and what failed of each */
  readonly refused: readonly Row[]
  readonly why: readonly number[]
  /** the rows that count heads, without those for which nobody like this is one */
  readonly counting: readonly Row[]
  /** of all that were told apart so far, from 0 */
  readonly number: number
}

interface Remembered {
  readonly seen: Seen
  readonly gated: Gated
  readonly next: Remembered | undefined
}

/** So many are remembered at once; a county has a few hundred. */
const MOST_REMEMBERED = 10_000

export class Gates {
  readonly rows: readonly Row[]
  private readonly counting: readonly Row[]
  private readonly gates: readonly Gate[]
  private readonly regions: RegionIndex
  private readonly tables: Tables
  /** the bits that some gate looks at */
  private readonly looked: { home: number; work: number; employer: number; categories: number }
  /** by a digest of what was seen; people of one digest who differ stand one behind the other */
  private readonly known = new Map<number, Remembered>()
  private told = 0
  /** filled as employers occur */
  private readonly employers = new Map<string, EmployerGate>()

  /** `counting`: rows that count heads for bodies, which are decided later. */
  constructor(rows: readonly Row[], counting: readonly Row[], regions: RegionIndex, tables: Tables) {
    this.rows = rows
    this.counting = counting
    this.gates = gatesOf(rows)
    const all = [...this.gates, ...gatesOf(counting)]
    const bits = (of: (gate: Gate) => number) => all.reduce((seen, gate) => seen | of(gate), 0)
    this.looked = {
      home: bits(({ home }) => home),
      work: bits(({ workplace, delegates }) => workplace | delegates),
      employer: bits(({ employer }) => employer),
      categories: bits(({ categories }) => categories),
    }
    this.regions = regions
    this.tables = tables
  }

  /** Looks at one person. */
  look(view: PersonView): Gated {
    const regions = this.regions
    let home = regions.possible(view.home)
    let work = 0
    let employed = 0
    let sited = 0
    for (let i = 0; i < view.spells.length; i++) {
      const s = view.spells[i] as SpellFact
      work |= regions.possible(s.county)
      if (s.employer === null) continue
      const employer = s.employer === undefined ? ANY_EMPLOYER : this.ofEmployer(s.employer)
      employed |= employer.open
      sited |= employer.sited
    }
    let categories = view.categories === undefined ? -1 : 0
    if (view.categories !== undefined) {
      for (let i = 0; i < view.categories.length; i++)
        categories |= 1 << (view.categories[i] as CategoryFact).code
    }
    const { looked } = this
    const granted = view.grants.length > 0
    const idle = view.spells.length === 0
    home &= looked.home
    work &= looked.work
    employed &= looked.employer
    sited &= looked.employer
    categories &= looked.categories
    const digest =
      Math.imul(home, 0x9e3779b1) ^
      Math.imul(work, 0x85ebca6b) ^
      Math.imul(employed, 0xc2b2ae35) ^
      Math.imul(sited, 0x27d4eb2f) ^
      Math.imul(categories, 0x165667b1) ^
      (granted ? 1 : idle ? 2 : 0)
    const first = this.known.get(digest)
    for (let one = first; one !== undefined; one = one.next) {
      const { seen } = one
      if (
        seen.home === home &&
        seen.work === work &&
        seen.employed === employed &&
        seen.sited === sited &&
        seen.categories === categories &&
        seen.granted === granted &&
        seen.idle === idle
      )
        return one.gated
    }
    if (this.known.size >= MOST_REMEMBERED) this.known.clear()
    const seen: Seen = { home, work, employed, sited, categories, granted, idle }
    const gated = this.pass(seen)
    this.known.set(digest, { seen, gated, next: this.known.get(digest) })
    return gated
  }

  private pass({ home, work, employed, sited, categories, granted, idle }: Seen): Gated {
    const failed = Int32Array.from(this.gates, (gate) => {
      // What was granted or is delegated comes before what failed.
      if (granted || (work & gate.delegates) !== 0) return 0
      const noWork =
        gate.employer !== 0
          ? (employed & gate.employer) === 0
          : gate.workplace !== 0
            ? (work & gate.workplace) === 0
            : idle && gate.needsWork
      // An employer in the right place but of another kind fails by its kind.
      if (noWork) return 1 << ((sited & gate.employer) !== 0 ? BIT.kind : BIT.workplace)
      return (
        (gate.home !== 0 && (home & gate.home) === 0 ? 1 << BIT.home : 0) |
        (gate.categories !== 0 && (categories & gate.categories) === 0 ? 1 << BIT.category : 0)
      )
    })
    return {
      failed,
      open: this.rows.filter((_, i) => failed[i] === 0),
      refused: this.rows.filter((_, i) => failed[i] !== 0),
      why: [...failed.filter((why) => why !== 0)],
      counting: this.counting.filter(
        ({ home: from, workplace, terms }) =>
          (from === null || (home & from.bit) !== 0) &&
          (workplace === null || (work & workplace.bit) !== 0) &&
          (terms.categoryMask === 0 || (categories & terms.categoryMask) !== 0),
      ),
      number: this.told++,
    }
  }

  private ofEmployer(employer: string): EmployerGate {
    let known = this.employers.get(employer)
    if (known === undefined) {
      let open = 0
      let sited = 0
      const fact = this.tables.employers.get(employer)
      for (const gate of this.gates) {
        const { kinds, workplace } = gate.row
        if (workplace !== null && workplace.test(fact?.county) === PLACE.no) continue
        sited |= gate.employer
        if (kinds !== null && fact?.kind !== undefined && !kinds.has(fact.kind)) continue
        open |= gate.employer
      }
      known = { open, sited }
      this.employers.set(employer, known)
    }
    return known
  }
}
