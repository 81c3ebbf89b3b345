import type { ImportKind } from '../../../shared/contract/imports.ts'

/** The columns that tell who or what a row is about; a footer has nothing in them. */
export const IDENTITY: Readonly<Record<ImportKind, readonly string[]>> = {
  roster: ['idNumber'],
  work: ['idNumber'],
  insured: ['idNumber'],
  employers: ['name'],
  agents: ['name'],
  vacancies: ['employer', 'title'],
  fairs: ['name'],
  services: ['kind'],
  'claim-results': ['claimNumber', 'idNumber'],
  'person-results': ['idNumber'],
  'work-results': ['idNumber'],
}
