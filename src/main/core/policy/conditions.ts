/** The closed vocabulary of conditions on a person and a spell. Each states itself to a candidate; see weighing.ts. */
import {
  addMonths,
  type DayNumber,
  formatDate,
  formatMonth,
  monthOfDay,
} from '../../../shared/domain/dates.ts'
import { BEFORE, NEVER, type PersonView, type SpellFact, type Tables } from './facts.ts'
import { firstMonthEndingAfter, lastDayOf, MonthSet } from './month-set.ts'
import { PLACE, type RegionRule } from './regions.ts'
import type { Row } from './row.ts'
import { BIT, type Candidate } from './weighing.ts'

/** Household registration lies in the row's home area. A home that only the office can place is unknown. */
export function weighHome(c: Candidate, row: Row, view: PersonView): void {
  if (row.home === null) return
  const place = row.home.test(view.home)
  if (c.tracing && view.home !== undefined) c.fact(`people.${view.id}.home`, view.home, view.source)
  if (place === PLACE.yes) c.add(BIT.home, BEFORE)
  else if (place === PLACE.no) c.add(BIT.home, NEVER)
  else {
    if (c.tracing) {
      c.miss(place === PLACE.needsStandard ? `standard:${row.homeStandard}` : `people.${view.id}.home`)
    }
    c.addUnknown(BIT.home, BEFORE, BEFORE)
  }
}

/** The spell's workplace fulfils the rule; it is met from the spell's first day. */
export function weighWorkplace(c: Candidate, rule: RegionRule | null, s: SpellFact): void {
  if (c.tracing) spellFacts(c, s)
  const place = rule === null ? PLACE.yes : rule.test(s.county)
  if (place === PLACE.no) {
    c.add(BIT.workplace, NEVER)
    return
  }
  const from = s.from ?? BEFORE
  if (place === PLACE.yes && s.from !== undefined) {
    c.add(BIT.workplace, from)
    return
  }
  if (c.tracing) {
    if (place !== PLACE.yes) c.miss(`spells.${s.id}.county`)
    if (s.from === undefined) c.miss(`spells.${s.id}.from`)
  }
  c.addUnknown(BIT.workplace, from, s.from ?? NEVER)
}

function spellFacts(c: Candidate, s: SpellFact): void {
  if (s.county !== undefined) c.fact(`spells.${s.id}.county`, s.county, s.source)
  if (s.from !== undefined) c.fact(`spells.${s.id}.from`, formatDate(s.from), s.source)
  if (s.to !== undefined) c.fact(`spells.${s.id}.to`, s.to === null ? null : formatDate(s.to), s.source)
}

/** Organised by the agent asked for, or by any where `agent` is null. */
export function weighOrganised(c: Candidate, s: SpellFact, agent: string | null): void {
  if (s.organisedBy === undefined) {
    if (c.tracing) c.miss(`spells.${s.id}.organisedBy`)
    c.addUnknown(BIT.organised, s.from ?? BEFORE, s.from ?? BEFORE)
    return
  }
  if (c.tracing) c.fact(`spells.${s.id}.organisedBy`, s.organisedBy, s.source)
  const met = s.organisedBy !== null && (agent === null || s.organisedBy === agent)
  c.add(BIT.organised, met ? BEFORE : NEVER)
}

/** 备案: number and date both on record. */
export function weighFiling(c: Candidate, s: SpellFact): void {
  const filing = s.filing
  if (filing === undefined) {
    if (c.tracing) c.miss(`spells.${s.id}.filing`)
    c.addUnknown(BIT.filing, s.from ?? BEFORE)
    return
  }
  if (filing === null) {
    if (c.tracing) c.fact(`spells.${s.id}.filing`, null, s.source)
    c.add(BIT.filing, NEVER)
    return
  }
  if (c.tracing) {
    if (filing.number === undefined) c.miss(`spells.${s.id}.filing.number`)
    else c.fact(`spells.${s.id}.filing.number`, filing.number, s.source)
    if (filing.on === undefined) c.miss(`spells.${s.id}.filing.on`)
    else c.fact(`spells.${s.id}.filing.on`, formatDate(filing.on), s.source)
  }
  if (filing.on !== undefined && filing.number !== undefined) c.add(BIT.filing, filing.on)
  else c.addUnknown(BIT.filing, filing.on ?? BEFORE)
}

