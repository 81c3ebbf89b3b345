import { type Column, type SQL, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import type { Sqlite } from '../../core/db/sqlite.ts'
import { newerStore, statementsOf, storeMigrations } from './migrations.ts'
import type { Store, StoreCell } from './store.ts'
import { columnsOf, sqliteTables, type TableName } from './tables.ts'

/** Rows to a statement: more gains nothing, and SQLite takes at most 32,766 values. */
const ROWS = 64

/** A store in one encrypted file. `db` is closed with it. */
export function sqliteStore(db: Sqlite): Store {
  migrate(db)
  const orm = drizzle(db)
  const statements = new Map<string, ReturnType<Sqlite['prepare']>>()
  const insertStatement = (table: TableName, rows: number) => {
    const name = `${table} ${rows}`
    const known = statements.get(name)
    if (known !== undefined) return known
    const columns = columnsOf(table)
    const tuple = `(${columns.map(() => '?').join(',')})`
    const made = db.prepare(
      `INSERT INTO "${table}" (${columns.map((column) => `"${column}"`).join(',')}) VALUES ${Array.from({ length: rows }, () => tuple).join(',')}`,
    )
    statements.set(name, made)
    return made
  }
  return {
    kind: 'sqlite',
    tables: sqliteTables,
    all: async <T>(query: SQL) => orm.all<T>(query),
    run: async (query) => void orm.run(query),
    insert: async (table, rows) => {
      for (let from = 0; from < rows.length; ) {
        const count = rows.length - from >= ROWS ? ROWS : 1
        const cells: StoreCell[] = []
        for (let at = from; at < from + count; at += 1) cells.push(...(rows[at] ?? []))
        insertStatement(table, count).run(...cells)
        from += count
      }
    },
    among: (column: Column, values) =>
      sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`,
    transaction: async (body) => {
      db.exec('BEGIN IMMEDIATE')
      try {
        const result = await body()
        db.exec('COMMIT')
        return result
      } catch (error) {
        if (db.inTransaction) db.exec('ROLLBACK')
        throw error
      }
    },
    close: async () => void db.close(),
  }
}

function migrate(db: Sqlite): void {
  const from = db.pragma('user_version', { simple: true }) as number
  if (from > storeMigrations.length) throw newerStore()
  for (let at = from; at < storeMigrations.length; at += 1) {
    const step = storeMigrations[at]
    if (step === undefined) return
    db.transaction(() => {
      for (const statement of statementsOf(step, 'sqlite')) db.exec(statement)
      db.pragma(`user_version = ${at + 1}`)
    })()
  }
}
