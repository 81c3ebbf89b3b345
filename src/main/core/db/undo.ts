import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { cellFromJson, withSeen } from './change-log.ts'
import { ChangeShapes } from './change-shapes.ts'
import { SEEN } from './merge/field-history.ts'
import { allowingTwins, keyTaken, naturalKeys } from './natural-keys.ts'
import { refuseReferenced } from './references.ts'
import type { Sqlite } from './sqlite.ts'
import { type Cell, type TableInfo, tableInfo, tableInfoByName } from './tables.ts'
import { column, type FieldValue, type OpenTx, type WriteTx } from './transaction.ts'
import type { Writer, Written } from './writer.ts'

export interface UndoOptions {
  /** tables whose records stay (the record of the import itself) */
  readonly keep?: readonly SQLiteTable[]
  /** written in the same transaction, after the reversal */
  readonly also?: (tx: WriteTx) => void
}

/** The change-log rows of one transaction. */
export interface TxSpan {
  readonly txId: string
  readonly action: string
  readonly first: number
  readonly last: number
}

interface LogRow {
  readonly seq: number
  readonly tbl: string
  readonly row_id: string
  readonly op: string
  readonly fields: string
  readonly before: string | null
}

interface Conflict {
  readonly tbl: string
  readonly rowId: string
  readonly fields: string[]
}

/** Actions that make one record of two, beginning so. */
const JOINS_RECORDS = 'duplicates.'
const CHUNK = 5000
const SHOWN = 5

/**
 * Reverses every change of a transaction as a new transaction: its inserted records are marked as deleted, its updates
 * and removals get their old values back.
 * @throws Refusal `ledger.undo-conflict` where somebody has changed the same fields since (names count and first ones),
 *   `ledger.undo-in-use` where other records refer to the inserted ones, `ledger.undo-unknown`, `ledger.undo-nothing`
 */
export function undoTransaction(
  writer: Writer,
  db: Sqlite,
  txId: string,
  actor: string,
  options: UndoOptions = {},
): Written<{ readonly reversed: number }> {
  const keep = new Set((options.keep ?? []).map((table) => tableInfo(table).name))
  return writer.write({ action: 'undo', actor, params: { txId } }, (tx, open) => {
    const span = findSpan(db, txId)
    refuseConflicts(findConflicts(db, span, keep))
    let reversed = 0
    const reverse = () => {
      reversed += reverseChanges(db, span, open, keep)
      for (const info of insertedTables(db, span)) {
        if (!keep.has(info.name)) reversed += removeInserted(db, span, open, info)
      }
    }
    try {
      if (span.action.startsWith(JOINS_RECORDS)) {
        // Two records of one ID number stood side by side before they were merged, and do so again.
        allowingTwins(db, reverse)
        refuseNewTwins(db, span, open)
      } else reverse()
    } catch (error) {
      throw uniqueTaken(error) ?? error
    }
    for (const info of insertedTables(db, span)) if (!keep.has(info.name)) refuseReferenced(db, span, info)
    options.also?.(tx)
    return { reversed }
  })
}

function findSpan(db: Sqlite, txId: string): TxSpan {
  const entry = db
    .prepare('SELECT action, first_seq AS first, changes FROM audit WHERE tx_id = ?')
    .get(txId) as { action: string; first: number; changes: number } | undefined
  if (entry === undefined) {
    throw new Refusal('ledger.undo-unknown', '找不到要撤销的那次操作，可能不是在本台账中进行的。', { txId })
  }
  if (entry.changes === 0) {
    throw new Refusal('ledger.undo-nothing', '那次操作没有改动任何记录，无需撤销。', { txId })
  }
  const { action, first, changes } = entry
  return { txId, action, first, last: first + changes - 1 }
}