/** Contract of at least n months: its last day is on or after the day before the same date n months later. */
export function weighContract(c: Candidate, row: Row, s: SpellFact): void {
  if (row.contractMonths === null) return
  const contract = s.contract
  if (contract === undefined) {
    if (c.tracing) c.miss(`spells.${s.id}.contract`)
    c.addUnknown(BIT.contract)
    return
  }
  if (contract === null) {
    if (c.tracing) c.fact(`spells.${s.id}.contract`, null, s.source)
    c.add(BIT.contract, NEVER)
    return
  }
  const { from, to } = contract
  if (c.tracing) {
    if (from !== undefined) c.fact(`spells.${s.id}.contract.from`, formatDate(from), s.source)
    if (to !== undefined) c.fact(`spells.${s.id}.contract.to`, to === null ? null : formatDate(to), s.source)
  }
  if (to === null && from !== undefined) {
    c.add(BIT.contract, from)
    return
  }
  if (from !== undefined && to !== undefined && to !== null) {
    const least = addMonths(from, row.contractMonths.at(from)) - 1
    c.add(BIT.contract, to >= least ? from : NEVER)
    return
  }
  if (c.tracing) {
    if (from === undefined) c.miss(`spells.${s.id}.contract.from`)
    if (to === undefined) c.miss(`spells.${s.id}.contract.to`)
  }
  c.addUnknown(BIT.contract, from ?? BEFORE)
}

/** The employer of the spell is of one of the row's kinds. */
export function weighEmployerKind(
  c: Candidate,
  row: Row,
  employer: string | null | undefined,
  owner: string,
  tables: Tables,
): void {
  if (row.kinds === null) return
  if (employer === null) {
    if (c.tracing) c.fact(owner, null)
    c.add(BIT.kind, NEVER)
    return
  }
  if (employer === undefined) {
    if (c.tracing) c.miss(owner)
    c.addUnknown(BIT.kind, BEFORE, BEFORE)
    return
  }
  weighKind(c, row.kinds, tables.employers.get(employer)?.kind, `employers.${employer}.kind`)
}

/** The agent is of one of the row's kinds. */
export function weighAgentKind(
  c: Candidate,
  row: Row,
  agent: string | null | undefined,
  tables: Tables,
): void {
  if (row.kinds === null || agent === null || agent === undefined) return
  weighKind(c, row.kinds, tables.agents.get(agent)?.kind, `agents.${agent}.kind`)
}

function weighKind(c: Candidate, kinds: ReadonlySet<string>, kind: string | undefined, path: string): void {
  if (kind === undefined) {
    if (c.tracing) c.miss(path)
    c.addUnknown(BIT.kind, BEFORE, BEFORE)
    return
  }
  if (c.tracing) c.fact(path, kind)
  c.addKnown(BIT.kind, kinds.has(kind))
}

/** A place of the beneficiary itself (employer, school, station). */
export function weighPlace(
  c: Candidate,
  bit: number,
  rule: RegionRule | null,
  county: string | undefined,
  path: string,
  standard: string,
): void {
  if (rule === null) return
  const place = rule.test(county)
  if (c.tracing && county !== undefined) c.fact(path, county)
  if (place === PLACE.yes || place === PLACE.no) {
    c.addKnown(bit, place === PLACE.yes)
    return
  }
  if (c.tracing) c.miss(place === PLACE.needsStandard ? `standard:${standard}` : path)
  c.addUnknown(bit, BEFORE, BEFORE)
}

/** First employment in the territory, by the earliest spell there, on or after the row's `since`. */
export function weighFirstSpell(c: Candidate, row: Row, view: PersonView): void {
  const rule = row.workplace as RegionRule
  let earliest = NEVER
  let failed = false
  let vague = false
  for (let i = 0; i < view.spells.length; i++) {
    const s = view.spells[i] as SpellFact
    const place = rule.test(s.county)
    if (place === PLACE.no) continue
    const early = s.from === undefined || s.from < row.since
    if (place === PLACE.yes && s.from !== undefined) {
      if (s.from < earliest) earliest = s.from
      if (early) failed = true
      if (c.tracing) c.fact(`spells.${s.id}.from`, formatDate(s.from), s.source)
    } else if (early) {
      vague = true
      if (c.tracing) {
        if (place !== PLACE.yes) c.miss(`spells.${s.id}.county`)
        if (s.from === undefined) c.miss(`spells.${s.id}.from`)
      }
    } else if (s.from !== undefined && s.from < earliest) earliest = s.from
  }
  if (failed) c.add(BIT.first, NEVER)
  else if (vague) c.addUnknown(BIT.first)
  else c.add(BIT.first, earliest >= NEVER ? NEVER : earliest)
}

const known = new MonthSet()
const possible = new MonthSet()

/** Months beyond which a projection need not look: no row asks for more. */
const FAR = 72

