/**
 * Three-valued weighing of one candidate (a spell, a chain of spells, a month, a certificate …).
 * Each condition is described by days: `lo` the earliest day on which it can have become met, whatever the unknown
 * facts are; `day` the day on which known facts alone meet it; `hi` the latest day on which it can become met.
 * All known: lo = day = hi. Never: NEVER. Unknown: lo < day. The same code serves the hot path (no trace) and the
 * explanation (with trace), so that the two cannot disagree.
 */
import { type DayNumber, yearOfDay } from '../../../shared/domain/dates.ts'
import {
  CONDITION_IDS,
  type ConditionId,
  type ConditionState,
  OUTCOMES,
  type Outcome,
} from '../../../shared/domain/policy.ts'
import { categoryFacts, firstHold, firstMayHold, missingCategories } from './category-days.ts'
import { BEFORE, NEVER, type PersonView } from './facts.ts'

export type FactValue = string | number | boolean | null

export interface FoundFact {
  readonly path: string
  readonly value: FactValue
  readonly source?: string | undefined
}

export interface ConditionTrace {
  readonly id: ConditionId
  readonly lo: DayNumber
  readonly day: DayNumber
  /** what is still short, as a number of the condition's unit (months, heads), where that says something */
  readonly short?: number | undefined
  readonly facts: readonly FoundFact[]
  readonly missing: readonly string[]
}

/** Bit numbers of conditions, fixed by CONDITION_IDS. */
export const BIT = Object.fromEntries(CONDITION_IDS.map((id, bit) => [id, bit])) as Readonly<
  Record<ConditionId, number>
>
/** Bit for a fact that only the amount needs (a fare); no condition has it. */
export const AMOUNT_BIT = 30

/** Outcome codes: index in OUTCOMES. */
export const OUT = Object.fromEntries(OUTCOMES.map((outcome, code) => [outcome, code])) as Readonly<
  Record<Outcome, number>
>

/** Smaller is better, where several candidates or periods could qualify one entitlement. */
const RANK: readonly number[] = OUTCOMES.map((outcome) =>
  [
    'delegated',
    'eligible',
    'discretionary',
    'needs-standard',
    'pending',
    'undetermined',
    'already-granted',
    'closed',
    'ineligible',
  ].indexOf(outcome),
)

/** Collects what the conditions say about one candidate. Reused; `begin` empties it. */
export class Candidate {
  readonly tracing: boolean
  failed = 0
  unknown = 0
  lo: DayNumber = BEFORE
  day: DayNumber = BEFORE
  hi: DayNumber = BEFORE
  /** index of the spell concerned in the person's list, or -1 */
  spell = -1
  /** id of a named standard that is needed and not entered */
  needsStandard = ''
  amountUnknown = false
  amountMissing: string[] = []
  amountFacts: FoundFact[] = []
  conditions: ConditionTrace[] = []
  private facts: FoundFact[] = []
  private missing: string[] = []
  short: number | undefined

  constructor(tracing: boolean) {
    this.tracing = tracing
  }

  begin(spell: number): this {
    this.failed = 0
    this.unknown = 0
    this.lo = BEFORE
    this.day = BEFORE
    this.hi = BEFORE
    this.spell = spell
    this.needsStandard = ''
    this.amountUnknown = false
    if (this.tracing) {
      this.amountMissing = []
      this.amountFacts = []
      this.conditions = []
      this.facts = []
      this.missing = []
      this.short = undefined
    }
    return this
  }

  /** A fact the next `add` rests on. Call only when tracing. */
  fact(path: string, value: FactValue, source?: string): void {
    this.facts.push({ path, value, source })
  }

  /** A fact the next `add` lacks. Call only when tracing. */
  miss(path: string): void {
    if (!this.missing.includes(path)) this.missing.push(path)
  }

  /** States one condition, given by its bit number; see the file's head for lo, day and hi. */
  add(bit: number, lo: DayNumber, day: DayNumber = lo, hi: DayNumber = day): void {
    if (lo >= NEVER) {
      this.failed |= 1 << bit
    } else {
      if (lo > this.lo) this.lo = lo
      if (day > this.day) this.day = day
      if (hi > this.hi) this.hi = hi
      if (lo < day) this.unknown |= 1 << bit
    }
    if (this.tracing) {
      const id = CONDITION_IDS[bit] as ConditionId
      this.conditions.push({
        id,
        lo,
        day,
        short: this.short,
        facts: this.facts,
        missing: lo < day ? this.missing : [],
      })
      this.facts = []
      this.missing = []
      this.short = undefined
    }
  }

