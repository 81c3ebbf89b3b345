/** The cells of a record that came, in the order of its table's `insertColumns`. */
import { cellFromJson } from '../change-log.ts'
import type { Cell, TableInfo } from '../tables.ts'

/**
 * Written in this version's own shape, as nearly all are, the cells follow the columns; undefined where it is another.
 * `head`: how the text of that shape begins.
 */
export function ownCells(
  { insertColumns }: TableInfo,
  head: string,
  { fields, rowId }: { readonly fields: string; readonly rowId: string },
): Cell[] | undefined {
  if (!fields.startsWith(head)) return undefined
  const cells = JSON.parse(fields) as Cell[]
  if (cells.length !== insertColumns.length) return undefined
  cells[0] = rowId
  for (let i = 1; i < cells.length; i += 1)
    if (typeof cells[i] === 'object' && cells[i] !== null) cells[i] = cellFromJson(cells[i])
  return cells
}

/** From {column: JSON value}, as another version wrote it. */
export function namedCells(
  { insertColumns }: TableInfo,
  rowId: string,
  fields: Readonly<Record<string, unknown>>,
): Cell[] {
  return insertColumns.map((column, i) => {
    if (i === 0) return rowId
    const value = fields[column.name]
    // What an older version did not know is unknown; only where this one must have a value it takes its own.
    if (value === undefined) return column.required ? column.absent() : null
    return cellFromJson(value)
  })
}
