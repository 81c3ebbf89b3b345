import { getTableConfig } from 'drizzle-orm/sqlite-core'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { Sqlite } from './sqlite.ts'
import { allTables, type TableInfo } from './tables.ts'
import type { TxSpan } from './undo.ts'

interface Reference {
  readonly child: string
  readonly column: string
}

/** Columns that name a record of one of several tables, which no foreign key can say. */
const OPEN_REFERENCES: readonly Reference[] = [
  { child: 'claims', column: 'beneficiary_id' },
  { child: 'grants', column: 'beneficiary_id' },
  { child: 'decisions', column: 'beneficiary_id' },
]

/** The synced columns that may name a record of `table`. */
export function referencesTo(table: string): Reference[] {
  const keys = allTables()
    .filter((info) => info.kind === 'synced')
    .flatMap((info) =>
      getTableConfig(info.table).foreignKeys.flatMap((key) => {
        const { columns, foreignTable } = key.reference()
        return getTableConfig(foreignTable).name === table
          ? columns.map((column) => ({ child: info.name, column: column.name }))
          : []
      }),
    )
  return [...keys, ...OPEN_REFERENCES]
}

let depths: ReadonlyMap<string, number> | undefined

/** How far a table's references reach: 0 where it has none. Records put in by it find what they name. */
export function referenceDepth(table: string): number {
  depths ??= depthsOfAll()
  return depths.get(table) ?? 0
}

function depthsOfAll(): Map<string, number> {
  const found = new Map<string, number>()
  const infos = new Map(allTables().map((info) => [info.name, info]))
  const depthOf = (name: string): number => {
    const known = found.get(name)
    if (known !== undefined) return known
    // Whoever comes back here goes in a circle.
    found.set(name, 0)
    const info = infos.get(name)
    const parents =
      info === undefined
        ? []
        : getTableConfig(info.table).foreignKeys.map(
            (key) => getTableConfig(key.reference().foreignTable).name,
          )
    const depth = Math.max(
      0,
      ...parents.filter((parent) => parent !== name).map((parent) => depthOf(parent) + 1),
    )
    found.set(name, depth)
    return depth
  }
  for (const name of infos.keys()) depthOf(name)
  return found
}

/** @throws Refusal `ledger.undo-in-use` where a live record names a record that the transaction inserted */
export function refuseReferenced(db: Sqlite, span: TxSpan, info: TableInfo): void {
  for (const { child, column } of referencesTo(info.name)) {
    const count = db
      .prepare(
        `SELECT count(*) FROM "${child}" WHERE deleted_at IS NULL AND "${column}" IN (
           SELECT row_id FROM change_log WHERE seq BETWEEN ? AND ? AND tbl = ? AND op = 'insert')`,
      )
      .pluck()
      .get(span.first, span.last, info.name) as number
    if (count > 0) {
      throw new Refusal(
        'ledger.undo-in-use',
        `不能整体撤销：之后录入的 ${count} 条记录（${child}）用到了这次录入的记录（${info.name}）。请先撤销或删除后来的那些记录。`,
        { count, child, table: info.name },
      )
    }
  }
}
