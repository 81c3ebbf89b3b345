/** Month-by-month benefits: rent, caring and public-welfare posts, social insurance, on-the-job training. */
import {
  type DayNumber,
  type MonthIndex,
  monthOfDay,
  monthStart,
  parseMonth,
} from '../../../shared/domain/dates.ts'
import { coverage, weighEmployerKind, weighFirstSpell, weighHome } from './conditions.ts'
import type { Asked, Bench } from './evaluator.ts'
import { BEFORE, type GrantFact, NEVER, type PersonView, type SpellFact } from './facts.ts'
import { addGrantedMonths, countsBy } from './grants.ts'
import { firstMonthEndingAfter, lastDayOf, MonthSet } from './month-set.ts'
import { PLACE, type RegionRule } from './regions.ts'
import type { Row } from './row.ts'
import { mayBeWith, weighEmployedDuring, weighEmployerPlace } from './spell-rows.ts'
import { BIT, type Candidate, Decision, type MonthPart, NO_AMOUNT, OUT } from './weighing.ts'

/** Months that facts name for the row; those that an unknown fact could name stand in `maybe`. */
const named = new MonthSet()
const maybe = new MonthSet()
const granted = new MonthSet()

/**
 * Sums all months payable up to `asOf`, less those already granted, at most the row's limit. A month is payable
 * from its last day, and the category must hold on that day (settled detail 10). Asked for one month, the answer is
 * that month's alone.
 */
export function evaluateMonths(
  row: Row,
  view: PersonView,
  asked: Asked,
  uses: ReadonlyMap<string, string>,
  b: Bench,
  out: Decision,
): void {
  const only = asked.period === null ? undefined : parseMonth(asked.period)
  const tally = new Tally(row, only)
  if (!weighBase(row, view, asked, b, uses)) {
    b.settle(row, view, out, NO_AMOUNT)
    return
  }
  named.clear()
  maybe.clear()
  const lacking = nameMonths(row, view, asked, b)
  if (lacking >= 0) {
    weighBase(row, view, asked, b, uses)
    b.c.add(lacking, NEVER)
    b.settle(row, view, out, NO_AMOUNT)
    return
  }
  readGrants(row, view, uses, b.asOf, tally)
  // Asked for one month, the others are weighed only because they may use up the limit before it.
  const aside = only === undefined ? out : new Decision(false)
  const outOf = (month: MonthIndex) => (only === undefined || month === only ? out : aside)
  for (const month of named.months()) weighMonth(row, view, asked, uses, month, false, b, tally, outOf(month))
  for (const month of maybe.months()) {
    if (!named.has(month)) weighMonth(row, view, asked, uses, month, true, b, tally, outOf(month))
  }
  tally.settle(row, out)
}

/** Months that are payable, counted within the limit. */
class Tally {
  readonly parts: { month: MonthIndex; outcome: number; amountFen: number }[] = []
  left: number
  grantedAny = false
  /** months granted without saying which: the earliest payable ones are taken as used */
  usedUp = 0
  /** the one month that was asked for; undefined: all */
  private readonly only: MonthIndex | undefined

  constructor(row: Row, only: MonthIndex | undefined) {
    this.left = row.most > 0 ? row.most : NEVER
    this.only = only
  }

  settle(row: Row, out: Decision): void {
    this.parts.sort((a, b) => a.month - b.month)
    const { only } = this
    if (only !== undefined) this.grantedAny = granted.has(only)
    const wanted = this.parts.filter((p) => only === undefined || p.month === only)
    const best = wanted.some((p) => p.outcome === OUT.eligible)
      ? OUT.eligible
      : wanted.some((p) => p.outcome === OUT.discretionary)
        ? OUT.discretionary
        : OUT['needs-standard']
    const taken: MonthPart[] = []
    let sum = 0
    let used = this.usedUp
    let counted = 0
    for (const part of this.parts) {
      if (part.outcome !== best) continue
      const mine = only === undefined || part.month === only
      if (used > 0) {
        used--
        if (mine) this.grantedAny = true
      } else if (counted < this.left) {
        counted++
        if (!mine) continue
        taken.push(part)
        sum += part.amountFen
      }
    }
    const last = taken.at(-1)
    if (last !== undefined) {
      out.outcome = best
      out.amountFen = best === OUT['needs-standard'] ? -1 : sum
      out.months = taken.length
      out.qualifyingOn = lastDayOf(last.month)
      out.on = NEVER
      out.failed = 0
      out.unknown = 0
      out.missing.length = 0
      out.parts = taken
    } else if (
      this.grantedAny &&
      (!out.any || this.left === 0 || (out.outcome !== OUT.pending && out.outcome !== OUT.undetermined))
    ) {
      out.outcome = OUT['already-granted']
      out.failed = 0
      out.unknown = 0
      out.missing.length = 0
    } else if (!out.any) {
      out.outcome = OUT.ineligible
      const unnamed = only !== undefined && !wanted.some((p) => p.month === only)
      out.failed = 1 << (row.each === 'rent-month' ? BIT.rent : unnamed ? monthBit(row) : BIT.year)
    }
  }
}

