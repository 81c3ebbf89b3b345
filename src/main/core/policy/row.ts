/** A benefit as compiled from its pack, its parameters and the office's standards: what the evaluators read. */
import type { DayNumber } from '../../../shared/domain/dates.ts'
import type { BeneficiaryKind, GrantUnit, Nature, PolicySide } from '../../../shared/domain/policy.ts'
import type { Dated } from './dated.ts'
import type { Each, PackDocument, PackRow } from './pack.ts'
import type { RegionRule } from './regions.ts'
import type { Terms } from './settle.ts'
import type { Standard } from './standards.ts'

/** Amount by qualifying day, in fen, and how it is worked out from facts. */
export interface AmountRule {
  /** fen in force on the day, or -1 where no standard is entered for it */
  on(day: DayNumber): number
  /** the office's standard that sets it on the day, where a standard does */
  standard?(day: DayNumber): Standard | undefined
  readonly kind:
    | 'fixed'
    | 'standard'
    | 'actual-up-to'
    | 'per-attended-day'
    | 'per-head-above'
    | 'attendance-share'
}

export interface Row {
  readonly index: number
  readonly id: string
  readonly document: PackDocument
  readonly spec: PackRow
  readonly beneficiary: BeneficiaryKind
  readonly unit: GrantUnit
  readonly each: Each
  readonly nature: Nature
  readonly side: PolicySide
  /** rows with one `use` share their entitlement: GZ-05/06, HLJ-06/07, JH-03/15 */
  readonly use: string
  readonly terms: Terms
  readonly home: RegionRule | null
  /** named list that an open place of `home` waits for */
  readonly homeStandard: string
  readonly workplace: RegionRule | null
  /** places that partner fairs, schools and stations must lie in */
  readonly partner: RegionRule | null
  readonly partnerStandard: string
  readonly kinds: ReadonlySet<string> | null
  readonly recognised: readonly string[]
  readonly insuredMonths: Dated<number> | null
  readonly stableMonths: Dated<number> | null
  readonly gapDays: number
  readonly contractMonths: Dated<number> | null
  readonly newMoveMonths: number
  readonly heads: Dated<number> | null
  /** most units (months, years) for one person, 0: no limit */
  readonly most: number
  readonly onlyPost: string
  readonly notPost: string
  readonly onlyYear: number
  /** first employment on or after this day */
  readonly since: DayNumber
  readonly wageLine: ReadonlyMap<number, number> | null
  readonly wageLineId: string
  readonly grade: string
  readonly enrolmentKind: string
  readonly perFair: boolean
  readonly countLasting: boolean
  readonly amount: AmountRule
  /** frame rows: the local documents that stand in where they are in force */
  readonly delegates: readonly Delegate[]
}

export interface Delegate {
  readonly row: string
  readonly territory: RegionRule
  readonly from: DayNumber
  readonly to: DayNumber
}
