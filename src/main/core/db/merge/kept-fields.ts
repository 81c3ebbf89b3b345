/**
 * Fields and tables that only a newer version knows. Their changes stay in the log and travel on; which records they
 * concern is noted, so that this ledger's own newer version finds them after its migration.
 */

import { cellFromJson } from '../change-log.ts'
import { ChangeShapes } from '../change-shapes.ts'
import type { Sqlite } from '../sqlite.ts'
import { type TableInfo, tableInfoByName } from '../tables.ts'
import { inOrder, type RecordChange, valuesOf } from './field-history.ts'

/** The field under which a whole record of an unknown table is noted. */
const WHOLE_RECORD = '*'

export class KeptFields {
  readonly #db: Sqlite

  constructor(db: Sqlite) {
    this.#db = db
  }

  /** Of a new record. */
  keep(
    info: TableInfo,
    change: { readonly rowId: string; readonly hlc: string },
    fields: Readonly<Record<string, unknown>>,
  ): void {
    for (const name in fields) {
      if (name === 'id' || info.byName.has(name)) continue
      this.#note(info.name, change.rowId, name, change.hlc, fields[name])
    }
  }

  /** Of a record that changed. */
  keepValues(
    info: TableInfo,
    rowId: string,
    ordered: readonly RecordChange[],
    values: ReadonlyMap<string, unknown>,
  ): void {
    for (const [name, value] of values) {
      if (name === 'id' || info.byName.has(name)) continue
      this.#note(info.name, rowId, name, ordered.findLast(({ fields }) => name in fields)?.hlc ?? '', value)
    }
  }

  keepRecord(tbl: string, rowId: string, hlc: string): void {
    this.#note(tbl, rowId, WHOLE_RECORD, hlc, null)
  }

  #note(tbl: string, rowId: string, field: string, hlc: string, value: unknown): void {
    this.#db
      .prepare(
        `INSERT INTO kept_fields (id, tbl, row_id, field, hlc, value) VALUES (?,?,?,?,?,?)
         ON CONFLICT (id) DO UPDATE SET hlc = excluded.hlc, value = excluded.value`,
      )
      .run(`${tbl}/${rowId}/${field}`, tbl, rowId, field, hlc, JSON.stringify(value ?? null))
  }
}

/**
 * After a migration: gives records the fields that this version knows now, from the log. What is still unknown stays noted.
 * Part of a transaction; nothing is logged, since the log has it.
 * @returns how many fields and records found their place
 */
export function placeKeptFields(db: Sqlite): number {
  const shapes = new ChangeShapes(db)
  const kept = db.prepare('SELECT id, tbl, row_id AS rowId, field FROM kept_fields ORDER BY id').all() as {
    id: string
    tbl: string
    rowId: string
    field: string
  }[]
  let placed = 0
  for (const { id, tbl, rowId, field } of kept) {
    const info = tableInfoByName(tbl)
    if (info === undefined || info.kind !== 'synced') continue
    if (field !== WHOLE_RECORD && !info.byName.has(field)) continue
    const values = valuesOf(inOrder(recordChanges(db, shapes, tbl, rowId)))
    if (field === WHOLE_RECORD) {
      const columns = info.columns.filter(({ name }) => name === 'id' || values.has(name))
      db.prepare(
        `INSERT INTO "${tbl}" (${columns.map(({ name }) => `"${name}"`).join(',')}) VALUES (${columns.map(() => '?').join(',')})`,
      ).run(...columns.map(({ name }) => (name === 'id' ? rowId : cellFromJson(values.get(name) ?? null))))
    } else {
      db.prepare(`UPDATE "${tbl}" SET "${field}" = ? WHERE id = ?`).run(
        cellFromJson(values.get(field) ?? null),
        rowId,
      )
    }
    db.prepare('DELETE FROM kept_fields WHERE id = ?').run(id)
    placed += 1
  }
  return placed
}

/** Every change of one record in this ledger's log, in the order in which they came. */
export function recordChanges(db: Sqlite, shapes: ChangeShapes, tbl: string, rowId: string): RecordChange[] {
  const rows = db
    .prepare('SELECT hlc, op, fields, before FROM change_log WHERE tbl = ? AND row_id = ? ORDER BY seq')
    .all(tbl, rowId) as { hlc: string; op: string; fields: string; before: string | null }[]
  return rows.map(({ hlc, op, fields, before }) => {
    const read = shapes.read(fields)
    if (read === undefined) throw new Error(`change log: ${tbl} ${rowId} is logged in a shape not known`)
    return { hlc, op, fields: read, before: before === null ? null : JSON.parse(before) }
  })
}
