import { mkdtempSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { doctor } from '../../../src/main/core/db/doctor/doctor.ts'
import { employers, people } from '../../../src/main/core/db/schema/registry.ts'
import { spells } from '../../../src/main/core/db/schema/work.ts'
import { readCard, writeCard } from '../../../src/main/core/sync/key-card.ts'
import { addPack, issueBundles } from '../../../src/main/platform/issue/issue.ts'
import { trustOffice } from '../../../src/main/platform/offices.ts'
import { ownCard } from '../../../src/main/platform/own-keys.ts'
import { receiveBundles } from '../../../src/main/platform/receive.ts'
import type { OpenPlatform } from '../../../src/main/platform/store/open-store.ts'
import { idFrom15 } from '../../../src/shared/domain/id-number.ts'
import { EVERYTHING } from '../../../src/shared/domain/sync-scope.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { CONTEXT } from '../../fixtures/platform/paper-office.ts'
import { freshStores } from '../../fixtures/platform/stores.ts'
import { Office } from '../../fixtures/sync/office.ts'

const stores = freshStores()
const opened: TestLedger[] = []
afterEach(() => {
  for (const one of opened.splice(0)) one.cleanup()
})

const START = Date.parse('2026-06-01T01:00:00Z')

/** The platform as offices know their partners. */
async function asPartner(platform: OpenPlatform): Promise<Office> {
  const { card } = await ownCard(platform)
  const { name, ledgerId, node, signingKey, ageRecipient } = card
  const known = {
    name,
    ledger: { ledgerId, node },
    keys: { signer: { publicKey: signingKey }, recipient: ageRecipient },
  }
  return known as unknown as Office
}

async function officeAt(
  platform: OpenPlatform,
  partner: Office,
  name: string,
  county: string,
): Promise<Office> {
  let clock = START
  const now = () => {
    clock += 1000
    return clock
  }
  const ledger = await createTestLedger({ now })
  opened.push(ledger)
  const office = await Office.open(name, ledger.ledger, mkdtempSync(join(stores.folder, 'office-')), now)
  const { ledgerId, node } = office.ledger
  const card = writeCard({
    kind: 'office',
    name,
    ledgerId,
    node,
    ageRecipient: office.keys.recipient,
    signingKey: office.keys.signer.publicKey,
  })
  await trustOffice(platform.store, card, readCard(card).fingerprint, { county })
  office.trust(partner, EVERYTHING)
  return office
}

const person = (name: string, idNumber: string) => ({
  name,
  nameFolded: name,
  pinyin: 'x',
  initials: 'x',
  idNumber,
  homeCounty: '511133',
  phone: '13900000000',
  source: 'entry',
})

describe.each(['sqlite', 'postgres'] as const)('two real ledgers and the platform on %s', (kind) => {
  test('exchange by files alone: receipts, updates, packs, a change on top; every ledger is sound', async () => {
    const platform = await stores.platform(kind)
    const partner = await asPartner(platform)
    const home = await officeAt(platform, partner, '马边县人社局', '511133')
    const station = await officeAt(platform, partner, '义乌联络站', '330782')
    const folder = mkdtempSync(join(stores.folder, 'out-'))
    const receive = (...paths: string[]) =>
      receiveBundles(
        platform,
        paths.map((path) => ({ name: basename(path), source: path, bytes: async () => readFileSync(path) })),
        CONTEXT,
      )
    const answer = async () => {
      const issued = await issueBundles(platform, folder, { now: () => START + 3_600_000 })
      return new Map(issued.map((one) => [one.office, { ...one, path: join(folder, one.file) }]))
    }
    const own = home.ledger.write({ action: 'people.add', actor: '甲' }, (tx) =>
      tx.insert(people, person('吉克阿依', idFrom15('511133900101001'))),
    ).result
    const worker = station.ledger.write({ action: 'people.add', actor: '乙' }, (tx) => {
      const id = tx.insert(people, person('沙马木呷', idFrom15('511133900101002')))
      const employerId = tx.insert(employers, {
        name: '某厂',
        nameFolded: '某厂',
        pinyin: 'x',
        initials: 'x',
        source: 'entry',
      })
      tx.insert(spells, {
        personId: id,
        employerId,
        employerText: '某厂',
        county: '330782',
        fromDate: '2026-03-01',
        toState: 'open',
        postKind: 'ordinary',
        source: 'entry',
      })
      return id
    }).result
    expect(await receive(await home.send(partner), await station.send(partner))).toMatchObject([
      { state: 'applied', rejected: 0 },
      { state: 'applied', rejected: 0 },
    ])
    await addPack(platform.store, 'new.llpack', Buffer.from('pack'))

    const first = await answer()
    expect(first.get('马边县人社局')).toMatchObject({ sequence: 1, receipts: 1, entries: 3, packs: 1 })
    expect(await home.take(first.get('马边县人社局')?.path ?? '')).toMatchObject({
      state: 'applied',
      entries: 3,
      taken: 3,
      receipts: [{ sequence: 1, state: 'accepted' }],
    })
    await station.take(first.get('义乌联络站')?.path ?? '')
    const seen = home.ledger.reader.prepare('SELECT name, phone FROM people WHERE id = ?').get(worker)
    expect(seen).toEqual({ name: '沙马木呷', phone: null })

    // The home office corrects the station's record; the station's next file brings it there through the platform.
    home.ledger.write({ action: 'people.update', actor: '甲' }, (tx) =>
      tx.update(people, worker, { homeVillage: '一村' }),
    )
    const changes = await home.send(partner)
    const [second] = await receive(changes, await station.send(partner))
    expect(second).toMatchObject({ state: 'applied', sequence: 2 })
    // Its people work in the station's county: the change concerns it. Packs were acknowledged and do not go again.
    const back = (await answer()).get('义乌联络站')
    expect(back).toMatchObject({ sequence: 2, kind: 'changes', packs: 0 })
    await station.take(back?.path ?? '')
    expect(
      station.ledger.reader.prepare('SELECT home_village, phone FROM people WHERE id = ?').get(worker),
    ).toEqual({ home_village: '一村', phone: '13900000000' })
    expect(station.ledger.reader.prepare('SELECT id FROM people WHERE id = ?').get(own)).toBeUndefined()
    for (const { ledger } of [home, station]) {
      const outbox = ledger.reader.prepare('SELECT receipt FROM outbox ORDER BY sequence').pluck().all()
      expect(outbox[0]).toBe('accepted')
      expect((await doctor(ledger.ticket)).findings).toEqual([])
    }
  })
})
