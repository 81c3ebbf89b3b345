import { z } from 'zod'
import { BATCH_STATES, CALL_RESULTS, DAY_KINDS, STEP_KINDS, STEP_LEVELS } from '../domain/claim-states.ts'
import { FUNDS, OUTCOMES } from '../domain/policy.ts'
import { actPlan, claimsFilter } from './claims.ts'
import { dateText, fen, id, job, page, pageInput, query, write } from './procedure.ts'

const reason = z.string().trim().min(2, '请写明原因')

export const batchRow = z.object({
  id,
  number: z.string(),
  title: z.string(),
  benefit: z.string(),
  benefitName: z.string(),
  fund: z.enum(FUNDS),
  period: z.string().nullable(),
  scopeText: z.string(),
  state: z.enum(BATCH_STATES),
  /** the step that it waits at; null: all done */
  step: z.object({ id: z.string(), name: z.string(), kind: z.enum(STEP_KINDS) }).nullable(),
  /** recomputed from its claims */
  count: z.int(),
  amountFen: fen,
  held: z.int(),
  /** as stated by whoever made the list; null: not stated */
  statedCount: z.int().nullable(),
  statedFen: fen.nullable(),
  createdAt: z.string(),
  createdBy: z.string(),
  lockedAt: z.string().nullable(),
})
export type BatchRow = z.infer<typeof batchRow>

/** Why a batch cannot take its next step: `block` not at all, `hold` only with a recorded reason. */
export const batchBar = z.object({
  code: z.string(),
  severity: z.enum(['block', 'hold']),
  text: z.string(),
  /** claims concerned; 0: the batch as a whole */
  claims: z.int(),
})
export type BatchBar = z.infer<typeof batchBar>

export const objectionView = z.object({
  id,
  publicListId: id,
  claimId: id.nullable(),
  claimNumber: z.string().nullable(),
  personName: z.string().nullable(),
  receivedOn: dateText,
  raisedBy: z.string(),
  phone: z.string().nullable(),
  content: z.string(),
  result: z.enum(['upheld', 'rejected']).nullable(),
  resolution: z.string().nullable(),
  resolvedOn: dateText.nullable(),
  resolvedBy: z.string().nullable(),
})
export type ObjectionView = z.infer<typeof objectionView>

export const publicListView = z.object({
  id,
  batchId: id,
  batchNumber: z.string(),
  batchTitle: z.string(),
  step: z.string(),
  level: z.enum(STEP_LEVELS),
  place: z.string(),
  from: dateText,
  /** last day on which objections are taken */
  to: dateText,
  days: z.int(),
  dayKind: z.enum(DAY_KINDS),
  phone: z.string(),
  statedCount: z.int(),
  statedFen: fen,
  postedBy: z.string(),
  clearedAt: z.string().nullable(),
  clearedBy: z.string().nullable(),
  /** days left on the wall today; 0: over */
  daysLeft: z.int(),
  openObjections: z.int(),
  /** files attached to it: photos of the posting */
  photos: z.int(),
  objections: z.array(objectionView),
})
export type PublicListView = z.infer<typeof publicListView>

export const sampleCallView = z.object({
  id,
  claimId: id,
  claimNumber: z.string(),
  personName: z.string().nullable(),
  phone: z.string().nullable(),
  amountFen: fen,
  drawn: z.enum(['by-value', 'by-share']),
  result: z.enum(CALL_RESULTS).nullable(),
  note: z.string().nullable(),
  calledAt: z.string().nullable(),
  calledBy: z.string().nullable(),
})

export const sampleView = z.object({
  id,
  seed: z.string(),
  sharePercent: z.number(),
  atLeast: z.int(),
  aboveFen: fen.nullable(),
  drawnAt: z.string(),
  drawnBy: z.string(),
  calls: z.array(sampleCallView),
})
export type SampleView = z.infer<typeof sampleView>

export const batchDetail = batchRow.extend({
  budget: z
    .object({ id, name: z.string(), amountFen: fen, committedFen: fen, paidFen: fen, leftFen: fen })
    .nullable(),
  /** by township and village of the people */
  places: z.array(z.object({ place: z.string(), count: z.int(), amountFen: fen })),
  steps: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind: z.enum(STEP_KINDS),
      state: z.enum(['done', 'now', 'later']),
    }),
  ),
  bars: z.array(batchBar),
  publicLists: z.array(publicListView),
  samples: z.array(sampleView),
})
export type BatchDetail = z.infer<typeof batchDetail>

const answer = z.object({ outcome: z.enum(OUTCOMES), amountFen: fen.nullable() })

