import { getTableColumns, getTableName, is, SQL } from 'drizzle-orm'
import {
  getTableConfig,
  type SQLiteColumn,
  SQLiteInteger,
  SQLiteReal,
  SQLiteTable,
  SQLiteText,
} from 'drizzle-orm/sqlite-core'
import * as schema from './schema/index.ts'

/** A table whose records are logged field by field and travel between offices: built with `...record()`. */
export type SyncedTable = SQLiteTable & {
  id: SQLiteColumn
  deletedAt: SQLiteColumn
  deletedReason: SQLiteColumn
}

/** What may be stored in a column. */
export type Cell = string | number | Uint8Array | null

export interface ColumnInfo {
  /** the property in TypeScript, `idNumber` */
  readonly key: string
  /** the column in the file and in the change log, `id_number` */
  readonly name: string
  readonly required: boolean
  readonly encode: (value: unknown) => Cell
  /** what `encode` was given */
  readonly decode: (cell: Cell) => unknown
  /** the value where a new row leaves the column out */
  readonly absent: () => Cell
}

export interface TableInfo {
  readonly name: string
  /** synced: logged, travels; local: derived or of this machine only; system: written by the ledger itself */
  readonly kind: 'synced' | 'local' | 'system'
  readonly columns: readonly ColumnInfo[]
  /** those that a new record may fill, the id first in a synced table: all but the marks of deletion, which `remove` and an undo set */
  readonly insertColumns: readonly ColumnInfo[]
  readonly insertNames: readonly string[]
  readonly byKey: ReadonlyMap<string, ColumnInfo>
  readonly byName: ReadonlyMap<string, ColumnInfo>
  readonly primaryKey: readonly string[]
  readonly table: SQLiteTable
}

const SYSTEM_TABLES: ReadonlySet<string> = new Set([
  'ledger_meta',
  'change_log',
  'change_shapes',
  'origin_transactions',
  'audit',
])

const infoByTable = new Map<SQLiteTable, TableInfo>()
const infoByName = new Map<string, TableInfo>()
for (const exported of Object.values(schema)) {
  if (is(exported, SQLiteTable)) {
    const info = describe(exported)
    infoByTable.set(exported, info)
    infoByName.set(info.name, info)
  }
}

/** Every table of the ledger. */
export function allTables(): readonly TableInfo[] {
  return [...infoByTable.values()]
}

/** @throws Error where the table is not part of the schema (schema/index.ts must export it). */
export function tableInfo(table: SQLiteTable): TableInfo {
  const info = infoByTable.get(table)
  if (info === undefined) throw new Error(`table ${getTableName(table)} is not exported by schema/index.ts`)
  return info
}

/** The table of a change-log entry, or undefined where a newer version knows it and this one does not. */
export function tableInfoByName(name: string): TableInfo | undefined {
  return infoByName.get(name)
}

function describe(table: SQLiteTable): TableInfo {
  const config = getTableConfig(table)
  const columns = Object.entries(getTableColumns(table)).map(([key, column]) => describeColumn(key, column))
  const insertColumns = columns.filter((column) => !['deleted_at', 'deleted_reason'].includes(column.name))
  const names = new Set(columns.map((column) => column.name))
  const synced = ['id', 'deleted_at', 'deleted_reason'].every((name) => names.has(name))
  if (synced && columns[0]?.name !== 'id') throw new Error(`${config.name}: the id is not its first column`)
  const composite = config.primaryKeys.flatMap((key) => key.columns.map((column) => column.name))
  return {
    name: config.name,
    kind: SYSTEM_TABLES.has(config.name) ? 'system' : synced ? 'synced' : 'local',
    columns,
    insertColumns,
    insertNames: insertColumns.map((column) => column.name),
    byKey: new Map(columns.map((column) => [column.key, column])),
    byName: new Map(columns.map((column) => [column.name, column])),
    primaryKey:
      composite.length > 0
        ? composite
        : config.columns.filter((column) => column.primary).map((column) => column.name),
    table,
  }
}

function describeColumn(key: string, column: SQLiteColumn): ColumnInfo {
  // Most columns are plain text or numbers, stored as they are; this runs for every cell of an import.
  const plain = is(column, SQLiteText) || is(column, SQLiteInteger) || is(column, SQLiteReal)
  const encode = (value: unknown): Cell => {
    if (value === undefined || value === null) return null
    return plain ? (value as Cell) : (column.mapToDriverValue(value) as Cell)
  }
  return {
    key,
    name: column.name,
    required: column.notNull && !column.hasDefault,
    encode,
    decode: (cell) => (cell === null || plain ? cell : column.mapFromDriverValue(cell)),
    absent: column.hasDefault ? () => defaultOf(column, encode) : () => null,
  }
}

function defaultOf(column: SQLiteColumn, encode: (value: unknown) => Cell): Cell {
  if (column.defaultFn !== undefined) return encode(column.defaultFn())
  if (is(column.default, SQL))
    throw new Error(`${column.name}: a default in SQL is not supported, pass the value`)
  return encode(column.default)
}
