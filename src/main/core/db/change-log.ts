import { createHash, type Hash } from 'node:crypto'
import type Database from 'better-sqlite3'
import { bytesJson, type ChangeShape, ChangeShapes } from './change-shapes.ts'
import { SEEN } from './merge/field-history.ts'
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

/** Rows held back until a statement is full. */
const BATCH = 32
/** Below this, new records go with the others. */
const FEW = 4
/** Room for the texts of one statement's new records; grows where one needs more. */
const BUFFER_BYTES = 256 * 1024
const encoder = new TextEncoder()

/** Writes the change-log rows of one transaction and hashes them as it goes. */
export class ChangeLogWriter {
  readonly firstSeq: number
  readonly #db: Sqlite
  readonly #txId: string
  readonly #hash: Hash = createHash('sha256')
  readonly #shapes: ChangeShapes
  readonly #kept = new Set<string>()
  readonly #inserts = new Map<number, Database.Statement<unknown[]>>()
  #nextSeq: number
  #pending: ChangeEntry[] = []
  #insertBatch: Statement | undefined
  #buffer = Buffer.alloc(0)

  constructor(db: Sqlite, txId: string) {
    this.#db = db
    this.#txId = txId
    this.#shapes = new ChangeShapes(db)
    const last = db.prepare('SELECT max(seq) FROM change_log').pluck().get() as number | null
    this.firstSeq = (last ?? 0) + 1
    this.#nextSeq = this.firstSeq
  }

  add(entry: ChangeEntry): void {
    this.#pending.push(entry)
    if (this.#pending.length >= BATCH) this.flush()
  }

  /** New records of one table with their texts (`shapedFields`): what an import is made of. */
  addInserts(hlc: string, shape: ChangeShape, ids: readonly string[], texts: readonly string[]): void {
    if (!this.#kept.has(shape.id)) {
      this.#shapes.keep(shape)
      this.#kept.add(shape.id)
    }
    const { tbl } = shape
    if (ids.length < FEW) {
      for (const [i, rowId] of ids.entries())
        this.add({ hlc, tbl, rowId, op: 'insert', fields: texts[i] ?? '', before: null })
      return
    }
    this.flush()
    for (let from = 0; from < ids.length; ) {
      const left = ids.length - from
      const count = left >= BATCH ? BATCH : 2 ** Math.floor(Math.log2(left))
      this.#insertSome(hlc, tbl, ids.slice(from, from + count), texts.slice(from, from + count))
      from += count
    }
  }

  /**
   * The lines that are hashed are laid out in one buffer, and the statement takes its texts out of the same one: each text
   * is turned into bytes once.
   */
  #insertSome(hlc: string, tbl: string, ids: readonly string[], texts: readonly string[]): void {
    let most = 0
    for (const text of texts) most += 3 * text.length + hlc.length + tbl.length + 64
    if (most > this.#buffer.length) this.#buffer = Buffer.allocUnsafe(Math.max(most, BUFFER_BYTES))
    const values: Cell[] = []
    let end = 0
    for (const [i, rowId] of ids.entries()) {
      const text = texts[i] ?? ''
      const head = `${hlc}|${tbl}|${rowId}|insert|`
      // The length comes before the text and is known after it; there are rarely more digits than this.
      let at = end + head.length + String(text.length).length + 1
      const bytes = encoder.encodeInto(text, this.#buffer.subarray(at)).written
      const before = `${head}${bytes}:`
      if (end + before.length !== at) {
        this.#buffer.copyWithin(end + before.length, at, at + bytes)
        at = end + before.length
      }
      this.#buffer.write(before, end, 'latin1')
      end = at + bytes
      end += this.#buffer.write('|-\n', end, 'latin1')
      values.push(this.#nextSeq, rowId, at + 1, bytes)
      this.#nextSeq += 1
    }
    const lines = this.#buffer.subarray(0, end)
    this.#hash.update(lines)
    this.#insertsStatement(ids.length).run(...values, { tx: this.#txId, hlc, tbl, lines })
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
    const text = 'CAST(substr($lines,?,?) AS TEXT)'
    const statement = this.#prepare<unknown[]>(`(?,$tx,$hlc,$tbl,?,'insert',${text},NULL)`, rows)
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

/** JSON {column: value} of what an update or removal changed. */
export function fieldsJson(columns: readonly ColumnInfo[], cells: readonly Cell[]): string {
  const fields: Record<string, unknown> = {}
  for (let i = 0; i < columns.length; i += 1) {
    const cell = cells[i]
    if (cell === undefined) continue
    fields[columns[i]?.name ?? ''] = cell instanceof Uint8Array ? bytesJson(cell) : cell
  }
  return JSON.stringify(fields)
}

/** A removal's `before` with the clocks that its maker knew of (JSON array): what came to light later was unknown to him. */
export function withSeen(before: string, clocks: string): string {
  return `${before.slice(0, -1)},"${SEEN}":${clocks}}`
}

/** The cell that `fieldsJson` or `shapedFields` wrote. */
export function cellFromJson(value: unknown): Cell {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value
  if (typeof value === 'object' && '$bytes' in value && typeof value.$bytes === 'string') {
    return Buffer.from(value.$bytes, 'base64')
  }
  throw new Error('change log: a value of no known form')
}
