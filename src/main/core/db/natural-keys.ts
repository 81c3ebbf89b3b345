/**
 * 自然键: what may stand once among an office's living records, and what becomes of two that came together from two
 * offices. The schema declares the keys (`naturalKey` in schema/columns.ts); triggers refuse a second record in every
 * write but a merge.
 */

import Database from 'better-sqlite3'
import { getTableConfig, type SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { Sqlite } from './sqlite.ts'
import { allTables, type TableInfo } from './tables.ts'

/**
 * What becomes of twins.
 * fold: facts that say the same thing twice become one, months united;
 * offer: a person decides whether they are the same (人员查重);
 * hold: their claims are held until a person has decided;
 * leave: both stand, and are listed.
 */
export type TwinPolicy = 'fold' | 'offer' | 'hold' | 'leave'

const POLICY: Readonly<Record<string, TwinPolicy>> = {
  people_id_number: 'offer',
  employers_credit_code: 'offer',
  agents_credit_code: 'offer',
  households_code: 'offer',
  household_years_key: 'fold',
  person_categories_key: 'fold',
  employer_recognitions_key: 'fold',
  pairings_key: 'fold',
  spells_key: 'fold',
  spell_years_key: 'fold',
  insured_years_key: 'fold',
  rent_years_key: 'fold',
  job_seekers_key: 'fold',
  fair_employers_key: 'fold',
  claim_holds_key: 'fold',
  claim_materials_key: 'fold',
  sample_calls_key: 'leave',
  duty_years_key: 'leave',
  claim_entitlements_key: 'hold',
  grants_entitlement: 'hold',
  decisions_key: 'leave',
  claims_number: 'leave',
  batches_number: 'leave',
  payment_files_number: 'leave',
  payments_row: 'leave',
  payments_reissue: 'leave',
  bank_returns_file: 'leave',
  papers_serial: 'leave',
  officers_name: 'leave',
  installed_packs_sha256: 'leave',
  pack_signers_key: 'leave',
  scenarios_name: 'leave',
  calendar_days_date: 'leave',
  material_items_key: 'leave',
  check_settings_check: 'leave',
  partners_signing_key: 'leave',
}

export interface NaturalKey {
  /** the index's name */
  readonly name: string
  readonly table: TableInfo
  readonly columns: readonly string[]
  /** deleted records free their key */
  readonly liveOnly: boolean
  readonly policy: TwinPolicy
}

let known: readonly NaturalKey[] | undefined

/** Every natural key of the schema. */
export function naturalKeys(): readonly NaturalKey[] {
  known ??= allTables().flatMap((table) =>
    getTableConfig(table.table).indexes.flatMap(({ config }) => {
      const policy = POLICY[config.name]
      if (policy === undefined) return []
      const columns = config.columns.map((column) => (column as SQLiteColumn).name)
      return [{ name: config.name, table, columns, liveOnly: config.where !== undefined, policy }]
    }),
  )
  return known
}

/** The two triggers of a key, as the migrations have them. */
export function naturalKeyTriggers({ name, table, columns, liveOnly }: NaturalKey): string {
  const t = table.name
  const same = columns.map((column) => `"${column}" = NEW."${column}"`).join(' AND ')
  const alive = liveOnly ? ' AND deleted_at IS NULL' : ''
  const newAlive = liveOnly ? 'NEW.deleted_at IS NULL AND ' : ''
  const entered = "NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'merging')"
  const refuse = `SELECT RAISE(ABORT, '${takenMessage({ table, columns })}');`
  const watched = [...columns, ...(liveOnly ? ['deleted_at'] : [])]
  const changed = watched.map((column) => `OLD."${column}" IS NOT NEW."${column}"`).join(' OR ')
  return [
    `CREATE TRIGGER "${name}_insert" BEFORE INSERT ON "${t}"`,
    ` WHEN ${newAlive}EXISTS (SELECT 1 FROM "${t}" WHERE ${same}${alive}) AND ${entered} BEGIN ${refuse} END;\n`,
    `CREATE TRIGGER "${name}_update" BEFORE UPDATE OF ${watched.map((column) => `"${column}"`).join(', ')} ON "${t}"`,
    ` WHEN ${newAlive}(${changed}) AND EXISTS (SELECT 1 FROM "${t}" WHERE ${same}${alive} AND id <> NEW.id) AND ${entered} BEGIN ${refuse} END;\n`,
  ].join('')
}

/** Compares all records at once, by the key's index. @throws SqliteError as the key's trigger does where two have the same key */
export function assertNoTwins(db: Sqlite, key: NaturalKey): void {
  const columns = key.columns.map((column) => `"${column}"`)
  const live = key.liveOnly ? ['deleted_at IS NULL'] : []
  const where = [...columns.map((column) => `${column} IS NOT NULL`), ...live].join(' AND ')
  const twins = db
    .prepare(
      `SELECT 1 FROM "${key.table.name}" WHERE ${where} GROUP BY ${columns.join(', ')} HAVING count(*) > 1 LIMIT 1`,
    )
    .get()
  if (twins !== undefined) throw new Database.SqliteError(takenMessage(key), 'SQLITE_CONSTRAINT_TRIGGER')
}

function takenMessage({ table, columns }: Pick<NaturalKey, 'table' | 'columns'>): string {
  return `UNIQUE constraint failed: ${columns.map((column) => `${table.name}.${column}`).join(', ')}`
}

/** `table.column, …` of the key that a write met twice; undefined where the error is another. */
export function keyTaken(error: unknown): string | undefined {
  if (!(error instanceof Database.SqliteError)) return undefined
  if (!['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_TRIGGER'].includes(error.code)) return undefined
  return /^UNIQUE constraint failed: (.*)$/.exec(error.message)?.[1]
}

/** Does `body` while a second record with the same key may come in. Part of a transaction, which is rolled back where it throws. */
export function allowingTwins<T>(db: Sqlite, body: () => T): T {
  letTwinsIn(db)
  const result = body()
  keepTwinsOut(db)
  return result
}

/** From here to `keepTwinsOut`, in the same transaction, a second record with the same key may come in. */
export function letTwinsIn(db: Sqlite): void {
  db.prepare("INSERT INTO ledger_meta (key, value) VALUES ('merging', '1')").run()
}

export function keepTwinsOut(db: Sqlite): void {
  db.prepare("DELETE FROM ledger_meta WHERE key = 'merging'").run()
}

/** Columns that say what a record is about; the others say where it came from and whether it is gone. */
export function isContent(name: string): boolean {
  return !['id', 'source', 'deleted_at', 'deleted_reason'].includes(name)
}
