/**
 * Records that stand although the one whose they are was removed: entered by people who did not know of it, since whoever
 * removes somebody removes what is theirs, or is refused where money is being claimed for them.
 */
import type { Sqlite } from '../sqlite.ts'
import { allTables, type TableInfo } from '../tables.ts'
import type { Came } from './twins.ts'

/** A record that can be removed with all that is its own, and the column by which that names it. */
const OWNERS = [
  { owner: 'people', column: 'person_id' },
  { owner: 'spells', column: 'spell_id' },
] as const
const CHUNK = 5000
/** Records that came, from which on it is quicker to ask for every owner that was removed. */
const MANY = 20_000

/** By owner (`table/id`) what was left behind; the list is empty where nothing is any more. */
export type LeftBehind = Map<string, { readonly record: string; readonly hlc: string }[]>

/** Looks at the owners that changed (`settled`: `table/id`) and at those of the records that came. */
export function leftBehind(db: Sqlite, came: Came, settled: ReadonlySet<string>): LeftBehind {
  const found: LeftBehind = new Map()
  for (const { owner, column } of OWNERS) {
    const children = allTables().filter((info) => info.kind === 'synced' && info.byName.has(column))
    const removed = removedOwners(db, owner, column, children, came, settled)
    for (const id of removed) found.set(`${owner}/${id}`, [])
    for (const { name } of children)
      for (const part of chunks(removed))
        for (const [id, child, hlc] of db
          .prepare(
            `SELECT c."${column}", c.id, (SELECT min(hlc) FROM change_log l WHERE l.tbl = '${name}' AND l.row_id = c.id AND l.op = 'insert')
             FROM json_each(?) j CROSS JOIN "${name}" c ON c."${column}" = j.value WHERE c.deleted_at IS NULL`,
          )
          .raw()
          .all(part) as [string, string, string][])
          found.get(`${owner}/${id}`)?.push({ record: `${name}/${child}`, hlc })
  }
  return found
}

function removedOwners(
  db: Sqlite,
  owner: string,
  column: string,
  children: readonly TableInfo[],
  came: Came,
  settled: ReadonlySet<string>,
): string[] {
  const many = children.reduce((sum, { name }) => sum + (came.touched.get(name)?.size ?? 0), 0) > MANY
  // Everything in a table that was empty came; its owners were either there before, or have changed since they came.
  const anybody = children.some(({ name }) => came.whole.has(name)) && !came.whole.has(owner)
  if (many || anybody)
    return db.prepare(`SELECT id FROM "${owner}" WHERE deleted_at IS NOT NULL`).pluck().all() as string[]
  const candidates = new Set<string>()
  for (const key of settled) if (key.startsWith(`${owner}/`)) candidates.add(key.slice(owner.length + 1))
  for (const { name } of children) {
    const ids = came.touched.get(name)
    if (ids === undefined) continue
    const whose = db
      .prepare(
        `SELECT DISTINCT "${column}" FROM "${name}" WHERE id IN (SELECT value FROM json_each(?)) AND "${column}" IS NOT NULL`,
      )
      .pluck()
    for (const id of whose.all(JSON.stringify([...ids])) as string[]) candidates.add(id)
  }
  const gone = db
    .prepare(
      `SELECT o.id FROM json_each(?) j JOIN "${owner}" o ON o.id = j.value WHERE o.deleted_at IS NOT NULL`,
    )
    .pluck()
  return [...chunks([...candidates])].flatMap((part) => gone.all(part) as string[])
}

/** JSON arrays. */
function* chunks(ids: readonly string[]): Generator<string> {
  for (let from = 0; from < ids.length; from += CHUNK) yield JSON.stringify(ids.slice(from, from + CHUNK))
}
