import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { doctor } from '../../../src/main/core/db/doctor/doctor.ts'
import { people } from '../../../src/main/core/db/schema/registry.ts'
import { inbox, outbox } from '../../../src/main/core/db/schema/sync.ts'
import { insuredYears, spells } from '../../../src/main/core/db/schema/work.ts'
import { inboxOf } from '../../../src/main/core/sync/exchange-state.ts'
import { receiptsDue } from '../../../src/main/core/sync/receipts.ts'
import { WHOLE_BUNDLE } from '../../../src/shared/domain/rejected-rows.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { Office, records } from '../../fixtures/sync/office.ts'

let folder: string
let opened: TestLedger[] = []
let clock: number
let a: Office
let b: Office

/** Both wall clocks move together unless a test says otherwise. */
const ahead = new Map<string, number>()
async function office(name: string): Promise<Office> {
  const now = () => {
    clock += 1000
    return clock + (ahead.get(name) ?? 0)
  }
  const t = await createTestLedger({ now })
  opened.push(t)
  return Office.open(name, t.ledger, folder, now)
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'liaison-sync-'))
  clock = Date.parse('2026-06-01T01:00:00Z')
  ahead.clear()
  a = await office('荣丁镇站')
  b = await office('县人社局')
  a.trust(b)
  b.trust(a)
})
afterEach(() => {
  for (const t of opened) t.cleanup()
  opened = []
  rmSync(folder, { recursive: true, force: true })
})

const ID = '513437199001011234'
const person = (name: string, idNumber: string | null = null) => ({
  name,
  nameFolded: name,
  pinyin: 'x',
  initials: 'x',
  idNumber,
  homeCounty: '513437',
  source: 'entry',
})
const add = (at: Office, name: string, idNumber: string | null = null) =>
  at.ledger.write({ action: 'people.add', actor: `${at.name}经办` }, (tx) =>
    tx.insert(people, person(name, idNumber)),
  ).result
const change = (at: Office, id: string, patch: object) =>
  at.ledger.write({ action: 'people.update', actor: `${at.name}经办` }, (tx) => tx.update(people, id, patch))
const see = (at: Office, id: string) =>
  at.ledger.reader.prepare<Record<string, unknown>>('SELECT * FROM people WHERE id = ?').get(id)
const conflicts = (at: Office) =>
  at.ledger.reader
    .prepare<{ id: string; field: string; earlier: string; later: string; skew: number }>(
      'SELECT id, field, earlier, later, skew FROM merge_conflicts ORDER BY id',
    )
    .all()
/** Files to and fro until nobody has anything new. */
async function agree(): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    await b.take(await a.send(b))
    await a.take(await b.send(a))
  }
}
async function expectAgreement(): Promise<void> {
  const tables = ['people', 'spells', 'insured_years']
  expect(records(a.ledger, tables)).toEqual(records(b.ledger, tables))
  for (const at of [a, b]) expect((await doctor(at.ledger.ticket)).findings).toEqual([])
}

