import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrateWithBackup, runMigrations, schemaVersion } from '../../../src/main/core/db/migrate.ts'
import { migrations } from '../../../src/main/core/db/migrations/index.ts'
import { people } from '../../../src/main/core/db/schema/index.ts'
import { openSqliteForReading, openSqliteForWriting, type Sqlite } from '../../../src/main/core/db/sqlite.ts'
import { countRows } from '../../../src/main/core/db/verified-copy.ts'
import { createTestLedger, type TestLedger, tickingClock } from '../../fixtures/ledger.ts'

describe('migrations', () => {
  let t: TestLedger
  let db: Sqlite
  beforeEach(async () => {
    t = await createTestLedger()
    t.ledger.write({ action: 'test', actor: 'U1' }, (tx) =>
      tx.insert(people, { name: '甲', nameFolded: '甲', pinyin: 'jia', initials: 'j' }),
    )
    db = openSqliteForWriting(t.path, { key: t.ledger.ticket.key })
  })
  afterEach(() => {
    db.close()
    t.cleanup()
  })
  const migrate = (...sql: string[]) =>
    migrateWithBackup(db, t.path, t.ledger.ticket.key, tickingClock(), [
      ...migrations,
      ...sql.map((text, i) => ({ name: `new${i}`, sql: text })),
    ])
  const copies = () => readdirSync(t.folder).filter((name) => name.includes('.before-v'))

  it('does nothing, and copies nothing, where the ledger is of this version', async () => {
    expect(await migrate()).toBeUndefined()
    expect(copies()).toEqual([])
  })

  it('copies the ledger beside, checked and with the same key, before it changes it', async () => {
    const copy = await migrate("ALTER TABLE people ADD COLUMN extra TEXT; UPDATE people SET extra = 'x'")
    expect(copies()).toEqual([copy?.slice(t.folder.length + 1)])
    expect(schemaVersion(db)).toBe(migrations.length + 1)
    expect(db.prepare('SELECT extra FROM people').get()).toEqual({ extra: 'x' })
    const old = openSqliteForReading(copy ?? '', { key: t.ledger.ticket.key })
    expect(schemaVersion(old)).toBe(migrations.length)
    expect(countRows(old)).toEqual(countRows(db))
    expect(() => old.prepare('SELECT extra FROM people')).toThrow('no such column')
    old.close()
  })

  it.each([
    ['a step that does not run', 'ALTER TABLE people ADD COLUMN extra TEXT; SELECT nonsense FROM nowhere'],
    ['a step that breaks references', "UPDATE people SET household_id = 'none'"],
  ])('leaves the ledger as it was after %s', async (_name, sql) => {
    const before = db.prepare('SELECT name, sql FROM sqlite_schema').all()
    await expect(migrate(sql)).rejects.toMatchObject({ code: 'ledger.migration-failed' })
    expect(db.prepare('SELECT name, sql FROM sqlite_schema').all()).toEqual(before)
    expect(schemaVersion(db)).toBe(migrations.length)
    expect(db.prepare('SELECT household_id FROM people').get()).toEqual({ household_id: null })
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1)
    expect(copies()).toHaveLength(1)
  })

  it('keeps the steps that went well and can go on from there', async () => {
    await expect(migrate('CREATE TABLE a (x TEXT) STRICT', 'nonsense')).rejects.toMatchObject({
      code: 'ledger.migration-failed',
    })
    expect(schemaVersion(db)).toBe(migrations.length + 1)
    await migrate('CREATE TABLE a (x TEXT) STRICT', 'CREATE TABLE b (x TEXT) STRICT')
    expect(schemaVersion(db)).toBe(migrations.length + 2)
  })

  it('is not run where its backup cannot be written', async () => {
    const nowhere = join(t.folder, 'missing', 'x.ledger')
    await expect(
      migrateWithBackup(db, nowhere, t.ledger.ticket.key, tickingClock(), [
        ...migrations,
        { name: 'n', sql: 'CREATE TABLE a (x TEXT) STRICT' },
      ]),
    ).rejects.toMatchObject({ code: 'ledger.cannot-open' })
    expect(schemaVersion(db)).toBe(migrations.length)
  })

  it('builds the whole schema from nothing, step by step', () => {
    const version = schemaVersion(db)
    runMigrations(db)
    expect(schemaVersion(db)).toBe(version)
  })
})
