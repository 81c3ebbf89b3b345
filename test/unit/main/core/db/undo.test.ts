import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  agents,
  households,
  imports,
  people,
  personCategories,
} from '../../../../../src/main/core/db/schema/index.ts'
import { createTestLedger, type TestLedger } from '../../../../fixtures/ledger.ts'

const by = { action: 'test', actor: 'U1' }
const person = (name: string, extra: object = {}) => ({
  name,
  nameFolded: name,
  pinyin: 'x',
  initials: 'x',
  ...extra,
})

describe('undo', () => {
  let t: TestLedger
  beforeEach(async () => {
    t = await createTestLedger()
  })
  afterEach(() => t.cleanup())
  const live = () =>
    t.ledger.reader.prepare('SELECT name, phone FROM people WHERE deleted_at IS NULL ORDER BY name').all()

  it('takes back insertions, updates and removals of one transaction, and can itself be undone', () => {
    const first = t.ledger.write(by, (tx) => ({
      a: tx.insert(people, person('A', { phone: '1' })),
      b: tx.insert(people, person('B')),
    })).result
    const second = t.ledger.write(by, (tx) => {
      tx.update(people, first.a, { phone: '2' })
      tx.update(people, first.a, { phone: '3' })
      tx.remove(people, first.b, '重复')
      const c = tx.insert(people, person('C', { idNumber: '511133199001010011' }))
      tx.update(people, c, { phone: '9' })
      tx.insert(personCategories, { personId: c, category: 'poverty-registered', fromDate: '2020-01-01' })
    })
    const after = live()
    const undone = t.ledger.undo(second.txId, 'U1')
    expect(undone.result.reversed).toBe(5)
    expect(live()).toEqual([
      { name: 'A', phone: '1' },
      { name: 'B', phone: null },
    ])
    t.ledger.undo(undone.txId, 'U1')
    expect(live()).toEqual(after)
  })

  it('lets the same rows be imported again after an undo', () => {
    const row = person('A', { idNumber: '511133199001010011' })
    const first = t.ledger.write(by, (tx) => tx.insert(people, row))
    expect(() => t.ledger.write(by, (tx) => tx.insert(people, row))).toThrow(/UNIQUE/)
    t.ledger.undo(first.txId, 'U1')
    const again = t.ledger.write(by, (tx) => tx.insert(people, row))
    expect(live()).toHaveLength(1)
    // Taking the first undo back would make two of them.
    const undoTx = t.ledger.reader
      .prepare<{ tx_id: string }>("SELECT tx_id FROM audit WHERE action = 'undo'")
      .get()
    expect(() => t.ledger.undo(undoTx?.tx_id ?? '', 'U1')).toThrow(
      expect.objectContaining({ code: 'ledger.undo-conflict' }),
    )
    expect(live()).toHaveLength(1)
    expect(again.changes).toBe(1)
  })

  it('refuses with count and first records where the same fields were changed since, and changes nothing', () => {
    const first = t.ledger.write(by, (tx) =>
      tx.insertMany(people, [person('A', { phone: '1' }), person('B')]),
    )
    const [a = '', b = ''] = first.result
    t.ledger.write(by, (tx) => tx.update(people, a, { phone: '2' }))
    const before = live()
    expect(() => t.ledger.undo(first.txId, 'U1')).toThrow(
      expect.objectContaining({
        code: 'ledger.undo-conflict',
        params: expect.objectContaining({ count: 1 }),
      }),
    )
    expect(live()).toEqual(before)
    // Once the later change is gone the undo goes through; a later change of another field was never in the way.
    t.ledger.write(by, (tx) => tx.update(people, a, { phone: '1' }))
    const rename = t.ledger.write(by, (tx) => tx.update(people, b, { note: 'x' }))
    const phone = t.ledger.write(by, (tx) => tx.update(people, b, { phone: '5' }))
    t.ledger.undo(rename.txId, 'U1')
    t.ledger.undo(phone.txId, 'U1')
    t.ledger.undo(first.txId, 'U1')
    expect(live()).toEqual([])
  })

  it('refuses where later records refer to the inserted ones', () => {
    const home = t.ledger.write(by, (tx) => tx.insert(households, { code: 'H1' }))
    t.ledger.write(by, (tx) => tx.insert(people, person('A', { householdId: home.result })))
    expect(() => t.ledger.undo(home.txId, 'U1')).toThrow(
      expect.objectContaining({ code: 'ledger.undo-in-use' }),
    )
    expect(t.ledger.reader.prepare('SELECT deleted_at FROM households').get()).toEqual({ deleted_at: null })
  })

  it('keeps what it is told to keep and writes beside in the same transaction', () => {
    const done = t.ledger.write(by, (tx) => {
      tx.insert(agents, { name: 'X', nameFolded: 'X', pinyin: 'x', initials: 'x' })
      return tx.insert(imports, {
        kind: 'agents',
        fileName: 'a.xlsx',
        sha256: '',
        headerRow: 1,
        mapping: '{}',
        importedAt: tx.at,
        importedBy: 'U1',
        newCount: 1,
        changedCount: 0,
        sameCount: 0,
        refusedCount: 0,
        warnedCount: 0,
        state: 'done',
        txId: tx.id,
      })
    })
    t.ledger.undo(done.txId, 'U1', {
      keep: [imports],
      also: (tx) => tx.update(imports, done.result, { state: 'undone' }),
    })
    expect(t.ledger.reader.prepare('SELECT state, deleted_at FROM imports').all()).toEqual([
      { state: 'undone', deleted_at: null },
    ])
    expect(
      t.ledger.reader.prepare('SELECT count(*) FROM agents WHERE deleted_at IS NULL').pluck().get(),
    ).toBe(0)
  })

  it('knows no transaction of another ledger', () => {
    expect(() => t.ledger.undo('01J0000000000000000000000X', 'U1')).toThrow(
      expect.objectContaining({ code: 'ledger.undo-unknown' }),
    )
  })
})
