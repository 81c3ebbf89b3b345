import { z } from 'zod'
import { COMING_OUTCOMES, LOSS_REASONS } from '../domain/outlook.ts'
import { BENEFICIARY_KINDS } from '../domain/policy.ts'
import { fileRef } from './files.ts'
import { dateText, fen, job, monthText, page, pageInput, query } from './procedure.ts'

/** What the three views may be narrowed to. */
const narrowed = {
  doc: z.string().optional(),
  benefit: z.string().optional(),
  homeCounty: z.string().optional(),
  homeTownship: z.string().max(60).optional(),
  payee: z.enum(BENEFICIARY_KINDS).optional(),
  search: z.string().max(60).default(''),
}

export const unclaimedFilter = z.object({
  ...narrowed,
  /** only these entitlements */
  keys: z.array(z.string().max(120)).max(10_000).optional(),
})
export const comingFilter = z.object({
  ...narrowed,
  month: monthText.optional(),
  outcome: z.enum(COMING_OUTCOMES).optional(),
  /** only the first time, not the years and months that follow */
  first: z.boolean().default(false),
})
export const losingFilter = z.object({
  ...narrowed,
  reason: z.enum(LOSS_REASONS).optional(),
  /** something must be done within so many days */
  within: z.int().min(0).max(3660).optional(),
})

const whoAndWhat = {
  key: z.string(),
  benefit: z.string(),
  benefitName: z.string(),
  beneficiaryKind: z.enum(BENEFICIARY_KINDS),
  beneficiaryId: z.string(),
  beneficiaryName: z.string(),
  personId: z.string().nullable(),
  personName: z.string().nullable(),
  idMasked: z.string().nullable(),
  phoneMasked: z.string().nullable(),
  homeText: z.string(),
  workText: z.string().nullable(),
  period: z.string().nullable(),
  amountFen: fen.nullable(),
}

export const unclaimedRow = z.object({ ...whoAndWhat, months: z.int().nullable() })
export type UnclaimedRow = z.infer<typeof unclaimedRow>

export const comingRow = z.object({
  ...whoAndWhat,
  on: dateText,
  outcome: z.enum(COMING_OUTCOMES),
  /** the same benefit as in an earlier year or month */
  again: z.boolean(),
})
export type ComingRow = z.infer<typeof comingRow>

export const losingRow = z.object({
  ...whoAndWhat,
  /** the day on which it would be met; NULL: it is met, only the window closes */
  on: dateText.nullable(),
  /** the last day on which something can be done; NULL: it is over, unless the record is wrong */
  deadline: dateText.nullable(),
  /** from the day of the look ahead to `deadline` */
  daysLeft: z.int().nullable(),
  /** the most urgent first, each with why and what to do in words */
  losses: z.array(z.object({ reason: z.enum(LOSS_REASONS), why: z.string(), todo: z.string() })),
})
export type LosingRow = z.infer<typeof losingRow>

const sum = { count: z.int(), amountFen: fen }
/** Sums of one benefit. `unpriced`: rows whose amount is not known yet or not set. */
export const benefitSum = z.object({
  benefit: z.string(),
  name: z.string(),
  ...sum,
  unpriced: z.int(),
})
export type BenefitSum = z.infer<typeof benefitSum>

export const outlookStatus = z.object({
  /** the latest calculation, whose results 应享未享 shows; NULL: never calculated */
  run: z.object({ id: z.string(), asOf: dateText, stale: z.boolean() }).nullable(),
  /** the latest look ahead, which 将要可领 and 快要失去 show; NULL: never made */
  ahead: z
    .object({
      id: z.string(),
      asOf: dateText,
      first: monthText,
      last: monthText,
      madeAt: z.string(),
      seconds: z.number(),
      people: z.int(),
      /** facts, packs or standards changed since */
      stale: z.boolean(),
    })
    .nullable(),
  unclaimed: z.object(sum).nullable(),
  coming: z.object(sum).nullable(),
  losing: z.object({ count: z.int(), within30: z.int() }).nullable(),
})
export type OutlookStatus = z.infer<typeof outlookStatus>

export const prepared = z.object({
  asOf: dateText,
  people: z.int(),
  coming: z.int(),
  losing: z.int(),
  seconds: z.number(),
})

const exported = {
  format: z.enum(['xlsx', 'pdf']).default('xlsx'),
  /** full numbers are noted in the audit */
  phones: z.enum(['masked', 'full']).default('masked'),
}

export const outlook = {
  status: query('展望').input(z.object({})).output(outlookStatus),
  /** Looks twelve months ahead of a day and replaces what was seen before. */
  prepare: job('推算今后十二个月', z.object({ asOf: dateText }), prepared),
  unclaimed: query('应享未享').input(unclaimedFilter.extend(pageInput)).output(page(unclaimedRow)),
  unclaimedTotals: query('应享未享合计')
    .input(unclaimedFilter)
    .output(
      z.object({
        ...sum,
        people: z.int(),
        byBenefit: z.array(benefitSum),
        /** met as well, but first the office decides, or enters its standard */
        waiting: z.object({ discretionary: z.int(), needsStandard: z.int() }),
      }),
    ),
  coming: query('将要可领').input(comingFilter.extend(pageInput)).output(page(comingRow)),
  comingTotals: query('将要可领合计')
    .input(comingFilter)
    .output(
      z.object({
        ...sum,
        people: z.int(),
        unpriced: z.int(),
        months: z.array(monthText),
        benefits: z.array(benefitSum),
        cells: z.array(z.object({ month: monthText, benefit: z.string(), ...sum })),
      }),
    ),
  losing: query('快要失去').input(losingFilter.extend(pageInput)).output(page(losingRow)),
  losingTotals: query('快要失去合计')
    .input(losingFilter)
    .output(
      z.object({
        ...sum,
        people: z.int(),
        unpriced: z.int(),
        /** one entry may count for several reasons */
        byReason: z.array(z.object({ reason: z.enum(LOSS_REASONS), count: z.int() })),
        benefits: z.array(benefitSum),
      }),
    ),
  exportList: job(
    '导出展望名单',
    z.discriminatedUnion('view', [
      z.object({ view: z.literal('unclaimed'), filter: unclaimedFilter, ...exported }),
      z.object({ view: z.literal('coming'), filter: comingFilter, ...exported }),
      z.object({ view: z.literal('losing'), filter: losingFilter, ...exported }),
    ]),
    fileRef,
  ),
}