  /** States a condition that has no day of its own. */
  addKnown(bit: number, met: boolean): void {
    this.add(bit, met ? BEFORE : NEVER)
  }

  addUnknown(bit: number, lo: DayNumber = BEFORE, hi: DayNumber = NEVER): void {
    this.add(bit, lo, NEVER, hi)
  }
}

/** State of a condition on the day of asking. */
export function stateOf(lo: DayNumber, day: DayNumber, asOf: DayNumber): ConditionState {
  if (lo >= NEVER) return 'unmet'
  if (day <= asOf) return 'met'
  return lo < day ? 'unknown' : 'not-yet'
}

const NO_CONDITIONS: readonly ConditionTrace[] = []
const NO_FACTS: readonly FoundFact[] = []
const NO_PARTS: readonly MonthPart[] = []
/** Shared by untraced answers, which never add to it. */
const NOTHING_MISSING: string[] = []

/** The answer for one (benefit, beneficiary, for whom, period). Reused in the hot path. */
export class Decision {
  outcome = OUT.ineligible
  /** fen, or -1 where there is none */
  amountFen = -1
  /** months payable, for month-by-month benefits; else 0 */
  months = 0
  on: DayNumber = NEVER
  qualifyingOn: DayNumber = NEVER
  failed = 0
  unknown = 0
  spell = -1
  needsStandard = ''
  delegatedTo = ''
  conditions: readonly ConditionTrace[] = []
  missing: string[] = NOTHING_MISSING
  facts: readonly FoundFact[] = []
  /** months looked at, for month-by-month benefits when tracing */
  parts: readonly MonthPart[] = NO_PARTS
  private considered = 0
  private readonly tracing: boolean

  constructor(tracing: boolean) {
    this.tracing = tracing
  }

  begin(): this {
    this.outcome = OUT.ineligible
    this.amountFen = -1
    this.months = 0
    this.on = NEVER
    this.qualifyingOn = NEVER
    this.failed = 0
    this.unknown = 0
    this.spell = -1
    this.needsStandard = ''
    this.delegatedTo = ''
    this.conditions = NO_CONDITIONS
    this.missing = this.tracing ? [] : NOTHING_MISSING
    this.facts = NO_FACTS
    this.parts = NO_PARTS
    this.considered = 0
    return this
  }

  /** Takes the other answer where it is better; unites what failed or is missing where the two are equal. */
  consider(other: Decision): void {
    const otherRank = RANK[other.outcome] as number
    const rank = this.considered++ === 0 ? otherRank + 1 : (RANK[this.outcome] as number)
    if (otherRank > rank) return
    if (otherRank === rank) {
      this.failed |= other.failed
      this.unknown |= other.unknown
      if (this.tracing)
        for (const path of other.missing) if (!this.missing.includes(path)) this.missing.push(path)
      if (!earlierOf(other, this)) return
      other.failed = this.failed
      other.unknown = this.unknown
      other.missing = this.missing
    }
    this.copy(other)
  }

  copy(other: Decision): void {
    this.outcome = other.outcome
    this.amountFen = other.amountFen
    this.months = other.months
    this.on = other.on
    this.qualifyingOn = other.qualifyingOn
    this.failed = other.failed
    this.unknown = other.unknown
    this.spell = other.spell
    this.needsStandard = other.needsStandard
    this.delegatedTo = other.delegatedTo
    this.conditions = other.conditions
    this.missing = other.missing
    this.facts = other.facts
    this.parts = other.parts
  }

  /** True once some candidate was considered. */
  get any(): boolean {
    return this.considered > 0
  }

  /** Calendar year of the qualifying day, or 0. */
  get qualifyingYear(): number {
    return this.qualifyingOn > BEFORE && this.qualifyingOn < NEVER ? yearOfDay(this.qualifyingOn) : 0
  }
}

/** One month of a month-by-month benefit. */
export interface MonthPart {
  readonly month: number
  readonly outcome: number
  readonly amountFen: number
}

/** Of two answers of one kind: more money, then the earlier day. */
function earlierOf(a: Decision, b: Decision): boolean {
  if (a.amountFen !== b.amountFen) return a.amountFen > b.amountFen
  return a.on !== b.on ? a.on < b.on : a.qualifyingOn < b.qualifyingOn
}

/** True for an answer that can lead to money now. */
export function isPayable(outcome: number): boolean {
  return outcome === OUT.eligible || outcome === OUT.discretionary
}

/** Fen for a qualifying day, or -1 where a local standard is lacking. */
export interface Amount {
  on(day: DayNumber): number
}

/** Where no candidate can be paid. */
export const NO_AMOUNT: Amount = { on: () => -1 }

