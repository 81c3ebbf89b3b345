import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ChangeShapes } from '../../../../../src/main/core/db/change-shapes.ts'
import type { NewRow, WriteTx } from '../../../../../src/main/core/db/ledger.ts'
import { people } from '../../../../../src/main/core/db/schema/index.ts'
import { openSqliteForReading } from '../../../../../src/main/core/db/sqlite.ts'
import { createTestLedger, type TestLedger } from '../../../../fixtures/ledger.ts'

const by = { action: 'test', actor: 'U1' }
const MANY = 20_000

/** Names with everything that JSON has to escape, and text outside the basic plane. */
const ODD = ['阿"牛', 'a\\b', '吉克\n阿衣', '𠮷田', '\u0001', '\u2028', 'é', '']
const person = (i: number): NewRow<typeof people> => ({
  name: `${ODD[i % ODD.length]}${i}`,
  nameFolded: `${i}`,
  pinyin: `p${(i * 7919) % 1000}`,
  initials: 'p',
  phone: i % 3 === 0 ? null : `${i}`,
  categoriesKnown: i % 2 === 0,
})

describe('many records in one transaction', () => {
  let t: TestLedger
  beforeEach(async () => {
    t = await createTestLedger()
  })
  afterEach(() => t.cleanup())

  const schema = () =>
    t.ledger.reader.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').all()
  const indexesIn = (tx: WriteTx) =>
    tx
      .prepare<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL`)
      .all()
      .map(({ name }) => name)

  it('lays indexes aside while they go in, keeps the unique ones, and leaves the schema as it was', async () => {
    const before = schema()
    let meanwhile: string[] = []
    let after: string[] = []
    await t.ledger.writeAsync(by, async (tx) => {
      await tx.bulk([people], MANY, async () => {
        meanwhile = indexesIn(tx)
        tx.insertMany(
          people,
          Array.from({ length: MANY }, (_, i) => person(i)),
        )
      })
      after = indexesIn(tx)
    })
    expect(meanwhile).toContain('people_id_number')
    expect(meanwhile).not.toContain('people_search')
    expect(after).toEqual(expect.arrayContaining(['people_search', 'people_phone']))
    expect(schema()).toEqual(before)
    expect(t.ledger.reader.prepare('PRAGMA integrity_check').pluck().all()).toEqual(['ok'])
    expect(t.ledger.reader.prepare(`SELECT count(*) FROM people WHERE phone = '100'`).pluck().get()).toBe(1)
  })

  it('logs each record exactly as the table holds it', async () => {
    await t.ledger.writeAsync(by, async (tx) =>
      tx.bulk([people], MANY, async () => {
        // In parts of every size, so that rows go through full and partial statements alike.
        for (let from = 0, size = 1; from < MANY; from += size, size = (size * 3) % 997)
          tx.insertMany(
            people,
            Array.from({ length: Math.min(size, MANY - from) }, (_, i) => person(from + i)),
          )
      }),
    )
    const rows = t.ledger.reader
      .prepare<Record<string, unknown> & { id: string; fields: string }>(
        `SELECT p.*, l.fields FROM people p JOIN change_log l ON l.tbl = 'people' AND l.row_id = p.id`,
      )
      .all()
    expect(rows).toHaveLength(MANY)
    const raw = openSqliteForReading(t.path, { key: t.ledger.ticket.key })
    const shapes = new ChangeShapes(raw)
    for (const { id: _, fields, ...columns } of rows)
      expect({ deleted_at: null, deleted_reason: null, ...shapes.read(fields) }).toEqual(columns)
    raw.close()
    const span = t.ledger.reader
      .prepare<{ first: number; last: number; n: number }>(
        'SELECT min(seq) AS first, max(seq) AS last, count(*) AS n FROM change_log',
      )
      .get()
    expect(span).toEqual({ first: span?.first, last: (span?.first ?? 0) + MANY - 1, n: MANY })
  })

  it('restores them where the work fails, whether all is given up or the error is dealt with', async () => {
    const before = schema()
    const failing = (tx: WriteTx) =>
      tx.bulk([people], MANY, async () => {
        tx.insert(people, person(1))
        throw new Error('no more')
      })
    await expect(t.ledger.writeAsync(by, failing)).rejects.toThrow('no more')
    expect(schema()).toEqual(before)
    await t.ledger.writeAsync(by, (tx) => failing(tx).catch(() => undefined))
    expect(schema()).toEqual(before)
    expect(t.ledger.reader.prepare('SELECT count(*) FROM people').pluck().get()).toBe(1)
  })

  it('compares natural keys at the end where nothing is asked for by them, and only into an empty table', async () => {
    const before = schema()
    const triggersIn = (tx: WriteTx) =>
      tx.prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'people'`).all()
    const fill = (idNumbers: readonly (string | null)[], meanwhile: (tx: WriteTx) => void) =>
      t.ledger.writeAsync(by, async (tx) => {
        const body = async () => {
          meanwhile(tx)
          tx.insertMany(
            people,
            idNumbers.map((idNumber, i) => ({ ...person(i), idNumber })),
          )
        }
        await tx.bulk([people], MANY, body, { keysAfter: true })
        expect(triggersIn(tx)).not.toEqual([])
      })
    const later = (tx: WriteTx) => {
      expect(indexesIn(tx)).not.toContain('people_id_number')
      expect(triggersIn(tx)).toEqual([])
    }
    const atOnce = (tx: WriteTx) => {
      expect(indexesIn(tx)).toContain('people_id_number')
      expect(triggersIn(tx)).not.toEqual([])
    }
    const taken = 'UNIQUE constraint failed: people.id_number'
    await expect(fill(['A', null, 'B', 'A'], later)).rejects.toThrow(taken)
    expect(t.ledger.reader.prepare('SELECT count(*) FROM people').pluck().get()).toBe(0)
    expect(schema()).toEqual(before)
    // Who has no number has none twice.
    await fill(['A', null, null, 'B'], later)
    await expect(fill(['C', 'A'], atOnce)).rejects.toThrow(taken)
    expect(schema()).toEqual(before)
    expect(t.ledger.reader.prepare('PRAGMA integrity_check').pluck().all()).toEqual(['ok'])
    expect(t.ledger.reader.prepare('SELECT count(*) FROM people').pluck().get()).toBe(4)
  })

  it('touches no index for a few records, or where the table holds more than will come', async () => {
    await t.ledger.writeAsync(by, async (tx) => {
      await tx.bulk([people], 10, async () => expect(indexesIn(tx)).toContain('people_search'))
      tx.insertMany(
        people,
        Array.from({ length: MANY }, (_, i) => person(i)),
      )
      await tx.bulk([people], MANY - 1, async () => expect(indexesIn(tx)).toContain('people_search'))
    })
  })
})
