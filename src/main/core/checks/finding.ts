import type { Certainty, CheckId } from '../../../shared/domain/checks.ts'
import type { CheckSeverity } from '../../../shared/domain/claim-states.ts'
import type { CheckWorld } from './check-world.ts'

/** What a check found, before the office's severity is put on it. */
export type Found = {
  /** `certain` where it is left out; `possible`: a fact is missing that would decide it */
  readonly certainty?: Certainty
  readonly claimId?: string | undefined
  readonly batchId?: string | undefined
  readonly personId?: string | undefined
  readonly employerId?: string | undefined
  /** names the matter, the same in each run, so that a hold released for it is not opened again */
  readonly evidence: string
  /** what, whom, with what value, from where: one Chinese sentence */
  readonly text: string
  /** ids of further people and claims concerned */
  readonly others?: readonly string[]
}

export type Finding = {
  readonly check: CheckId
  readonly severity: CheckSeverity
  readonly certainty: Certainty
  readonly claimId: string | null
  readonly batchId: string | null
  readonly personId: string | null
  readonly employerId: string | null
  readonly benefit: string | null
  readonly evidence: string
  readonly text: string
  readonly others: readonly string[]
}

/** A check's values, as the office set them. */
export type ParameterValues = Readonly<Record<string, number>>

/** Looks over what is at hand; changes nothing. */
export type Check = (world: CheckWorld, parameters: ParameterValues) => Iterable<Found>
