import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * 疑点清单: the latest run of the checks over the whole ledger, one row. Local: derived from records and settings, replaced
 * as a whole together with `check_findings`.
 */
export const checkRuns = sqliteTable('check_runs', {
  id: text('id').primaryKey(),
  /** the day that it looked from */
  asOf: text('as_of').notNull(),
  madeAt: text('made_at').notNull(),
  madeBy: text('made_by').notNull(),
  people: integer('people').notNull(),
  claims: integer('claims').notNull(),
  milliseconds: integer('milliseconds').notNull(),
})

/** 疑点 of that run, the gravest first. Local. */
export const checkFindings = sqliteTable(
  'check_findings',
  {
    seq: integer('seq').primaryKey(),
    /** id of the check */
    check: text('check_id').notNull(),
    /** block, hold, warn */
    severity: text('severity').notNull(),
    /** certain; possible: a fact is missing that would decide it */
    certainty: text('certainty').notNull(),
    claimId: text('claim_id'),
    batchId: text('batch_id'),
    personId: text('person_id'),
    employerId: text('employer_id'),
    /** of the claim or batch */
    benefit: text('benefit'),
    /** names the matter, so that a hold released for it is not opened again */
    evidence: text('evidence').notNull(),
    text: text('text').notNull(),
    /** JSON: ids of further people and claims concerned */
    others: text('others').notNull(),
  },
  (t) => [
    index('check_findings_check').on(t.check, t.severity, t.benefit),
    index('check_findings_claim').on(t.claimId),
    index('check_findings_person').on(t.personId),
  ],
)

/** 变化核对 of a whole batch, the latest one of each. Local: derived from claims and facts. */
export const batchFactLooks = sqliteTable('batch_fact_looks', {
  batchId: text('batch_id').primaryKey(),
  lookedAt: text('looked_at').notNull(),
  lookedBy: text('looked_by').notNull(),
  /** last entry of the change log that it has seen */
  changeSeq: integer('change_seq').notNull(),
  /** JSON: ids of the claims that were looked at */
  claims: text('claims').notNull(),
  /** JSON: those whose facts have moved, with what moved (`MovedClaim` of the contract) */
  moved: text('moved').notNull(),
})
