/** The closed vocabulary of the policy calculation, shared by packs, ledger, contract and screens. */

/** What an evaluation can say, in the order in which the first that applies is taken. */
export const OUTCOMES = [
  'delegated',
  'already-granted',
  'ineligible',
  'closed',
  'undetermined',
  'pending',
  'needs-standard',
  'discretionary',
  'eligible',
] as const
export type Outcome = (typeof OUTCOMES)[number]

/** The conditions a benefit can have. Their order is the bit order of stored results: append, never reorder. */
export const CONDITION_IDS = [
  'category',
  'home',
  'workplace',
  'first',
  'insured',
  'stable',
  'contract',
  'organised',
  'filing',
  'kind',
  'recognised',
  'headcount',
  'certificate',
  'post',
  'year',
  'in-force',
  'production',
  'wages',
  'rent',
  'attended',
  'enrolled',
  'fair',
  'training',
] as const
export type ConditionId = (typeof CONDITION_IDS)[number]

/** State of one condition: unknown is never "no", not-yet carries the day on which it will be met. */
export const CONDITION_STATES = ['met', 'unmet', 'unknown', 'not-yet'] as const
export type ConditionState = (typeof CONDITION_STATES)[number]

/** Whether meeting all conditions gives an entitlement, or only lets the office decide. */
export const STRENGTHS = ['entitlement', 'discretionary'] as const
export type Strength = (typeof STRENGTHS)[number]

/** How a row of a document is treated. */
export const ROW_TREATMENTS = ['computed', 'needs-standard', 'referral', 'target', 'limit', 'duty'] as const
export type RowTreatment = (typeof ROW_TREATMENTS)[number]

/** Who is paid. */
export const BENEFICIARY_KINDS = ['person', 'employer', 'agent', 'school', 'station'] as const
export type BeneficiaryKind = (typeof BENEFICIARY_KINDS)[number]

/** What may be granted once; it makes the entitlement's key. */
export const GRANT_UNITS = [
  'person-once',
  'person-grade-once',
  'person-month',
  'person-year',
  'person-course',
  'employer-once',
  'employer-year',
  'employer-fair',
  'school-year',
  'station-once',
] as const
export type GrantUnit = (typeof GRANT_UNITS)[number]

/** Purpose of a benefit: two payments of one nature for one person and year draw a notice. */
export const NATURES = [
  'employment',
  'family-visit',
  'training',
  'training-living',
  'rent',
  'agent-service',
  'recruitment',
  'base-award',
  'station-award',
  'school-award',
  'transport',
  'job-seeking',
  'absorption',
  'incubator-award',
  'production',
  'post-subsidy',
  'social-insurance',
  'start-up',
  'loan',
  'job-retention',
  'unemployment',
  'relief',
  'schooling',
  'equal-treatment',
] as const
export type Nature = (typeof NATURES)[number]

/** Host documents pay where the work is, origin documents pay their own people. */
export const POLICY_SIDES = ['host', 'origin'] as const
export type PolicySide = (typeof POLICY_SIDES)[number]

/** Kinds of employer. */
export const EMPLOYER_KINDS = [
  'enterprise',
  'small-enterprise',
  'cooperative',
  'large-grower',
  'family-farm',
  'workshop',
  'community-factory',
  'satellite-factory',
  'individual-business',
  'public-institution',
  'government',
  'other',
] as const
export type EmployerKind = (typeof EMPLOYER_KINDS)[number]

/** Kinds that count as an enterprise where a clause says 企业 (READINGS, settled detail 5). */
export const ENTERPRISE_KINDS = ['enterprise', 'small-enterprise'] as const satisfies readonly EmployerKind[]

/** Recognitions (入选、认定) an employer can hold, each from a day. */
export const RECOGNISED_KINDS = [
  'national-base',
  'provincial-base',
  'city-base',
  'assistance-base',
  'assistance-workshop',
  'provincial-demonstration-base',
  'provincial-incubator',
  'national-incubator',
  'provincial-startup-park',
  'provincial-startup-site',
  'provincial-demonstration-farm',
] as const
export type RecognisedKind = (typeof RECOGNISED_KINDS)[number]

/** Kinds of agent (organiser of labour). */
export const AGENT_KINDS = [
  'agency',
  'labour-company',
  'labour-cooperative',
  'broker',
  'training-institution',
  'public-service',
  'other',
] as const
export type AgentKind = (typeof AGENT_KINDS)[number]

/** Kinds of post a spell can be in; a spell that does not say is in an ordinary one. */
export const POST_KINDS = ['ordinary', 'caring', 'public-welfare'] as const
export type PostKind = (typeof POST_KINDS)[number]

/** Certificate grades 初级、中级、高级. */
export const CERTIFICATE_GRADES = ['basic', 'intermediate', 'advanced'] as const
export type CertificateGrade = (typeof CERTIFICATE_GRADES)[number]

/** Kinds of enrolment with an employer. */
export const ENROLMENT_KINDS = ['apprenticeship', 'order-class'] as const
export type EnrolmentKind = (typeof ENROLMENT_KINDS)[number]

/** Fund lines that clauses name. */
export const FUNDS = [
  'rural-revitalisation',
  'employment-promotion',
  'local-finance',
  'employment-subsidy',
  'provincial-revitalisation',
  'paired-assistance',
  'employment-special',
  'unemployment-insurance',
  'not-stated',
] as const
export type Fund = (typeof FUNDS)[number]

/** Bit of a condition in stored results. */
export function conditionBit(id: ConditionId): number {
  return 1 << CONDITION_IDS.indexOf(id)
}

/** Condition ids of a stored bit mask, in the fixed order. */
export function conditionsOfMask(mask: number): ConditionId[] {
  return CONDITION_IDS.filter((_, bit) => (mask & (1 << bit)) !== 0)
}