describe('two offices', () => {
  it('know the same after a file, with who did it and when', async () => {
    const id = add(a, '吉克阿依', ID)
    change(a, id, { phone: '13800000000' })
    const taken = await b.take(await a.send(b))
    expect(taken).toMatchObject({ state: 'applied', entries: 2, taken: 2, conflicts: 0, missing: [] })
    expect(see(b, id)).toEqual(see(a, id))
    expect(
      b.ledger.reader.prepare('SELECT actor, action, office FROM origin_transactions ORDER BY hlc').all(),
    ).toEqual([
      { actor: '荣丁镇站经办', action: 'people.add', office: '荣丁镇站' },
      { actor: '荣丁镇站经办', action: 'people.update', office: '荣丁镇站' },
    ])
    await expectAgreement()
  })

  it('changed different fields: both stand', async () => {
    const id = add(a, '吉克阿依', ID)
    await b.take(await a.send(b))
    change(a, id, { phone: '13800000001' })
    change(b, id, { note: '在义乌' })
    await agree()
    expect(see(a, id)).toMatchObject({ phone: '13800000001', note: '在义乌' })
    expect(conflicts(a)).toEqual([])
    await expectAgreement()
  })

  it('changed one field: the later stands meanwhile, and both are asked', async () => {
    const id = add(a, '吉克阿依', ID)
    await b.take(await a.send(b))
    change(a, id, { phone: '13800000001' })
    change(b, id, { phone: '13800000002' })
    await agree()
    expect(see(a, id)).toMatchObject({ phone: '13800000002' })
    expect(conflicts(a)).toEqual(conflicts(b))
    expect(conflicts(a)).toMatchObject([{ field: 'phone', earlier: '"13800000001"', later: '"13800000002"' }])
    await expectAgreement()
  })

  it('changed one field one after the other: no conflict', async () => {
    const id = add(a, '吉克阿依', ID)
    await b.take(await a.send(b))
    change(a, id, { phone: '13800000001' })
    await b.take(await a.send(b))
    change(b, id, { phone: '13800000002' })
    await agree()
    expect(conflicts(a)).toEqual([])
    expect(see(a, id)).toMatchObject({ phone: '13800000002' })
  })

  it('one deletes what the other changes later: marked with its reason, and asked', async () => {
    const id = add(a, '吉克阿依', ID)
    await b.take(await a.send(b))
    a.ledger.write({ action: 'people.remove', actor: '甲' }, (tx) => tx.remove(people, id, '重复录入'))
    change(b, id, { phone: '13800000002' })
    await agree()
    expect(see(b, id)).toMatchObject({ deleted_reason: '重复录入', phone: '13800000002' })
    expect(conflicts(a)).toMatchObject([{ field: 'deleted_at', later: 'null' }])
    expect(conflicts(b)).toEqual(conflicts(a))
    await expectAgreement()
  })

  it('entered the same person: both stand, and are counted as twins', async () => {
    add(a, '吉克阿依', ID)
    add(b, '吉克阿依', ID)
    const taken = await b.take(await a.send(b))
    expect(taken.twins).toBe(1)
    await agree()
    await expectAgreement()
    expect(() => add(a, '吉克阿依', ID)).toThrow(/UNIQUE constraint failed: people.id_number/)
  })

  it('entered the same months of insurance: one record with both', async () => {
    const id = add(a, '吉克阿依', ID)
    await b.take(await a.send(b))
    const months = (at: Office, mask: number) =>
      at.ledger.write({ action: 'insured.add', actor: at.name }, (tx) =>
        tx.insert(insuredYears, {
          personId: id,
          employerText: '义乌某厂',
          county: '330782',
          year: 2022,
          months: mask,
          source: 'entry',
        }),
      )
    months(a, 0b000111)
    months(b, 0b001110)
    await agree()
    for (const at of [a, b])
      expect(
        at.ledger.reader.prepare('SELECT months FROM insured_years WHERE deleted_at IS NULL').all(),
      ).toEqual([{ months: 0b001111 }])
    expect(conflicts(a)).toEqual([])
    await expectAgreement()
  })

  it('entered the same spell with another post: folded, the difference is asked', async () => {
    const id = add(a, '吉克阿依', ID)
    await b.take(await a.send(b))
    const spell = (at: Office, post: string) =>
      at.ledger.write({ action: 'spells.add', actor: at.name }, (tx) =>
        tx.insert(spells, {
          personId: id,
          employerText: '义乌某厂',
          county: '330782',
          fromDate: '2022-03-01',
          toState: 'ongoing',
          postKind: post,
          source: 'entry',
        } as never),
      )
    spell(a, 'assembly')
    spell(b, 'sewing')
    await agree()
    expect(
      a.ledger.reader.prepare('SELECT count(*) AS n FROM spells WHERE deleted_at IS NULL').get(),
    ).toEqual({ n: 1 })
    // Whoever folds them asks.
    expect([...conflicts(a), ...conflicts(b)].map(({ field }) => field)).toEqual(['post_kind'])
    await expectAgreement()
  })
})

