import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * 测算结果 of the latest calculation that somebody may act on: one row each. Plain refusals and what else asks nothing
 * of anybody (`PACKED_OUTCOMES`) are by far the most and stand packed in `evaluation_sets`; read both through
 * `entitlements/stored-results.ts`. Local: derived, replaced as a whole by the next calculation, kept up to date meanwhile.
 */
export const evaluationResults = sqliteTable(
  'evaluation_results',
  {
    /** rises with the person's number (`evaluation_people.n`) and the benefit; bodies' own results come last */
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

/** Everybody who was calculated, and which set of packed answers they have. Local. */
export const evaluationPeople = sqliteTable('evaluation_people', {
  personId: text('person_id').primaryKey(),
  /** place in the order of the calculation */
  n: integer('n').notNull(),
  /** NULL: no packed answer */
  setId: integer('set_id'),
  /** JSON [[benefit, employer, year, day number, 1 sure | 0 possible], …]: for which employers this person counts as a head */
  heads: text('heads'),
})

/** Packed answers; a county has a few thousand different sets. Local. */
export const evaluationSets = sqliteTable('evaluation_sets', {
  id: integer('id').primaryKey(),
  /** JSON [[benefit, outcome, period or null, mask of the failed conditions], …] */
  answers: text('answers').notNull(),
  /** how many people have this set */
  people: integer('people').notNull(),
})

/** Heads counted for an employer in a calendar year. Local. */
export const evaluationHeads = sqliteTable(
  'evaluation_heads',
  {
    benefit: text('benefit').notNull(),
    employerId: text('employer_id').notNull(),
    year: integer('year').notNull(),
    /** JSON: day numbers on which heads surely began */
    known: text('known').notNull(),
    /** JSON: day numbers of heads that unknown facts may add */
    possible: text('possible').notNull(),
  },
  (t) => [primaryKey({ columns: [t.employerId, t.benefit, t.year] })],
)