/**
 * n insured months, distinct or in a row. `only` limits it to one spell; otherwise every spell whose workplace
 * fulfils the row's rule counts. A month counts from its last day. For an open spell every month that ends after
 * `asOf` is taken as insured (settled detail 6).
 */
export function weighInsured(
  c: Candidate,
  row: Row,
  view: PersonView,
  only: number,
  asOf: DayNumber,
  rule: RegionRule | null,
): void {
  const months = row.insuredMonths
  if (months === null) return
  known.clear()
  possible.clear()
  const open = firstMonthEndingAfter(asOf)
  let vague = false
  let unbounded = false
  const start = only >= 0 ? only : 0
  const end = only >= 0 ? only + 1 : view.spells.length
  for (let i = start; i < end; i++) {
    const s = view.spells[i] as SpellFact
    const place = rule === null ? PLACE.yes : rule.test(s.county)
    if (place === PLACE.no) continue
    const from = s.from === undefined ? BEFORE : s.from
    const firstMonth = from <= BEFORE ? open - FAR : monthOfDay(from)
    const certain = place === PLACE.yes
    if (c.tracing && s.insured !== undefined)
      c.fact(`spells.${s.id}.insured`, monthsText(s.insured), s.source)
    if (!certain) {
      vague = true
      if (c.tracing) c.miss(`spells.${s.id}.county`)
    }
    if (s.insured === undefined) {
      vague = true
      const last = s.to === null || s.to === undefined ? Math.max(firstMonth, open) + FAR : monthOfDay(s.to)
      if (s.to === null || s.to === undefined) unbounded = true
      possible.addRange(firstMonth, last)
      if (c.tracing) c.miss(`spells.${s.id}.insured`)
      continue
    }
    ;(certain ? known : possible).addMasks(s.insured)
    const goesOn = s.to === undefined || s.to === null || s.to > asOf
    if (!goesOn) continue
    const first = Math.max(firstMonth, open)
    const last = s.to === null || s.to === undefined ? first + FAR : monthOfDay(s.to)
    if (s.to === undefined) {
      vague = true
      unbounded = true
      possible.addRange(first, last)
    } else {
      if (s.to === null && !certain) unbounded = true
      ;(certain ? known : possible).addRange(first, last)
    }
  }
  const n = months.at(
    only >= 0 ? ((view.spells[only] as SpellFact).from ?? row.terms.start) : row.terms.start,
  )
  const consecutive = row.spec.conditions.insured?.consecutive === true
  const reached = consecutive ? known.endOfRun(n) : known.nth(n)
  const day = reached < 0 ? NEVER : lastDayOf(reached)
  if (c.tracing) c.short = n - known.countUpTo(open - 1)
  if (!vague) {
    c.add(BIT.insured, day)
    return
  }
  possible.addAll(known)
  const soonest = consecutive ? possible.endOfRun(n) : possible.nth(n)
  const lo = soonest < 0 ? NEVER : lastDayOf(soonest)
  if (lo >= day) {
    c.add(BIT.insured, lo)
    return
  }
  if (c.tracing) missOpenEnds(c, view, start, end, rule)
  c.add(BIT.insured, lo, day, day < NEVER ? day : unbounded ? NEVER : lastDayOf(possible.latest()))
}

function missOpenEnds(
  c: Candidate,
  view: PersonView,
  start: number,
  end: number,
  rule: RegionRule | null,
): void {
  for (let i = start; i < end; i++) {
    const s = view.spells[i] as SpellFact
    if (s.to !== undefined || s.insured === undefined) continue
    if (rule === null || rule.test(s.county) !== PLACE.no) c.miss(`spells.${s.id}.to`)
  }
}

/** `2022-01..2022-05,2022-07` of packed months. */
export function monthsText(masks: readonly number[]): string | null {
  const set = new MonthSet()
  set.addMasks(masks)
  const months = set.months()
  const runs: string[] = []
  let i = 0
  while (i < months.length) {
    let j = i
    while (j + 1 < months.length && months[j + 1] === (months[j] as number) + 1) j++
    const first = formatMonth(months[i] as number)
    runs.push(i === j ? first : `${first}..${formatMonth(months[j] as number)}`)
    i = j + 1
  }
  return runs.length === 0 ? null : runs.join(',')
}

/** Whether a spell covers some day of a range, with known facts (yes), never (no), or perhaps (unknown). */
export function coverage(s: SpellFact, first: DayNumber, last: DayNumber): 0 | 1 | 2 {
  const from = s.from
  if (from !== undefined && from > last) return PLACE.no
  if (s.to !== undefined && s.to !== null && s.to < first) return PLACE.no
  if (from === undefined) return PLACE.unknown
  if (s.to === undefined && from < first) return PLACE.unknown
  return PLACE.yes
}
