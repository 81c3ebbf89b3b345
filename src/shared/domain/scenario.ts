/** 情景测算: what of a benefit can be changed in thought. */

/** Thresholds that a benefit's conditions may hold, by where they stand in its pack. */
export const THRESHOLDS = [
  'insured.months',
  'stable.months',
  'stable.gapDays',
  'contract.months',
  'headcount.heads',
  'first.months',
  'most',
] as const
export type Threshold = (typeof THRESHOLDS)[number]

/** Thresholds that count months, for `--months`. */
export const MONTH_THRESHOLDS: readonly Threshold[] = ['insured.months', 'stable.months', 'contract.months']

/** Dates of a document that can be moved: its last day in force, the last day of its claim window. */
export const DOCUMENT_DATES = ['to', 'claimUntil'] as const
export type DocumentDate = (typeof DOCUMENT_DATES)[number]

/** What a change does to a person: begins or ceases to be paid, is paid more or less. */
export const MOVES = ['gained', 'lost', 'more', 'less'] as const
export type Move = (typeof MOVES)[number]

/** Why a benefit is looked at. */
export const CONCERNED = ['chosen', 'changed', 'same-use', 'delegates', 'same-fund'] as const
export type ConcernedWhy = (typeof CONCERNED)[number]
