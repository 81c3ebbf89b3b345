import type { InferInsertModel } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { BulkIndexes } from './bulk.ts'
import { ChangeLogWriter, type ChangeOp, fieldsJson, withSeen } from './change-log.ts'
import { shapedFields, shapeOf } from './change-shapes.ts'
import { type LocalWriter, localWriter } from './local.ts'
import { allowingTwins } from './natural-keys.ts'
import { type LedgerQuery, preparedRead, type ReadStatement, readOnlyQuery } from './read.ts'
import type { Sqlite } from './sqlite.ts'
import type { Statements } from './statements.ts'
import { type Cell, type ColumnInfo, type SyncedTable, type TableInfo, tableInfo } from './tables.ts'

type Mark = 'id' | 'deletedAt' | 'deletedReason'

/** A new record; without an id it gets one. */
export type NewRow<T extends SyncedTable> = Omit<InferInsertModel<T>, Mark> & { readonly id?: string }

/** The fields to change; `undefined` leaves a field alone, `null` makes it unknown. */
export type Patch<T extends SyncedTable> = Partial<Omit<InferInsertModel<T>, Mark>>

/** One transaction: everything in it is committed together with its change log and its audit entry, or nothing is. */
export interface WriteTx {
  /** the transaction's id, kept in the audit; an undo names it */
  readonly id: string
  /** when it began, ISO 8601 UTC; also what `deleted_at` gets */
  readonly at: string
  /** a new ULID, later than all before it */
  newId(): string
  /** Inserts a record and gives its id. */
  insert<T extends SyncedTable>(table: T, row: NewRow<T>): string
  /** Inserts many records of one table, many rows per statement, and gives their ids. */
  insertMany<T extends SyncedTable>(table: T, rows: readonly NewRow<T>[]): string[]
  /**
   * Told that about `rows` records will go into `tables`: where that is as many as they hold, their indexes (other than
   * unique ones) are built once, after `body`, instead of entry by entry.
   * Only a matter of speed. `keysAfter`: `body` asks for none of them by natural key, so that empty ones get those
   * indexes at the end, too; @throws SqliteError only then where a key came twice.
   */
  bulk<T>(
    tables: readonly SQLiteTable[],
    rows: number,
    body: () => Promise<T>,
    options?: { readonly keysAfter?: boolean },
  ): Promise<T>
  /**
   * Changes fields of a live record; only those that differ are written and logged.
   * False: nothing differed. @throws Error where there is no live record with this id
   */
  update<T extends SyncedTable>(table: T, id: string, patch: Patch<T>): boolean
  /** Marks a live record as deleted, with the reason. @throws Error where there is no live record with this id */
  remove(table: SyncedTable, id: string, reason: string): void
  /** Takes the mark of deletion off a record. Nothing where it has none. */
  restore(table: SyncedTable, id: string): void
  /**
   * Does `body` while a second record with the same natural key may stand (db/natural-keys.ts): for a merge of two records
   * that both hold an entitlement. Whoever calls this says what becomes of the twins.
   */
  allowingTwins<T>(body: () => T): T
  /** Tables that do not travel (settings, results, previews): written without change log. */
  local<T extends SQLiteTable>(table: T): LocalWriter<T>
  /** drizzle over this transaction's state; reads only */
  readonly query: LedgerQuery
  /** a prepared SELECT over this transaction's state */
  prepare<Row = unknown>(sql: string): ReadStatement<Row>
}

export type FieldValue = readonly [ColumnInfo, Cell]

/** What the ledger itself needs of a transaction besides. */
export interface OpenTx {
  readonly tx: WriteTx
  readonly log: ChangeLogWriter
  readonly touched: Set<string>
  /** of tables that grow by many rows in this transaction */
  readonly indexes: BulkIndexes
  /** Sets fields of a record (`live`: of one not marked as deleted) and logs those that differ. False: none did. */
  change(info: TableInfo, id: string, op: ChangeOp, wanted: readonly FieldValue[], live: boolean): boolean
  /** A change that other code of `core/db` has made in the table, to be logged. */
  record(tbl: string, rowId: string, op: ChangeOp, fields: string, before: string | null): void
  /** What has to be done before the commit. */
  complete(): void
  /** After this every use of the transaction throws. */
  end(): void
}

