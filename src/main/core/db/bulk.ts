import { assertNoTwins, type NaturalKey, naturalKeys } from './natural-keys.ts'
import type { Sqlite } from './sqlite.ts'

/** Below this, keeping the indexes in order costs less than building them anew. */
const WORTHWHILE_ROWS = 10_000

/**
 * The indexes of tables that grow by many rows in one transaction. Adding entry by entry in random order costs more than
 * the rows themselves; sorted and built at once they cost a tenth. Dropping and creating an index is part of the
 * transaction: a rollback or a crash leaves the old ones, and readers keep theirs until the commit.
 */
export class BulkIndexes {
  readonly #db: Sqlite
  /** CREATE INDEX and CREATE TRIGGER statements exactly as the schema has them */
  readonly #dropped = new Map<string, string>()
  /** keys whose records are compared once, after their index is back */
  readonly #unchecked: NaturalKey[] = []

  constructor(db: Sqlite) {
    this.#db = db
  }

  /**
   * Lays the indexes of `tables` aside where `rows` new ones are at least as many as there are. Unique ones and those
   * of natural keys stay: a second record with the same key is refused at once, and importers find records by them. Where
   * twins may come in (a merge), `twins` lays those aside, too, with the triggers that would refuse nothing then. Where
   * a table is empty and its filler asks for nothing by key, `keysAfter` does the same, and `restore` refuses twins.
   */
  layAside(tables: readonly string[], rows: number, { twins = false, keysAfter = false } = {}): void {
    if (rows < WORTHWHILE_ROWS) return
    const keys = new Map(naturalKeys().map((key) => [key.name, key]))
    const triggers = [...keys.keys()].flatMap((name) => [`${name}_insert`, `${name}_update`])
    for (const table of tables) {
      const held = this.#db.prepare(`SELECT max(rowid) FROM "${table}"`).pluck().get() as number | null
      if ((held ?? 0) > rows) continue
      const laterKeys = keysAfter && held === null
      const indexes = this.#db
        .prepare(
          `SELECT s.name, s.sql FROM pragma_index_list(?) l JOIN sqlite_schema s ON s.type = 'index' AND s.name = l.name
           WHERE l."unique" = 0 AND s.sql IS NOT NULL`,
        )
        .all(table) as { name: string; sql: string }[]
      for (const { name, sql } of indexes) {
        const key = keys.get(name)
        if (key !== undefined && !twins && !laterKeys) continue
        if (key !== undefined && laterKeys) this.#unchecked.push(key)
        this.#db.exec(`DROP INDEX "${name}"`)
        this.#dropped.set(name, sql)
      }
      if (twins || laterKeys) this.#layTriggersAside(table, triggers)
    }
  }

  /** Whether something is laid aside now. */
  get waiting(): boolean {
    return this.#dropped.size > 0
  }

  #layTriggersAside(table: string, names: readonly string[]): void {
    const triggers = this.#db
      .prepare(
        `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?
         AND name IN (SELECT value FROM json_each(?))`,
      )
      .all(table, JSON.stringify(names)) as { name: string; sql: string }[]
    for (const { name, sql } of triggers) {
      this.#db.exec(`DROP TRIGGER "${name}"`)
      this.#dropped.set(name, sql)
    }
  }

  /**
   * Builds what was laid aside: before anything asks for it, and at the latest before the commit.
   * @throws SqliteError as a key's trigger does, where `keysAfter` let two records with the same key in
   */
  restore(): void {
    for (const [name, sql] of this.#dropped) {
      this.#db.exec(sql)
      this.#dropped.delete(name)
    }
    for (const key of this.#unchecked.splice(0)) assertNoTwins(this.#db, key)
  }
}