/** Conditions that are the same in every month; false where one of them can never be met. */
function weighBase(
  row: Row,
  view: PersonView,
  asked: Asked,
  b: Bench,
  uses: ReadonlyMap<string, string>,
): boolean {
  const c = b.c.begin(-1)
  weighHome(c, row, view)
  if (row.spec.conditions.first?.by === 'spell') weighFirstSpell(c, row, view)
  if (row.each === 'training-month') weighOtherEmployerPaid(c, row, view, asked, uses, b.asOf)
  return c.failed === 0
}

/** HLJ-10: who had this subsidy from another employer is out (settled detail 17). */
function weighOtherEmployerPaid(
  c: Candidate,
  row: Row,
  view: PersonView,
  asked: Asked,
  uses: ReadonlyMap<string, string>,
  asOf: DayNumber,
): void {
  for (const grant of view.grants) {
    if (uses.get(grant.benefit) !== row.use || !countsBy(grant, asOf)) continue
    if (asked.beneficiary === null || grant.beneficiary === asked.beneficiary) continue
    if (c.tracing) c.fact(`grants.${grant.benefit}.${grant.beneficiary}`, true)
    c.add(BIT.training, NEVER)
    return
  }
}

/** Puts the months into `named` and `maybe`; returns the bit of the condition that fails where there are none, or -1. */
function nameMonths(row: Row, view: PersonView, asked: Asked, b: Bench): number {
  if (row.each === 'rent-month') return nameRentMonths(row, view)
  if (row.each === 'attendance-month') {
    for (const fact of view.attendance) named.addRange(fact.month, fact.month)
    const inPost = view.spells.some((s) => s.post === row.onlyPost && inPlace(row, s) !== PLACE.no)
    if (!inPost) return view.spells.some((s) => inPlace(row, s) !== PLACE.no) ? BIT.post : BIT.workplace
    return view.attendance.length === 0 ? BIT.attended : -1
  }
  return nameSpellMonths(row, view, asked, b)
}

function inPlace(row: Row, s: SpellFact): 0 | 1 | 2 | 3 {
  return row.workplace === null ? PLACE.yes : row.workplace.test(s.county)
}

function nameRentMonths(row: Row, view: PersonView): number {
  const rule = row.workplace as RegionRule
  if (!view.spells.some((s) => rule.test(s.county) !== PLACE.no)) return BIT.workplace
  let any = false
  for (const rent of view.rents) {
    if (rent.months === undefined) {
      any = true
      maybe.addRange(monthOfDay(row.terms.start), monthOfDay(row.terms.end))
    } else {
      if (rent.months.length > 0) any = true
      named.addMasks(rent.months)
    }
  }
  return any ? -1 : BIT.rent
}

function nameSpellMonths(row: Row, view: PersonView, asked: Asked, b: Bench): number {
  const open = firstMonthEndingAfter(b.asOf)
  const startMonth = monthOfDay(row.terms.start)
  const endMonth = monthOfDay(row.terms.end)
  let withEmployer = false
  let any = false
  for (const s of view.spells) {
    if (!mayBeWith(s, asked.beneficiary)) continue
    withEmployer = true
    if (row.onlyPost !== '' && s.post !== row.onlyPost) continue
    const from = s.from === undefined ? startMonth : monthOfDay(s.from)
    const last = s.to === undefined || s.to === null ? Math.max(open, from) : monthOfDay(s.to)
    if (row.each === 'post-month') {
      any = true
      // One month outside the document's time is enough to say that it is outside.
      const first = Math.max(from, startMonth)
      const end = Math.min(last, endMonth)
      if (first > end) named.addRange(from, from)
      else if (s.to !== undefined) named.addRange(first, end)
      else {
        named.addRange(from, from)
        maybe.addRange(Math.max(from + 1, first), Math.max(from + 1, Math.min(end, from + 1)))
      }
      continue
    }
    const months = row.each === 'insured-month' ? s.insured : s.training
    if (months === undefined) {
      any = true
      const first = Math.max(from, startMonth)
      maybe.addRange(first, Math.max(first, Math.min(last, endMonth, first)))
      continue
    }
    if (months.length > 0) {
      any = true
      named.addMasks(months)
    }
    if (row.each !== 'insured-month') continue
    const next = Math.max(open, from)
    if (s.to === undefined) {
      any = true
      maybe.addRange(next, next)
    } else if (s.to === null || s.to > b.asOf) {
      if (s.to === null || next <= monthOfDay(s.to)) {
        any = true
        named.addRange(next, next)
      }
    }
  }
  if (!withEmployer) return BIT.workplace
  if (any) return -1
  return monthBit(row)
}

