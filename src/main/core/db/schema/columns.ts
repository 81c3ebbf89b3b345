import { sql } from 'drizzle-orm'
import { type AnySQLiteColumn, type SQLiteColumn, text } from 'drizzle-orm/sqlite-core'

/**
 * Columns that every synced record has: a ULID, and the mark of deletion (nothing is physically deleted).
 * `source` says where the record came from: `entry` (typed in), `import:<importId>#<row>`, `bundle:<n>`.
 */
export const record = () => ({
  id: text('id').primaryKey(),
  source: text('source'),
  deletedAt: text('deleted_at'),
  deletedReason: text('deleted_reason'),
})

/** The WHERE of every unique index: a record marked as deleted frees its key. */
export const live = (column: AnySQLiteColumn | SQLiteColumn) => sql`${column} IS NULL`
