import { sql } from 'drizzle-orm'
import { type AnySQLiteColumn, index, type SQLiteColumn, text } from 'drizzle-orm/sqlite-core'

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

/**
 * What may stand once in an office: an ID number, a claim's number. No unique index: two offices that know nothing of
 * each other may enter the same, and a merge has to hold both until a person has looked. Triggers refuse a second one
 * otherwise; db/natural-keys.ts lists the keys and says what becomes of twins.
 */
export const naturalKey = (name: string) => index(name)

/** The WHERE of most keys: a record marked as deleted frees its key. */
export const live = (column: AnySQLiteColumn | SQLiteColumn) => sql`${column} IS NULL`
