/** Fields in which two records are compared side by side and chosen between when they are merged. */
import type { DuplicateKind } from './duplicates.ts'

export const PERSON_FIELDS = [
  'name',
  'idNumber',
  'sex',
  'birthDate',
  'ethnicity',
  'education',
  'household',
  'code',
  'home',
  'phone',
  'payee',
  'health',
  'labour',
  'schooling',
  'categoriesKnown',
  'note',
] as const
export const EMPLOYER_FIELDS = [
  'name',
  'creditCode',
  'kind',
  'county',
  'address',
  'isPrivate',
  'industry',
  'legalRep',
  'contact',
  'phone',
  'bank',
] as const
export const AGENT_FIELDS = [
  'name',
  'creditCode',
  'kind',
  'county',
  'licence',
  'legalRep',
  'contact',
  'phone',
  'bank',
] as const
export const HOUSEHOLD_FIELDS = [
  'code',
  'home',
  'size',
  'phone',
  'householdKind',
  'povertyCause',
  'income',
] as const

export type DuplicateField =
  | (typeof PERSON_FIELDS)[number]
  | (typeof EMPLOYER_FIELDS)[number]
  | (typeof AGENT_FIELDS)[number]
  | (typeof HOUSEHOLD_FIELDS)[number]

export const FIELDS_OF_KIND: Readonly<Record<DuplicateKind, readonly DuplicateField[]>> = {
  person: PERSON_FIELDS,
  employer: EMPLOYER_FIELDS,
  agent: AGENT_FIELDS,
  household: HOUSEHOLD_FIELDS,
}

/** Fields that can be typed anew where neither record has it right. */
export const TYPED_FIELDS: Readonly<Record<DuplicateKind, readonly DuplicateField[]>> = {
  person: ['name', 'idNumber', 'birthDate', 'ethnicity', 'education', 'code', 'phone', 'note'],
  employer: ['name', 'creditCode', 'address', 'contact', 'phone'],
  agent: ['name', 'creditCode', 'contact', 'phone'],
  household: ['phone'],
}

/** Where a field of the merged record comes from: the kept record, the other, or what somebody typed. */
export type FieldChoice = 'keep' | 'other' | { readonly typed: string }