/** A claim whose facts are not what it was decided on. */
export const movedClaim = z.object({
  claimId: id,
  number: z.string(),
  personId: id.nullable(),
  name: z.string(),
  before: answer,
  /** null: there is no answer any more */
  now: answer.nullable(),
  differences: z.array(z.object({ label: z.string(), before: z.string(), now: z.string() })),
})
export type MovedClaim = z.infer<typeof movedClaim>

/** 变化核对 of a batch. */
export const batchLook = z.object({
  lookedAt: z.string(),
  lookedBy: z.string(),
  /** claims that were looked at */
  looked: z.int(),
  /** false: claims joined, or what they rest on was changed, since */
  current: z.boolean(),
  /** those that have moved and are still in the batch */
  moved: z.array(movedClaim),
})
export type BatchLook = z.infer<typeof batchLook>

/** What claims that wait to be batched are parted by. */
export const WAITING_BY = ['county', 'township', 'village', 'employer'] as const
export type WaitingBy = (typeof WAITING_BY)[number]

export const waitingBenefit = z.object({
  benefit: z.string(),
  benefitName: z.string(),
  count: z.int(),
  amountFen: fen,
  /** of these on hold, which stay behind */
  held: z.int(),
  /** funds that the clause names; empty: it names none and any may be used */
  funds: z.array(z.enum(FUNDS)),
})
export type WaitingBenefit = z.infer<typeof waitingBenefit>

export const waitingGroup = z.object({
  key: z.string(),
  name: z.string(),
  count: z.int(),
  amountFen: fen,
  held: z.int(),
})
export type WaitingGroup = z.infer<typeof waitingGroup>

const chosen = {
  ids: z.array(id).min(1).max(50_000).optional(),
  filter: claimsFilter.optional(),
  /** those that wait, of these places or employers: keys of `waitingGroups` */
  groups: z
    .object({ by: z.enum(WAITING_BY), keys: z.array(z.string().max(200)).min(1).max(20_000) })
    .optional(),
}

export const batches = {
  /** What waits to be batched, by benefit. */
  waiting: query('等待编批').input(z.object({})).output(z.array(waitingBenefit)),
  /** The same of one benefit, by where the people come from or by employer. */
  waitingGroups: query('等待编批的地方')
    .input(z.object({ benefit: z.string(), by: z.enum(WAITING_BY) }))
    .output(z.array(waitingGroup)),
  list: query('批次')
    .input(
      z
        .object({
          search: z.string().max(60).default(''),
          state: z.enum(BATCH_STATES).optional(),
          benefit: z.string().optional(),
        })
        .extend(pageInput),
    )
    .output(page(batchRow)),
  get: query('批次详情').input(z.object({ id })).output(batchDetail),
  /** What a batch of these claims would hold, and which stay behind; changes nothing. */
  plan: query('预览编批')
    .input(z.object({ benefit: z.string(), ...chosen }))
    .output(actPlan),
  create: write('编入批次')
    .input(
      z.object({
        benefit: z.string(),
        fund: z.enum(FUNDS),
        budgetLineId: id.nullable().default(null),
        title: z.string().trim().max(80).default(''),
        period: z.string().max(20).nullable().default(null),
        scope: z.string().max(60).nullable().default(null),
        ...chosen,
      }),
    )
    .output(actPlan.extend({ batchId: id, number: z.string(), txId: z.string() })),
  add: write('加入批次')
    .input(z.object({ batchId: id, ...chosen }))
    .output(actPlan.extend({ txId: z.string() })),
  takeOut: write('移出批次')
    .input(z.object({ batchId: id, ids: z.array(id).min(1).max(50_000), reason }))
    .output(z.object({ takenOut: z.int(), txId: z.string() })),
  change: write('修改批次')
    .input(
      z.object({
        batchId: id,
        title: z.string().trim().min(1).max(80).optional(),
        fund: z.enum(FUNDS).optional(),
        budgetLineId: id.nullable().optional(),
        statedCount: z.int().min(0).nullable().optional(),
        statedFen: fen.min(0).nullable().optional(),
      }),
    )
    .output(z.object({ txId: z.string().nullable() })),
  /** Takes an open batch apart; its claims wait to be batched again. */
  dissolve: write('解散批次')
    .input(z.object({ batchId: id, reason }))
    .output(z.object({ txId: z.string() })),
  /** Completes an approval, an opinion or the sending to finance for the whole batch. */
  complete: write('批次办结')
    .input(
      z.object({
        batchId: id,
        step: z.string(),
        note: z.string().trim().max(500).default(''),
        /** why it goes on although something holds it */
        overrule: z.string().trim().max(500).default(''),
      }),
    )
    .output(z.object({ count: z.int(), txId: z.string() })),
  /** Looks in every claim whether its facts have moved since it was drafted; kept until the next look. */
  look: job('变化核对', z.object({ id }), batchLook, 'viewer'),
  /** The latest look; null: there was none. */
  latestLook: query('批次的变化核对').input(z.object({ id })).output(batchLook.nullable()),
  /** Holds claims and takes them out, so that the rest can go on. */
  setAside: write('暂缓并移出批次')
    .input(z.object({ batchId: id, ids: z.array(id).min(1).max(50_000), reason }))
    .output(z.object({ setAside: z.int(), txId: z.string() })),
  drawSample: write('抽取核查样本')
    .input(
      z.object({
        batchId: id,
        sharePercent: z.number().min(0).max(100),
        atLeast: z.int().min(0).max(10_000),
        /** every claim from this amount on is in the sample */
        aboveFen: fen.nullable(),
        /** to draw the same sample again; absent: a new one */
        seed: z
          .string()
          .regex(/^\d{1,15}$/, '种子应为数字')
          .optional(),
      }),
    )
    .output(z.object({ sampleId: id, drawn: z.int(), seed: z.string(), txId: z.string() })),
  recordCall: write('记录电话核查')
    .input(
      z.object({ callId: id, result: z.enum(CALL_RESULTS), note: z.string().trim().max(300).default('') }),
    )
    .output(z.object({ held: z.boolean(), txId: z.string() })),
}

