import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getTableConfig } from 'drizzle-orm/sqlite-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SCHEMA_VERSION } from '../../../../../src/main/core/db/migrate.ts'
import { migrations } from '../../../../../src/main/core/db/migrations/index.ts'
import { naturalKeys } from '../../../../../src/main/core/db/natural-keys.ts'
import { households } from '../../../../../src/main/core/db/schema/index.ts'
import { openSqliteForWriting } from '../../../../../src/main/core/db/sqlite.ts'
import { allTables } from '../../../../../src/main/core/db/tables.ts'
import { createTestLedger, type TestLedger } from '../../../../fixtures/ledger.ts'

const folder = join(import.meta.dirname, '../../../../../src/main/core/db/migrations')

describe('schema', () => {
  let t: TestLedger
  beforeAll(async () => {
    t = await createTestLedger()
  })
  afterAll(() => t.cleanup())
  const read = <Row>(sql: string) => t.ledger.reader.prepare<Row>(sql)

  it('has in the program exactly the migrations of the folder', () => {
    const files = readdirSync(folder)
      .filter((file) => file.endsWith('.sql'))
      .sort()
    expect(migrations.map((step) => `${step.name}.sql`)).toEqual(files)
    for (const step of migrations)
      expect(step.sql).toBe(readFileSync(join(folder, `${step.name}.sql`), 'utf8'))
    expect(read<{ user_version: number }>('PRAGMA user_version').get()?.user_version).toBe(SCHEMA_VERSION)
  })

  it('has only STRICT tables, and just the ones of the drizzle schema', () => {
    const tables = read<{ name: string; strict: number }>(
      "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'",
    ).all()
    expect(tables.filter((table) => table.strict !== 1)).toEqual([])
    expect(tables.map((table) => table.name).sort()).toEqual(
      allTables()
        .map((info) => info.name)
        .sort(),
    )
  })

  it.each(allTables().map((info) => [info.name, info] as const))(
    '%s has the columns and indexes of its drizzle table',
    (name, info) => {
      const config = getTableConfig(info.table)
      const found = read<{ name: string; type: string; notnull: number; pk: number }>(
        `SELECT * FROM pragma_table_info('${name}')`,
      ).all()
      expect(
        found
          .map(({ name, type, notnull, pk }) => ({
            name,
            type: type.toLowerCase(),
            notNull: notnull === 1,
            primary: pk > 0,
          }))
          .sort(byName),
      ).toEqual(
        config.columns
          .map((column) => ({
            name: column.name,
            type: column.getSQLType(),
            notNull: column.notNull || column.primary,
            primary: info.primaryKey.includes(column.name),
          }))
          .sort(byName),
      )
      const indexes = read<{ name: string; unique: number }>(
        `SELECT name, "unique" FROM pragma_index_list('${name}') WHERE origin = 'c'`,
      ).all()
      expect(indexes.map((index) => `${index.name} ${index.unique}`).sort()).toEqual(
        config.indexes.map((index) => `${index.config.name} ${index.config.unique ? 1 : 0}`).sort(),
      )
    },
  )

  it('lets a record marked as deleted free its keys: every natural key looks at living records, printed numbers apart', () => {
    const whole = naturalKeys().filter(({ liveOnly }) => !liveOnly)
    expect(whole.map(({ name }) => name).sort()).toEqual([
      'batches_number',
      'claims_number',
      'payment_files_number',
    ])
  })

  it('knows which tables travel: a change here is a change of what other offices receive', () => {
    const names = (kind: string) =>
      allTables()
        .filter((info) => info.kind === kind)
        .map((info) => info.name)
        .sort()
    expect(names('system')).toEqual([
      'audit',
      'change_log',
      'change_shapes',
      'ledger_meta',
      'origin_transactions',
    ])
    expect(names('local')).toEqual(
      expect.arrayContaining(['settings', 'files', 'import_findings', 'import_mappings', 'evaluation_runs']),
    )
    expect(names('synced')).toEqual(
      expect.arrayContaining([
        'people',
        'households',
        'employers',
        'spells',
        'insured_years',
        'claims',
        'grants',
        'imports',
      ]),
    )
  })

  it('does not let the log and the audit be rewritten', () => {
    t.ledger.write({ action: 'test', actor: 'U1' }, (tx) => tx.insert(households, { code: 'H1' }))
    const raw = openSqliteForWriting(t.path, { key: t.ledger.ticket.key })
    for (const table of ['change_log', 'audit']) {
      expect(() => raw.exec(`DELETE FROM ${table}`)).toThrow('append-only')
      expect(() => raw.exec(`UPDATE ${table} SET tx_id = 'x'`)).toThrow('append-only')
    }
    expect(() => raw.exec('DELETE FROM change_shapes')).toThrow('append-only')
    expect(() => raw.exec("UPDATE change_shapes SET columns = '[]'")).toThrow('append-only')
    raw.close()
  })
})

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)
