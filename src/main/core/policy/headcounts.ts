/** Heads counted for employers while people stream by: SX-12, SX-13. */
import { type DayNumber, yearOfDay } from '../../../shared/domain/dates.ts'
import { firstHold, firstMayHold, missingCategories } from './category-days.ts'
import type { PersonView, SpellFact } from './facts.ts'
import { PLACE, type RegionRule } from './regions.ts'
import type { Row } from './row.ts'

interface Head {
  readonly day: DayNumber
  readonly sure: boolean
  readonly missing: readonly string[]
}

/** Heads of one employer in one year: days on which known ones began, and those that unknown facts may add. */
export interface YearHeads {
  readonly known: DayNumber[]
  readonly possible: DayNumber[]
  readonly missing: string[]
}

/** One head of an employer in a calendar year: the day it began, and whether that is sure (1) or only possible (0). */
export type CountedHead = readonly [
  benefit: string,
  employer: string,
  year: number,
  day: DayNumber,
  sure: 0 | 1,
]

/** Call `collect` for every person, then read. Keeps one number for each head. */
export class Headcounts {
  /** what the person counts for who was collected last */
  last: readonly CountedHead[] = NO_HEADS
  readonly rows: readonly Row[]
  /** by benefit, employer and year */
  private readonly counts = new Map<string, Map<string, Map<number, YearHeads>>>()

  constructor(rows: readonly Row[]) {
    this.rows = rows.filter((row) => row.each === 'headcount')
  }

  /** Takes one person. `tracing` keeps the paths of missing facts; `rows`: those for which the person may be a head. */
  collect(view: PersonView, tracing: boolean, rows: readonly Row[] = this.rows): void {
    this.last = NO_HEADS
    for (let i = 0; i < rows.length; i++) this.collectFor(rows[i] as Row, view, tracing)
  }

  /** Takes heads that were counted elsewhere: by another thread, or by an earlier calculation. */
  addCounted(heads: Iterable<CountedHead>): void {
    for (const [benefit, employer, year, day, sure] of heads)
      this.add(benefit, employer, year, { day, sure: sure === 1, missing: NONE })
  }

  heads(row: Row, employer: string, year: number): YearHeads | undefined {
    return this.counts.get(row.id)?.get(employer)?.get(year)
  }

  private collectFor(row: Row, view: PersonView, tracing: boolean): void {
    const rule = row.workplace as RegionRule
    const home = row.home === null ? PLACE.yes : row.home.test(view.home)
    if (home === PLACE.no || !worksThere(rule, view)) return
    const first = firstSpell(row, view)
    if (first === PLACE.no) return
    const counted: { employer: string; year: number; head: Head }[] = []
    for (const s of view.spells) {
      const { employer, from } = s
      if (employer === undefined || employer === null || from === undefined) continue
      const place = rule.test(s.county)
      if (place === PLACE.no) continue
      const holds = categoryOn(row, view, from)
      if (holds === PLACE.no) continue
      const sure =
        home === PLACE.yes && first !== PLACE.unknown && place !== PLACE.unknown && holds !== PLACE.unknown
      const head: Head = {
        day: from,
        sure,
        missing: sure || !tracing ? NONE : missingOf(row, view, s, { home, first, place, holds }),
      }
      for (const year of yearsCounted(row, s, from)) {
        const other = counted.find((one) => one.employer === employer && one.year === year)
        if (other === undefined) counted.push({ employer, year, head })
        else if (better(head, other.head)) other.head = head
      }
    }
    if (counted.length === 0) return
    const last = [...this.last]
    for (const { employer, year, head } of counted) {
      this.add(row.id, employer, year, head)
      last.push([row.id, employer, year, head.day, head.sure ? 1 : 0])
    }
    this.last = last
  }

  private add(benefit: string, employer: string, year: number, head: Head): void {
    const heads = this.headsOf(benefit, employer, year)
    ;(head.sure ? heads.known : heads.possible).push(head.day)
    for (const path of head.missing) if (!heads.missing.includes(path)) heads.missing.push(path)
  }

  private headsOf(benefit: string, employer: string, year: number): YearHeads {
    let employers = this.counts.get(benefit)
    if (employers === undefined) {
      employers = new Map()
      this.counts.set(benefit, employers)
    }
    let years = employers.get(employer)
    if (years === undefined) {
      years = new Map()
      employers.set(employer, years)
    }
    let heads = years.get(year)
    if (heads === undefined) {
      heads = { known: [], possible: [], missing: [] }
      years.set(year, heads)
    }
    return heads
  }
}

/** Paths of the unknown facts that leave a head only possible. */
function missingOf(
  row: Row,
  view: PersonView,
  s: SpellFact,
  { home, first, place, holds }: Readonly<Record<'home' | 'first' | 'place' | 'holds', number>>,
): string[] {
  const missing: string[] = []
  if (home !== PLACE.yes)
    missing.push(home === PLACE.needsStandard ? `standard:${row.homeStandard}` : `people.${view.id}.home`)
  if (first === PLACE.unknown) missing.push(...missingFirst(row, view))
  if (place === PLACE.unknown && !missing.includes(`spells.${s.id}.county`))
    missing.push(`spells.${s.id}.county`)
  if (holds === PLACE.unknown) missing.push(...missingCategories(view, row.terms.categoryMask))
  return missing
}

const NONE: readonly never[] = []
const NO_HEADS: readonly CountedHead[] = []

function worksThere(rule: RegionRule, view: PersonView): boolean {
  for (const s of view.spells) if (rule.test(s.county) !== PLACE.no) return true
  return false
}

function better(a: Head, b: Head): boolean {
  return a.sure !== b.sure ? a.sure : a.day < b.day
}

/** The year in which the spell began; with the other reading, every year it lasted in. */
function yearsCounted(row: Row, s: SpellFact, from: DayNumber): number[] {
  const began = yearOfDay(from)
  if (!row.countLasting) return [began]
  const last =
    s.to === undefined ? began : yearOfDay(s.to === null ? row.terms.end : Math.min(s.to, row.terms.end))
  const years: number[] = []
  for (let year = began; year <= last; year++) years.push(year)
  return years
}

function categoryOn(row: Row, view: PersonView, day: DayNumber): 0 | 1 | 2 {
  if (view.categories === undefined) return PLACE.unknown
  if (firstHold(view.categories, row.terms.categoryMask, day) === day) return PLACE.yes
  return firstMayHold(view.categories, row.terms.categoryMask, day) === day ? PLACE.unknown : PLACE.no
}

function firstSpell(row: Row, view: PersonView): 0 | 1 | 2 {
  const rule = row.workplace as RegionRule
  let vague = false
  for (const s of view.spells) {
    const place = rule.test(s.county)
    if (place === PLACE.no || (s.from !== undefined && s.from >= row.since)) continue
    if (place === PLACE.yes && s.from !== undefined) return PLACE.no
    vague = true
  }
  return vague ? PLACE.unknown : PLACE.yes
}

function missingFirst(row: Row, view: PersonView): string[] {
  const paths: string[] = []
  for (const s of view.spells) {
    const place = (row.workplace as RegionRule).test(s.county)
    if (place === PLACE.no || (s.from !== undefined && s.from >= row.since)) continue
    if (place !== PLACE.yes) paths.push(`spells.${s.id}.county`)
    if (s.from === undefined) paths.push(`spells.${s.id}.from`)
  }
  return paths
}