/** Records that were changed since, where a field no longer holds what the transaction wrote. */
function findConflicts(db: Sqlite, span: TxSpan, keep: ReadonlySet<string>): Conflict[] {
  const since = db
    .prepare(
      `SELECT DISTINCT later.tbl, later.row_id FROM change_log later
       WHERE later.seq > @last AND EXISTS (
         SELECT 1 FROM change_log mine
         WHERE mine.tbl = later.tbl AND mine.row_id = later.row_id AND mine.seq BETWEEN @first AND @last)`,
    )
    .all(span) as { tbl: string; row_id: string }[]
  const conflicts: Conflict[] = []
  const shapes = new ChangeShapes(db)
  for (const { tbl, row_id: rowId } of since) {
    const info = tableInfoByName(tbl)
    if (info === undefined || keep.has(tbl)) continue
    const fields = changedSince(db, shapes, span, info, rowId)
    if (fields.length > 0) conflicts.push({ tbl, rowId, fields })
  }
  return conflicts
}

function changedSince(
  db: Sqlite,
  shapes: ChangeShapes,
  span: TxSpan,
  info: TableInfo,
  rowId: string,
): string[] {
  const current = db.prepare(`SELECT * FROM "${info.name}" WHERE id = ?`).get(rowId) as Record<string, Cell>
  const written = new Map<string, Cell>()
  let inserted = false
  const rows = db
    .prepare(
      'SELECT op, fields FROM change_log WHERE tbl = ? AND row_id = ? AND seq BETWEEN ? AND ? ORDER BY seq',
    )
    .all(info.name, rowId, span.first, span.last) as Pick<LogRow, 'op' | 'fields'>[]
  for (const row of rows) {
    if (row.op === 'insert') {
      inserted = true
      for (const { name } of info.columns) if (name !== 'id') written.set(name, null)
    }
    const fields = shapes.read(row.fields)
    if (fields === undefined)
      throw new Error(`change log: ${info.name} ${rowId} is logged in a shape not known`)
    for (const [name, value] of Object.entries(fields)) written.set(name, cellFromJson(value))
  }
  // Gone already, which is what an undo of its insertion would bring about.
  if (inserted && current.deleted_at !== null) return []
  return [...written]
    .filter(([name, value]) => !equalCells(current[name] ?? null, value))
    .map(([name]) => name)
}

function refuseConflicts(conflicts: readonly Conflict[]): void {
  if (conflicts.length === 0) return
  const first = conflicts
    .slice(0, SHOWN)
    .map(({ tbl, rowId, fields }) => `${tbl} ${rowId}（${fields.join('、')}）`)
  throw new Refusal(
    'ledger.undo-conflict',
    `不能整体撤销：其中 ${conflicts.length} 条记录后来又被修改过，撤销会盖掉这些修改。请先处理：${first.join('；')}${conflicts.length > SHOWN ? ' 等' : ''}。`,
    { count: conflicts.length, first: JSON.stringify(conflicts.slice(0, SHOWN)) },
  )
}

/** Gives updated and removed records their old values back, the last change first. */
function reverseChanges(db: Sqlite, span: TxSpan, open: OpenTx, keep: ReadonlySet<string>): number {
  const page = db.prepare(
    `SELECT seq, tbl, row_id, op, fields, before FROM change_log AS c
     WHERE seq BETWEEN @first AND @last AND op <> 'insert' AND NOT EXISTS (
       SELECT 1 FROM change_log AS i
       WHERE i.tbl = c.tbl AND i.row_id = c.row_id AND i.op = 'insert' AND i.seq BETWEEN @first AND @last)
     ORDER BY seq DESC LIMIT ${CHUNK}`,
  )
  let reversed = 0
  let last = span.last
  for (;;) {
    const rows = page.all({ first: span.first, last }) as LogRow[]
    for (const row of rows) {
      const info = tableInfoByName(row.tbl)
      if (info === undefined)
        throw new Error(`change log names table ${row.tbl}, which this version does not know`)
      if (keep.has(row.tbl)) continue
      const old: FieldValue[] = Object.entries(JSON.parse(row.before ?? '{}') as object)
        .filter(([name]) => name !== SEEN)
        .map(([name, value]) => [column(info, name), cellFromJson(value)])
      if (open.change(info, row.row_id, 'update', old, false)) reversed += 1
    }
    const lowest = rows.at(-1)?.seq
    if (lowest === undefined || rows.length < CHUNK) return reversed
    last = lowest - 1
  }
}

