/**
 * How the change log writes a new record: `[shape, cell, cell, …]` instead of naming every column again on every row. The
 * shape says which columns they are. Its id is a digest of what it says, so that it means the same in every ledger, and a
 * column added later simply makes a new shape: entries written before keep theirs.
 */
import { createHash } from 'node:crypto'
import type { Sqlite } from './sqlite.ts'
import type { Cell, TableInfo } from './tables.ts'

export interface ChangeShape {
  readonly id: string
  readonly tbl: string
  /** JSON array of the columns' names */
  readonly columns: string
}

const shapes = new WeakMap<TableInfo, ChangeShape>()

/** The shape in which this version logs new records of a table: every column that a new record may fill but its id. */
export function shapeOf(info: TableInfo): ChangeShape {
  const known = shapes.get(info)
  if (known !== undefined) return known
  const columns = JSON.stringify(info.insertNames.slice(1))
  const shape = { id: shapeId(info.name, columns), tbl: info.name, columns }
  shapes.set(info, shape)
  return shape
}

/** 12 hexadecimal digits of the SHA-256 over the table's name and the columns' text. */
export function shapeId(tbl: string, columns: string): string {
  return createHash('sha256').update(`${tbl}|${columns}`).digest('hex').slice(0, 12)
}

/** The shapes that entries of this ledger are written in. */
export class ChangeShapes {
  readonly #db: Sqlite
  readonly #known = new Map<string, readonly string[]>()

  constructor(db: Sqlite) {
    this.#db = db
  }

  /** Makes sure that the shape can be read back; part of the transaction that uses it. */
  keep({ id, tbl, columns }: ChangeShape): void {
    this.#db
      .prepare('INSERT INTO change_shapes (id, tbl, columns) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING')
      .run(id, tbl, columns)
  }

  /**
   * What an entry's `fields` say, as {column: JSON value}; an object is taken as it is (updates, and new records of
   * ledgers begun before shapes). Undefined where the shape is not in this ledger as it was written.
   */
  read(fields: string): Record<string, unknown> | undefined {
    return namedFields(fields, (shape) => this.#columns(shape))
  }

  #columns(id: string): readonly string[] | undefined {
    const known = this.#known.get(id)
    if (known !== undefined) return known
    const shape = this.#db.prepare('SELECT id, tbl, columns FROM change_shapes WHERE id = ?').get(id) as
      | ChangeShape
      | undefined
    if (shape === undefined || shapeId(shape.tbl, shape.columns) !== id) return undefined
    const columns = JSON.parse(shape.columns) as string[]
    this.#known.set(id, columns)
    return columns
  }
}

/** As `ChangeShapes.read`, for whoever has the columns of a shape from elsewhere. */
export function namedFields(
  fields: string,
  columnsOf: (shape: string) => readonly string[] | undefined,
): Record<string, unknown> | undefined {
  const parsed = JSON.parse(fields) as Record<string, unknown> | [string, ...unknown[]]
  if (!Array.isArray(parsed)) return parsed
  const columns = columnsOf(parsed[0])
  if (columns === undefined || columns.length !== parsed.length - 1) return undefined
  const named: Record<string, unknown> = {}
  for (let i = 0; i < columns.length; i += 1) named[columns[i] as string] = parsed[i + 1]
  return named
}

/** The log's text of a new record, whose cells follow `info.insertColumns`: the id, which comes first, gives way to the shape. */
export function shapedFields(shape: string, cells: readonly Cell[]): string {
  // In one piece: V8 writes a whole array as JSON several times faster than cell by cell.
  const texts: unknown[] = cells.some((cell) => cell instanceof Uint8Array)
    ? cells.map((cell) => (cell instanceof Uint8Array ? bytesJson(cell) : cell))
    : cells.slice()
  texts[0] = shape
  return JSON.stringify(texts)
}

/** Bytes travel in JSON as {"$bytes": base64}. */
export function bytesJson(bytes: Uint8Array): { $bytes: string } {
  return { $bytes: Buffer.from(bytes).toString('base64') }
}
