/**
 * Run by Node itself, beside the browser test: two offices that know each other. The station's ledger is what the browser
 * opens; the county's makes the files that come to it. Both have changed the phone
 * of one person, and the station has removed another whom the county went on with. The
 * county has installed a policy pack.
 *   node test/e2e/exchanging-offices.ts FOLDER
 */
import { join } from 'node:path'
import { and, eq } from 'drizzle-orm'
import { createLedger } from '../../src/main/core/db/ledger.ts'
import { people } from '../../src/main/core/db/schema/registry.ts'
import { inbox, partners } from '../../src/main/core/db/schema/sync.ts'
import { installPack } from '../../src/main/core/packs/install.ts'
import { saveOffice } from '../../src/main/core/registry/office.ts'
import { removePerson } from '../../src/main/core/registry/remove-person.ts'
import { newSigningKey } from '../../src/main/core/security/signing-key.ts'
import { cardFingerprint } from '../../src/main/core/sync/key-card.ts'
import { EVERYTHING } from '../../src/shared/domain/sync-scope.ts'
import { resources } from '../fixtures/small-ledger.ts'
import { successorPack } from '../fixtures/successor-county.ts'
import { Office } from '../fixtures/sync/office.ts'

const [folder = ''] = process.argv.slice(2)
const passphrase = process.env.LIAISON_PASSPHRASE ?? ''
const now = () => Date.now()

async function office(name: string, file: string): Promise<Office> {
  const { ledger } = await createLedger({ path: join(folder, file), passphrase, now })
  ledger.write({ action: 'settings.save', actor: '阿木' }, (tx) =>
    saveOffice(tx, { office: name, officer: '阿木' }),
  )
  return Office.open(name, ledger, folder, now)
}

function trusts(at: Office, other: Office): void {
  at.trust(other)
  at.ledger.write({ action: 'partners.trust', actor: '阿木' }, (tx) =>
    tx.insert(partners, {
      name: other.name,
      kind: 'office',
      ledgerId: other.ledger.ledgerId,
      node: other.ledger.node,
      ageRecipient: other.keys.recipient,
      signingKey: other.keys.signer.publicKey,
      fingerprint: cardFingerprint({
        kind: 'office',
        ledgerId: other.ledger.ledgerId,
        ageRecipient: other.keys.recipient,
        signingKey: other.keys.signer.publicKey,
      }),
      trustedAt: tx.at,
      trustedBy: '阿木',
      revokedAt: null,
      revokedBy: null,
      revokedReason: null,
      replaces: null,
      scope: JSON.stringify(EVERYTHING),
      note: null,
      source: 'entry',
    }),
  )
}

const station = await office('荣丁镇劳务工作站', 'station.ledger')
const county = await office('马边县人社局', 'county.ledger')
trusts(station, county)
trusts(county, station)
await refusedWaiting()
const [first = '', second = '', third = ''] = station.ledger.write(
  { action: 'people.add', actor: '阿木' },
  (tx) =>
    tx.insertMany(
      people,
      ['阿依木呷', '吉克·木果', '曲比阿呷'].map((name, i) => ({
        name,
        nameFolded: name,
        pinyin: ['ayimuga', 'jikemuguo', 'qubiaga'][i] ?? '',
        initials: ['aymg', 'jkmg', 'qbag'][i] ?? '',
        phone: `1380000000${i}`,
        homeCounty: '511133',
        source: 'entry',
      })),
    ),
).result
await county.take(await station.send(county))
await station.take(await county.send(station))
const change = (at: Office, id: string, patch: object, by: string) =>
  at.ledger.write({ action: 'people.update', actor: by }, (tx) => tx.update(people, id, patch))
change(station, first, { phone: '13911112222' }, '阿木')
change(county, first, { phone: '13922223333', note: '在义乌做衣服' }, '沙马')
change(county, second, { note: '愿意去绍兴' }, '沙马')
change(county, third, { phone: '13955556666', note: '三月去义乌' }, '沙马')
station.ledger.write({ action: 'people.remove', actor: '阿木' }, (tx) =>
  removePerson(tx, third, '重复录入，已有一条'),
)
county.ledger.write({ action: 'packs.install', actor: '沙马' }, (tx) =>
  installPack(
    { resources },
    tx,
    {
      name: '虚构-HLJ-2026.llpack',
      bytes: successorPack(newSigningKey().privatePem),
      acceptReason: '演示',
    },
    '沙马',
  ),
)
const sent = await county.send(station)
change(county, second, { phone: '13944445555' }, '沙马')
const lost = await county.send(station)
change(county, second, { healthText: '健康' }, '沙马')
const last = await county.send(station)
station.ledger.close()
county.ledger.close()
console.log(JSON.stringify({ sent, lost, last }))

/** A third office, one of whose files waited and could not be taken when its turn came. */
async function refusedWaiting(): Promise<void> {
  const away = await office('绍兴联络站', 'away.ledger')
  trusts(station, away)
  trusts(away, station)
  const meet = (name: string) =>
    away.ledger.write({ action: 'people.add', actor: '小金' }, (tx) =>
      tx.insert(people, { name, nameFolded: name, pinyin: 'x', initials: 'x', source: 'entry' }),
    )
  meet('金阿木')
  const first = await away.send(station)
  await station.take(first)
  await away.take(await station.send(away))
  const ofAway = eq(inbox.ledgerId, away.ledger.ledgerId)
  // The station goes on from a backup that knows nothing of the first file.
  station.ledger.write({ action: 'test.restore', actor: '阿木' }, (tx) => tx.local(inbox).delete(ofAway))
  meet('金阿果')
  await station.take(await away.send(station))
  station.ledger.write({ action: 'test.sector', actor: '阿木' }, (tx) =>
    tx.local(inbox).update({ sha256: 'e'.repeat(64) }, and(ofAway, eq(inbox.sequence, 2))),
  )
  await station.take(first)
  away.ledger.close()
}
