/** The shape of a policy pack: document.yaml and one file per clause group. Strict: an unknown key is an error. */
import { z } from 'zod'
import { CATEGORIES } from '../../../shared/domain/categories.ts'
import { parseDate } from '../../../shared/domain/dates.ts'
import {
  DUTY_COUNTS,
  DUTY_EVIDENCE,
  LIMIT_CARRIERS,
  LIMIT_CHECKS,
  TARGET_MEASURES,
} from '../../../shared/domain/duties.ts'
import {
  BENEFICIARY_KINDS,
  CERTIFICATE_GRADES,
  ENROLMENT_KINDS,
  FUNDS,
  GRANT_UNITS,
  NATURES,
  POLICY_SIDES,
  POST_KINDS,
  RECOGNISED_KINDS,
  STRENGTHS,
} from '../../../shared/domain/policy.ts'

/** What is looked at, one after another, for one entitlement. */
export const EACH = [
  'person',
  'territory-work',
  'spell',
  'first-insured-spell',
  'first-organised-spell',
  'chain',
  'employer-spell',
  'year-chain',
  'year-wages',
  'rent-month',
  'post-month',
  'insured-month',
  'training-month',
  'attendance-month',
  'certificate',
  'course',
  'enrolment',
  'employer',
  'headcount',
  'fair',
  'school-year',
  'station',
] as const
export type Each = (typeof EACH)[number]

const date = z
  .string()
  .refine((text) => parseDate(text) !== undefined, { error: '应为存在的日期 YYYY-MM-DD' })
