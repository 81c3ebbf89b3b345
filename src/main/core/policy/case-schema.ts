/** The shape of a case file: a small world, the day of asking, and what the documents give in it. */
import { z } from 'zod'
import { CATEGORIES } from '../../../shared/domain/categories.ts'
import { parseDate, parseMonth } from '../../../shared/domain/dates.ts'
import {
  CERTIFICATE_GRADES,
  CONDITION_IDS,
  ENROLMENT_KINDS,
  OUTCOMES,
  POST_KINDS,
  RECOGNISED_KINDS,
} from '../../../shared/domain/policy.ts'

const date = z
  .string()
  .refine((text) => parseDate(text) !== undefined, { error: '应为存在的日期 YYYY-MM-DD' })
const month = z.string().refine((text) => parseMonth(text) !== undefined, { error: '应为月份 YYYY-MM' })
const months = z.array(
  z.string().refine(
    (text) => {
      const [from = '', to = from, more] = text.split('..')
      const a = parseMonth(from)
      const b = parseMonth(to)
      return a !== undefined && b !== undefined && a <= b && more === undefined
    },
    { error: '应为月份 YYYY-MM 或先后两个月 YYYY-MM..YYYY-MM' },
  ),
)
const id = z.union([z.string().min(1), z.int().transform(String)])
const county = z.union([
  z.string().regex(/^\d{2,12}$/, { error: '应为行政区划代码' }),
  z.int().transform(String),
])
/** Below it two decimals of a number are exact. */
const MOST_YUAN = 1e12
const yuan = z
  .number()
  .refine(
    (value) => value >= 0 && value < MOST_YUAN && Math.abs(value * 100 - Math.round(value * 100)) < 1e-6,
    { error: '金额应不小于 0、小于一万亿，最多两位小数' },
  )
const year = z.string().regex(/^\d{4}$/, { error: '应为年份' })
const days = z.int().nonnegative()
const word = z.string().min(1)

const category = z
  .union([date, z.strictObject({ from: date.optional(), to: date.nullable().optional() })])
  .nullable()

const person = z.strictObject({
  home: county.optional(),
  categories: z.partialRecord(z.enum(CATEGORIES), category).nullable().optional(),
  household: id.nullable().optional(),
})

const spell = z.strictObject({
  id,
  person: id,
  employer: id.nullable().optional(),
  county: county.optional(),
  from: date.optional(),
  to: date.nullable().optional(),
  organisedBy: id.nullable().optional(),
  filing: z.strictObject({ number: id.optional(), on: date.optional() }).nullable().optional(),
  contract: z.strictObject({ from: date.optional(), to: date.nullable().optional() }).nullable().optional(),
  post: z.enum(POST_KINDS).optional(),
  insured: months.nullable().optional(),
  wages: z.record(year, yuan.nullable()).nullable().optional(),
  fare: z.record(year, yuan.nullable()).nullable().optional(),
  training: months.nullable().optional(),
})

const facts = z.strictObject({
  people: z.record(word, person).default({}),
  households: z
    .record(word, z.strictObject({ production: z.record(year, z.boolean()).nullable().optional() }))
    .default({}),
  employers: z
    .record(
      word,
      z.strictObject({
        kind: word.optional(),
        county: county.optional(),
        private: z.boolean().optional(),
        recognised: z.partialRecord(z.enum(RECOGNISED_KINDS), date.nullable()).nullable().optional(),
      }),
    )
    .default({}),
  agents: z.record(word, z.strictObject({ kind: word.optional() })).default({}),
  schools: z.record(word, z.strictObject({ county: county.optional() })).default({}),
  stations: z
    .record(word, z.strictObject({ county: county.optional(), cooperationBase: z.boolean().optional() }))
    .default({}),
  spells: z.array(spell).default([]),
  rents: z.array(z.strictObject({ person: id, months: months.optional() })).default([]),
  certificates: z
    .array(
      z.strictObject({
        person: id,
        grade: z.enum(CERTIFICATE_GRADES).optional(),
        on: date.optional(),
        county: county.optional(),
        institution: id.nullable().optional(),
      }),
    )
    .default([]),
  courses: z
    .array(
      z.strictObject({
        id,
        person: id,
        from: date.optional(),
        to: date.nullable().optional(),
        attendedDays: days.optional(),
      }),
    )
    .default([]),
  enrolments: z
    .array(
      z.strictObject({
        person: id,
        employer: id.nullable().optional(),
        school: id.nullable().optional(),
        year: z.union([z.int(), year.transform(Number)]).optional(),
        kind: z.enum(ENROLMENT_KINDS).optional(),
      }),
    )
    .default([]),
  placements: z
    .array(
      z.strictObject({
        school: id.optional(),
        person: id.optional(),
        employer: id.nullable().optional(),
        on: date.optional(),
        highSkill: z.boolean().optional(),
      }),
    )
    .default([]),
  fairs: z
    .array(
      z.strictObject({
        id,
        county: county.optional(),
        on: date.optional(),
        employers: z.array(id).optional(),
      }),
    )
    .default([]),
  attendance: z
    .array(
      z.strictObject({ person: id, month, attendedDays: days.optional(), requiredDays: days.optional() }),
    )
    .default([]),
  grants: z
    .array(
      z.strictObject({
        benefit: word,
        beneficiary: id,
        for: id.optional(),
        period: id.optional(),
        amount: yuan.optional(),
        on: date.optional(),
      }),
    )
    .default([]),
})
export type CaseFacts = z.infer<typeof facts>

const standard = z.union([
  z.strictObject({
    amount: yuan,
    document: id.optional(),
    from: date.optional(),
    to: date.optional(),
  }),
  z.record(year, yuan),
  z.array(county),
])

const expectation = z.strictObject({
  benefit: word,
  beneficiary: id,
  for: id.optional(),
  period: id.optional(),
  outcome: z.enum(OUTCOMES).optional(),
  amount: yuan.optional(),
  months: z.int().nonnegative().optional(),
  on: date.optional(),
  missing: z.array(word).optional(),
  failed: z.array(z.enum(CONDITION_IDS)).optional(),
  notice: z.boolean().optional(),
  delegatedTo: word.optional(),
})
export type Expectation = z.infer<typeof expectation>

export const caseSchema = z.strictObject({
  title: word,
  asOf: date,
  facts,
  standards: z.record(word, standard).default({}),
  expect: z.array(expectation).min(1),
})
export type PolicyCase = z.infer<typeof caseSchema>
