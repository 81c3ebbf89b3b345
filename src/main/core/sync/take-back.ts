/** 恢复: a removal is taken back with all that went in the same act and belongs to the record, or goes for what was added to it. */
import { getTableConfig } from 'drizzle-orm/sqlite-core'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { WriteTx } from '../db/ledger.ts'
import { keyTaken } from '../db/natural-keys.ts'
import { referencesTo } from '../db/references.ts'
import type { SyncedTable, TableInfo } from '../db/tables.ts'
import { tableOf } from '../duplicates/merge-plan.ts'
import { refuseClaimed, removeTheirs } from '../registry/remove-person.ts'

/** A record by its table and id. */
export type RecordName = { readonly tbl: string; readonly rowId: string }

const PERSONAL = 'person_id'

/** What was claimed and paid is moved by its procedure: it is drafted anew, never brought back. */
export const NEVER_BACK: ReadonlySet<string> = new Set([
  'claims',
  'claim_entitlements',
  'grants',
  'payments',
  'clawbacks',
])

/**
 * Takes the removal of `hlc` back: the record, whose it is where he went with it, and what was theirs.
 * @returns every record that is back. @throws Refusal `sync.key-taken` where another record has its place now
 */
export function takeBack(tx: WriteTx, record: RecordName, hlc: string): RecordName[] {
  const back = new TakingBack(tx, hlc)
  try {
    back.up(record)
  } catch (error) {
    if (keyTaken(error) === undefined) throw error
    throw new Refusal(
      'sync.key-taken',
      '不能恢复：删除以后又录入了同一个人或同一条内容。请先到“查重”或那条记录中处理，再来裁定；要以新录的为准，请选“维持删除”。',
    )
  }
  return back.done
}

class TakingBack {
  readonly done: RecordName[] = []
  readonly #tx: WriteTx
  readonly #hlc: string

  constructor(tx: WriteTx, hlc: string) {
    this.#tx = tx
    this.#hlc = hlc
  }

  /** The record after those that it names and that went with it: a spell comes back with its person. */
  up(record: RecordName): void {
    const info = tableOf(record.tbl)
    for (const [column, parent] of parentsOf(info)) {
      const id = this.#tx
        .prepare(`SELECT "${column}" FROM "${info.name}" WHERE id = ?`)
        .pluck()
        .get(record.rowId)
      if (typeof id === 'string' && this.#went({ tbl: parent, rowId: id }))
        this.up({ tbl: parent, rowId: id })
    }
    this.#restore(record)
  }

  #restore(record: RecordName): void {
    const info = tableOf(record.tbl)
    if (NEVER_BACK.has(record.tbl) || !this.#went(record)) return
    this.#tx.restore(info.table as SyncedTable, record.rowId)
    this.done.push(record)
    for (const { child, column } of referencesTo(info.name)) {
      const own = tableOf(child)
      const personal = own.byName.has(PERSONAL)
      // What is another person's is not brought back by a household or an employer.
      if (child === 'people' || (personal && column !== PERSONAL && !info.byName.has(PERSONAL))) continue
      const ids = this.#tx
        .prepare<string>(
          `SELECT id FROM "${child}" WHERE "${column}" = ? AND deleted_at IS NOT NULL ORDER BY id`,
        )
        .pluck()
        .all(record.rowId) as string[]
      for (const rowId of ids) this.#restore({ tbl: child, rowId })
    }
  }

  /** Gone now, and by this removal. */
  #went({ tbl, rowId }: RecordName): boolean {
    return (
      this.#tx
        .prepare(
          `SELECT 1 FROM change_log l JOIN "${tbl}" r ON r.id = l.row_id
           WHERE l.tbl = ? AND l.row_id = ? AND l.hlc = ? AND r.deleted_at IS NOT NULL LIMIT 1`,
        )
        .get(tbl, rowId, this.#hlc) !== undefined
    )
  }
}

/**
 * A removal stands: what was added to the record goes as well (`added`: it names what it was decided on), and the record
 * itself where it has come back meanwhile.
 * @throws Refusal `people.has-claims` where money is being claimed for the person
 */
export function removeStill(
  tx: WriteTx,
  { tbl, rowId }: RecordName,
  added: readonly RecordName[],
  reason: string,
): void {
  if (tbl === 'people') {
    refuseClaimed(tx, rowId)
    removeTheirs(tx, rowId, reason)
  }
  for (const record of [...added, { tbl, rowId }]) {
    const live = tx
      .prepare(`SELECT 1 FROM "${record.tbl}" WHERE id = ? AND deleted_at IS NULL`)
      .get(record.rowId)
    if (live !== undefined) tx.remove(tableOf(record.tbl).table as SyncedTable, record.rowId, reason)
  }
}

/** Its columns that name a record of another table, and that table. */
function parentsOf(info: TableInfo): [string, string][] {
  return getTableConfig(info.table).foreignKeys.flatMap((key) => {
    const { columns, foreignTable } = key.reference()
    const parent = getTableConfig(foreignTable).name
    return parent === info.name ? [] : columns.map((column): [string, string] => [column.name, parent])
  })
}
