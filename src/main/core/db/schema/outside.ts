import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { live, record } from './columns.ts'

/** 对方反馈: what a system that we do not own answered about something that was handed in to it. Append-only. */
export const outsideAnswers = sqliteTable(
  'outside_answers',
  {
    ...record(),
    /** claim, person, spell */
    subject: text('subject').notNull(),
    subjectId: text('subject_id').notNull(),
    /** which handing-in it answers, from 1 */
    round: integer('round').notNull(),
    /** accepted, rejected, paid */
    outcome: text('outcome').notNull(),
    /** day of the answer, as the other system says; NULL: it says none */
    answeredOn: text('answered_on'),
    /** in the other system's words; '' where it gives none */
    reason: text('reason').notNull(),
    /** the batch that the claim was in when the answer came */
    batchId: text('batch_id'),
    importId: text('import_id'),
    takenAt: text('taken_at').notNull(),
    takenBy: text('taken_by').notNull(),
  },
  (t) => [
    index('outside_answers_subject').on(t.subjectId),
    index('outside_answers_batch').on(t.batchId),
    index('outside_answers_outcome').on(t.subject, t.outcome).where(live(t.deletedAt)),
  ],
)
