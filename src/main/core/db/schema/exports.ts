import { blob, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record } from './columns.ts'

/** 导出格式 that the office copied and changed; ours lie in resources/profiles. The receiver's template is an attachment of it. */
export const exportProfiles = sqliteTable('export_profiles', {
  ...record(),
  name: text('name').notNull(),
  /** YAML as in resources/profiles/export-*.yaml */
  definition: text('definition').notNull(),
  /** id of the profile that it was copied from */
  basedOn: text('based_on'),
  changedAt: text('changed_at').notNull(),
  changedBy: text('changed_by').notNull(),
})

/** 导出记录: a workbook that left this ledger. Local: another office made its own. */
export const exportRuns = sqliteTable(
  'export_runs',
  {
    id: text('id').primaryKey(),
    /** id of ours, or of the office's own */
    profile: text('profile').notNull(),
    profileName: text('profile_name').notNull(),
    profileVersion: integer('profile_version').notNull(),
    fileName: text('file_name').notNull(),
    sha256: text('sha256').notNull(),
    size: integer('size').notNull(),
    rowCount: integer('row_count').notNull(),
    /** rows that a required column kept out */
    leftOutCount: integer('left_out_count').notNull(),
    /** rows of the export before that are no longer chosen */
    goneCount: integer('gone_count').notNull(),
    /** none: everything; last: since the export before; a day */
    since: text('since').notNull(),
    /** the last change of the log that the export had seen */
    throughSeq: integer('through_seq').notNull(),
    /** JSON: kinds of personal data shown in full */
    personal: text('personal').notNull(),
    madeAt: text('made_at').notNull(),
    madeBy: text('made_by').notNull(),
  },
  (t) => [index('export_runs_profile').on(t.profile, t.madeAt)],
)

/** Where a profile's exports stand: what "changed since last" counts from, and which rows the receiver has. Local. */
export const exportMarks = sqliteTable('export_marks', {
  profile: text('profile').primaryKey(),
  runId: text('run_id').notNull(),
  throughSeq: integer('through_seq').notNull(),
  /** keys of the rows that the receiver has, a line each, compressed with zstd */
  rowKeys: blob('row_keys', { mode: 'buffer' }).notNull(),
})
