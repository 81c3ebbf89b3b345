/** What the calculation answers: compact for everybody, complete for one question. */
import type { DateText, DayNumber } from '../../../shared/domain/dates.ts'
import type { ConditionId, Outcome } from '../../../shared/domain/policy.ts'
import type { Row } from './row.ts'
import type { ConditionTrace, FoundFact } from './weighing.ts'

/** One answer of the hot path. The object is reused: read it inside the sink, do not keep it. */
export interface HotResult {
  row: Row
  /** null: nobody is named by the facts (no organising agent, no employer in the territory) */
  beneficiary: string | null
  /** the person concerned; null for bodies paid for themselves */
  person: string | null
  /** calendar year of a yearly row, 0 otherwise or where all years are ineligible alike */
  year: number
  /** course or fair */
  period: string | null
  /** index in OUTCOMES */
  outcome: number
  /** fen, -1: none */
  amountFen: number
  months: number
  /** pending: the day it becomes met; else NEVER */
  on: DayNumber
  qualifyingOn: DayNumber
  /** bits of CONDITION_IDS */
  failed: number
  unknown: number
  /** index in the view's spells, -1: none */
  spell: number
}

export type Sink = (result: HotResult) => void

export type Notice =
  | { readonly code: 'claim-window-not-stated' }
  | { readonly code: 'other-side-pays'; readonly benefits: readonly string[] }

/** One answer with everything that explains it. */
export interface Result {
  readonly benefit: string
  readonly beneficiary: { readonly kind: Row['beneficiary']; readonly id: string }
  readonly for: string | undefined
  readonly period: string | undefined
  readonly outcome: Outcome
  readonly amountFen: number | undefined
  readonly months: number | undefined
  /** with pending */
  readonly on: DateText | undefined
  readonly qualifyingOn: DateText | undefined
  /** paths of unknown facts, with undetermined; the standard, with needs-standard */
  readonly missing: readonly string[]
  readonly failed: readonly ConditionId[]
  readonly notices: readonly Notice[]
  readonly delegatedTo: string | undefined
  /** id of the spell concerned */
  readonly spell: string | undefined
  /** what may be granted once; one key a month for month-by-month benefits */
  readonly entitlementKeys: readonly string[]
  readonly conditions: readonly ConditionTrace[]
  /** facts that only the amount rests on */
  readonly amountFacts: readonly FoundFact[]
  readonly monthsPayable: readonly { readonly period: string; readonly amountFen: number }[]
  readonly row: Row
}

export interface Question {
  readonly benefit: string
  /** payee; for a person's own benefit the person */
  readonly beneficiary?: string | undefined
  /** the person for whom an agent, employer or school is paid */
  readonly for?: string | undefined
  /** year, course or fair; absent: the best over periods */
  readonly period?: string | undefined
}