describe('files', () => {
  it('taken twice change nothing', async () => {
    add(a, '吉克阿依', ID)
    const file = await a.send(b)
    await b.take(file)
    const before = records(b.ledger, ['people'])
    expect(await b.take(file)).toMatchObject({ state: 'known', taken: 0 })
    expect(records(b.ledger, ['people'])).toEqual(before)
  })

  it('that were lost are made good by the next', async () => {
    const one = add(a, '吉克阿依', ID)
    await a.send(b)
    const two = add(a, '沙马木果', null)
    const taken = await b.take(await a.send(b))
    expect(taken).toMatchObject({ state: 'applied', missing: [1] })
    expect(see(b, one)).toBeDefined()
    expect(see(b, two)).toBeDefined()
  })

  it('that come before what they go on from wait, and go in with it', async () => {
    add(a, '吉克阿依', ID)
    const first = await a.send(b)
    await b.take(first)
    await a.take(await b.send(a))
    // The county's disk broke; its backup knows nothing of the first file, which it has acknowledged.
    b.ledger.write({ action: 'test.restore', actor: 't' }, (tx) => tx.local(inbox).delete())
    const two = add(a, '沙马木果')
    const second = await a.send(b)
    expect(await b.take(second)).toMatchObject({ state: 'waiting', missing: [1] })
    expect(see(b, two)).toBeUndefined()
    expect(await b.take(second)).toMatchObject({ state: 'waiting', missing: [1] })
    await b.take(first)
    expect(see(b, two)).toMatchObject({ name: '沙马木果' })
    expect(await b.take(second)).toMatchObject({ state: 'known', missing: [] })
    await expectAgreement()
  })

  it('that waited and cannot be taken are refused one by one: shown, answered, and nothing else is undone', async () => {
    add(a, '吉克阿依', ID)
    const first = await a.send(b)
    await b.take(first)
    await a.take(await b.send(a))
    b.ledger.write({ action: 'test.restore', actor: 't' }, (tx) => tx.local(inbox).delete())
    const two = add(a, '沙马木果')
    expect(await b.take(await a.send(b))).toMatchObject({ state: 'waiting' })
    const three = add(a, '阿余日作')
    expect(await b.take(await a.send(b))).toMatchObject({ state: 'waiting' })
    // A bad sector: what waits as the second file is no longer what came.
    const hash = 'e'.repeat(64)
    b.ledger.write({ action: 'test.sector', actor: 't' }, (tx) =>
      tx.local(inbox).update({ sha256: hash }, eq(inbox.sequence, 2)),
    )
    const { taken, followed, refused } = await b.takeWithWaiting(first)
    expect(taken).toMatchObject({ state: 'applied', manifest: { sequence: 1 } })
    expect(refused).toMatchObject([{ sequence: 2, code: 'bundle.sequence-forged' }])
    // The third goes on from the first, too, and has all that the second had.
    expect(followed).toEqual([3])
    expect([see(b, two)?.name, see(b, three)?.name]).toEqual(['沙马木果', '阿余日作'])
    expect(inboxOf(b.ledger.reader, a.ledger.ledgerId)).toMatchObject([
      { sequence: 3, state: 'applied' },
      {
        sequence: 2,
        state: 'refused',
        taken: 0,
        rejected: [{ tbl: WHOLE_BUNDLE, code: 'bundle.sequence-forged', message: refused[0]?.reason }],
      },
      { sequence: 1, state: 'applied' },
    ])
    expect(receiptsDue(b.ledger.reader, a.ledger.ledgerId)).toMatchObject([
      { sequence: 1, state: 'accepted' },
      { sequence: 2, hash, state: 'rejected', accepted: 0 },
      { sequence: 3, state: 'accepted' },
    ])
    await agree()
    await expectAgreement()
  })

  it('whose sender is no longer trusted when their turn comes are refused as well, and can come again', async () => {
    add(a, '吉克阿依', ID)
    const first = await a.send(b)
    await b.take(first)
    await a.take(await b.send(a))
    b.ledger.write({ action: 'test.restore', actor: 't' }, (tx) => tx.local(inbox).delete())
    const two = add(a, '沙马木果')
    const second = await a.send(b)
    await b.take(second)
    let asked = 0
    const { refused } = await b.takeWithWaiting(first, {
      // Trusted while the first is read, revoked when the second is.
      senderOf: (key) => {
        const known = b.partners.get(key)
        asked += 1
        return known === undefined ? undefined : { ...known, revoked: asked > 2 }
      },
    })
    expect(refused).toMatchObject([{ sequence: 2, code: 'bundle.revoked-sender' }])
    expect(see(b, two)).toBeUndefined()
    expect(await b.take(second)).toMatchObject({ state: 'applied', missing: [] })
    expect(see(b, two)).toMatchObject({ name: '沙马木果' })
  })

  it('with a number that was used for something else are refused', async () => {
    add(a, '吉克阿依', ID)
    await b.take(await a.send(b))
    a.ledger.write({ action: 'test.restore', actor: 't' }, (tx) => tx.local(outbox).delete())
    add(a, '沙马木果')
    await expect(b.take(await a.send(b))).rejects.toMatchObject({ code: 'bundle.sequence-forged' })
  })

  it('say by how much a clock is off', async () => {
    ahead.set('荣丁镇站', 3 * 3600_000)
    const id = add(a, '吉克阿依', ID)
    const taken = await b.take(await a.send(b))
    expect(taken.skew).toBeGreaterThan(2.9 * 3600_000)
    change(b, id, { phone: '13800000002' })
    await agree()
    expect(see(a, id)).toMatchObject({ phone: '13800000002' })
    expect(conflicts(a)).toEqual([])
  })

  it('from a clock days ahead need a word', async () => {
    ahead.set('荣丁镇站', 72 * 3600_000)
    add(a, '吉克阿依', ID)
    const file = await a.send(b)
    await expect(b.take(file)).rejects.toMatchObject({ code: 'bundle.clock-ahead' })
    expect(await b.take(file, { acceptClock: true })).toMatchObject({ state: 'applied' })
  })

  it('can be tried without changing anything', async () => {
    const id = add(a, '吉克阿依', ID)
    expect(await b.take(await a.send(b), { dryRun: true })).toMatchObject({ state: 'applied', taken: 1 })
    expect(see(b, id)).toBeUndefined()
    await expectNothing(b)
  })

  it('for another office are refused', async () => {
    const c = await office('省平台')
    a.trust(c)
    c.trust(a)
    add(a, '吉克阿依', ID)
    await expect(b.take(await a.send(c))).rejects.toMatchObject({ code: 'bundle.not-for-us' })
    await expectNothing(b)
  })
})

