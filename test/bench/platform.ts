/**
 * The receiver with the full bundles of a province: sealed files of many offices taken into PostgreSQL, then totals and
 * duplicates of all. Arguments: sqlite or postgres, offices, people of each. Beside it stands a bare COPY of the same people
 * into one table with a primary key, on the same server.
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { formatHlc } from '../../src/main/core/db/hlc.ts'
import { SCHEMA_VERSION } from '../../src/main/core/db/migrate.ts'
import { openBundle, sealBundle } from '../../src/main/core/sync/bundle-file.ts'
import { newOfficeKeys } from '../../src/main/core/sync/office-keys.ts'
import { READABLE_FROM } from '../../src/main/core/sync/outgoing.ts'
import { reportOf } from '../../src/main/platform/report/report.ts'
import { copyIn } from '../../src/main/platform/store/copy-in.ts'
import { createPlatform } from '../../src/main/platform/store/open-store.ts'
import type { Store } from '../../src/main/platform/store/store.ts'
import { takeIn } from '../../src/main/platform/take-in/take-in.ts'
import { worldOf } from '../../src/main/platform/world.ts'
import { inventedOffice, nodeOfOffice } from '../fixtures/platform/invented-office.ts'
import { startPostgres } from '../fixtures/platform/postgres-server.ts'
import { report, stopwatch } from './measure.ts'

process.env.TZ = 'Asia/Shanghai'
const [kind = 'postgres', offices = '3', people = '30000'] = process.argv.slice(2)
const [officeCount, peopleCount] = [Number(offices), Number(people)]
const folder = mkdtempSync(join(tmpdir(), 'liaison-bench-platform-'))
const resources = join(import.meta.dirname, '../../resources')
const world = worldOf(resources, '2026-11-21', (node) => node)
const server =
  kind === 'postgres'
    ? await startPostgres({ shared_buffers: '1GB', max_wal_size: '8GB', maintenance_work_mem: '256MB' })
    : undefined
try {
  const place = server === undefined ? join(folder, 'province.store') : await server.database('province')
  const { platform: province } = await createPlatform({
    store: place,
    name: '省平台',
    passphrase: 'bench',
    now: Date.now,
  })
  const { store } = province
  const keys = await newOfficeKeys()
  const runs: { wall: number; processor: number; server: number }[] = []
  let entries = 0
  let bytes = 0
  for (let office = 0; office < officeCount; office += 1) {
    const path = join(folder, 'office.llbundle')
    bytes = await seal(path, office)
    const clock = stopwatch()
    const before = await serverSeconds(store)
    const opened = await openBundle(path, { identity: keys.ageIdentity, trusts: () => 'trusted' })
    const taken = await store.transaction(() =>
      takeIn(store, opened.lines(), {
        ordinal: office + 1,
        keys: province.keys,
        world,
        expected: opened.manifest.counts.byTable,
      }),
    )
    runs.push({ ...clock(), server: (await serverSeconds(store)) - before })
    entries += taken.entries
    if (taken.people !== peopleCount) throw new Error(`office ${office}: ${taken.people} people taken`)
    if (process.stderr.isTTY) process.stderr.write(`\r${office + 1} offices `)
  }
  if (store.kind === 'postgres') await store.run(sql`ANALYZE`)
  const megabytes = await storeMegabytes(store, place)
  const clock = stopwatch()
  const found = await reportOf(store, world, { asOf: '2022-06-01', most: 100 })
  const reported = clock()
  const floor = server === undefined ? undefined : await bareCopy(await server.database('floor'))
  report({
    people: peopleCount,
    offices: officeCount,
    entries,
    bytes,
    megabytes,
    runs,
    report: reported,
    floor,
    records: found.totals.records,
    persons: found.totals.persons,
    working: found.totals.working,
    claims: found.totals.claims,
    amountFen: found.totals.amountFen,
    same: found.duplicates?.same,
    similar: found.duplicates?.similar,
  })
  await store.close()

  async function seal(path: string, office: number): Promise<number> {
    const node = nodeOfOffice(office)
    const request = { office, people: peopleCount, sharedEvery: 50, claimEvery: 10 }
    const byTable: Record<string, number> = {}
    let entries = 0
    async function* payload() {
      for (const lines of inventedOffice(request)) {
        for (const line of lines) {
          const [kind, tbl = ''] = line.split('\t', 2)
          if (kind !== 'entry') continue
          entries += 1
          byTable[tbl] = (byTable[tbl] ?? 0) + 1
        }
        yield `${lines.join('\n')}\n`
      }
    }
    const sealed = await sealBundle(path, {
      payload: payload(),
      recipients: [keys.ageRecipient],
      signer: { privatePem: keys.signingPem, publicKey: keys.signingKey },
      manifest: (measured) => ({
        format: 1,
        kind: 'full',
        from: { ledgerId: node, node, office: `演示县局${office}`, signer: keys.signingKey },
        to: { ledgerId: province.identity.ledgerId, office: '省平台' },
        sequence: 1,
        base: 0,
        parent: null,
        madeAt: '2022-06-01T00:00:00.000Z',
        clock: formatHlc({ millis: Date.now(), counter: 0, node }),
        schema: { version: SCHEMA_VERSION, readableFrom: READABLE_FROM },
        counts: { transactions: 1, entries, receipts: 0, files: 0, byTable },
        payload: measured,
      }),
    })
    return sealed.bytes
  }
} finally {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function storeMegabytes({ kind, all }: Store, path: string): Promise<number> {
  if (kind === 'sqlite') return statSync(path).size / 1e6
  const [row] = await all<{ bytes: number }>(sql`SELECT pg_database_size(current_database()) AS bytes`)
  return (row?.bytes ?? 0) / 1e6
}

/** Processor time of the connection's server process so far, in seconds; 0 where the system does not tell (only Linux does). */
async function serverSeconds({ kind, all }: Store): Promise<number> {
  if (kind === 'sqlite' || platform() !== 'linux') return 0
  const [row] = await all<{ pid: number }>(sql`SELECT pg_backend_pid() AS pid`)
  const fields = readFileSync(`/proc/${row?.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  // utime and stime, in hundredths.
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** All lines of each person as one row, in one COPY: what the server alone needs. */
async function bareCopy(url: string): Promise<{ wall: number; processor: number }> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('CREATE TABLE bare (key text COLLATE "C" PRIMARY KEY, lines text NOT NULL)')
  const lines = [
    ...inventedOffice({ office: 0, people: peopleCount, sharedEvery: 50, claimEvery: 10 }),
  ].flat()
  const each = Math.floor(lines.length / peopleCount)
  const rows = Array.from({ length: peopleCount }, (_, at) => [
    `${at * 7919}`.padStart(22, '0'),
    lines.slice(at * each, (at + 1) * each).join('\n'),
  ])
  const clock = stopwatch()
  await client.query('BEGIN')
  await copyIn(client, 'bare', ['key', 'lines'], rows)
  await client.query('COMMIT')
  const taken = clock()
  await client.end()
  return taken
}
