import { z } from 'zod'
import { CLAIM_STATES, STEP_KINDS } from '../domain/claim-states.ts'
import { OUTSIDE_STATES } from '../domain/outside-results.ts'
import { BENEFICIARY_KINDS, CONDITION_IDS, OUTCOMES } from '../domain/policy.ts'
import { fileRef } from './files.ts'
import { explanation } from './policy.ts'
import { dateText, fen, id, job, page, pageInput, query, write } from './procedure.ts'

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
  /** the step that it waits at; null: all done */
  stepName: z.string().nullable(),
  /** last day of that step's term */
  dueOn: dateText.nullable(),
  /** open holds */
  holds: z.int(),
  batchId: z.string().nullable(),
  /** where it stands with the system that it was handed in to; null: not handed in */
  outside: z.enum(OUTSIDE_STATES).nullable(),
  draftedAt: z.string(),
  printedTimes: z.int(),
})
export type ClaimRow = z.infer<typeof claimRow>

export const claimsFilter = z.object({
  search: z.string().max(60).default(''),
  benefit: z.string().optional(),
  state: z.enum(CLAIM_STATES).optional(),
  /** id of the step that they wait at */
  step: z.string().max(40).optional(),
  held: z.boolean().optional(),
  /** the term of the next step is over on this day */
  overdueOn: dateText.optional(),
  batchId: id.optional(),
  /** in this batch, or in it when the other system answered */
  sentWith: id.optional(),
  personId: id.optional(),
  /** paid to this employer or agent, or resting on work for this employer */
  organisationId: id.optional(),
  printed: z.boolean().optional(),
  /** where they stand with the system that they were handed in to */
  outside: z.enum(OUTSIDE_STATES).optional(),
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
  /** its steps, with what was done */
  steps: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind: z.enum(STEP_KINDS),
      state: z.enum(['done', 'now', 'later']),
      at: z.string().nullable(),
      by: z.string().nullable(),
    }),
  ),
  materials: z.array(
    z.object({
      item: z.string(),
      required: z.boolean(),
      /** seen on paper */
      seenAt: z.string().nullable(),
      /** scanned files of it */
      files: z.int(),
    }),
  ),
  openHolds: z.array(
    z.object({
      id,
      check: z.string(),
      checkName: z.string(),
      reason: z.string(),
      heldAt: z.string(),
      heldBy: z.string(),
    }),
  ),
  events: z.array(
    z.object({ id, kind: z.string(), label: z.string(), at: z.string(), by: z.string(), note: z.string() }),
  ),
})
export type ClaimDetail = z.infer<typeof claimDetail>

export const draftResult = z.object({
  drafted: z.int(),
  amountFen: fen,
  /** eligible but not drafted, by reason */
  skipped: z.array(z.object({ reason: z.string(), count: z.int() })),
  outcomes: z.array(z.object({ outcome: z.enum(OUTCOMES), count: z.int() })),
  txId: z.string().nullable(),
  seconds: z.number(),
})

/** Which claims an act is for: those ticked, or all that a list shows. */
const chosen = { ids: z.array(id).min(1).max(50_000).optional(), filter: claimsFilter.optional() }

const act = z.object({
  ...chosen,
  act: z.enum(['complete', 'hold', 'send-back', 'refuse']),
  /** only claims that wait at this step; the others are left out and said */
  step: z.string().max(40).optional(),
})

export const barredClaims = z.object({
  reason: z.string(),
  count: z.int(),
  /** the first few */
  numbers: z.array(z.string()),
})

export const actPlan = z.object({
  able: z.int(),
  amountFen: fen,
  /** what the able ones become, by step and state, in words */
  becomes: z.array(z.object({ from: z.string(), to: z.string(), count: z.int() })),
  barred: z.array(barredClaims),
})
export type ActPlan = z.infer<typeof actPlan>

export const claims = {
  /** The list as a workbook, ID numbers masked. */
  exportList: job('导出申领名单', claimsFilter, fileRef),
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
  /** Which page the number on a paper opens: a claim's, or that of the batch of a list or payment file. */
  byNumber: query('按编号打开')
    .input(z.object({ number: z.string().min(1).max(60) }))
    .output(z.object({ kind: z.enum(['claim', 'batch']), id })),
  get: query('申领详情').input(z.object({ id })).output(claimDetail),
  /** By state and step: what lies on which desk. */
  board: query('申领看板')
    .input(claimsFilter)
    .output(
      z.array(
        z.object({
          state: z.enum(CLAIM_STATES),
          count: z.int(),
          amountFen: fen,
          held: z.int(),
          overdue: z.int(),
          steps: z.array(z.object({ step: z.string(), name: z.string(), count: z.int() })),
        }),
      ),
    ),
  /** What an act on these claims would do; changes nothing. */
  plan: query('预览办理').input(act).output(actPlan),
  /** Does it, in one transaction, for all that it is possible for. */
  act: write('办理申领')
    .input(
      act.extend({
        /** opinion, reason of a hold, a refusal, a way back */
        note: z.string().trim().max(500).default(''),
        /** with refuse: the condition that is not met, and its clause */
        condition: z.enum(CONDITION_IDS).optional(),
        clause: z.string().trim().max(60).optional(),
      }),
    )
    .output(actPlan.extend({ done: z.int(), txId: z.string().nullable() })),
  /** Releases holds: those named, or all that are open on the chosen claims. Who and why is recorded. */
  release: write('解除暂缓', 'reviewer')
    .input(
      z.object({
        holdIds: z.array(id).min(1).max(10_000).optional(),
        ...chosen,
        reason: z.string().trim().min(2, '请写明解除的理由'),
      }),
    )
    .output(z.object({ released: z.int(), txId: z.string() })),
  /** Marks an item of the checklist as seen on paper, or takes the mark back. */
  markMaterial: write('核收材料')
    .input(
      z.object({
        ids: z.array(id).min(1).max(10_000),
        item: z.string().trim().min(1).max(80),
        seen: z.boolean(),
      }),
    )
    .output(z.object({ changed: z.int(), txId: z.string().nullable() })),
  /** What the facts say now, beside what the claim was decided on. */
  changesSince: query('变化核对')
    .input(z.object({ id }))
    .output(
      z.object({
        /** false: everything is as it was frozen */
        moved: z.boolean(),
        before: z.object({ outcome: z.enum(OUTCOMES), amountFen: fen.nullable() }),
        now: z.object({ outcome: z.enum(OUTCOMES), amountFen: fen.nullable() }).nullable(),
        differences: z.array(z.object({ label: z.string(), before: z.string(), now: z.string() })),
      }),
    ),
  /** Withdraws drafts that never left the office; their entitlements are free again. */
  withdraw: write('撤回申领草稿')
    .input(z.object({ ids: z.array(id).min(1).max(10_000), reason: z.string().min(2, '请写明原因') }))
    .output(z.object({ withdrawn: z.int(), txId: z.string() })),
}
