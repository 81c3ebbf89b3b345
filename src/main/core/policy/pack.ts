import type { DayNumber } from '../../../shared/domain/dates.ts'
import type { PackAnyRow, PackDocumentText, PackParameter, PackRow } from './pack-schema.ts'

export type {
  Each,
  PackAnyRow,
  PackConditions,
  PackDuty,
  PackLimit,
  PackParameter,
  PackReferral,
  PackRow,
  PackTarget,
} from './pack-schema.ts'

/** A loaded document with its rows, checked. */
export interface PackDocument extends Omit<PackDocumentText, 'inForce'> {
  readonly inForce: {
    readonly from: DayNumber
    readonly to: DayNumber
    readonly assumed: PackDocumentText['inForce']['assumed']
  }
  /** last day of the claim window; undefined: not stated */
  readonly claimUntil: DayNumber | undefined
  readonly rows: readonly PackAnyRow[]
}

export interface PackSet {
  readonly documents: readonly PackDocument[]
  readonly parameters: ReadonlyMap<string, PackParameter>
}

/** True for rows that are evaluated for beneficiaries. */
export function isEvaluated(row: PackAnyRow): row is PackRow {
  return row.treatment === 'computed' || row.treatment === 'needs-standard'
}
