import { getTableConfig } from 'drizzle-orm/sqlite-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { naturalKeys, naturalKeyTriggers } from '../../../src/main/core/db/natural-keys.ts'
import { openSqliteForReading } from '../../../src/main/core/db/sqlite.ts'
import { allTables } from '../../../src/main/core/db/tables.ts'
import { GROUP_OF_TABLE, GUARDED_COLUMNS } from '../../../src/shared/domain/sync-scope.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'

let t: TestLedger
beforeAll(async () => {
  t = await createTestLedger()
})
afterAll(() => t.cleanup())

describe('natural keys', () => {
  it('are all known: no unique index is left on what travels', () => {
    const unique = allTables()
      .filter(({ kind }) => kind === 'synced')
      .flatMap(({ table }) => getTableConfig(table).indexes.filter(({ config }) => config.unique))
      .map(({ config }) => config.name)
    expect(unique).toEqual([])
    expect(naturalKeys().length).toBeGreaterThan(30)
  })

  it('have their triggers in every ledger, as the schema says', () => {
    const db = openSqliteForReading(t.path, { key: t.ledger.ticket.key })
    const stored = db
      .prepare("SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%merging%' ORDER BY name")
      .pluck()
      .all() as string[]
    db.close()
    const wanted = naturalKeys().flatMap((key) => naturalKeyTriggers(key).trim().split(';\n'))
    const plain = (sql: string) => sql.replace(/;\s*$/, '').trim()
    expect(stored.map(plain).sort()).toEqual(wanted.map(plain).sort())
  })
})

describe('groups of what travels', () => {
  it('hold every synced table, and no other', () => {
    const synced = allTables()
      .filter(({ kind }) => kind === 'synced')
      .map(({ name }) => name)
    expect(Object.keys(GROUP_OF_TABLE).sort()).toEqual(synced.sort())
  })

  it('guard every column of a phone or an account of people and bodies', () => {
    const guarded = Object.entries(GUARDED_COLUMNS).flatMap(([table, columns]) =>
      Object.keys(columns).map((column) => `${table}.${column}`),
    )
    const private_ = allTables()
      .filter(({ kind, name }) => kind === 'synced' && GROUP_OF_TABLE[name] !== 'own')
      .flatMap(({ name, columns }) =>
        columns
          .filter(({ name: column }) => /phone|account|bank/.test(column))
          .map(({ name: column }) => `${name}.${column}`),
      )
    // The office's own number on a list, stations and schools that are called, a vacancy's, and what a payment is made of.
    const open = /^(public_lists|stations|schools|vacancies|payments|payment_files|bank_returns|batches)\./
    expect(private_.filter((column) => !guarded.includes(column) && !open.test(column))).toEqual([])
  })
})
