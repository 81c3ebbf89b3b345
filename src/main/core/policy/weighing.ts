/**
 * Three-valued weighing of one candidate (a spell, a chain of spells, a month, a certificate …).
 * Each condition is described by days: `lo` the earliest day on which it can have become met, whatever the unknown
 * facts are; `day` the day on which known facts alone meet it; `hi` the latest day on which it can become met.
 * All known: lo = day = hi. Never: NEVER. Unknown: lo < day. The same code serves the hot path (no trace) and the
 * explanation (with trace), so that the two cannot disagree.
 */
import type { DayNumber } from '../../../shared/domain/dates.ts'
import {
  CONDITION_IDS,
  type ConditionId,
  type ConditionState,
  OUTCOMES,
  type Outcome,
} from '../../../shared/domain/policy.ts'
import { BEFORE, NEVER } from './facts.ts'

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

/** What conditions said of a candidate, without its trace. */
export interface KeptCandidate {
  failed: number
  unknown: number
  lo: DayNumber
  day: DayNumber
  hi: DayNumber
  spell: number
}

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

  /** What was stated so far, to come back to it with `again`. Only without tracing: a trace is not kept. */
  keep(into: KeptCandidate): void {
    into.failed = this.failed
    into.unknown = this.unknown
    into.lo = this.lo
    into.day = this.day
    into.hi = this.hi
    into.spell = this.spell
  }

  /** Begins with what was kept. */
  again(kept: KeptCandidate): void {
    this.begin(kept.spell)
    this.failed = kept.failed
    this.unknown = kept.unknown
    this.lo = kept.lo
    this.day = kept.day
    this.hi = kept.hi
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