export interface TxContext {
  readonly db: Sqlite
  readonly statements: Statements
  readonly id: string
  readonly at: string
  readonly hlc: string
  readonly newId: () => string
}

export function openTx(context: TxContext): OpenTx {
  const { db, statements, hlc, at } = context
  const log = new ChangeLogWriter(db, context.id)
  const touched = new Set<string>()
  const indexes = new BulkIndexes(db)
  let ended = false

  const guard = (): void => {
    if (ended) throw new Error('the transaction has ended; keep no reference to tx')
    // SQLite rolls back by itself on a full disk; anything after that would be committed on its own.
    if (!db.inTransaction) throw new Error('the transaction was rolled back by an earlier error')
  }

  const record: OpenTx['record'] = (tbl, rowId, op, fields, before) => {
    touched.add(tbl)
    log.add({ hlc, tbl, rowId, op, fields, before })
  }

  const insertMany = <T extends SyncedTable>(table: T, rows: readonly NewRow<T>[]): string[] => {
    guard()
    if (rows.length === 0) return []
    const info = syncedInfo(table)
    const ids = new Array<string>(rows.length)
    const texts = new Array<string>(rows.length)
    const shape = shapeOf(info)
    touched.add(info.name)
    statements.insertFlat(info.name, info.insertNames, rows.length, (index, values) => {
      const row = rows[index] as Readonly<Record<string, unknown>>
      const id = typeof row.id === 'string' ? row.id : context.newId()
      const cells = newRowCells(info, row, id)
      ids[index] = id
      texts[index] = shapedFields(shape.id, cells)
      for (const cell of cells) values.push(cell)
    })
    log.addInserts(hlc, shape, ids, texts)
    return ids
  }

  const change: OpenTx['change'] = (info, id, op, wanted, live) => {
    const names = wanted.map(([column]) => `"${column.name}"`).join(',')
    const only = live ? ' AND deleted_at IS NULL' : ''
    const old = statements
      .prepare(`SELECT ${names || 'id'} FROM "${info.name}" WHERE id = ?${only}`)
      .raw()
      .get(id) as Cell[] | undefined
    if (old === undefined) throw new Error(`${info.name}: no ${live ? 'live ' : ''}record ${id}`)
    const differing = wanted
      .map(([column, cell], i) => ({ column, cell, old: old[i] ?? null }))
      .filter((field) => !sameCell(field.cell, field.old))
    if (differing.length === 0) return false
    const set = differing.map(({ column }) => `"${column.name}" = ?`).join(',')
    statements
      .prepare(`UPDATE "${info.name}" SET ${set} WHERE id = ?`)
      .run(...differing.map((field) => field.cell), id)
    const columns = differing.map((field) => field.column)
    const fields = fieldsJson(
      columns,
      differing.map((field) => field.cell),
    )
    const before = fieldsJson(
      columns,
      differing.map((field) => field.old),
    )
    const removes = differing.some((field) => field.column.name === 'deleted_at' && field.cell !== null)
    record(info.name, id, op, fields, removes ? withSeen(before, seenChanges(info.name, id)) : before)
    return true
  }

  /** JSON array of clocks. What waits to be written into the log is of this transaction, and knows of itself. */
  const seenChanges = (tbl: string, rowId: string): string =>
    statements
      .prepare(
        `SELECT json_group_array(DISTINCT hlc) FROM change_log WHERE tbl = ? AND row_id = ? AND op <> 'insert' AND hlc <> ?`,
      )
      .pluck()
      .get(tbl, rowId, hlc) as string

  const tx: WriteTx = {
    id: context.id,
    at,
    newId: context.newId,
    insert: (table, row) => insertMany(table, [row])[0] ?? '',
    insertMany,
    bulk: async (tables, rows, body, options) => {
      guard()
      const names = tables.map((table) => tableInfo(table).name)
      // The log's index stays: entries of new records come in the order of their ids, each right behind the last.
      indexes.layAside(names, rows, options)
      const result = await body()
      guard()
      log.flush()
      indexes.restore()
      return result
    },
    update: (table, id, patch) => {
      guard()
      const info = syncedInfo(table)
      const wanted: FieldValue[] = []
      for (const [key, value] of Object.entries(patch)) {
        if (value !== undefined) wanted.push(fieldOf(info, key, value))
      }
      return change(info, id, 'update', wanted, true)
    },
    remove: (table, id, reason) => {
      guard()
      if (reason.trim() === '') throw new Error('a removal needs its reason')
      const info = syncedInfo(table)
      const wanted: FieldValue[] = [
        [column(info, 'deleted_at'), at],
        [column(info, 'deleted_reason'), reason],
      ]
      change(info, id, 'remove', wanted, true)
    },
    restore: (table, id) => {
      guard()
      const info = syncedInfo(table)
      const wanted: FieldValue[] = [
        [column(info, 'deleted_at'), null],
        [column(info, 'deleted_reason'), null],
      ]
      change(info, id, 'update', wanted, false)
    },
    allowingTwins: (body) => {
      guard()
      return allowingTwins(db, body)
    },
    local: (table) => {
      guard()
      const info = tableInfo(table)
      if (info.kind !== 'local') throw new Error(`${info.name} is ${info.kind}, not local`)
      return localWriter(statements, info, guard, () => touched.add(info.name))
    },
    query: readOnlyQuery(db, () => {
      guard()
      log.flush()
    }),
    prepare: <Row>(sql: string) => {
      guard()
      log.flush()
      return preparedRead<Row>(db, sql)
    },
  }
  return {
    tx,
    log,
    touched,
    indexes,
    change,
    record,
    complete: () => indexes.restore(),
    end: () => {
      ended = true
    },
  }
}