function readGrants(
  row: Row,
  view: PersonView,
  uses: ReadonlyMap<string, string>,
  asOf: DayNumber,
  tally: Tally,
): void {
  granted.clear()
  const unnamed: GrantFact[] = []
  for (const grant of view.grants) {
    if (uses.get(grant.benefit) !== row.use || !countsBy(grant, asOf)) continue
    tally.grantedAny = true
    if (grant.period === undefined || !addGrantedMonths(grant.period, granted)) unnamed.push(grant)
  }
  tally.left -= granted.months().length
  for (const grant of unnamed) {
    const rate = row.amount.on(grant.on ?? asOf)
    const months = grant.amountFen === undefined || rate <= 0 ? NEVER : Math.round(grant.amountFen / rate)
    tally.usedUp += months
    tally.left -= months
  }
  if (tally.left < 0) tally.left = 0
}

function weighMonth(
  row: Row,
  view: PersonView,
  asked: Asked,
  uses: ReadonlyMap<string, string>,
  month: MonthIndex,
  uncertain: boolean,
  b: Bench,
  tally: Tally,
  out: Decision,
): void {
  if (granted.has(month)) return
  weighBase(row, view, asked, b, uses)
  const c = b.c
  const first = monthStart(month)
  const last = lastDayOf(month)
  const until = row.spec.conditions.year !== undefined && 'until' in row.spec.conditions.year
  c.addKnown(BIT['in-force'], last >= row.terms.start && last <= row.terms.end)
  if (until && last > row.terms.end) c.add(BIT.year, NEVER)
  let amount = -1
  if (row.each === 'rent-month') {
    weighEmployedDuring(c, row, view, first, last)
    if (uncertain) {
      if (c.tracing)
        for (const rent of view.rents) if (rent.months === undefined) c.miss(`${rent.path}.months`)
      c.addUnknown(BIT.rent)
    } else {
      if (c.tracing) c.fact(`people.${view.id}.rents`, true)
      c.add(BIT.rent, BEFORE)
    }
  } else if (row.each === 'attendance-month') amount = weighAttendance(c, row, view, month, first, last)
  else weighSpellMonth(c, row, view, asked, month, first, last, b)
  c.lo = Math.max(c.lo, last)
  if (c.day < last) c.day = last
  if (c.hi < last) c.hi = last
  const own = row.each === 'attendance-month' ? { on: () => amount } : row.amount
  const decision = b.settleWithin(row, view, last, last, own)
  const payable =
    decision.outcome === OUT.eligible ||
    decision.outcome === OUT.discretionary ||
    decision.outcome === OUT['needs-standard']
  if (payable) {
    tally.parts.push({ month, outcome: decision.outcome, amountFen: decision.amountFen })
    if (c.tracing && (tally.parts.length === 1 || asked.period !== null)) out.conditions = decision.conditions
    return
  }
  out.consider(decision)
}

/** The fact of a spell that is lacking to say whether a month counts. */
function monthFact(row: Row, s: SpellFact): string {
  if (s.from === undefined) return 'from'
  if (row.each === 'training-month') return 'training'
  return row.each === 'insured-month' && s.insured === undefined ? 'insured' : 'to'
}

/** The condition that says what makes a month of the row. */
function monthBit(row: Row): number {
  if (row.each === 'attendance-month') return BIT.attended
  return row.each === 'post-month' ? BIT.post : row.each === 'insured-month' ? BIT.insured : BIT.training
}

