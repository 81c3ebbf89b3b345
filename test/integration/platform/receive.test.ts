import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatHlc } from '../../../src/main/core/db/hlc.ts'
import { issueBundles } from '../../../src/main/platform/issue/issue.ts'
import { receiveBundles } from '../../../src/main/platform/receive.ts'
import { reportOf } from '../../../src/main/platform/report/report.ts'
import {
  createPlatform,
  type OpenPlatform,
  openPlatform,
} from '../../../src/main/platform/store/open-store.ts'
import { columnsOf, tableNames } from '../../../src/main/platform/store/tables.ts'
import { DERIVED } from '../../../src/main/platform/take-in/rows.ts'
import { takeIn } from '../../../src/main/platform/take-in/take-in.ts'
import { worldOf } from '../../../src/main/platform/world.ts'
import { idFrom15 } from '../../../src/shared/domain/id-number.ts'
import { isRefusal } from '../../../src/shared/domain/refusal.ts'
import { inventedOffice } from '../../fixtures/platform/invented-office.ts'
import { CONTEXT, PaperOffice, RESOURCES, receive } from '../../fixtures/platform/paper-office.ts'
import { CHEAP, freshStores, NOW, PASSPHRASE, type StoreKind } from '../../fixtures/platform/stores.ts'

const stores = freshStores()
const ID = idFrom15('511133900101001')
const OTHER = idFrom15('511133900101002')

/** Everything derived, without when it came. */
async function state({ store }: OpenPlatform): Promise<Record<string, unknown[]>> {
  const all: Record<string, unknown[]> = {}
  for (const table of DERIVED) {
    const columns = columnsOf(table).filter((name) => name !== 'ordinal' && name !== 'taken')
    const rows = await store.all<Record<string, unknown>>(sql`SELECT * FROM ${store.tables[table]}`)
    all[table] = rows.map((row) => JSON.stringify(columns.map((name) => row[name]))).sort()
  }
  return all
}

/** The same receiver with an empty store of its own, so that it can be sent the same files. */
async function mirror(
  platform: OpenPlatform,
  kind: StoreKind,
  offices: readonly PaperOffice[],
): Promise<OpenPlatform> {
  const { store } = await stores.platform(kind)
  for (const office of offices) await office.trustedBy({ store })
  return { ...platform, store }
}

async function people({ store }: OpenPlatform) {
  const rows = await store.all<Record<string, string>>(
    sql`SELECT * FROM ${store.tables.people} ORDER BY row_id`,
  )
  return rows
}

async function findings({ store }: OpenPlatform): Promise<string[]> {
  const rows = await store.all<{ code: string }>(sql`SELECT code FROM ${store.tables.findings} ORDER BY code`)
  return rows.map(({ code }) => code)
}

