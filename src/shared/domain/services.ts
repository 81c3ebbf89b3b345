/** What an office does for people and employers, as it writes it down day by day. */
export const SERVICE_KINDS = [
  'agreement',
  'visit',
  'follow-up',
  'guidance',
  'match',
  'demand-list',
  'vacancy-list',
  'list-exchange',
  'report',
  'correction',
] as const
export type ServiceKind = (typeof SERVICE_KINDS)[number]

/** Kinds that are done for one person, who must be named. */
export const KINDS_FOR_A_PERSON: ReadonlySet<ServiceKind> = new Set(['follow-up', 'guidance', 'match'])

/** Kinds that say how many: entries of a list, vacancies recommended, households visited. */
export const KINDS_WITH_HEADS: ReadonlySet<ServiceKind> = new Set([
  'visit',
  'match',
  'demand-list',
  'vacancy-list',
  'list-exchange',
])

/** What came of a referral. */
export const REFERRAL_RESULTS = ['waiting', 'granted', 'refused'] as const
export type ReferralResult = (typeof REFERRAL_RESULTS)[number]

/** What the office decided on an entitlement that the documents leave to it. */
export const DECISIONS = ['approved', 'declined'] as const
export type DecisionKind = (typeof DECISIONS)[number]

/** How a duty stands in a year. */
export const DUTY_STATES = ['evidenced', 'none', 'not-applicable'] as const
export type DutyState = (typeof DUTY_STATES)[number]
