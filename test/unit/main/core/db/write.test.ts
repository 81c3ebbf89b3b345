import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ChangeShapes } from '../../../../../src/main/core/db/change-shapes.ts'
import { households, people, settings } from '../../../../../src/main/core/db/schema/index.ts'
import { openSqliteForReading } from '../../../../../src/main/core/db/sqlite.ts'
import { createTestLedger, type TestLedger } from '../../../../fixtures/ledger.ts'

const by = { action: 'test', actor: 'U1' }
const person = (name: string, extra: Record<string, unknown> = {}) => ({
  name,
  nameFolded: name,
  pinyin: 'x',
  initials: 'x',
  ...extra,
})

describe('write', () => {
  let t: TestLedger
  beforeEach(async () => {
    t = await createTestLedger()
  })
  afterEach(() => t.cleanup())

  const log = () =>
    t.ledger.reader
      .prepare<{
        seq: number
        tx_id: string
        tbl: string
        row_id: string
        op: string
        fields: string
        before: string | null
      }>('SELECT * FROM change_log ORDER BY seq')
      .all()

  it('commits rows, change log and one audit entry together', () => {
    const written = t.ledger.write(by, (tx) => {
      const home = tx.insert(households, { code: 'H1', county: '511133' })
      return tx.insert(people, person('吉克阿依', { householdId: home, categoriesKnown: true }))
    })
    expect(written.changes).toBe(2)
    expect(written.tables).toEqual(['households', 'people'])
    const row = t.ledger.reader.query.select().from(people).where(eq(people.id, written.result)).get()
    expect(row).toMatchObject({ name: '吉克阿依', categoriesKnown: true, phone: null, deletedAt: null })
    const rows = log()
    expect(rows).toHaveLength(2)
    const raw = openSqliteForReading(t.path, { key: t.ledger.ticket.key })
    const logged = new ChangeShapes(raw).read(rows[1]?.fields ?? '')
    raw.close()
    expect(logged).toMatchObject({ name: '吉克阿依', categories_known: 1, phone: null })
    expect(rows[1]).toMatchObject({
      tbl: 'people',
      row_id: written.result,
      op: 'insert',
      before: null,
      tx_id: written.txId,
    })
    expect(t.ledger.reader.prepare('SELECT count(*) n FROM audit').get()).toEqual({ n: 1 })
  })

  it('logs only the fields that differ, with their old values, and nothing where nothing differs', () => {
    const id = t.ledger.write(by, (tx) => tx.insert(people, person('马海', { phone: '1' }))).result
    const written = t.ledger.write(by, (tx) => [
      tx.update(people, id, { name: '马海', phone: '2', sex: undefined }),
      tx.update(people, id, { phone: '2' }),
    ])
    expect(written.result).toEqual([true, false])
    expect(log().at(-1)).toMatchObject({ op: 'update', fields: '{"phone":"2"}', before: '{"phone":"1"}' })
    expect(log()).toHaveLength(2)
  })

  it('leaves nothing of a body that throws', () => {
    expect(() =>
      t.ledger.write(by, (tx) => {
        tx.insertMany(
          people,
          Array.from({ length: 500 }, (_, i) => person(`人${i}`)),
        )
        tx.local(settings).upsert({ key: 'a', value: '1' })
        throw new Error('stop')
      }),
    ).toThrow('stop')
    expect(log()).toHaveLength(0)
    expect(t.ledger.reader.query.select().from(people).all()).toHaveLength(0)
    expect(t.ledger.reader.query.select().from(settings).all()).toHaveLength(0)
  })
})
