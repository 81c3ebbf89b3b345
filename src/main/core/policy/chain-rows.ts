/** Rows that ask for stable work: spells that follow one another with small gaps, lasting n months. */
import { addMonths, type DayNumber, formatDate, yearEnd, yearStart } from '../../../shared/domain/dates.ts'
import { coverage, weighFirstSpell, weighHome, weighWorkplace } from './conditions.ts'
import type { Decision } from './decision.ts'
import type { Bench } from './evaluator.ts'
import { BEFORE, NEVER, type PersonView, type SpellFact } from './facts.ts'
import { PLACE, type RegionRule } from './regions.ts'
import type { Row } from './row.ts'
import type { Amount } from './settle.ts'
import { BIT, type Candidate } from './weighing.ts'
import { sumOfYear } from './year-sums.ts'

/** Indexes of the spells concerned, by first day. */
const order: number[] = []

/** Once for all time: SX-02, GZ-04. */
export function evaluateChains(row: Row, view: PersonView, b: Bench, out: Decision): void {
  const count = gather(row, view, BEFORE, NEVER)
  if (count === 0) {
    b.nothing(BIT.workplace, out)
    return
  }
  for (let k = 0; k < count; k++) {
    if (!startsChain(row, view, k, BEFORE, NEVER)) continue
    const c = b.c.begin(order[k] as number)
    weighHome(c, row, view)
    weighWorkplace(c, row.workplace, view.spells[order[k] as number] as SpellFact)
    if (row.spec.conditions.first?.by === 'spell') weighFirstSpell(c, row, view)
    else if (row.spec.conditions.first?.by === 'new-move') weighNewMove(c, row, view, k, count)
    weighStable(c, row, view, k, count, BEFORE, NEVER)
    b.settle(row, view, out, row.amount)
  }
}

/** Once in a calendar year, the months inside that year: HLJ-02, HLJ-06, HLJ-07. */
export function evaluateYearChains(row: Row, view: PersonView, year: number, b: Bench, out: Decision): void {
  const first = yearStart(year)
  const last = yearEnd(year)
  const count = gather(row, view, first, last)
  if (count === 0) {
    b.nothing(onlyExcludedPosts(row, view, first, last) ? BIT.post : BIT.workplace, out)
    return
  }
  for (let k = 0; k < count; k++) {
    if (!startsChain(row, view, k, first, last)) continue
    const c = b.c.begin(order[k] as number)
    weighHome(c, row, view)
    weighWorkplace(c, row.workplace, view.spells[order[k] as number] as SpellFact)
    if (row.notPost !== '') {
      if (c.tracing)
        c.fact(
          `spells.${view.spells[order[k] as number]?.id}.post`,
          view.spells[order[k] as number]?.post ?? null,
        )
      c.add(BIT.post, BEFORE)
    }
    weighStable(c, row, view, k, count, first, last)
    weighYear(c, row, year)
    if (row.spec.conditions.production === true) weighProduction(c, view, year)
    let amount: Amount = row.amount
    if (row.amount.kind === 'actual-up-to') {
      const fare = weighFare(c, row, view, k, count, year)
      amount = { on: (day) => Math.min(row.amount.on(day), fare) }
    }
    out.consider(b.settleWithin(row, view, first, last, amount))
  }
}

/** The year counts when the document is in force on some day of it, and is one the clause allows. */
export function weighYear(c: Candidate, row: Row, year: number): void {
  if (row.onlyYear > 0) c.addKnown(BIT.year, year === row.onlyYear)
  c.addKnown(BIT['in-force'], yearStart(year) <= row.terms.end && yearEnd(year) >= row.terms.start)
}

function fits(row: Row, s: SpellFact): boolean {
  return (
    (row.workplace as RegionRule).test(s.county) !== PLACE.no &&
    (row.notPost === '' || s.post !== row.notPost)
  )
}

function onlyExcludedPosts(row: Row, view: PersonView, first: DayNumber, last: DayNumber): boolean {
  return view.spells.some(
    (s) =>
      s.post === row.notPost &&
      (row.workplace as RegionRule).test(s.county) !== PLACE.no &&
      coverage(s, first, last) !== PLACE.no,
  )
}