async function expectNothing(at: Office): Promise<void> {
  expect(records(at.ledger, ['people', 'inbox'])).toEqual({
    people: [],
    inbox: [],
  })
}

describe('scope', () => {
  it('keeps people of other counties and guarded fields out of the file', async () => {
    a.trust(b, { counties: ['513437'], by: 'home', groups: ['registry', 'work'], fields: [] })
    const inside = a.ledger.write({ action: 'people.add', actor: '甲' }, (tx) =>
      tx.insert(people, { ...person('吉克阿依', ID), phone: '13800000001', payeeAccount: '6217000000' }),
    ).result
    const outside = a.ledger.write({ action: 'people.add', actor: '甲' }, (tx) =>
      tx.insert(people, { ...person('沙马木果'), homeCounty: '513429' }),
    ).result
    change(a, inside, { phone: '13900000000', note: '有电话' })
    const taken = await b.take(await a.send(b))
    expect(taken.manifest.counts.byTable).toEqual({ people: 2 })
    expect(see(b, inside)).toMatchObject({ phone: null, payee_account: null, note: '有电话' })
    expect(see(b, outside)).toBeUndefined()
    await a.take(await b.send(a, 'receipt'))

    // Who comes into scope comes with everything.
    change(a, outside, { homeCounty: '513437' })
    await b.take(await a.send(b))
    expect(see(b, outside)).toMatchObject({ name: '沙马木果', home_county: '513437' })

    // A wider scope brings what was held back.
    a.trust(b)
    const wider = await a.send(b)
    expect(await b.take(wider)).toMatchObject({ manifest: { kind: 'full' } })
    expect(see(b, inside)).toMatchObject({ phone: '13900000000', payee_account: '6217000000' })
    await expectAgreement()
  })
})
