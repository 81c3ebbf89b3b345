import type { Column, SQL } from 'drizzle-orm'
import type { Dialect } from './migrations.ts'
import type { TableName, Tables } from './tables.ts'

/** What a column holds when it is written. */
export type StoreCell = string | number | Uint8Array | null

/**
 * The one store of a receiver, on SQLite or on PostgreSQL. Queries are drizzle's `sql` over `tables`, the same text for
 * both; what differs between the two stands behind this interface.
 */
export interface Store {
  readonly kind: Dialect
  readonly tables: Tables
  all<T>(query: SQL): Promise<T[]>
  run(query: SQL): Promise<void>
  /** Many rows at once, cells in the order of `columnsOf(table)`: COPY, or many rows to a statement. */
  insert(table: TableName, rows: readonly (readonly StoreCell[])[]): Promise<void>
  /** `column` is one of `values`, whatever their number. */
  among(column: Column, values: readonly string[]): SQL
  /** On a throw nothing remains. One at a time. */
  transaction<T>(body: () => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** The only row of a query that always has one. */
export async function one<T>(store: Store, query: SQL): Promise<T> {
  const [row] = await store.all<T>(query)
  if (row === undefined) throw new Error('store: a row was expected')
  return row
}

/** Few enough for one question. */
export function slices(values: readonly string[], size = 5000): string[][] {
  const found: string[][] = []
  for (let from = 0; from < values.length; from += size) found.push(values.slice(from, from + size))
  return found
}
