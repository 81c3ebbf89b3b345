import { z } from 'zod'
import { BENEFICIARY_KINDS, OUTCOMES } from '../domain/policy.ts'
import { fileRef } from './files.ts'
import { explanation } from './policy.ts'
import { dateText, fen, id, job, page, pageInput, query, write } from './procedure.ts'

/** States of this first road; the events of a claim carry the whole life. */
export const CLAIM_STATES = ['drafted', 'withdrawn'] as const
export type ClaimState = (typeof CLAIM_STATES)[number]

export const claimRow = z.object({
  id,
  number: z.string(),
  benefit: z.string(),
  benefitName: z.string(),
  beneficiaryKind: z.enum(BENEFICIARY_KINDS),
  beneficiaryName: z.string(),
  personId: z.string().nullable(),
  personName: z.string().nullable(),
  idMasked: z.string().nullable(),
  homeText: z.string(),
  employerName: z.string().nullable(),
  period: z.string().nullable(),
  amountFen: fen,
  state: z.enum(CLAIM_STATES),
  draftedAt: z.string(),
  printedTimes: z.int(),
})
export type ClaimRow = z.infer<typeof claimRow>

export const claimsFilter = z.object({
  search: z.string().max(60).default(''),
  benefit: z.string().optional(),
  state: z.enum(CLAIM_STATES).optional(),
  printed: z.boolean().optional(),
  homeCounty: z.string().optional(),
  ids: z.array(id).optional(),
})

export const claimDetail = claimRow.extend({
  asOf: dateText,
  qualifyingOn: dateText.nullable(),
  packVersion: z.string(),
  standard: z.string().nullable(),
  amountCapitals: z.string(),
  frozen: explanation,
  events: z.array(
    z.object({ id, kind: z.string(), label: z.string(), at: z.string(), by: z.string(), note: z.string() }),
  ),
})

export const draftResult = z.object({
  drafted: z.int(),
  amountFen: fen,
  /** eligible but not drafted, by reason */
  skipped: z.array(z.object({ reason: z.string(), count: z.int() })),
  outcomes: z.array(z.object({ outcome: z.enum(OUTCOMES), count: z.int() })),
  txId: z.string().nullable(),
  seconds: z.number(),
})

const selection = z.object({
  filter: claimsFilter,
  /** at most this many pages in one file */ pagesPerFile: z.int().min(1).max(2000).default(500),
})

export const claims = {
  /** Drafts a claim for each eligible result of a benefit as of a day. Calculates afresh; nothing stale is claimed. */
  draft: job(
    '生成申领',
    z.object({
      benefit: z.string(),
      asOf: dateText,
      /** only these people */ personIds: z.array(id).optional(),
      dryRun: z.boolean().default(false),
    }),
    draftResult,
  ),
  list: query('申领草稿').input(claimsFilter.extend(pageInput)).output(page(claimRow)),
  totals: query('申领合计')
    .input(claimsFilter)
    .output(
      z.object({
        count: z.int(),
        amountFen: fen,
        byBenefit: z.array(z.object({ benefit: z.string(), count: z.int(), amountFen: fen })),
      }),
    ),
  get: query('申领详情').input(z.object({ id })).output(claimDetail),
  /** Withdraws drafts that never left the office; their entitlements are free again. */
  withdraw: write('撤回申领草稿')
    .input(z.object({ ids: z.array(id).min(1).max(10_000), reason: z.string().min(2, '请写明原因') }))
    .output(z.object({ withdrawn: z.int(), txId: z.string() })),
}

export const printResult = z.object({
  files: z.array(fileRef),
  pages: z.int(),
  claims: z.int(),
  amountFen: fen,
  seconds: z.number(),
})

export const printing = {
  forms: job(
    '打印申请表',
    selection.extend({ layout: z.string().default('individual-application') }),
    printResult,
  ),
  roster: job(
    '导出花名册',
    selection.extend({ format: z.enum(['xlsx', 'pdf']).default('xlsx') }),
    printResult,
  ),
  layouts: query('打印版式')
    .input(z.object({}))
    .output(z.array(z.object({ id: z.string(), name: z.string(), local: z.boolean() }))),
}
