/** The answer for one (benefit, beneficiary, for whom, period), and which of two answers is the better one. */
import { type DayNumber, yearOfDay } from '../../../shared/domain/dates.ts'
import { type ConditionId, OUTCOMES } from '../../../shared/domain/policy.ts'
import { BEFORE, NEVER } from './facts.ts'
import { BIT, type ConditionTrace, type FoundFact, OUT } from './weighing.ts'

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

  /**
   * Takes the other answer where it is better, and says so; unites what failed or is missing where the two are equal.
   */
  consider(other: Decision): boolean {
    const otherRank = RANK[other.outcome] as number
    const rank = this.considered++ === 0 ? otherRank + 1 : (RANK[this.outcome] as number)
    if (otherRank > rank) return false
    if (otherRank === rank) {
      this.failed |= other.failed
      this.unknown |= other.unknown
      if (this.tracing)
        for (const path of other.missing) if (!this.missing.includes(path)) this.missing.push(path)
      if (!earlierOf(other, this)) return false
      other.failed = this.failed
      other.unknown = this.unknown
      other.missing = this.missing
    }
    this.copy(other)
    return true
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

  /**
   * Facts outside the candidates are lacking: what could have been paid is undetermined, by the condition that they
   * leave open. Nothing where none is lacking.
   */
  leaveOpen(id: ConditionId, missing: readonly string[]): void {
    if (missing.length === 0) return
    this.outcome = OUT.undetermined
    this.unknown |= 1 << BIT[id]
    this.amountFen = -1
    this.months = 0
    this.on = NEVER
    this.qualifyingOn = NEVER
    this.needsStandard = ''
    this.parts = NO_PARTS
    if (!this.tracing) return
    this.missing = [...new Set([...this.missing, ...missing])]
    this.conditions = this.conditions.map((one) =>
      one.id === id
        ? { ...one, lo: BEFORE, day: NEVER, missing: [...new Set([...one.missing, ...missing])] }
        : one,
    )
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
