import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { claims } from './claims.ts'
import { live, naturalKey, record } from './columns.ts'
import { budgetLines } from './procedures.ts'

/** 批次: claims that are posted, approved and paid together. Locked from its first posting on. */
export const batches = sqliteTable(
  'batches',
  {
    ...record(),
    number: text('number').notNull(),
    title: text('title').notNull(),
    benefit: text('benefit').notNull(),
    /** one of FUNDS */
    fund: text('fund').notNull(),
    budgetLineId: text('budget_line_id').references(() => budgetLines.id),
    /** what the batch is of: 2022, 2022Q1, 2022-03 */
    period: text('period'),
    /** county or township code, or village as written; NULL: all */
    scope: text('scope'),
    state: text('state').notNull(),
    /** id of the next step of its claims' procedure; NULL: all done */
    step: text('step'),
    procedureId: text('procedure_id').notNull(),
    /** as stated by whoever made the list; compared with the rows, never trusted */
    statedCount: integer('stated_count'),
    statedFen: integer('stated_fen'),
    createdAt: text('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    lockedAt: text('locked_at'),
  },
  (t) => [
    naturalKey('batches_number').on(t.number),
    index('batches_state').on(t.state, t.benefit),
    index('batches_budget').on(t.budgetLineId),
  ],
)

/** 抽查: a sample of a batch for verification by phone, drawn with a recorded seed. */
export const samples = sqliteTable(
  'samples',
  {
    ...record(),
    batchId: text('batch_id')
      .notNull()
      .references(() => batches.id),
    /** decimal digits of the seed */
    seed: text('seed').notNull(),
    /** JSON: { sharePercent, atLeast, aboveFen } */
    rule: text('rule').notNull(),
    drawnAt: text('drawn_at').notNull(),
    drawnBy: text('drawn_by').notNull(),
  },
  (t) => [index('samples_batch').on(t.batchId)],
)

/** One claim of a sample, with what the call found. */
export const sampleCalls = sqliteTable(
  'sample_calls',
  {
    ...record(),
    sampleId: text('sample_id')
      .notNull()
      .references(() => samples.id),
    claimId: text('claim_id')
      .notNull()
      .references(() => claims.id),
    /** by-value, by-share */
    drawn: text('drawn').notNull(),
    /** confirmed, denied, wrong-number, not-reached; NULL: not called yet */
    result: text('result'),
    note: text('note'),
    calledAt: text('called_at'),
    calledBy: text('called_by'),
  },
  (t) => [naturalKey('sample_calls_key').on(t.sampleId, t.claimId).where(live(t.deletedAt))],
)

/** 公示: a masked list on the wall for its days. */
export const publicLists = sqliteTable(
  'public_lists',
  {
    ...record(),
    batchId: text('batch_id')
      .notNull()
      .references(() => batches.id),
    /** step of the procedure that it completes */
    step: text('step').notNull(),
    level: text('level').notNull(),
    place: text('place').notNull(),
    fromDate: text('from_date').notNull(),
    /** last day on which objections are taken */
    toDate: text('to_date').notNull(),
    days: integer('days').notNull(),
    /** working, calendar */
    dayKind: text('day_kind').notNull(),
    phone: text('phone').notNull(),
    /** as printed on the list that hangs there */
    statedCount: integer('stated_count').notNull(),
    statedFen: integer('stated_fen').notNull(),
    postedBy: text('posted_by').notNull(),
    /** set when the days are over and no objection is open */
    clearedAt: text('cleared_at'),
    clearedBy: text('cleared_by'),
  },
  (t) => [index('public_lists_batch').on(t.batchId)],
)

/** 异议 against a claim of a public list. */
export const objections = sqliteTable(
  'objections',
  {
    ...record(),
    publicListId: text('public_list_id')
      .notNull()
      .references(() => publicLists.id),
    /** NULL: against the whole list */
    claimId: text('claim_id').references(() => claims.id),
    receivedOn: text('received_on').notNull(),
    /** as they want to be named; 匿名 is allowed */
    raisedBy: text('raised_by').notNull(),
    phone: text('phone'),
    content: text('content').notNull(),
    /** upheld, rejected; NULL: open */
    result: text('result'),
    resolution: text('resolution'),
    resolvedOn: text('resolved_on'),
    resolvedBy: text('resolved_by'),
  },
  (t) => [index('objections_list').on(t.publicListId)],
)