/** One month of a spell with the employer: a post, an insured month, a month of training. */
function weighSpellMonth(
  c: Candidate,
  row: Row,
  view: PersonView,
  asked: Asked,
  month: MonthIndex,
  first: DayNumber,
  last: DayNumber,
  b: Bench,
): void {
  const bit = monthBit(row)
  let chosen = -1
  let vague = -1
  const lacking: string[] = []
  for (let i = 0; i < view.spells.length; i++) {
    const s = view.spells[i] as SpellFact
    if (!mayBeWith(s, asked.beneficiary)) continue
    if (row.onlyPost !== '' && s.post !== row.onlyPost) continue
    const state = monthOfSpell(row, s, month, first, last, b.asOf)
    if (state === PLACE.yes) {
      chosen = i
      break
    }
    if (state !== PLACE.unknown) continue
    if (vague < 0) vague = i
    if (c.tracing) lacking.push(`spells.${s.id}.${monthFact(row, s)}`)
  }
  const at = chosen >= 0 ? chosen : vague
  if (at < 0) {
    c.add(bit, NEVER)
    return
  }
  const s = view.spells[at] as SpellFact
  c.spell = at
  weighEmployerPlace(c, row, s, asked.beneficiary, b)
  weighEmployerKind(c, row, asked.beneficiary ?? s.employer, `spells.${s.id}.employer`, b.tables)
  if (chosen >= 0) {
    c.add(bit, BEFORE)
    return
  }
  if (c.tracing) for (const path of lacking) c.miss(path)
  c.addUnknown(bit)
}

function monthOfSpell(
  row: Row,
  s: SpellFact,
  month: MonthIndex,
  first: DayNumber,
  last: DayNumber,
  asOf: DayNumber,
): 0 | 1 | 2 {
  if (row.each === 'post-month') return coverage(s, first, last)
  const months = row.each === 'insured-month' ? s.insured : s.training
  const covered = coverage(s, first, last)
  if (covered === PLACE.no) return PLACE.no
  if (months === undefined) return PLACE.unknown
  for (const packed of months) {
    if (packed >> 12 === Math.floor(month / 12) && (packed & (1 << (month % 12))) !== 0) return PLACE.yes
  }
  if (row.each !== 'insured-month' || last <= asOf) return PLACE.no
  return s.to === undefined ? PLACE.unknown : PLACE.yes
}

/** Public-welfare post: standard ÷ required days × attended days, never more than the standard, to the fen. */
function weighAttendance(
  c: Candidate,
  row: Row,
  view: PersonView,
  month: MonthIndex,
  first: DayNumber,
  last: DayNumber,
): number {
  let place: 0 | 1 | 2 = PLACE.no
  for (let i = 0; i < view.spells.length; i++) {
    const s = view.spells[i] as SpellFact
    if (s.post !== row.onlyPost) continue
    const covered = coverage(s, first, last)
    const there = inPlace(row, s)
    if (covered === PLACE.no || there === PLACE.no) continue
    if (covered === PLACE.yes && there === PLACE.yes) {
      place = PLACE.yes
      c.spell = i
      break
    }
    place = PLACE.unknown
    if (c.tracing) {
      if (there !== PLACE.yes) c.miss(`spells.${s.id}.county`)
      if (s.from === undefined) c.miss(`spells.${s.id}.from`)
      else if (covered !== PLACE.yes) c.miss(`spells.${s.id}.to`)
    }
  }
  if (place === PLACE.unknown) c.addUnknown(BIT.post)
  else c.addKnown(BIT.post, place === PLACE.yes)
  const standard = row.amount.on(last)
  let sum = -1
  let vague = false
  for (const fact of view.attendance) {
    if (fact.month !== month) continue
    if (fact.attendedDays === 0) {
      sum = Math.max(sum, 0)
      continue
    }
    if (fact.attendedDays === undefined || fact.requiredDays === undefined) {
      vague = true
      if (c.tracing) {
        if (fact.attendedDays === undefined) c.miss(`${fact.path}.attendedDays`)
        if (fact.requiredDays === undefined) c.miss(`${fact.path}.requiredDays`)
      }
      continue
    }
    if (c.tracing) c.fact(`${fact.path}.attendedDays`, fact.attendedDays)
    if (standard < 0) sum = Math.max(sum, 1)
    else sum = Math.max(sum, share(standard, fact.attendedDays, fact.requiredDays))
  }
  if (sum > 0) c.add(BIT.attended, BEFORE)
  else if (vague) c.addUnknown(BIT.attended)
  else c.add(BIT.attended, NEVER)
  return standard < 0 ? -1 : Math.min(standard, Math.max(sum, 0))
}

/** Fen, rounded half up. No required days: whoever attended is paid in full. */
function share(standard: number, attended: number, required: number): number {
  if (required <= 0) return standard
  return Math.min(standard, Math.floor((2 * standard * attended + required) / (2 * required)))
}
