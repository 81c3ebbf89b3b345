import type Database from 'better-sqlite3'
import type { Sqlite } from './sqlite.ts'
import type { Cell } from './tables.ts'

export type Statement = Database.Statement<Cell[]>

/**
 * Values bound by one statement. Several rows in one cost less than one by one; with thousands of values SQLite's own work
 * on the statement grows again (measured: 31 columns, 16 rows 8.9 µs each, 258 rows 11 µs).
 */
const VALUES_PER_STATEMENT = 500

/** Statements of one connection, prepared once. */
export class Statements {
  readonly #db: Sqlite
  readonly #cache = new Map<string, Statement>()

  constructor(db: Sqlite) {
    this.#db = db
  }

  prepare(sql: string): Statement {
    const known = this.#cache.get(sql)
    if (known !== undefined) return known
    const statement = this.#db.prepare<Cell[]>(sql)
    this.#cache.set(sql, statement)
    return statement
  }

  /**
   * Inserts rows, many in one statement.
   * `conflict` is appended to the statement (an ON CONFLICT clause).
   */
  insertRows(
    table: string,
    columns: readonly string[],
    rows: readonly (readonly Cell[])[],
    conflict = '',
  ): void {
    this.insertFlat(
      table,
      columns,
      rows.length,
      (index, values) => {
        for (const cell of rows[index] ?? []) values.push(cell)
      },
      conflict,
    )
  }

  /** `insertRows` for rows that are no arrays yet: `push` adds the cells of the row with this index, in the columns' order. */
  insertFlat(
    table: string,
    columns: readonly string[],
    rows: number,
    push: (index: number, values: Cell[]) => void,
    conflict = '',
  ): void {
    const most = Math.max(1, Math.floor(VALUES_PER_STATEMENT / columns.length))
    let from = 0
    while (from < rows) {
      // The rest goes in powers of two, so that few different statements are ever prepared.
      const left = rows - from
      const count = left >= most ? most : 2 ** Math.floor(Math.log2(left))
      const values: Cell[] = []
      for (let i = from; i < from + count; i += 1) push(i, values)
      this.#insertStatement(table, columns, count, conflict).run(...values)
      from += count
    }
  }

  /** Found by a short name: the text of a statement for hundreds of rows is long. */
  #insertStatement(table: string, columns: readonly string[], rows: number, conflict: string): Statement {
    const name = `${rows} ${table} ${columns.join()} ${conflict}`
    const known = this.#cache.get(name)
    if (known !== undefined) return known
    const statement = this.#db.prepare<Cell[]>(insertSql(table, columns, rows) + conflict)
    this.#cache.set(name, statement)
    return statement
  }
}

function insertSql(table: string, columns: readonly string[], rows: number): string {
  const tuple = `(${columns.map(() => '?').join(',')})`
  const names = columns.map((column) => `"${column}"`).join(',')
  return `INSERT INTO "${table}" (${names}) VALUES ${Array.from({ length: rows }, () => tuple).join(',')}`
}