/** What settling needs to know of the row and the period. */
export interface Terms {
  /** group of categories as a bit mask over CATEGORIES; 0: the row asks for none */
  readonly categoryMask: number
  /** first and last day on which the qualifying day may lie */
  readonly start: DayNumber
  readonly end: DayNumber
  /** last day of the claim window, or NEVER */
  readonly windowEnd: DayNumber
  readonly discretionary: boolean
  /** the condition that failed when the qualifying day lies outside start..end */
  readonly lateBit: number
}

/**
 * Settles a weighed candidate: category and in-force are judged on the qualifying day (READINGS, "Outcomes" and
 * settled details 3, 4, 21), then the first outcome that applies is taken. `amount` gives fen for the qualifying
 * day, or -1 where a local standard is lacking.
 */
export function settle(
  c: Candidate,
  out: Decision,
  terms: Terms,
  view: PersonView | null,
  asOf: DayNumber,
  amount: Amount,
): void {
  let lo = c.lo
  let day = c.day
  let hi = c.hi
  const mask = terms.categoryMask
  if (mask !== 0 && view !== null) {
    const list = view.categories
    const from = lo
    const base = day
    if (list === undefined) {
      day = NEVER
      hi = NEVER
      c.unknown |= 1 << BIT.category
    } else {
      lo = firstMayHold(list, mask, from)
      day = base >= NEVER ? NEVER : firstHold(list, mask, base)
      hi = hi >= NEVER ? NEVER : firstHold(list, mask, hi)
      if (lo >= NEVER) c.failed |= 1 << BIT.category
      else if (base < NEVER && firstMayHold(list, mask, base) < day) c.unknown |= 1 << BIT.category
    }
    if (c.tracing) {
      const own = list === undefined ? NEVER : firstHold(list, mask, base < NEVER ? base : from)
      const vague = (c.unknown & (1 << BIT.category)) !== 0
      const at = vague ? from : own
      c.conditions.unshift({
        id: 'category',
        lo: lo >= NEVER ? NEVER : at,
        day: lo >= NEVER ? NEVER : own,
        facts: categoryFacts(view),
        missing: vague ? missingCategories(view, mask) : [],
      })
    }
  }
  const failedBefore = c.failed !== 0
  const tooLate = lo < NEVER && lo > terms.end
  const tooEarly = !failedBefore && hi < terms.start
  if (tooLate || tooEarly) c.failed |= 1 << terms.lateBit
  const known = day <= terms.end && day >= terms.start
  if (
    c.tracing &&
    terms.start > BEFORE &&
    (tooLate || tooEarly || (!failedBefore && terms.lateBit === BIT['in-force']))
  ) {
    c.conditions.push({
      id: CONDITION_IDS[terms.lateBit] as ConditionId,
      lo: tooLate || tooEarly ? NEVER : Math.max(lo, terms.start),
      day: tooLate || tooEarly || !known ? NEVER : Math.max(lo < day && day > asOf ? lo : day, terms.start),
      facts: [],
      missing: [],
    })
  }
  out.begin()
  out.spell = c.spell
  out.failed = c.failed
  if (c.tracing) {
    out.conditions = c.conditions
    out.facts = c.amountFacts
  }
  if (c.failed !== 0) {
    out.outcome = OUT.ineligible
    return
  }
  if (known) out.qualifyingOn = day
  if (asOf > terms.windowEnd) {
    out.outcome = OUT.closed
    return
  }
  const metNow = known && day <= asOf
  if ((!metNow && lo < day) || c.amountUnknown) {
    out.outcome = OUT.undetermined
    out.unknown = c.unknown | (c.amountUnknown ? 1 << AMOUNT_BIT : 0)
    if (c.tracing) gatherMissing(c, out, asOf)
    return
  }
  if (!metNow) {
    out.outcome = OUT.pending
    out.on = day
    return
  }
  const fen = c.needsStandard === '' ? amount.on(day) : -1
  out.amountFen = fen
  out.needsStandard = c.needsStandard
  out.outcome = fen < 0 ? OUT['needs-standard'] : terms.discretionary ? OUT.discretionary : OUT.eligible
}

function gatherMissing(c: Candidate, out: Decision, asOf: DayNumber): void {
  // What known facts meet by now needs nothing more, unless known facts meet it only after the document's end.
  const vague = c.conditions.filter((condition) => condition.lo < condition.day)
  const open = vague.filter((condition) => condition.day > asOf)
  for (const condition of open.length > 0 || c.amountUnknown ? open : vague) {
    for (const path of condition.missing) if (!out.missing.includes(path)) out.missing.push(path)
  }
  for (const path of c.amountMissing) if (!out.missing.includes(path)) out.missing.push(path)
}
