import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CommitEvent, openWorkerWriter, type WriteTx } from '../../../../../src/main/core/db/ledger.ts'
import {
  changeLog,
  files,
  households,
  importMappings,
  people,
  settings,
} from '../../../../../src/main/core/db/schema/index.ts'
import { createTestLedger, type TestLedger, tickingClock } from '../../../../fixtures/ledger.ts'

const by = { action: 'test', actor: 'U1' }
const person = (name: string, extra: object = {}) => ({
  name,
  nameFolded: name,
  pinyin: 'x',
  initials: 'x',
  ...extra,
})

describe('transactions', () => {
  let t: TestLedger
  beforeEach(async () => {
    t = await createTestLedger()
  })
  afterEach(() => t.cleanup())
  const names = () => t.ledger.reader.prepare('SELECT name FROM people ORDER BY id').pluck().all()

  it('keeps everything else off the connection while an asynchronous body waits, and runs the next one after it', async () => {
    const order: string[] = []
    const first = t.ledger.writeAsync(by, async (tx) => {
      tx.insert(people, person('A'))
      await setTimeout(20)
      tx.insert(people, person('B'))
      order.push('first')
    })
    const second = t.ledger.writeAsync(by, async (tx) => {
      order.push('second')
      tx.insert(people, person('C'))
    })
    await setTimeout(1)
    expect(() => t.ledger.write(by, (tx) => tx.insert(people, person('X')))).toThrow(
      expect.objectContaining({ code: 'ledger.busy' }),
    )
    expect(names()).toEqual([])
    await Promise.all([first, second])
    await t.ledger.whenIdle()
    expect(order).toEqual(['first', 'second'])
    expect(names()).toEqual(['A', 'B', 'C'])
    t.ledger.write(by, (tx) => tx.insert(people, person('D')))
  })

  it('leaves nothing of an asynchronous body that throws, and writes on afterwards', async () => {
    await expect(
      t.ledger.writeAsync(by, async (tx) => {
        tx.insertMany(
          people,
          Array.from({ length: 300 }, (_, i) => person(`${i}`)),
        )
        await setTimeout(1)
        throw new Error('cancelled')
      }),
    ).rejects.toThrow('cancelled')
    expect(names()).toEqual([])
    expect(t.ledger.write(by, (tx) => tx.insert(people, person('A'))).changes).toBe(1)
  })

  it('gives no use of a transaction after its end, none inside another, and takes no promise in write', () => {
    let kept: WriteTx | undefined
    t.ledger.write(by, (tx) => {
      kept = tx
    })
    expect(() => kept?.insert(people, person('A'))).toThrow('has ended')
    expect(() => kept?.query.select().from(people).all()).toThrow('has ended')
    expect(() => t.ledger.write(by, () => t.ledger.write(by, () => 1))).toThrow('inside a write')
    expect(() => t.ledger.write(by, async (tx) => tx.insert(people, person('A')))).toThrow('writeAsync')
    expect(names()).toEqual([])
  })

  it('tells listeners of each commit which tables it touched, and survives a listener that throws', async () => {
    const events: CommitEvent[] = []
    const stop = t.ledger.onCommitted((event) => events.push(event))
    const warned = new Promise((resolve) => process.once('warning', resolve))
    const stopBad = t.ledger.onCommitted(() => {
      throw new Error('listener')
    })
    const { txId } = t.ledger.write(by, (tx) => {
      tx.insert(households, { code: 'H' })
      tx.local(settings).upsert({ key: 'office', value: '"x"' })
    })
    expect(events).toEqual([{ txId, action: 'test', tables: ['households', 'settings'] }])
    expect(await warned).toMatchObject({ message: 'listener' })
    expect(() =>
      t.ledger.write(by, () => {
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(events).toHaveLength(1)
    stop()
    stopBad()
    t.ledger.write(by, () => undefined)
    expect(events).toHaveLength(1)
  })

  it('sees its own writes, and its own log, in its queries', () => {
    t.ledger.write(by, (tx) => {
      tx.insertMany(people, [person('A'), person('B')])
      expect(tx.query.select({ name: people.name }).from(people).all()).toEqual([
        { name: 'A' },
        { name: 'B' },
      ])
      expect(tx.query.select().from(changeLog).all()).toHaveLength(2)
      expect(tx.prepare('SELECT count(*) FROM change_log').pluck().get()).toBe(2)
    })
  })

  it('writes local tables without a log, bytes included', () => {
    const content = Buffer.from([0, 1, 255])
    const file = { id: 'F1', name: 'a.xlsx', mime: 'x', size: 3, sha256: 's', content, storedAt: 'now' }
    const written = t.ledger.write(by, (tx) => {
      tx.local(files).insertMany([file, { ...file, id: 'F2' }])
      tx.local(settings).upsert({ key: 'a', value: '1' })
      tx.local(settings).upsert({ key: 'a', value: '2' })
      tx.local(importMappings).insert({
        id: 'M',
        kind: 'roster',
        headers: 'h',
        mapping: '{}',
        rememberedAt: 'x',
      })
      expect(tx.local(files).update({ name: 'b.xlsx' })).toBe(2)
      expect(() => tx.local(people).insert(person('A') as never)).toThrow('is synced')
      expect(() => tx.insert(settings as never, {} as never)).toThrow('is local')
    })
    expect(written.changes).toBe(0)
    expect(
      t.ledger.reader.query
        .select()
        .from(files)
        .all()
        .map((row) => [row.name, [...row.content]]),
    ).toEqual([
      ['b.xlsx', [0, 1, 255]],
      ['b.xlsx', [0, 1, 255]],
    ])
    expect(t.ledger.reader.query.select().from(settings).all()).toEqual([{ key: 'a', value: '2' }])
    t.ledger.write(by, (tx) => expect(tx.local(files).delete()).toBe(2))
  })

  it('keeps personal data out of the audit', () => {
    for (const value of ['511133199001010011', '51320119850615002X', '13800000000']) {
      expect(() => t.ledger.write({ ...by, params: { who: value } }, () => 1)).toThrow('personal data')
      expect(() => t.ledger.write({ ...by, params: { who: ['a', value] } }, () => 1)).toThrow('personal data')
    }
    expect(t.ledger.reader.prepare('SELECT count(*) FROM audit').pluck().get()).toBe(0)
  })

  it('refuses fields that are not there, changes of a removed record, and a removal without reason', () => {
    const id = t.ledger.write(by, (tx) => tx.insert(people, person('A'))).result
    const write = (body: (tx: WriteTx) => unknown) => () => t.ledger.write(by, body)
    expect(write((tx) => tx.insert(people, person('B', { nonsense: 1 })))).toThrow('no field nonsense')
    expect(write((tx) => tx.update(people, id, { nonsense: 1 } as never))).toThrow('no field nonsense')
    expect(write((tx) => tx.update(people, id, { deletedAt: 'x' } as never))).toThrow('use remove')
    expect(write((tx) => tx.update(people, 'none', { phone: '1' }))).toThrow('no live record')
    expect(write((tx) => tx.remove(people, id, ' '))).toThrow('reason')
    t.ledger.write(by, (tx) => tx.remove(people, id, '重复'))
    expect(write((tx) => tx.update(people, id, { phone: '1' }))).toThrow('no live record')
    expect(t.ledger.reader.query.select().from(people).get()).toMatchObject({ deletedReason: '重复' })
  })

  it('keeps one chain and one clock when a worker’s connection writes in between', () => {
    const worker = openWorkerWriter(t.ledger.ticket, { now: tickingClock(0) })
    const ids = [t.ledger, worker, t.ledger, worker].map(
      (ledger) => ledger.write(by, (tx) => tx.insert(people, person('A'))).txId,
    )
    expect(t.ledger.reader.prepare('SELECT tx_id FROM audit ORDER BY seq').pluck().all()).toEqual(ids)
    const clocks = t.ledger.reader.prepare('SELECT hlc FROM change_log ORDER BY seq').pluck().all()
    expect(clocks).toEqual([...clocks].sort())
    expect(new Set(clocks).size).toBe(4)
    worker.close()
  })
})
