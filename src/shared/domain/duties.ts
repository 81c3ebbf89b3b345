/** What targets, limits and duties are measured by: the closed vocabulary shared by packs, ledger and screens. */

/** What a target counts in the ledger. */
export const TARGET_MEASURES = [
  'fairs-in-partner-places',
  'people-taken-in',
  'household-employed',
  'poverty-lifted-employed',
  'vacancies-offered',
  'demonstration-farms',
  'service-bundle',
  'career-guidance',
  'suitable-vacancies',
  'free-training',
] as const
export type TargetMeasure = (typeof TARGET_MEASURES)[number]

/** Checks of posts that a limit asks for. */
export const LIMIT_CHECKS = ['one-post-per-person', 'post-contract-months'] as const
export type LimitCheck = (typeof LIMIT_CHECKS)[number]

/** What already holds a limit in every calculation, where it is no check of its own. */
export const LIMIT_CARRIERS = [
  'dates',
  'places',
  'categories',
  'funds',
  'standards',
  'pairings',
  'supersedes',
] as const
export type LimitCarrier = (typeof LIMIT_CARRIERS)[number]

/** What the ledger counts as evidence that a duty was done. */
export const DUTY_COUNTS = [
  'agreements',
  'stations',
  'cooperation-bases',
  'fairs',
  'visits',
  'demand-lists',
  'vacancy-lists',
  'lists-exchanged',
  'matches',
  'follow-ups',
  'caring-posts',
  'organised-spells',
  'filed-spells',
  'recognitions',
  'courses',
  'enrolments',
  'roster-imports',
  'ledger-entries',
  'reports-sent',
  'welfare-posts',
  'insured-welfare-posts',
  'weak-labour-posts',
  'check-findings',
] as const
export type DutyCount = (typeof DUTY_COUNTS)[number]

/** Whether the ledger counts a duty's evidence or the office attaches it. */
export const DUTY_EVIDENCE = ['counted', 'attached'] as const
export type DutyEvidence = (typeof DUTY_EVIDENCE)[number]