/** The column with this name in the file. */
export function column(info: TableInfo, name: string): ColumnInfo {
  const found = info.byName.get(name)
  if (found === undefined) throw new Error(`${info.name} has no column ${name}`)
  return found
}

function syncedInfo(table: SQLiteTable): TableInfo {
  const info = tableInfo(table)
  if (info.kind !== 'synced') throw new Error(`${info.name} is ${info.kind}; use tx.local for local tables`)
  return info
}

function fieldOf(info: TableInfo, key: string, value: unknown): FieldValue {
  const found = info.byKey.get(key)
  if (found === undefined) throw new Error(`${info.name} has no field ${key}`)
  if (['id', 'deleted_at', 'deleted_reason'].includes(found.name)) {
    throw new Error(`${info.name}.${key} is not changed by update; use remove`)
  }
  return [found, found.encode(value)]
}

/** The cells of a new record, in one pass: this runs for every cell of an import. */
function newRowCells(info: TableInfo, row: Readonly<Record<string, unknown>>, id: string): Cell[] {
  const columns = info.insertColumns
  const cells: Cell[] = [id]
  let known = row.id === undefined ? 0 : 1
  for (let i = 1; i < columns.length; i += 1) {
    const column = columns[i] as ColumnInfo
    const value = row[column.key]
    if (value !== undefined) known += 1
    cells.push(value === undefined ? column.absent() : column.encode(value))
  }
  // Counting is cheap; only a row with something besides is looked at key by key.
  let given = 0
  for (const key in row) if (row[key] !== undefined || !info.byKey.has(key)) given += 1
  if (given !== known) {
    for (const key in row) if (!info.byKey.has(key)) throw new Error(`${info.name} has no field ${key}`)
  }
  return cells
}

function sameCell(a: Cell, b: Cell): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0
  return a === b
}
