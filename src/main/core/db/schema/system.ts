import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What the ledger knows of itself: its id, its node in the clock, the last clock. */
export const ledgerMeta = sqliteTable('ledger_meta', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
})

/**
 * Every change of every synced record, in the order in which this ledger made it. Append-only.
 * `fields` of an update or removal is JSON {column: new value}, and `before` holds the same columns' old values. `fields` of
 * an insert is JSON [shape, value, value, …] in the order of `change_shapes.columns`, and `before` is NULL; ledgers begun
 * before shapes also hold inserts as {column: value} without the columns that are NULL. `hlc` is the clock of the ledger where the change was first made.
 */
export const changeLog = sqliteTable(
  'change_log',
  {
    seq: integer('seq').primaryKey(),
    txId: text('tx_id').notNull(),
    hlc: text('hlc').notNull(),
    tbl: text('tbl').notNull(),
    rowId: text('row_id').notNull(),
    /** insert, update, remove */
    op: text('op').notNull(),
    fields: text('fields').notNull(),
    before: text('before'),
  },
  // The rowid (seq) ends every index entry, so the history of a record reads in order.
  (t) => [index('change_log_record').on(t.tbl, t.rowId)],
)

/** In which order the log writes the columns of a new record. Append-only; see change-shapes.ts. */
export const changeShapes = sqliteTable('change_shapes', {
  /** digest of `tbl` and `columns` */
  id: text('id').primaryKey(),
  tbl: text('tbl').notNull(),
  /** JSON array of column names */
  columns: text('columns').notNull(),
})

/**
 * One entry for each transaction: who did what, when, and a hash over its change-log rows.
 * `hash` covers the entry and the entry before it, so that a removed or altered one is found. Append-only.
 * The rows of a transaction are `first_seq` … `first_seq + changes - 1` of the change log.
 */
export const audit = sqliteTable(
  'audit',
  {
    seq: integer('seq').primaryKey(),
    /** ISO 8601, UTC */
    at: text('at').notNull(),
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    /** JSON; ids and counts only, no personal data */
    params: text('params').notNull(),
    txId: text('tx_id').notNull(),
    firstSeq: integer('first_seq').notNull(),
    changes: integer('changes').notNull(),
    changesHash: text('changes_hash').notNull(),
    prevHash: text('prev_hash').notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [index('audit_tx').on(t.txId)],
)
