import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * 展望: the latest look ahead, one row. Local: derived from facts, packs and standards, replaced as a whole together with
 * `outlook_coming` and `outlook_losing`.
 */
export const outlookRuns = sqliteTable('outlook_runs', {
  id: text('id').primaryKey(),
  /** the day it looks ahead from */
  asOf: text('as_of').notNull(),
  /** the last day it looks at */
  until: text('until').notNull(),
  madeAt: text('made_at').notNull(),
  /** JSON: `OutlookSummary` of core/outlook */
  summary: text('summary').notNull(),
})

/** 将要可领: what becomes payable in the coming months if work goes on, a row for each entitlement, months in a row together. Local. */
export const outlookComing = sqliteTable(
  'outlook_coming',
  {
    seq: integer('seq').primaryKey(),
    /** month of `onDate`, YYYY-MM */
    month: text('month').notNull(),
    benefit: text('benefit').notNull(),
    onDate: text('on_date').notNull(),
    /** eligible, discretionary, needs-standard; undetermined: only a fact for the amount is still to be entered then */
    outcome: text('outcome').notNull(),
    /** true: the same benefit as in an earlier year or month */
    again: integer('again', { mode: 'boolean' }).notNull(),
    beneficiaryKind: text('beneficiary_kind').notNull(),
    beneficiaryId: text('beneficiary_id').notNull(),
    personId: text('person_id'),
    period: text('period'),
    /** of one month, where the row stands for several */
    amountFen: integer('amount_fen'),
    spellId: text('spell_id'),
    entitlementKey: text('entitlement_key').notNull(),
    /** the last of the months in a row that a month-by-month row stands for; NULL: `month` alone */
    lastMonth: text('last_month'),
  },
  (t) => [index('outlook_coming_month').on(t.month, t.benefit), index('outlook_coming_day').on(t.onDate)],
)

/** 快要失去: what is lost unless something is done, a row for each entitlement; most urgent reason first. Local. */
export const outlookLosing = sqliteTable(
  'outlook_losing',
  {
    seq: integer('seq').primaryKey(),
    /** the last day on which something can be done; NULL: it is over, unless the record is wrong */
    deadline: text('deadline'),
    benefit: text('benefit').notNull(),
    /** bits of LOSS_REASONS */
    reasons: integer('reasons').notNull(),
    beneficiaryKind: text('beneficiary_kind').notNull(),
    beneficiaryId: text('beneficiary_id').notNull(),
    personId: text('person_id'),
    period: text('period'),
    /** the day on which it would become met if nothing came between; NULL: it is met, only the window closes */
    onDate: text('on_date'),
    amountFen: integer('amount_fen'),
    spellId: text('spell_id'),
    entitlementKey: text('entitlement_key').notNull(),
    /** JSON: a list of `LossDetail`, the most urgent first */
    details: text('details').notNull(),
  },
  (t) => [
    index('outlook_losing_deadline').on(t.deadline, t.seq),
    index('outlook_losing_benefit').on(t.benefit, t.reasons),
  ],
)