/** Fills `order` with the spells that can have a day in first..last; returns how many. */
function gather(row: Row, view: PersonView, first: DayNumber, last: DayNumber): number {
  let count = 0
  for (let i = 0; i < view.spells.length; i++) {
    const s = view.spells[i] as SpellFact
    if (!fits(row, s) || coverage(s, first, last) === PLACE.no) continue
    let at = count++
    while (at > 0 && isAfter(view.spells[order[at - 1] as number] as SpellFact, s)) {
      order[at] = order[at - 1] as number
      at--
    }
    order[at] = i
  }
  return count
}

/** By first day; of those that begin together the one that is known to last longer, so that rows may come in any order. */
function isAfter(a: SpellFact, b: SpellFact): boolean {
  const from = a.from ?? BEFORE
  const other = b.from ?? BEFORE
  if (from !== other) return from > other
  const end = a.to === null ? NEVER : (a.to ?? BEFORE)
  const otherEnd = b.to === null ? NEVER : (b.to ?? BEFORE)
  return end !== otherEnd ? end < otherEnd : a.id > b.id
}

function isCertain(row: Row, s: SpellFact): boolean {
  return s.from !== undefined && (row.workplace as RegionRule).test(s.county) === PLACE.yes
}

/** Last day that known facts prove, inside the limits; an absent end proves the first day only. */
function knownEnd(s: SpellFact, first: DayNumber, last: DayNumber): DayNumber {
  if (s.to === undefined) return (s.from as number) >= first ? (s.from as number) : BEFORE
  const to = s.to === null ? NEVER : s.to
  return to < last ? to : last
}

/** False where known facts make the spell the continuation of an earlier one. */
function startsChain(row: Row, view: PersonView, k: number, first: DayNumber, last: DayNumber): boolean {
  const s = view.spells[order[k] as number] as SpellFact
  if (!isCertain(row, s)) return true
  const from = Math.max(s.from as number, first)
  for (let j = 0; j < k; j++) {
    const other = view.spells[order[j] as number] as SpellFact
    if (!isCertain(row, other)) continue
    const end = knownEnd(other, first, last)
    if (end > BEFORE && from - end - 1 <= row.gapDays) return false
  }
  return true
}

/**
 * n months from the chain's first day to the same day n months later. `lo` takes unknown ends and places as good,
 * `day` uses what is known.
 */
function weighStable(
  c: Candidate,
  row: Row,
  view: PersonView,
  k: number,
  count: number,
  first: DayNumber,
  last: DayNumber,
): void {
  const s = view.spells[order[k] as number] as SpellFact
  const sure = isCertain(row, s)
  const start = Math.max(s.from ?? BEFORE, first)
  if (start <= BEFORE) {
    if (c.tracing) c.miss(`spells.${s.id}.from`)
    c.addUnknown(BIT.stable)
    return
  }
  const months = (row.stableMonths as NonNullable<Row['stableMonths']>).at(start)
  const target = addMonths(start, months)
  let known = sure ? knownEnd(s, first, last) : BEFORE
  let possible = BEFORE
  let vague = !sure
  for (let j = k; j < count; j++) {
    const other = view.spells[order[j] as number] as SpellFact
    const from = Math.max(other.from ?? BEFORE, first)
    const certain = isCertain(row, other)
    if (j === k || from - possible - 1 <= row.gapDays) {
      const end = Math.min(other.to === null || other.to === undefined ? NEVER : other.to, last)
      if (from <= target) {
        if (c.tracing) traceStretch(c, row, other)
        if (other.to === undefined || !certain) vague = true
      }
      if (end > possible) possible = end
    }
    if (sure && certain && (j === k || from - known - 1 <= row.gapDays)) {
      const end = knownEnd(other, first, last)
      if (end > known) known = end
    }
  }
  const day = sure && known >= target ? target : NEVER
  const lo = possible >= target ? target : NEVER
  if (!vague || lo >= day) c.add(BIT.stable, Math.min(lo, day))
  else c.add(BIT.stable, lo, day, sure ? target : NEVER)
}

