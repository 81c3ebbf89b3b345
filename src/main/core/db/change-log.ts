import { createHash, type Hash } from 'node:crypto'
import type Database from 'better-sqlite3'
import type { Sqlite } from './sqlite.ts'
import type { Statement } from './statements.ts'
import type { Cell, ColumnInfo } from './tables.ts'

export type ChangeOp = 'insert' | 'update' | 'remove'

/** A row of the change log as it is hashed and written. `fields` and `before` are JSON text. */
export interface ChangeEntry {
  readonly hlc: string
  readonly tbl: string
  readonly rowId: string
  readonly op: string
  readonly fields: string
  readonly before: string | null
}

/** Rows held back until a statement is full: many rows per VALUES are over twice as fast as one by one. */
const BATCH = 128

/** Writes the change-log rows of one transaction and hashes them as it goes. */
export class ChangeLogWriter {
  readonly firstSeq: number
  readonly #db: Sqlite
  readonly #txId: string
  readonly #hash: Hash = createHash('sha256')
  readonly #inserts = new Map<number, Database.Statement<unknown[]>>()
  #nextSeq: number
  #pending: ChangeEntry[] = []
  #insertBatch: Statement | undefined

  constructor(db: Sqlite, txId: string) {
    this.#db = db
    this.#txId = txId
    const last = db.prepare('SELECT max(seq) FROM change_log').pluck().get() as number | null
    this.firstSeq = (last ?? 0) + 1
    this.#nextSeq = this.firstSeq
  }

  add(entry: ChangeEntry): void {
    this.#pending.push(entry)
    if (this.#pending.length >= BATCH) this.flush()
  }

  /** New records of one table with their fields, `from` (inclusive) to `to` (exclusive): what an import is made of. */
  addInserts(
    hlc: string,
    tbl: string,
    ids: readonly string[],
    fields: readonly string[],
    from: number,
    to: number,
  ): void {
    if (to - from < BATCH / 4) {
      for (let i = from; i < to; i += 1)
        this.add({ hlc, tbl, rowId: ids[i] ?? '', op: 'insert', fields: fields[i] ?? '', before: null })
      return
    }
    this.flush()
    for (let at = from; at < to; ) {
      const count = to - at >= BATCH ? BATCH : 2 ** Math.floor(Math.log2(to - at))
      const values: Cell[] = []
      let hashed = ''
      for (let i = at; i < at + count; i += 1) {
        const rowId = ids[i] ?? ''
        const text = fields[i] ?? ''
        hashed += `${hlc}|${tbl}|${rowId}|insert|${Buffer.byteLength(text)}:${text}|-\n`
        values.push(this.#nextSeq, rowId, text)
        this.#nextSeq += 1
      }
      this.#hash.update(hashed)
      this.#insertsStatement(count).run(...values, { tx: this.#txId, hlc, tbl })
      at += count
    }
  }

  /** Brings held-back rows into the table: before a read of the log and before the commit. */
  flush(): void {
    const pending = this.#pending
    if (pending.length === 0) return
    this.#pending = []
    const values: Cell[] = []
    for (const entry of pending) {
      hashEntry(this.#hash, entry)
      const { hlc, tbl, rowId, op, fields, before } = entry
      values.push(this.#nextSeq, this.#txId, hlc, tbl, rowId, op, fields, before)
      this.#nextSeq += 1
    }
    this.#statementFor(pending.length).run(...values)
  }

  /** Flushes, and gives what the audit entry states about this transaction's changes. */
  finish(): { changes: number; changesHash: string } {
    this.flush()
    return { changes: this.#nextSeq - this.firstSeq, changesHash: this.#hash.digest('hex') }
  }

  #statementFor(rows: number): Statement {
    if (rows === BATCH && this.#insertBatch !== undefined) return this.#insertBatch
    const statement = this.#prepare('(?,?,?,?,?,?,?,?)', rows)
    if (rows === BATCH) this.#insertBatch = statement
    return statement
  }

  /** What all rows share is bound once. */
  #insertsStatement(rows: number): Database.Statement<unknown[]> {
    const known = this.#inserts.get(rows)
    if (known !== undefined) return known
    const statement = this.#prepare<unknown[]>("(?,$tx,$hlc,$tbl,?,'insert',?,NULL)", rows)
    this.#inserts.set(rows, statement)
    return statement
  }

  #prepare<Bound extends unknown[] = Cell[]>(tuple: string, rows: number): Database.Statement<Bound> {
    const tuples = Array.from({ length: rows }, () => tuple).join(',')
    return this.#db.prepare<Bound>(
      `INSERT INTO change_log (seq, tx_id, hlc, tbl, row_id, op, fields, before) VALUES ${tuples}`,
    )
  }
}

/**
 * Adds a change-log row to its transaction's hash: lengths first, so that no two rows read alike.
 * The text is `hlc|tbl|rowId|op|<bytes of fields>:fields|<length of before>:before`, or `-` where there is no before.
 */
export function hashEntry(hash: Hash, entry: ChangeEntry): void {
  const { hlc, tbl, rowId, op, fields, before } = entry
  const after = before === null ? '|-\n' : `|${before.length}:${before}\n`
  hash.update(`${hlc}|${tbl}|${rowId}|${op}|${Buffer.byteLength(fields)}:${fields}${after}`)
}

/** JSON {column: value}; NULL columns are left out where `skipNull` (the log of an insert). */
export function fieldsJson(
  columns: readonly ColumnInfo[],
  cells: readonly Cell[],
  skipNull: boolean,
): string {
  const fields: Record<string, unknown> = {}
  for (let i = 0; i < columns.length; i += 1) {
    const cell = cells[i]
    if (cell === undefined || (cell === null && skipNull)) continue
    fields[columns[i]?.name ?? ''] = cell instanceof Uint8Array ? bytesJson(cell) : cell
  }
  return JSON.stringify(fields)
}

/** What JSON escapes, and surrogates, of which it escapes single ones. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what JSON escapes
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/

/** One cell as `fieldsJson` writes it. */
export function cellJson(cell: Cell): string {
  if (typeof cell === 'string') return ESCAPED.test(cell) ? JSON.stringify(cell) : `"${cell}"`
  return JSON.stringify(cell instanceof Uint8Array ? bytesJson(cell) : cell)
}

/** Bytes travel in JSON as {"$bytes": base64}. */
function bytesJson(bytes: Uint8Array): { $bytes: string } {
  return { $bytes: Buffer.from(bytes).toString('base64') }
}

/** The cell that `fieldsJson` wrote. */
export function cellFromJson(value: unknown): Cell {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value
  if (typeof value === 'object' && '$bytes' in value && typeof value.$bytes === 'string') {
    return Buffer.from(value.$bytes, 'base64')
  }
  throw new Error('change log: a value of no known form')
}
