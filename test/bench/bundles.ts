/**
 * Two offices that exchange bundles, one step in a process of its own, so that each has its own peak memory. Arguments:
 * the step and the folder (`prepare` also the number of people). `prepare` copies the large ledger and makes an empty one;
 * `full` makes the full bundle; `take` takes it into the empty ledger; `zstd` packs the bundle's text and nothing else;
 * `copy` is a plain VACUUM INTO of the ledger; `changes` sends 1,000 edits, each saved on its own, and takes them in.
 */
import { createWriteStream, renameSync, rmSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress } from 'node:zlib'
import { createLedger, openLedger, type WriteLedger } from '../../src/main/core/db/ledger.ts'
import { people } from '../../src/main/core/db/schema/index.ts'
import { openSqliteForWriting } from '../../src/main/core/db/sqlite.ts'
import { openBundle, readEnvelope } from '../../src/main/core/sync/bundle-file.ts'
import { WORK_AHEAD } from '../../src/main/core/sync/bundle-limits.ts'
import { Office } from '../fixtures/sync/office.ts'
import { copyOfLargeLedger } from './ledger-copy.ts'
import { report, stopwatch } from './measure.ts'

process.env.TZ = 'Asia/Shanghai'
const PASSPHRASE = 'bench passphrase'
const EDITS = 1000
const [step = '', folder = '', count = '200000'] = process.argv.slice(2)
const place = {
  county: join(folder, 'county.ledger'),
  station: join(folder, 'station.ledger'),
  bundle: join(folder, 'full.llbundle'),
  text: join(folder, 'text.tsv'),
  packed: join(folder, 'text.zst'),
  copy: join(folder, 'copy.ledger'),
}

const steps: Readonly<Record<string, () => Promise<Readonly<Record<string, unknown>>>>> = {
  prepare: async () => {
    const copied = await copyOfLargeLedger(Number(count))
    for (const end of ['', '.key']) renameSync(copied.path + end, place.county + end)
    copied.remove()
    const { ledger } = await createLedger({ path: place.station, passphrase: PASSPHRASE, now: Date.now })
    ledger.close()
    return {}
  },
  full: () =>
    between(async (county, station) => {
      const clock = stopwatch()
      const path = await county.send(station, 'full')
      const spent = clock()
      renameSync(path, place.bundle)
      const { manifest, bytes } = await readEnvelope(place.bundle)
      const { counts, payload } = manifest
      return { ...spent, bytes, entries: counts.entries, text: payload.bytes }
    }),
  take: () =>
    between(async (county, station) => {
      const clock = stopwatch()
      const taken = await station.take(place.bundle)
      const spent = clock()
      // What was taken is safe in the journal; moving it into the ledger begins once the work has been answered.
      const after = stopwatch()
      await new Promise((resolve) => setImmediate(resolve))
      const moved = after()
      if (taken.taken !== taken.entries || taken.rejected.length > 0)
        throw new Error(`${taken.taken} of ${taken.entries} entries taken`)
      return { ...spent, moved, same: sameRecords(county.ledger, station.ledger), conflicts: taken.conflicts }
    }),
  zstd: async () => {
    await between(async (_, station) => {
      const opened = await openBundle(place.bundle, {
        identity: station.keys.identities,
        trusts: () => 'trusted',
      })
      await pipeline(async function* () {
        for await (const lines of opened.lines()) yield `${lines.join('\n')}\n`
      }, createWriteStream(place.text))
      return {}
    })
    const file = await open(place.text)
    const clock = stopwatch()
    await pipeline(
      file.createReadStream({ highWaterMark: 1024 * 1024 }),
      createZstdCompress({
        ...WORK_AHEAD,
        params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 0 },
      }),
      createWriteStream(place.packed),
    )
    const spent = clock()
    await file.close()
    const bytes = statSync(place.packed).size
    for (const path of [place.text, place.packed]) rmSync(path)
    return { ...spent, bytes }
  },
  copy: () =>
    between(async (county) => {
      const db = openSqliteForWriting(county.ledger.path, {
        key: county.ledger.ticket.key,
        cacheMegabytes: 256,
      })
      const clock = stopwatch()
      db.prepare('VACUUM INTO ?').run(place.copy)
      const spent = clock()
      db.close()
      const bytes = statSync(place.copy).size
      rmSync(place.copy)
      return { ...spent, bytes }
    }),
  changes: () =>
    between(async (county, station) => {
      await county.take(await station.send(county, 'receipt'))
      const ids = county.ledger.reader
        .prepare('SELECT id FROM people WHERE deleted_at IS NULL ORDER BY code LIMIT ?')
        .pluck()
        .all(EDITS) as string[]
      for (const [at, id] of ids.entries())
        county.ledger.write({ action: 'people.update', actor: 'bench' }, (tx) =>
          tx.update(people, id, { phone: `139${String(at).padStart(8, '0')}` }),
        )
      const sending = stopwatch()
      const path = await county.send(station)
      const sent = sending()
      const taking = stopwatch()
      const taken = await station.take(path)
      const took = taking()
      if (taken.manifest.kind !== 'changes' || taken.taken !== EDITS)
        throw new Error(`a bundle of kind ${taken.manifest.kind} with ${taken.taken} changes`)
      const same = sameRecords(county.ledger, station.ledger)
      return { sent, took, bytes: statSync(path).size, edits: taken.taken, same }
    }),
}

const wanted = steps[step]
if (wanted === undefined) throw new Error(`no step ${step}; ${Object.keys(steps).join(', ')}`)
report(await wanted())

/** Both ledgers open, each office holding the other's card. */
async function between<T>(work: (county: Office, station: Office) => Promise<T>): Promise<T> {
  const ledgers: WriteLedger[] = []
  try {
    const office = async (name: string, path: string): Promise<Office> => {
      const secret = { passphrase: PASSPHRASE }
      const ledger = await openLedger({ path, secret, now: Date.now, check: 'never', cacheMegabytes: 256 })
      ledgers.push(ledger)
      return Office.open(name, ledger, folder, Date.now)
    }
    const county = await office('测速县', place.county)
    const station = await office('测速站', place.station)
    county.trust(station)
    station.trust(county)
    return await work(county, station)
  } finally {
    for (const ledger of ledgers) ledger.close()
  }
}

/** Whether people, work and insured months are the same in both, cell by cell. */
function sameRecords(one: WriteLedger, other: WriteLedger): boolean {
  return ['people', 'households', 'spells', 'spell_years', 'insured_years'].every((table) => {
    const rows = (ledger: WriteLedger) =>
      ledger.reader.prepare(`SELECT * FROM "${table}" ORDER BY id`).raw().iterate()
    const theirs = rows(other)
    for (const row of rows(one)) {
      const next = theirs.next()
      if (next.done === true || JSON.stringify(next.value) !== JSON.stringify(row)) return false
    }
    return theirs.next().done === true
  })
}
