import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { live, naturalKey, record } from './columns.ts'

/** 人员: who may act in this ledger. One who left is marked as deleted, with the reason; the name is free again then. */
export const officers = sqliteTable(
  'officers',
  {
    ...record(),
    name: text('name').notNull(),
    /** one of ROLES */
    role: text('role').notNull(),
    addedBy: text('added_by').notNull(),
  },
  (t) => [naturalKey('officers_name').on(t.name).where(live(t.deletedAt))],
)

/** PINs and the wrong ones given. Local: a short secret's hash leaves with no bundle and stands in no change log. */
export const officerPins = sqliteTable('officer_pins', {
  officerId: text('officer_id').primaryKey(),
  /** `scrypt$N$r$p$salt$hash`, both base64 */
  hash: text('hash').notNull(),
  /** wrong PINs since the last right one */
  wrong: integer('wrong').notNull(),
  /** epoch milliseconds of the last wrong one; `null`: none */
  wrongAt: integer('wrong_at'),
})