describe.each(['sqlite', 'postgres'] as const)('a receiver on %s', (kind) => {
  test('its tables are what the code thinks they are', async () => {
    const { store } = await stores.platform(kind)
    for (const table of tableNames()) {
      const found = await store.all<{ name: string }>(
        kind === 'sqlite'
          ? sql`SELECT name FROM pragma_table_info(${table})`
          : sql`SELECT column_name AS name FROM information_schema.columns WHERE table_name = ${table}`,
      )
      expect(found.map(({ name }) => name).sort(), table).toEqual([...columnsOf(table)].sort())
    }
  })

  test('an entitlement that another office has claimed is refused, and the receipt names that office', async () => {
    const platform = await stores.platform(kind)
    const first = await PaperOffice.join(platform, '马边县人社局', 'A')
    const second = await PaperOffice.join(platform, '沐川县人社局', 'B')
    first.claim(first.person({ id_number: ID, home_county: '511133' }), ID)
    const person = second.person({ id_number: ID, home_county: '511129' })
    const claim = second.claim(person, ID)
    second.person({ id_number: OTHER })
    const [one, two] = await receive(platform, await first.bundle(), await second.bundle())
    expect(one).toMatchObject({ state: 'applied', entries: 3, fresh: 3, people: 1, rejected: 0 })
    expect(two).toMatchObject({ state: 'applied', entries: 4, fresh: 4, people: 2, rejected: 1 })

    const folder = mkdtempSync(join(stores.folder, 'out-'))
    const issued = await issueBundles(platform, folder, CONTEXT)
    expect(issued.map(({ office, receipts, kind }) => [office, receipts, kind])).toEqual([
      ['沐川县人社局', 1, 'receipt'],
      ['马边县人社局', 1, 'receipt'],
    ])
    const opened = await second.open(join(folder, issued[0]?.file ?? ''))
    expect(opened.manifest).toMatchObject({ sequence: 1, base: 0, to: { ledgerId: second.ledgerId } })
    const [line] = opened.lines
    const receipt = JSON.parse(line?.kind === 'receipt' ? line.json : '{}')
    expect(receipt).toMatchObject({ sequence: 1, state: 'partial', accepted: 3 })
    expect(receipt.rejected).toMatchObject([
      { tbl: 'claims', rowId: claim, claimId: claim, code: 'claim.claimed-elsewhere' },
    ])
    expect(receipt.rejected[0].message).toContain('马边县人社局')
    // Sealed for one office: another cannot open it.
    await expect(first.open(join(folder, issued[0]?.file ?? ''))).rejects.toMatchObject({
      code: 'bundle.not-for-us',
    })
  })

  test('whoever was first keeps the entitlement, also when the other sends more; a withdrawn claim frees it', async () => {
    const platform = await stores.platform(kind)
    const first = await PaperOffice.join(platform, '甲县', 'A')
    const second = await PaperOffice.join(platform, '乙县', 'B')
    const personA = first.person({ id_number: ID })
    const claimA = first.claim(personA, ID, {}, 5)
    // Earlier by its clock, later by its coming.
    const claimB = second.claim(second.person({ id_number: ID }), ID, {}, 1)
    const one = await first.bundle()
    const two = await second.bundle()
    await receive(platform, one)
    await receive(platform, two)
    const standing = async () =>
      Object.fromEntries(
        (
          await platform.store.all<{ row_id: string; standing: string }>(
            sql`SELECT row_id, standing FROM ${platform.store.tables.claims}`,
          )
        ).map(({ row_id, standing }) => [row_id, standing]),
      )
    expect(await standing()).toEqual({ [claimA]: 'accepted', [claimB]: 'rejected' })
    second.update('claims', claimB, { note: 'x' }, 20)
    await receive(platform, await second.bundle({ base: 1, parent: two.sha256 }))
    expect(await standing()).toEqual({ [claimA]: 'accepted', [claimB]: 'rejected' })
    first.update('claims', claimA, { state: 'withdrawn' }, 30)
    await receive(platform, await first.bundle({ base: 1, parent: one.sha256 }))
    expect(await standing()).toEqual({ [claimA]: 'accepted', [claimB]: 'accepted' })
    expect(await findings(platform)).toEqual([])
  })

  test('a bundle that comes twice changes nothing, one that comes too early waits and follows by itself', async () => {
    const platform = await stores.platform(kind)
    const office = await PaperOffice.join(platform, '甲县', 'A')
    const atOnce = await mirror(platform, kind, [office])
    const person = office.person({ id_number: ID, home_county: '511133' })
    const spell = office.insert('spells', {
      person_id: person,
      employer_text: '某厂',
      county: '330782',
      from_date: '2022-03-01',
      post_kind: 'ordinary',
    })
    const one = await office.bundle()
    office.update('spells', spell, { to_state: 'ended', to_date: '2022-05-31' }, 10)
    const two = await office.bundle({ base: 1, parent: one.sha256, kind: 'changes' })
    office.update('people', person, { phone: '13900000000' }, 20)
    const three = await office.bundle({ base: 2, parent: two.sha256, kind: 'changes' })

    expect(await receive(platform, three)).toMatchObject([
      { state: 'waiting', reason: expect.stringContaining('缺第 2 份') },
    ])
    expect(await receive(platform, three)).toMatchObject([{ state: 'waiting' }])
    expect(await people(platform)).toEqual([])
    expect(await receive(platform, one)).toMatchObject([{ state: 'applied' }])
    expect(await receive(platform, two)).toMatchObject([
      { state: 'applied', sequence: 2 },
      { state: 'applied', sequence: 3 },
    ])
    const settled = await state(platform)
    for (const again of [one, two, three])
      expect(await receive(platform, again)).toMatchObject([{ state: 'known', entries: 0 }])
    expect(await state(platform)).toEqual(settled)
    expect(await people(platform)).toMatchObject([{ phone: '13900000000', row_id: person }])

    // All at once and in any order: the same.
    expect((await receive(atOnce, three, one, two)).map(({ state }) => state)).toEqual(
      Array(3).fill('applied'),
    )
    expect(await state(atOnce)).toEqual(settled)
    expect(settled.work?.[0]).toContain('2022-05-31')
  })

  test('a store of before the columns opens, and what waits in it follows', async () => {
    const place = { store: await stores.place(kind), passphrase: PASSPHRASE, kdfCost: CHEAP }
    const { platform: made } = await createPlatform({ ...place, name: '省平台', now: () => NOW })
    const office = await PaperOffice.join(made, '甲县', 'A')
    office.person({ id_number: ID, home_county: '511133' })
    const one = await office.bundle()
    office.person({ id_number: OTHER, home_county: '511133' })
    const two = await office.bundle({ base: 1, parent: one.sha256, kind: 'changes' })
    await receive(made, two)
    const { waiting_files } = made.store.tables
    const bases = ({ store }: OpenPlatform) => store.all(sql`SELECT base FROM ${waiting_files}`)
    expect(await bases(made)).toEqual([{ base: 1 }])
    await made.store.run(sql`ALTER TABLE ${waiting_files} DROP COLUMN base`)
    await made.store.run(sql`ALTER TABLE ${made.store.tables.offices} DROP COLUMN revoked_keys`)
    await made.store.run(
      kind === 'sqlite' ? sql`PRAGMA user_version = 2` : sql`UPDATE platform_schema SET version = 2`,
    )
    await made.store.close()

    const platform = await openPlatform(place)
    try {
      expect(await bases(platform)).toEqual([{ base: null }])
      expect(await receive(platform, one)).toMatchObject([
        { state: 'applied', sequence: 1 },
        { state: 'applied', sequence: 2 },
      ])
      expect(await people(platform)).toHaveLength(2)
    } finally {
      await platform.store.close()
    }
  })

  test('one that waited and cannot be taken after all is kept as refused and answered; it can come again as it should be', async () => {
    const platform = await stores.platform(kind)
    const office = await PaperOffice.join(platform, '甲县', 'A')
    office.person({ id_number: ID })
    const one = await office.bundle()
    office.person({ id_number: OTHER })
    const wrong = await office.bundle({ sequence: 2, base: 1, parent: 'f'.repeat(64) })
    const after = await office.bundle({ sequence: 3, base: 2, parent: wrong.sha256 })
    expect(await receive(platform, wrong, after)).toMatchObject([{ state: 'waiting' }, { state: 'waiting' }])
    expect(await receive(platform, one)).toMatchObject([
      { state: 'applied', sequence: 1 },
      { state: 'refused', code: 'bundle.parent', office: '甲县', sequence: 2 },
    ])
    const arrived = async () => {
      const { totals } = await reportOf(
        platform.store,
        worldOf(RESOURCES, CONTEXT.today, (node) => node),
        {
          asOf: '2022-06-01',
        },
      )
      const [{ lastSequence, waiting, refusedBundles } = {}] = totals.offices
      return { lastSequence, waiting, refusedBundles }
    }
    expect(await arrived()).toEqual({ lastSequence: 1, waiting: 1, refusedBundles: 1 })
    const { bundles, waiting_files } = platform.store.tables
    expect(
      await platform.store.all(
        sql`SELECT reason FROM ${bundles} WHERE ${bundles.state} = 'refused' AND ${bundles.sequence} = 2`,
      ),
    ).toMatchObject([{ reason: expect.stringContaining('不是同一份') }])
    expect(await platform.store.all(sql`SELECT hash FROM ${waiting_files}`)).toEqual([{ hash: after.sha256 }])

    const folder = mkdtempSync(join(stores.folder, 'out-'))
    const [issued] = await issueBundles(platform, folder, CONTEXT)
    const { lines } = await office.open(join(folder, issued?.file ?? ''))
    const receipts = lines.flatMap((line) => (line.kind === 'receipt' ? [JSON.parse(line.json)] : []))
    // In the order in which they came.
    expect(receipts).toMatchObject([
      {
        sequence: 2,
        hash: wrong.sha256,
        state: 'rejected',
        accepted: 0,
        rejected: [{ code: 'bundle.parent' }],
      },
      { sequence: 1, state: 'accepted' },
    ])

    office.person({ id_number: OTHER })
    const right = await office.bundle({ sequence: 2, base: 1, parent: one.sha256 })
    // The one that waits for the refused one does not go on from this.
    expect(await receive(platform, right)).toMatchObject([
      { state: 'applied', sequence: 2 },
      { state: 'refused', code: 'bundle.parent', sequence: 3 },
    ])
    expect(await people(platform)).toHaveLength(2)
    expect(await arrived()).toEqual({ lastSequence: 2, waiting: 0, refusedBundles: 1 })
  })

  test('the clock of one that waited is looked at again when its turn comes, unless somebody has agreed to it', async () => {
    const HOUR = 3_600_000
    const platform = await stores.platform(kind)
    const office = await PaperOffice.join(platform, '甲县', 'A')
    const agreed = await mirror(platform, kind, [office])
    office.person({ id_number: ID })
    const one = await office.bundle()
    office.person({ id_number: OTHER })
    const clock = formatHlc({ millis: NOW + 30 * HOUR, counter: 0, node: office.node })
    const ahead = await office.bundle({ base: 1, parent: one.sha256, clock })
    // The platform's own clock was ahead, too, and has been put right since.
    expect(await receiveBundles(platform, [ahead], { ...CONTEXT, now: () => NOW + 20 * HOUR })).toMatchObject(
      [{ state: 'waiting' }],
    )
    expect(await receive(platform, one)).toMatchObject([
      { state: 'applied' },
      { state: 'refused', code: 'bundle.clock-ahead' },
    ])
    expect(await people(platform)).toHaveLength(1)

    expect(await receiveBundles(agreed, [ahead], { ...CONTEXT, acceptClock: true })).toMatchObject([
      { state: 'waiting' },
    ])
    expect(await receive(agreed, one)).toMatchObject([
      { state: 'applied' },
      { state: 'applied', sequence: 2 },
    ])
  })

  test('forged, foreign, damaged and unknown files are refused with nothing changed', async () => {
    const platform = await stores.platform(kind)
    const office = await PaperOffice.join(platform, '甲县', 'A')
    const stranger = await PaperOffice.join(await stores.platform('sqlite'), '外人', 'C')
    office.person({ id_number: ID })
    const one = await office.bundle()
    await receive(platform, one)
    const settled = await state(platform)
    office.person({ id_number: OTHER })
    const forged = await office.bundle({ sequence: 1 })
    office.person({ id_number: OTHER })
    const wrongParent = await office.bundle({ sequence: 2, base: 1, parent: 'f'.repeat(64) })
    const elsewhere = await office.bundle({ sequence: 3, to: { ledgerId: 'OTHER', office: '别处' } })
    const flipped = Buffer.from(one.bytesNow)
    flipped.writeUInt8(flipped.readUInt8(200) ^ 1, 200)
    const cut = one.bytesNow.subarray(0, one.bytesNow.length - 20)
    const refused = async (file: Parameters<typeof receive>[1]) => (await receive(platform, file))[0]?.code
    expect(await refused(forged)).toBe('bundle.sequence-forged')
    expect(await refused(wrongParent)).toBe('bundle.parent')
    expect(await refused(elsewhere)).toBe('bundle.not-for-us')
    const future = await office.bundle({ clock: office.clock(60 * 24 * 365 * 5) })
    expect(await refused(future)).toBe('bundle.clock-ahead')
    expect(await refused(await stranger.bundle())).toBe('bundle.unknown-sender')
    expect(await refused({ ...one, source: { name: 'x', bytes: flipped } })).toBe('bundle.damaged')
    expect(await refused({ ...one, source: { name: 'x', bytes: cut } })).toMatch(/^bundle\./)
    expect(await state(platform)).toEqual(settled)
  })

  test('fields merge by their clocks, whichever comes first; what this version does not know is kept', async () => {
    const platform = await stores.platform(kind)
    const office = await PaperOffice.join(platform, '甲县', 'A')
    const other = await PaperOffice.join(platform, '乙县', 'B')
    const person = office.person({ id_number: ID, home_county: '511133', phone: '1' })
    office.insert('newer_table', { person_id: person, some: '新内容' })
    await receive(platform, await office.bundle())
    other.update('people', person, { phone: '3', home_village: '乙村', newer_column: 7 }, 30)
    await receive(platform, await other.bundle())
    office.update('people', person, { phone: '2', home_county: '511129' }, 20)
    await receive(platform, await office.bundle())
    expect(await people(platform)).toMatchObject([{ phone: '3', county: '511129', node: office.node }])
    const { histories } = platform.store.tables
    const kept = await platform.store.all<{ lines: string }>(
      sql`SELECT lines FROM ${histories} ORDER BY ordinal`,
    )
    expect(kept.map(({ lines }) => lines).join('\n')).toMatch(/新内容[\s\S]*newer_column/)
  })

  test('a corrected ID number moves the person with all that hangs on it', async () => {
    const platform = await stores.platform(kind)
    const first = await PaperOffice.join(platform, '甲县', 'A')
    const second = await PaperOffice.join(platform, '乙县', 'B')
    first.claim(first.person({ id_number: ID }), ID)
    const wrong = `${ID.slice(0, 17)}${ID.endsWith('0') ? '1' : '0'}`
    const person = second.person({ id_number: wrong })
    const claim = second.claim(person, ID, {}, 3)
    await receive(platform, await first.bundle())
    await receive(platform, await second.bundle())
    expect(await findings(platform)).toEqual(['claim.person-refused', 'person.id-number'])
    expect(new Set((await people(platform)).map(({ person_key }) => person_key)).size).toBe(2)
    second.update('people', person, { id_number: ID }, 10)
    const [moved] = await receive(platform, await second.bundle())
    expect(moved).toMatchObject({ rejected: 1 })
    expect(new Set((await people(platform)).map(({ person_key }) => person_key)).size).toBe(1)
    expect(await findings(platform)).toEqual(['claim.claimed-elsewhere'])
    const { claims } = platform.store.tables
    const rows = await platform.store.all<{ row_id: string; standing: string }>(
      sql`SELECT row_id, standing FROM ${claims} WHERE row_id = ${claim}`,
    )
    expect(rows).toEqual([{ row_id: claim, standing: 'rejected' }])
  })

  test('every reason to refuse a row is told, and goes away when the row is mended', async () => {
    const platform = await stores.platform(kind)
    const office = await PaperOffice.join(platform, '甲县', 'A')
    const good = office.person({ id_number: ID })
    const elsewhere = office.person({ home_county: '999999' })
    office.person({ birth_date: '2030-01-01' })
    office.person({ id_number: OTHER, birth_date: '1991-01-01' })
    const work = { person_id: good, employer_text: 'x', post_kind: 'ordinary', from_date: '2022-03-01' }
    office.insert('spells', { ...work, county: '000000' })
    office.insert('spells', { ...work, to_date: '2022-02-01' })
    office.insert('spells', { ...work, person_id: office.id() })
    office.claim(good, 'a', { benefit: 'XX-1' })
    office.claim(good, 'b', { amount_fen: 0 })
    office.claim(good, 'c', { amount_fen: 0.5 })
    office.claim(office.id(), 'd')
    office.insert('grants', {
      benefit: 'JH-16',
      beneficiary_kind: 'person',
      beneficiary_id: good,
      person_id: good,
      entitlement_key: `JH-16|${ID}|`,
      granted_on: '2022-01-02',
    })
    await receive(platform, await office.bundle())
    expect(await findings(platform)).toEqual([
      'claim.amount',
      'claim.amount',
      'claim.benefit',
      'claim.person-unknown',
      'person.birth-date',
      'person.birth-date',
      'person.county',
      'work.county',
      'work.dates',
      'work.person-unknown',
    ])
    const other = await PaperOffice.join(platform, '乙县', 'B')
    other.claim(other.person({ id_number: ID }), ID)
    await receive(platform, await other.bundle())
    const [granted] = await platform.store.all<{ message: string }>(
      sql`SELECT message FROM ${platform.store.tables.findings} WHERE code = 'claim.granted-elsewhere'`,
    )
    expect(granted?.message).toMatch(/甲县.*2022-01-02/)
    office.update('people', elsewhere, { home_county: '511133' }, 10)
    await receive(platform, await office.bundle())
    expect(await findings(platform)).not.toContain('person.county')
  })

  test('an office is told of its people in other offices: without phone and account, without what was refused, until it answers', async () => {
    const platform = await stores.platform(kind)
    const home = await PaperOffice.join(platform, '马边县人社局', 'A', '511133')
    const station = await PaperOffice.join(platform, '义乌联络站', 'B')
    home.person({ id_number: OTHER, home_county: '511133' })
    const employer = station.insert('employers', { name: '某厂', name_folded: '某厂', phone: '0579' })
    const person = station.person({
      id_number: ID,
      home_county: '511133',
      phone: '13900000000',
      payee_account: '62',
      home_village: '一村',
    })
    station.insert('spells', {
      person_id: person,
      employer_id: employer,
      county: '330782',
      from_date: '2022-03-01',
      post_kind: 'ordinary',
    })
    const bad = station.claim(person, ID, { amount_fen: 0 })
    station.insert('claim_events', { claim_id: bad, kind: 'drafted', at: 'x', by: 'y', data: '{}' })
    station.person({ id_number: idFrom15('330782900101001'), home_county: '330782' })
    await receive(platform, await home.bundle(), await station.bundle())
    const folder = mkdtempSync(join(stores.folder, 'out-'))
    const issued = await issueBundles(platform, folder, { ...CONTEXT, only: home.node })
    expect(issued).toMatchObject([{ office: '马边县人社局', kind: 'full', receipts: 1, entries: 3 }])
    const opened = await home.open(join(folder, issued[0]?.file ?? ''))
    const entries = opened.lines.filter((line) => line.kind === 'entry')
    expect(entries.map(({ tbl, rowId }) => [tbl, rowId === person || rowId === employer])).toEqual([
      ['employers', true],
      ['people', true],
      ['spells', false],
    ])
    const text = JSON.stringify(opened.lines)
    expect(text).toContain('一村')
    expect(text).not.toMatch(/13900000000|0579|"62"/)
    expect(opened.manifest.counts).toMatchObject({ entries: 3, transactions: 1, receipts: 1 })
    // Unanswered, all of it goes again; answered, nothing is due.
    expect(await issueBundles(platform, folder, { ...CONTEXT, only: home.node })).toMatchObject([
      { sequence: 2, entries: 3 },
    ])
    home.receipt({
      sequence: 1,
      hash: opened.sha256,
      state: 'accepted',
      accepted: 3,
      rejected: [],
      conflicts: 0,
    })
    await receive(platform, await home.bundle())
    const next = await issueBundles(platform, folder, { ...CONTEXT, only: home.node })
    expect(next).toMatchObject([{ sequence: 3, kind: 'receipt', entries: 0, receipts: 1 }])
    expect((await home.open(join(folder, next[0]?.file ?? ''))).manifest).toMatchObject({
      base: 1,
      parent: opened.sha256,
    })
  })

  test('the same bundles in any order, in parts of any size, make the same store', async () => {
    const runs = kind === 'sqlite' ? 8 : 3
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat(1_000_000)), async (stream) => {
        const draw = (below: number) => (stream.next().value as number) % below
        const one = await stores.platform('sqlite')
        const offices = [await PaperOffice.join(one, '甲县', 'A'), await PaperOffice.join(one, '乙县', 'B')]
        const shared: string[] = []
        const bundles = []
        for (let round = 0; round < 5; round += 1) {
          const office = offices[draw(2)] as PaperOffice
          for (let act = 0; act <= draw(6); act += 1) {
            const [known] = shared.length > 0 ? [shared[draw(shared.length)]] : []
            if (known === undefined || draw(3) === 0)
              shared.push(
                office.person({ id_number: [ID, OTHER, null][draw(3)], home_county: '511133' }, round),
              )
            else if (draw(2) === 0)
              office.update(
                'people',
                known,
                { id_number: [ID, OTHER, null][draw(3)], phone: String(draw(9)) },
                // In any order of time, but no two at once: an office's clock never shows the same twice.
                100 + draw(50) * 64 + bundles.length * 8 + act,
              )
            else
              office.insert(
                'spells',
                { person_id: known, county: '330782', from_date: '2022-03-01', post_kind: 'ordinary' },
                round,
              )
          }
          bundles.push(await office.bundle())
        }
        for (const bundle of bundles) expect(await receive(one, bundle)).toMatchObject([{ state: 'applied' }])
        const other = bundles.map((bundle) => ({ bundle, at: draw(1000) })).sort((a, b) => a.at - b.at)
        const two = await mirror(one, kind, offices)
        for (const { bundle } of other)
          expect(await receive(two, bundle)).toMatchObject([{ state: 'applied' }])
        expect(await state(two)).toEqual(await state(one))
      }),
      { numRuns: runs },
    )
  })

  test('a bundle that fails while its people are already being written leaves nothing', async () => {
    const platform = await stores.platform(kind)
    const before = await state(platform)
    const lines = [...inventedOffice({ office: 0, people: 300, sharedEvery: 50, claimEvery: 10 })].flat()
    const bad = [...lines.slice(0, 900), 'entry\tpeople\tx']
    const batches = [bad.slice(0, 300), bad.slice(300, 600), bad.slice(600)]
    const byTable = { people: 300, person_categories: 300, spells: 300, insured_years: 300 }
    const taken = platform.store.transaction(() =>
      takeIn(platform.store, batches, {
        ordinal: 1,
        keys: platform.keys,
        world: worldOf(RESOURCES, CONTEXT.today, (node) => node),
        expected: byTable,
        settledAfter: 200,
      }),
    )
    await expect(taken).rejects.toMatchObject({ code: 'bundle.payload' })
    expect(await state(platform)).toEqual(before)
    expect(await platform.store.all(sql`SELECT subject_id FROM ${platform.store.tables.subjects}`)).toEqual(
      [],
    )
  })

  test('only the passphrase opens it, and nobody makes another in its place', async () => {
    const place = await stores.place(kind)
    const options = { store: place, name: '省平台', passphrase: PASSPHRASE, now: () => NOW, kdfCost: CHEAP }
    const { platform, recoveryKey } = await createPlatform(options)
    expect(recoveryKey).toMatch(/\S+/)
    const office = await PaperOffice.join(platform, '甲县', 'A')
    office.person({ id_number: ID })
    const bundle = await office.bundle()
    await platform.store.close()
    await expect(openPlatform({ store: place, passphrase: 'no' })).rejects.toMatchObject({
      code: 'ledger.wrong-passphrase',
    })
    await expect(createPlatform(options)).rejects.toSatisfy(
      (error) => isRefusal(error) && error.code === 'platform.exists',
    )
    const again = await openPlatform({ store: place, passphrase: PASSPHRASE })
    expect(await receive(again, bundle)).toMatchObject([{ state: 'applied', people: 1 }])
    expect(again.identity).toEqual(platform.identity)
    await again.store.close()
  })
})
