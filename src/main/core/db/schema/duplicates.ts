import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record } from './columns.ts'

/**
 * 查重决定: what somebody decided about two records: that they are two, that it is to be looked at another day, or that one
 * was merged into the other. It travels, so that no other office is offered the pair again. The latest of a pair counts.
 */
export const duplicateVerdicts = sqliteTable(
  'duplicate_verdicts',
  {
    ...record(),
    /** person, employer, agent, household */
    kind: text('kind').notNull(),
    /** the two records, the lower id first */
    firstId: text('first_id').notNull(),
    secondId: text('second_id').notNull(),
    /** different, later, merged */
    verdict: text('verdict').notNull(),
    note: text('note'),
    /** 0 to 100, as it was then */
    score: integer('score').notNull(),
    decidedAt: text('decided_at').notNull(),
    decidedBy: text('decided_by').notNull(),
  },
  (t) => [
    index('duplicate_verdicts_pair').on(t.firstId, t.secondId, t.decidedAt),
    index('duplicate_verdicts_second').on(t.secondId),
  ],
)

/** 查重: the latest look through each kind of record. Local: derived, replaced as a whole together with its pairs. */
export const duplicateRuns = sqliteTable('duplicate_runs', {
  kind: text('kind').primaryKey(),
  madeAt: text('made_at').notNull(),
  madeBy: text('made_by').notNull(),
  /** records looked through */
  records: integer('records').notNull(),
  /** pairs compared */
  compared: integer('compared').notNull(),
  milliseconds: integer('milliseconds').notNull(),
})

/** Pairs of that look that are likely enough to be offered. Local. */
export const duplicatePairs = sqliteTable(
  'duplicate_pairs',
  {
    kind: text('kind').notNull(),
    /** the lower id first */
    firstId: text('first_id').notNull(),
    secondId: text('second_id').notNull(),
    score: integer('score').notNull(),
    /** JSON [[reason, points, day?], …] */
    reasons: text('reasons').notNull(),
    /** the weightiest reason, to narrow the list by */
    reason: text('reason').notNull(),
  },
  (t) => [
    index('duplicate_pairs_score').on(t.kind, t.score),
    index('duplicate_pairs_first').on(t.firstId),
    index('duplicate_pairs_second').on(t.secondId),
  ],
)
