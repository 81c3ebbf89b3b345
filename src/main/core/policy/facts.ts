/**
 * The facts a calculation looks at, in the compact form that the ledger and the case files both build.
 * Everywhere: `undefined` = unknown, `null` (or an empty list) = known to be none. Dates are day numbers, money is fen.
 * `source` is an opaque text that explanations show beside a fact (花名册.xlsx 第212行).
 */
import type { DayNumber } from '../../../shared/domain/dates.ts'

/** Later than every date: an open end, or a condition that is never met. Fits a small integer. */
export const NEVER: DayNumber = 0x3fffffff
/** Earlier than every date. */
export const BEFORE: DayNumber = -0x3fffffff

/** Months as one integer per year, ascending: `year * 4096 + mask`, bit 0 of the mask is January. */
export type MonthMasks = readonly number[]

export interface CategoryFact {
  /** index in CATEGORIES */
  readonly code: number
  readonly from: DayNumber | undefined
  /** last day, or NEVER */
  readonly to: DayNumber
  readonly source?: string | undefined
}

/** Sums by calendar year. `complete`: a year that is not listed is a known 0; otherwise it is unknown. */
export interface YearSums {
  readonly complete: boolean
  /** year, fen, year, fen, … ascending; a listed year is known */
  readonly sums: readonly number[]
  readonly source?: string | undefined
}

export interface FilingFact {
  readonly number: string | undefined
  readonly on: DayNumber | undefined
}

export interface ContractFact {
  readonly from: DayNumber | undefined
  /** last day; null: open-ended */
  readonly to: DayNumber | null | undefined
}

/** One person's work for one employer at one workplace county. */
export interface SpellFact {
  readonly id: string
  readonly employer: string | null | undefined
  readonly county: string | undefined
  readonly from: DayNumber | undefined
  /** last day; null: still going on */
  readonly to: DayNumber | null | undefined
  readonly organisedBy: string | null | undefined
  readonly filing: FilingFact | null | undefined
  readonly contract: ContractFact | null | undefined
  /** a POST_KINDS word; what a roster does not say is ordinary */
  readonly post: string
  readonly insured: MonthMasks | undefined
  readonly training: MonthMasks | undefined
  readonly wages: YearSums | undefined
  readonly fare: YearSums | undefined
  readonly source?: string | undefined
}

export interface HouseholdFact {
  readonly id: string
  /** year → other members run their own production */
  readonly production: ReadonlyMap<number, boolean> | undefined
  /** a year that is not listed is a known no */
  readonly complete: boolean
}

export interface CertificateFact {
  readonly path: string
  readonly grade: string | undefined
  readonly on: DayNumber | undefined
  readonly county: string | undefined
  readonly institution: string | null | undefined
}

export interface CourseFact {
  readonly id: string
  readonly from: DayNumber | undefined
  readonly to: DayNumber | null | undefined
  readonly attendedDays: number | undefined
}

export interface EnrolmentFact {
  readonly path: string
  readonly employer: string | null | undefined
  readonly school: string | null | undefined
  readonly year: number | undefined
  readonly kind: string | undefined
}

export interface AttendanceFact {
  readonly path: string
  /** month index */
  readonly month: number
  readonly attendedDays: number | undefined
  readonly requiredDays: number | undefined
}

export interface RentFact {
  readonly path: string
  readonly months: MonthMasks | undefined
}

export interface GrantFact {
  readonly benefit: string
  readonly beneficiary: string
  readonly for: string | undefined
  readonly period: string | undefined
  readonly amountFen: number | undefined
  readonly on: DayNumber | undefined
}

/** Everything a person-centred benefit needs of one person. Lists under it are complete. */
export interface PersonView {
  readonly id: string
  /** county of household registration */
  readonly home: string | undefined
  readonly categories: readonly CategoryFact[] | undefined
  readonly household: HouseholdFact | null | undefined
  /** in any order; rows about "first" look at the dates */
  readonly spells: readonly SpellFact[]
  readonly rents: readonly RentFact[]
  readonly certificates: readonly CertificateFact[]
  readonly courses: readonly CourseFact[]
  readonly enrolments: readonly EnrolmentFact[]
  readonly attendance: readonly AttendanceFact[]
  /** grants for this person, whoever was paid */
  readonly grants: readonly GrantFact[]
  readonly source?: string | undefined
}

export interface EmployerFact {
  readonly id: string
  readonly kind: string | undefined
  readonly county: string | undefined
  readonly private: boolean | undefined
  /** RECOGNISED_KINDS word → day; undefined as a day: recognised, day unknown */
  readonly recognised: ReadonlyMap<string, DayNumber | undefined> | undefined
}

export interface AgentFact {
  readonly id: string
  readonly kind: string | undefined
}

export interface SchoolFact {
  readonly id: string
  readonly county: string | undefined
}

export interface StationFact {
  readonly id: string
  readonly county: string | undefined
  readonly cooperationBase: boolean | undefined
}

export interface FairFact {
  readonly id: string
  readonly county: string | undefined
  readonly on: DayNumber | undefined
  readonly employers: readonly string[] | undefined
}

export interface PlacementFact {
  readonly path: string
  readonly school: string | undefined
  readonly person: string | undefined
  readonly employer: string | null | undefined
  readonly on: DayNumber | undefined
  readonly highSkill: boolean | undefined
}

/** The small tables beside the stream of people. */
export interface Tables {
  readonly employers: ReadonlyMap<string, EmployerFact>
  readonly agents: ReadonlyMap<string, AgentFact>
  readonly schools: ReadonlyMap<string, SchoolFact>
  readonly stations: ReadonlyMap<string, StationFact>
  readonly fairs: readonly FairFact[]
  readonly placements: readonly PlacementFact[]
  /** grants to employers, schools and stations that are for no person */
  readonly grants: readonly GrantFact[]
}

/** A whole small world, as a case file describes it. */
export interface World extends Tables {
  readonly people: ReadonlyMap<string, PersonView>
}

export const NO_TABLES: Tables = {
  employers: new Map(),
  agents: new Map(),
  schools: new Map(),
  stations: new Map(),
  fairs: [],
  placements: [],
  grants: [],
}

/** A person of whom only the id is known: nothing happened, everything else is unknown. */
export function unknownPerson(id: string): PersonView {
  return {
    id,
    home: undefined,
    categories: undefined,
    household: undefined,
    spells: [],
    rents: [],
    certificates: [],
    courses: [],
    enrolments: [],
    attendance: [],
    grants: [],
  }
}
