import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3'
import { openSqliteForReading, type Sqlite, shrink } from './sqlite.ts'
import { refusing } from './sqlite-refusal.ts'
import type { Cell } from './tables.ts'

/** drizzle for reading; writing goes through `WriteLedger.write` alone. */
export type LedgerQuery = Pick<
  BetterSQLite3Database,
  'select' | 'selectDistinct' | '$with' | 'with' | '$count' | 'all' | 'get' | 'values'
>

/** A prepared SELECT. Bind by position, or by name with one object. */
export interface ReadStatement<Row = unknown> {
  get(...params: readonly Bound[]): Row | undefined
  all(...params: readonly Bound[]): Row[]
  iterate(...params: readonly Bound[]): IterableIterator<Row>
  /** rows as arrays of cells: fastest for many rows */
  raw(): ReadStatement<Cell[]>
  /** only the first column */
  pluck(): ReadStatement<Cell>
}

export type Bound = Cell | Readonly<Record<string, Cell>>

/** What a worker thread needs to open the ledger that this process holds. Carries the key: never leaves the process. */
export interface LedgerTicket {
  readonly path: string
  readonly key: Uint8Array
  readonly node: string
  readonly ledgerId: string
}

/** A connection that cannot write. */
export interface ReadLedger {
  readonly path: string
  readonly query: LedgerQuery
  /** @throws Error where the statement would write */
  prepare<Row = unknown>(sql: string): ReadStatement<Row>
  /** Several reads of one and the same state, whatever is written meanwhile. */
  snapshot<T>(body: () => T): T
  /** Gives back the memory of pages it holds: for a connection that has nothing to do for a while. */
  rest(): void
  close(): void
}

export interface ReaderOptions {
  readonly cacheMegabytes?: number
  readonly busyTimeout?: number
}

/** A reader in this or another thread of the process that holds the ledger. */
export function openReader(ticket: LedgerTicket, options: ReaderOptions = {}): ReadLedger {
  return refusing(ticket.path, () =>
    readerOn(openSqliteForReading(ticket.path, { key: ticket.key, ...options }), ticket.path),
  )
}

export function readerOn(db: Sqlite, path: string): ReadLedger {
  return {
    path,
    query: drizzle({ client: db }),
    prepare: <Row>(sql: string) => preparedRead<Row>(db, sql),
    snapshot: (body) => {
      db.exec('BEGIN')
      try {
        return body()
      } finally {
        db.exec('COMMIT')
      }
    },
    rest: () => shrink(db),
    close: () => db.close(),
  }
}

/** Prepares a statement and refuses one that writes: on the writing connection, SQLite itself would let it pass. */
export function preparedRead<Row>(db: Sqlite, sql: string): ReadStatement<Row> {
  const statement = db.prepare(sql)
  if (!statement.readonly) throw new Error(`a read was asked for, this writes: ${sql.slice(0, 80)}`)
  return statement as unknown as ReadStatement<Row>
}

/** drizzle over the writing connection, guarded so that it can only read. `beforeRead` runs before each statement. */
export function readOnlyQuery(db: Sqlite, beforeRead: () => void): LedgerQuery {
  const guarded = {
    prepare: (sql: string) => {
      beforeRead()
      return preparedRead(db, sql)
    },
  }
  return drizzle({ client: guarded as unknown as Sqlite })
}