const text = z.string().min(1)
const yuan = z
  .number()
  .nonnegative()
  .refine((value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6, { error: '金额最多两位小数' })
const whole = z.int().positive()
const prefix = z.string().regex(/^\d{2}(\d{2}){0,2}$/, { error: '应为2、4或6位行政区划代码' })

function dated<T extends z.ZodType>(value: T) {
  return z.array(z.strictObject({ from: date, to: date.optional(), value })).min(1)
}

const byParameter = z.strictObject({ parameter: text })
const threshold = z.union([byParameter, dated(whole)])

const place = z.strictObject({
  within: z.union([byParameter, z.array(prefix).min(1)]).optional(),
  outside: z.union([byParameter, z.array(prefix).min(1)]).optional(),
  /** further lists that are added to `within` */
  and: z.array(byParameter).optional(),
  /** where only a list that the office enters decides */
  open: z.strictObject({ within: z.array(prefix).min(1), standard: text }).optional(),
})

const parameter = z.strictObject({
  id: text,
  clause: text,
  name: text,
  /** how the text is read where it is silent, in our own words */
  reading: text,
  value: z.union([whole, z.array(prefix), z.array(text), text, z.boolean()]),
  choices: z.array(text).optional(),
})
export type PackParameter = z.infer<typeof parameter>

export const documentSchema = z.strictObject({
  id: z.string().regex(/^[A-Z]+-\d{4}[a-z]?$/, { error: '应如 SX-2018' }),
  version: z.string().regex(/^\d+\.\d+\.\d+$/, { error: '应如 1.0.0' }),
  title: text,
  number: text.nullable(),
  issued: date.nullable(),
  issuers: z.array(text).min(1),
  side: z.enum(POLICY_SIDES),
  territory: z.strictObject({ name: text, prefix }),
  inForce: z.strictObject({
    from: date,
    to: date,
    /** the dates that the text does not give, with the reason for the assumption */
    assumed: z.array(z.strictObject({ key: z.enum(['from', 'to']), reason: text })).default([]),
  }),
  claimWindow: z.union([z.literal('not-stated'), z.strictObject({ until: date })]),
  implements: z.array(text).default([]),
  supersedes: z.array(text).default([]),
  places: z.record(text, place).default({}),
  parameters: z.array(parameter).default([]),
})

const amount = z.discriminatedUnion('kind', [
  // The ceiling of a fixed amount is what the document above it allows; it pays nothing and only checks.
  z.strictObject({ kind: z.literal('fixed'), yuan: dated(yuan), ceiling: dated(yuan).optional() }),
  z.strictObject({ kind: z.literal('standard'), ceiling: dated(yuan).optional() }),
  z.strictObject({ kind: z.literal('actual-up-to'), fact: z.literal('fare'), yuan: dated(yuan) }),
  z.strictObject({ kind: z.literal('per-attended-day'), yuan: dated(yuan) }),
  z.strictObject({ kind: z.literal('per-head-above'), yuan: dated(yuan) }),
  z.strictObject({ kind: z.literal('attendance-share'), ceiling: dated(yuan).optional() }),
])

const conditions = z.strictObject({
  category: z.array(z.enum(CATEGORIES)).min(1).optional(),
  /** a place of the document */
  home: text.optional(),
  workplace: text.optional(),
  /** place of the fair, school or station */
  partner: text.optional(),
  first: z
    .discriminatedUnion('by', [
      z.strictObject({ by: z.literal('spell'), since: date }),
      z.strictObject({ by: z.literal('insurance') }),
      z.strictObject({ by: z.literal('organised') }),
      z.strictObject({ by: z.literal('new-move'), months: threshold }),
    ])
    .optional(),
  insured: z
    .strictObject({
      months: threshold,
      consecutive: z.boolean().default(false),
      over: z.enum(['spell', 'territory']),
    })
    .optional(),
  stable: z.strictObject({ months: threshold, gapDays: threshold }).optional(),
  contract: z.strictObject({ months: threshold }).optional(),
  organised: z.literal(true).optional(),
  filing: z.literal(true).optional(),
  kind: z.union([byParameter, z.array(text).min(1)]).optional(),
  recognised: z.array(z.enum(RECOGNISED_KINDS)).min(1).optional(),
  headcount: z.strictObject({ heads: threshold, count: byParameter.optional() }).optional(),
  certificate: z
    .discriminatedUnion('by', [
      z.strictObject({ by: z.literal('grade'), grade: z.enum(CERTIFICATE_GRADES) }),
      z.strictObject({ by: z.literal('agent') }),
    ])
    .optional(),
  post: z
    .union([z.strictObject({ only: z.enum(POST_KINDS) }), z.strictObject({ not: z.enum(POST_KINDS) })])
    .optional(),
  year: z
    .union([z.strictObject({ only: z.union([byParameter, whole]) }), z.strictObject({ until: date })])
    .optional(),
  production: z.literal(true).optional(),
  wages: z.strictObject({ atLeast: text }).optional(),
  rent: z.literal(true).optional(),
  attended: z.literal(true).optional(),
  enrolled: z.strictObject({ kind: z.enum(ENROLMENT_KINDS) }).optional(),
  fair: z.strictObject({ per: byParameter }).optional(),
  /** `oneEmployer`: whoever had this subsidy from one employer is out for the others */
  training: z.union([z.literal(true), z.strictObject({ oneEmployer: z.literal(true) })]).optional(),
})
export type PackConditions = z.infer<typeof conditions>

const described = {
  // A successor's rows are numbered apart from those that it follows, which stay in the ledger: HLJ-102 after HLJ-02.
  id: z.string().regex(/^[A-Z]+-\d{2,3}$/, { error: '应如 JH-16' }),
  clause: text,
  name: text,
  wording: text,
  readings: z.array(text).default([]),
}

const benefit = {
  ...described,
  nature: z.enum(NATURES),
  beneficiary: z.enum(BENEFICIARY_KINDS),
  fund: z.array(z.enum(FUNDS)).min(1),
}

const computedRow = z.strictObject({
  ...benefit,
  treatment: z.enum(['computed', 'needs-standard']),
  unit: z.enum(GRANT_UNITS),
  each: z.enum(EACH),
  strength: z.enum(STRENGTHS),
  /** rows with one use share their entitlement */
  use: text.optional(),
  /** local rows that stand in where their document is in force */
  delegatesTo: z.array(text).default([]),
  /** `unchecked`: the row has no date of its own */
  inForce: z.literal('unchecked').optional(),
  most: threshold.optional(),
  amount,
  conditions,
})
export type PackRow = z.infer<typeof computedRow>

const referralRow = z.strictObject({
  ...benefit,
  treatment: z.literal('referral'),
  delegatesTo: z.array(text).default([]),
})
export type PackReferral = z.infer<typeof referralRow>

const targetRow = z.strictObject({
  ...described,
  treatment: z.literal('target'),
  /** who has to reach it */
  holder: text,
  measure: z.enum(TARGET_MEASURES),
  /** a place of the document: only people from there, or fairs and vacancies there, are counted */
  home: text.optional(),
  /** what the figure counts, in Chinese: 场, 人 */
  unit: text,
  compare: z.enum(['at-least', 'all', 'steady']),
  figure: z.number().nonnegative().nullable(),
  period: z.union([
    z.literal('every-year'),
    z.literal('standing'),
    z.strictObject({ year: whole }),
    z.strictObject({ by: date }),
    byParameter,
  ]),
  /** rows whose figures add up to this one */
  sumOf: z.array(text).default([]),
  /** the row whose figure this one lies within */
  within: text.optional(),
  /** services that each one is owed; then there is no single figure */
  parts: z.array(z.strictObject({ measure: z.enum(TARGET_MEASURES), figure: whole })).default([]),
})
export type PackTarget = z.infer<typeof targetRow>

const limitRow = z.strictObject({
  ...described,
  treatment: z.literal('limit'),
  /** checks of posts that apply it, each with the most that it allows */
  checks: z.array(z.strictObject({ check: z.enum(LIMIT_CHECKS), most: dated(whole) })).default([]),
  /** where it is no check of its own: what holds it in every calculation */
  carriedBy: z.enum(LIMIT_CARRIERS).optional(),
})
export type PackLimit = z.infer<typeof limitRow>

const dutyRow = z.strictObject({
  ...described,
  treatment: z.literal('duty'),
  evidence: z.enum(DUTY_EVIDENCE),
  /** what the ledger counts as evidence */
  counts: z.enum(DUTY_COUNTS).optional(),
})
export type PackDuty = z.infer<typeof dutyRow>

export const rowSchema = z.discriminatedUnion('treatment', [
  computedRow,
  referralRow,
  targetRow,
  limitRow,
  dutyRow,
])
export type PackAnyRow = z.infer<typeof rowSchema>

export const clauseFileSchema = z.strictObject({ rows: z.array(rowSchema).min(1) })
export type PackDocumentText = z.infer<typeof documentSchema>
