import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * 测算结果 of the latest calculation: one row for each result that is not a plain `ineligible`, which are by far the
 * most and stand packed in `evaluation_refusals`. Local: derived, replaced as a whole by the next calculation.
 */
export const evaluationResults = sqliteTable(
  'evaluation_results',
  {
    seq: integer('seq').primaryKey(),
    benefit: text('benefit').notNull(),
    outcome: text('outcome').notNull(),
    beneficiaryKind: text('beneficiary_kind').notNull(),
    beneficiaryId: text('beneficiary_id').notNull(),
    /** for whom; the beneficiary themselves where a person is paid */
    personId: text('person_id'),
    period: text('period'),
    amountFen: integer('amount_fen'),
    months: integer('months'),
    /** pending: the day on which it becomes met */
    onDate: text('on_date'),
    /** condition bits (`conditionBit`) that are missing (undetermined) or not yet met (pending) */
    mask: integer('mask').notNull(),
    spellId: text('spell_id'),
    entitlementKey: text('entitlement_key').notNull(),
  },
  (t) => [
    index('evaluation_results_benefit').on(t.benefit, t.outcome, t.onDate),
    index('evaluation_results_person').on(t.personId),
  ],
)

/** Ineligible results: which set of refusals a person has. A county has a few thousand different sets. Local. */
export const evaluationRefusals = sqliteTable('evaluation_refusals', {
  personId: text('person_id').primaryKey(),
  setId: integer('set_id').notNull(),
})

/** A set of refusals: JSON {benefit: mask of the failed conditions}. Local. */
export const evaluationRefusalSets = sqliteTable('evaluation_refusal_sets', {
  id: integer('id').primaryKey(),
  failed: text('failed').notNull(),
})
