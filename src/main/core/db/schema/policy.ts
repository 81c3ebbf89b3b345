import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { live, naturalKey, record } from './columns.ts'

/** 当地标准: an amount or a named value that the office enters, dated, with the number of its local document. */
export const standards = sqliteTable(
  'standards',
  {
    ...record(),
    /** benefit id (`GZ-04`) or named value (`HLJ-08.line`, `JH-19.ganzi`) */
    key: text('key').notNull(),
    /** JSON: { amountFen } or the named value as the pack declares it */
    value: text('value').notNull(),
    documentNumber: text('document_number'),
    fromDate: text('from_date'),
    toDate: text('to_date'),
    enteredBy: text('entered_by'),
  },
  (t) => [index('standards_key').on(t.key)],
)

/** 执行口径: a reading of the pack that this office decided otherwise, with its reason. */
export const parameters = sqliteTable(
  'parameters',
  {
    ...record(),
    key: text('key').notNull(),
    /** JSON */
    value: text('value').notNull(),
    reason: text('reason').notNull(),
    decidedBy: text('decided_by'),
    decidedOn: text('decided_on').notNull(),
  },
  (t) => [index('parameters_key').on(t.key)],
)

/** 测算: one calculation of the whole ledger as of a day. Local: results are derived and do not travel. */
export const evaluationRuns = sqliteTable('evaluation_runs', {
  id: text('id').primaryKey(),
  asOf: text('as_of').notNull(),
  startedAt: text('started_at').notNull(),
  finishedAt: text('finished_at'),
  /** JSON: pack versions by document */
  packVersions: text('pack_versions').notNull(),
  peopleCount: integer('people_count').notNull(),
  /** JSON: counts and sums by benefit and outcome */
  summary: text('summary').notNull(),
})

/** 情景: a calculation in thought that was worth keeping, with its numbers of the day on which it was kept. */
export const scenarios = sqliteTable(
  'scenarios',
  {
    ...record(),
    name: text('name').notNull(),
    note: text('note').notNull(),
    /** JSON: benefits, changes, days and budget */
    scenario: text('scenario').notNull(),
    /** JSON: sums of both sides by benefit, county and month; no people */
    summary: text('summary').notNull(),
    /** JSON: pack versions by document */
    packVersions: text('pack_versions').notNull(),
    keptAt: text('kept_at').notNull(),
    keptBy: text('kept_by').notNull(),
  },
  (t) => [naturalKey('scenarios_name').on(t.name).where(live(t.deletedAt))],
)