function traceStretch(c: Candidate, row: Row, s: SpellFact): void {
  if (s.from !== undefined) c.fact(`spells.${s.id}.from`, formatDate(s.from), s.source)
  else c.miss(`spells.${s.id}.from`)
  if (s.to === undefined) c.miss(`spells.${s.id}.to`)
  else c.fact(`spells.${s.id}.to`, s.to === null ? null : formatDate(s.to), s.source)
  if ((row.workplace as RegionRule).test(s.county) !== PLACE.yes) c.miss(`spells.${s.id}.county`)
}

/** No day worked in such a place in the months before the chain began (settled detail 20). */
function weighNewMove(c: Candidate, row: Row, view: PersonView, k: number, count: number): void {
  const start = (view.spells[order[k] as number] as SpellFact).from
  if (start === undefined) {
    if (c.tracing) c.miss(`spells.${view.spells[order[k] as number]?.id}.from`)
    c.addUnknown(BIT.first)
    return
  }
  const first = addMonths(start, -row.newMoveMonths)
  let vague = false
  for (let j = 0; j < count; j++) {
    if (j === k) continue
    const s = view.spells[order[j] as number] as SpellFact
    if (s.from !== undefined && s.from >= start) continue
    const covered = coverage(s, first, start - 1)
    if (covered === PLACE.no) continue
    if (covered === PLACE.yes && isCertain(row, s)) {
      if (c.tracing) c.fact(`spells.${s.id}.from`, formatDate(s.from as number), s.source)
      c.add(BIT.first, NEVER)
      return
    }
    vague = true
    if (c.tracing) {
      if ((row.workplace as RegionRule).test(s.county) !== PLACE.yes) c.miss(`spells.${s.id}.county`)
      if (s.from === undefined) c.miss(`spells.${s.id}.from`)
      else if (covered !== PLACE.yes) c.miss(`spells.${s.id}.to`)
    }
  }
  if (vague) c.addUnknown(BIT.first, start)
  else c.add(BIT.first, start)
}

/** Other members of the household run their own production in that year. */
function weighProduction(c: Candidate, view: PersonView, year: number): void {
  const household = view.household
  if (household === undefined) {
    if (c.tracing) c.miss(`people.${view.id}.household`)
    c.addUnknown(BIT.production)
    return
  }
  if (household === null) {
    if (c.tracing) c.fact(`people.${view.id}.household`, null)
    c.add(BIT.production, NEVER)
    return
  }
  const path = `households.${household.id}.production.${year}`
  const value =
    household.production?.get(year) ??
    (household.production !== undefined && household.complete ? false : undefined)
  if (value === undefined) {
    if (c.tracing) c.miss(path)
    c.addUnknown(BIT.production)
    return
  }
  if (c.tracing) c.fact(path, value)
  c.addKnown(BIT.production, value)
}

/**
 * Highest known fare of the year among the chain's spells (settled detail 16); unknown where none is known. A spell of
 * which it is not known where it was counts only where no spell of the chain surely was outside.
 */
function weighFare(c: Candidate, row: Row, view: PersonView, k: number, count: number, year: number): number {
  const first = yearStart(year)
  const last = yearEnd(year)
  let end = BEFORE
  let best = -1
  let sure = false
  for (let j = k; j < count; j++) {
    const s = view.spells[order[j] as number] as SpellFact
    const from = Math.max(s.from ?? BEFORE, first)
    if (j > k && from - end - 1 > row.gapDays) continue
    const to = Math.min(s.to === null || s.to === undefined ? NEVER : s.to, last)
    if (to > end) end = to
    const there = row.workplace === null || row.workplace.test(s.county) === PLACE.yes
    const placed = there && coverage(s, first, last) === PLACE.yes
    if (sure && !placed) continue
    if (placed && !sure) {
      sure = true
      best = -1
      if (c.tracing) {
        c.amountMissing = []
        c.amountFacts = []
      }
    }
    const fen = sumOfYear(s.fare, year)
    const path = `spells.${s.id}.fare.${year}`
    if (fen === undefined) {
      if (c.tracing) c.amountMissing.push(path)
    } else {
      if (fen > best) best = fen
      if (c.tracing) c.amountFacts.push({ path, value: fen, source: s.fare?.source ?? s.source })
    }
  }
  if (best < 0) c.amountUnknown = true
  else if (c.tracing) c.amountMissing = []
  return best
}
