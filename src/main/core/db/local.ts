import type { InferInsertModel, SQL } from 'drizzle-orm'
import { SQLiteSyncDialect, type SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Statements } from './statements.ts'
import type { Cell, ColumnInfo, TableInfo } from './tables.ts'

/** Writes to one local table: no change log, physical deletion allowed. */
export interface LocalWriter<T extends SQLiteTable> {
  insert(row: InferInsertModel<T>): void
  /** many rows per statement */
  insertMany(rows: readonly InferInsertModel<T>[]): void
  /** The same for very many rows that are stored cells already, in the order of the table's columns. */
  insertCells(rows: readonly (readonly Cell[])[]): void
  /** Inserts, or replaces the other columns where the primary key is there already. */
  upsert(row: InferInsertModel<T>): void
  /** Rows changed. Without `where`: every row. */
  update(patch: Partial<InferInsertModel<T>>, where?: SQL): number
  /** Rows deleted. Without `where`: every row. */
  delete(where?: SQL): number
}

const dialect = new SQLiteSyncDialect()

export function localWriter<T extends SQLiteTable>(
  statements: Statements,
  info: TableInfo,
  guard: () => void,
  touch: () => void,
): LocalWriter<T> {
  const names = info.columns.map((column) => column.name)
  const begin = (): void => {
    guard()
    touch()
  }
  const insertMany = (rows: readonly InferInsertModel<T>[], conflict = ''): void => {
    begin()
    statements.insertRows(
      info.name,
      names,
      rows.map((row) => rowCells(info, row)),
      conflict,
    )
  }
  return {
    insert: (row) => insertMany([row]),
    insertMany: (rows) => insertMany(rows),
    insertCells: (rows) => {
      begin()
      const [first] = rows
      if (first !== undefined && first.length !== names.length)
        throw new Error(`${info.name} has ${names.length} columns, not ${first.length}`)
      statements.insertRows(info.name, names, rows)
    },
    upsert: (row) => insertMany([row], replaceOnConflict(info)),
    update: (patch, where) => {
      begin()
      const fields = Object.entries(patch)
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => ({ column: field(info, key), value }))
      if (fields.length === 0) return 0
      const filter = whereClause(where)
      const set = fields.map(({ column }) => `"${column.name}" = ?`).join(',')
      return statements
        .prepare(`UPDATE "${info.name}" SET ${set}${filter.sql}`)
        .run(...fields.map(({ column, value }) => column.encode(value)), ...filter.params).changes
    },
    delete: (where) => {
      begin()
      const filter = whereClause(where)
      return statements.prepare(`DELETE FROM "${info.name}"${filter.sql}`).run(...filter.params).changes
    },
  }
}

function rowCells(info: TableInfo, row: Readonly<Record<string, unknown>>): Cell[] {
  for (const key in row) field(info, key)
  return info.columns.map((column) => {
    const value = row[column.key]
    return value === undefined ? column.absent() : column.encode(value)
  })
}

function replaceOnConflict(info: TableInfo): string {
  if (info.primaryKey.length === 0) throw new Error(`${info.name} has no primary key to find the row by`)
  const others = info.columns.map((column) => column.name).filter((name) => !info.primaryKey.includes(name))
  const key = info.primaryKey.map((name) => `"${name}"`).join(',')
  if (others.length === 0) return ` ON CONFLICT (${key}) DO NOTHING`
  return ` ON CONFLICT (${key}) DO UPDATE SET ${others.map((name) => `"${name}" = excluded."${name}"`).join(',')}`
}

function field(info: TableInfo, key: string): ColumnInfo {
  const found = info.byKey.get(key)
  if (found === undefined) throw new Error(`${info.name} has no field ${key}`)
  return found
}

function whereClause(where: SQL | undefined): { sql: string; params: Cell[] } {
  if (where === undefined) return { sql: '', params: [] }
  const query = dialect.sqlToQuery(where)
  return { sql: ` WHERE ${query.sql}`, params: query.params as Cell[] }
}
