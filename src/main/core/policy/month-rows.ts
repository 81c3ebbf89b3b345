/** Month-by-month benefits: rent, caring and public-welfare posts, social insurance, on-the-job training. */
import { type DayNumber, type MonthIndex, monthStart, parseMonth } from '../../../shared/domain/dates.ts'
import { weighAttendance } from './attendance.ts'
import { coverage, weighEmployerKind, weighFirstSpell, weighHome } from './conditions.ts'
import { Decision } from './decision.ts'
import { mayBeWith, precedes, weighEmployedDuring, weighEmployerPlace } from './employment.ts'
import type { Asked, Bench } from './evaluator.ts'
import { BEFORE, NEVER, type PersonView, type SpellFact } from './facts.ts'
import { countsBy } from './grants.ts'
import { elsewhere, maybe, monthBit, named, nameMonths } from './month-names.ts'
import { lastDayOf } from './month-set.ts'
import { granted, readGrants, Tally } from './month-tally.ts'
import { PLACE } from './regions.ts'
import type { Row } from './row.ts'
import { NO_AMOUNT } from './settle.ts'
import { BIT, type Candidate, type KeptCandidate, OUT } from './weighing.ts'

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
  const lacking = nameMonths(row, view, asked, b)
  if (lacking === BIT.workplace) {
    b.nothing(BIT.workplace, out)
    return
  }
  if (!weighBase(row, view, asked, b, uses) || lacking >= 0) {
    const employer = asked.beneficiary
    if (employer !== null) weighEmployerKind(b.c, row, employer, `employers.${employer}`, b.tables)
    if (lacking >= 0) b.c.add(lacking, NEVER)
    b.settle(row, view, out, NO_AMOUNT)
    return
  }
  readGrants(row, view, uses, b.asOf, tally)
  b.c.keep(base)
  ofSpell.spell = -1
  // Asked for one month, the others are weighed only because they may use up the limit before it.
  const aside = only === undefined ? out : new Decision(false)
  const outOf = (month: MonthIndex) => (only === undefined || month === only ? out : aside)
  for (const month of named.months()) weighMonth(row, view, asked, uses, month, false, b, tally, outOf(month))
  for (const month of maybe.months()) {
    if (!named.has(month)) weighMonth(row, view, asked, uses, month, true, b, tally, outOf(month))
  }
  tally.settle(row, out)
}

/** What is the same in every month, kept while the months of one row and person are weighed without a trace. */
const base: KeptCandidate = { failed: 0, unknown: 0, lo: BEFORE, day: BEFORE, hi: BEFORE, spell: -1 }
/** The same with what the spell says that was weighed last (-1: none was), and how surely it says so. */
const ofSpell: KeptCandidate = { ...base }
let ofSpellSays: number = -1

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
  const { training } = row.spec.conditions
  if (training !== undefined && training !== true) weighOtherEmployerPaid(c, row, view, asked, uses, b.asOf)
  return c.failed === 0
}

/** HLJ-10, GZ-15: who had this subsidy from another employer is out (settled detail 17). */
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
  const c = b.c
  const first = monthStart(month)
  const last = lastDayOf(month)
  if (c.tracing) {
    weighBase(row, view, asked, b, uses)
    weighTime(c, row, last)
  } else c.again(base)
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
  if (!c.tracing) weighTime(c, row, last)
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

/** The month lies inside the document's time. */
function weighTime(c: Candidate, row: Row, last: DayNumber): void {
  c.addKnown(BIT['in-force'], last >= row.terms.start && last <= row.terms.end)
  const { year } = row.spec.conditions
  if (last > row.terms.end && year !== undefined && 'until' in year) c.add(BIT.year, NEVER)
}

/** The facts of a spell that are lacking to say whether a month with the employer counts. */
function monthLacks(row: Row, s: SpellFact, state: number): string[] {
  const facts: string[] = []
  if (s.employer === undefined) facts.push('employer')
  if (s.from === undefined) facts.push('from')
  else if (state === PLACE.unknown) {
    if (row.each === 'training-month') facts.push('training')
    else facts.push(row.each === 'insured-month' && s.insured === undefined ? 'insured' : 'to')
  }
  return facts.map((fact) => `spells.${s.id}.${fact}`)
}

/** What a spell says of a month with the employer that is paid: the more, the better. */
const SAYS = { nothing: -1, elsewhere: 0, perhaps: 1, surely: 2 } as const

/** Surely, perhaps (its employer or dates are not known), or of an employer that is not in the row's workplace. */
function saysOfMonth(s: SpellFact, i: number, state: number): number {
  if (elsewhere[i] === true) return SAYS.elsewhere
  const sure = state === PLACE.yes && s.employer !== undefined && s.from !== undefined
  return sure ? SAYS.surely : SAYS.perhaps
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
  let at = -1
  let best: number = SAYS.nothing
  let lacking: string[] = []
  for (let i = 0; i < view.spells.length; i++) {
    const s = view.spells[i] as SpellFact
    if (!mayBeWith(s, asked.beneficiary)) continue
    if (row.onlyPost !== '' && s.post !== row.onlyPost) continue
    const state = monthOfSpell(row, s, month, first, last, b.asOf)
    if (state === PLACE.no) continue
    const says = saysOfMonth(s, i, state)
    if (c.tracing && says === SAYS.perhaps) lacking = lacking.concat(monthLacks(row, s, state))
    // Of spells that say the same, the earlier one, so that the order of rows says nothing.
    if (says < best || (says === best && at >= 0 && !precedes(view, 0, i, 0, at))) continue
    at = i
    best = says
  }
  if (at < 0) {
    c.add(bit, NEVER)
    return
  }
  if (!c.tracing && at === ofSpell.spell && best === ofSpellSays) {
    c.again(ofSpell)
    return
  }
  const s = view.spells[at] as SpellFact
  c.spell = at
  weighEmployerPlace(c, row, s, asked.beneficiary, b)
  weighEmployerKind(c, row, asked.beneficiary ?? s.employer, `spells.${s.id}.employer`, b.tables)
  if (best !== SAYS.perhaps) c.add(bit, BEFORE)
  else {
    if (c.tracing) for (const path of lacking) c.miss(path)
    c.addUnknown(bit)
  }
  if (c.tracing) return
  c.keep(ofSpell)
  ofSpellSays = best
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