export const publicity = {
  list: query('公示')
    .input(z.object({ open: z.boolean().optional(), batchId: id.optional() }))
    .output(z.array(publicListView)),
  /** Puts a list on the wall; the batch is locked from here on. */
  post: write('开始公示')
    .input(
      z.object({
        batchId: id,
        place: z.string().trim().min(2, '请写明张贴的地点').max(80),
        from: dateText,
        phone: z.string().trim().min(5, '请写明监督电话').max(40),
        /** as printed on the list that hangs there */
        statedCount: z.int().min(0),
        statedFen: fen.min(0),
        /** why it hangs although something holds it */
        overrule: z.string().trim().max(500).optional(),
      }),
    )
    .output(z.object({ id, to: dateText, txId: z.string() })),
  /** After the last day, with no objection open. */
  clear: write('公示无异议')
    .input(z.object({ id }))
    .output(z.object({ count: z.int(), txId: z.string() })),
  /** Takes a list down early (a mistake in it); its days begin anew with the next. */
  takeDown: write('撤下公示')
    .input(z.object({ id, reason }))
    .output(z.object({ txId: z.string() })),
  object: write('登记异议')
    .input(
      z.object({
        publicListId: id,
        claimId: id.nullable(),
        receivedOn: dateText,
        raisedBy: z.string().trim().min(1, '请写明提出人，可写“匿名”').max(40),
        phone: z.string().trim().max(40).nullable().default(null),
        content: z.string().trim().min(2, '请写明异议内容').max(500),
      }),
    )
    .output(z.object({ id, txId: z.string() })),
  resolve: write('处理异议', 'reviewer')
    .input(
      z.object({
        id,
        result: z.enum(['upheld', 'rejected']),
        resolution: z.string().trim().min(2, '请写明处理情况').max(500),
      }),
    )
    .output(z.object({ txId: z.string() })),
}

export const budgetLineView = z.object({
  id,
  name: z.string(),
  fund: z.enum(FUNDS),
  year: z.int(),
  benefits: z.array(z.string()),
  amountFen: fen,
  document: z.string(),
  /** in batches that are not paid yet */
  committedFen: fen,
  paidFen: fen,
  leftFen: fen,
  batches: z.int(),
})
export type BudgetLineView = z.infer<typeof budgetLineView>

export const budgets = {
  list: query('资金计划')
    .input(z.object({ year: z.int().optional() }))
    .output(z.array(budgetLineView)),
  save: write('录入资金计划', 'reviewer')
    .input(
      z.object({
        id: id.optional(),
        name: z.string().trim().min(1, '请给这笔资金起名').max(60),
        fund: z.enum(FUNDS),
        year: z.int().min(2000).max(2100),
        benefits: z.array(z.string()).max(100),
        amountFen: fen.min(1, '金额应大于零'),
        document: z.string().trim().min(1, '请填写下达的文号').max(80),
      }),
    )
    .output(z.object({ id, txId: z.string() })),
  remove: write('删除资金计划', 'reviewer')
    .input(z.object({ id, reason }))
    .output(z.object({ txId: z.string() })),
}