function insertedTables(db: Sqlite, span: TxSpan): TableInfo[] {
  const names = db
    .prepare("SELECT DISTINCT tbl FROM change_log WHERE seq BETWEEN @first AND @last AND op = 'insert'")
    .pluck()
    .all(span) as string[]
  return names.map((name) => {
    const info = tableInfoByName(name)
    if (info === undefined)
      throw new Error(`change log names table ${name}, which this version does not know`)
    return info
  })
}

/** Marks the transaction's inserted records as deleted: one statement for the table, its log rows beside. */
function removeInserted(db: Sqlite, span: TxSpan, open: OpenTx, info: TableInfo): number {
  const mark = { deleted_at: open.tx.at, deleted_reason: `undo ${span.txId}` }
  const fields = JSON.stringify(mark)
  const before = '{"deleted_at":null,"deleted_reason":null}'
  const page = db
    .prepare(
      `SELECT c.seq, c.row_id, (SELECT json_group_array(DISTINCT s.hlc) FROM change_log AS s
         WHERE s.tbl = c.tbl AND s.row_id = c.row_id AND s.op <> 'insert') FROM change_log AS c JOIN "${info.name}" AS r ON r.id = c.row_id
       WHERE c.seq BETWEEN ? AND ? AND c.tbl = ? AND c.op = 'insert' AND r.deleted_at IS NULL
       ORDER BY c.seq LIMIT ${CHUNK}`,
    )
    .raw()
  let logged = 0
  let from = span.first
  for (;;) {
    const rows = page.all(from, span.last, info.name) as [number, string, string][]
    for (const [, rowId, seen] of rows)
      open.record(info.name, rowId, 'remove', fields, withSeen(before, seen))
    logged += rows.length
    const highest = rows.at(-1)?.[0]
    if (highest === undefined || rows.length < CHUNK) break
    from = highest + 1
  }
  const { changes } = db
    .prepare(
      `UPDATE "${info.name}" SET deleted_at = ?, deleted_reason = ? WHERE deleted_at IS NULL AND id IN (
         SELECT row_id FROM change_log WHERE seq BETWEEN ? AND ? AND tbl = ? AND op = 'insert')`,
    )
    .run(mark.deleted_at, mark.deleted_reason, span.first, span.last, info.name)
  if (changes !== logged) throw new Error(`${info.name}: ${logged} removals logged, ${changes} made`)
  return changes
}

/** @throws Refusal `ledger.undo-conflict` where a record that came or changed since has the key of one that is back */
function refuseNewTwins(db: Sqlite, span: TxSpan, open: OpenTx): void {
  open.log.flush()
  const touched = new Set(
    db
      .prepare('SELECT DISTINCT tbl FROM change_log WHERE seq BETWEEN @first AND @last')
      .pluck()
      .all(span) as string[],
  )
  for (const { table, columns, liveOnly } of naturalKeys()) {
    if (!touched.has(table.name)) continue
    const same = columns.map((name) => `o."${name}" = r."${name}"`).join(' AND ')
    const alive = liveOnly ? ' AND r.deleted_at IS NULL AND o.deleted_at IS NULL' : ''
    const taken = db
      .prepare(
        `SELECT 1 FROM "${table.name}" r JOIN "${table.name}" o ON ${same} AND o.id <> r.id${alive}
         WHERE r.id IN (SELECT row_id FROM change_log WHERE seq BETWEEN @first AND @last AND tbl = @tbl)
           AND EXISTS (SELECT 1 FROM change_log c WHERE c.tbl = @tbl AND c.row_id = o.id AND c.seq > @last
             AND c.tx_id <> @now)
         LIMIT 1`,
      )
      .get({ ...span, tbl: table.name, now: open.tx.id })
    if (taken !== undefined) throw keyRefusal(columns.map((name) => `${table.name}.${name}`).join(', '))
  }
}

/** An old key that has been given to another record since. */
function uniqueTaken(error: unknown): Refusal | undefined {
  const key = keyTaken(error)
  return key === undefined ? undefined : keyRefusal(key)
}

function keyRefusal(key: string): Refusal {
  return new Refusal(
    'ledger.undo-conflict',
    `不能撤销：要恢复的记录与后来录入的记录重复（${key}）。请先处理重复的那一条。`,
    { count: 1, first: key },
  )
}

function equalCells(a: Cell, b: Cell): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0
  return a === b
}
