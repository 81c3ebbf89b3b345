/**
 * How fast people go into the encrypted ledger with change log and audit, how fast such an import is undone, and how
 * long a ledger of 500 MB takes to open. Run: node test/bench/ledger-write.ts [people] [--no-open]
 * The floor beside it: the same rows by plain multi-row INSERT into the same encrypted tables, without log.
 */
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLedger, type NewRow, openLedger, type WriteLedger } from '../../src/main/core/db/ledger.ts'
import { households, people, personCategories } from '../../src/main/core/db/schema/index.ts'
import { openSqliteForWriting } from '../../src/main/core/db/sqlite.ts'
import { Statements } from '../../src/main/core/db/statements.ts'
import type { Cell } from '../../src/main/core/db/tables.ts'

const count = Number(process.argv[2] ?? 200_000)
const now = () => Date.now()
const passphrase = 'bench passphrase'
const secret = { passphrase }

class Stopwatch {
  wallMs = 0
  processorMs = 0
  #wall = 0
  #processor = process.cpuUsage()

  start(): void {
    this.#wall = performance.now()
    this.#processor = process.cpuUsage()
  }

  stop(): void {
    const used = process.cpuUsage(this.#processor)
    this.wallMs += performance.now() - this.#wall
    this.processorMs += (used.user + used.system) / 1000
  }
}

const folder = mkdtempSync(join(tmpdir(), 'liaison-bench-'))
const ledgers: WriteLedger[] = []
try {
  const { ledger } = await createLedger({
    path: join(folder, 'write.ledger'),
    passphrase,
    now,
    cacheMegabytes: 256,
  })
  ledgers.push(ledger)
  const clock = new Stopwatch()
  clock.start()
  const written = ledger.write({ action: 'bench.import', actor: 'bench' }, (tx) => {
    for (let from = 0; from < count; from += 1000) {
      // Making up the rows is not the ledger's work; an importer's rows come from its reader.
      clock.stop()
      const batch = makeBatch(from, Math.min(count, from + 1000), tx.newId)
      clock.start()
      tx.insertMany(households, batch.homes)
      tx.insertMany(people, batch.persons)
      tx.insertMany(personCategories, batch.categories)
    }
  })
  clock.stop()
  const { wallMs: writeMs, processorMs: cpuMs } = clock
  const memory = Math.round(process.memoryUsage().rss / 2 ** 20)

  const floorMs = floor(ledger, join(folder, 'floor.ledger'))
  const undoStarted = performance.now()
  ledger.undo(written.txId, 'bench')
  const undoMs = performance.now() - undoStarted
  print(
    'people with log',
    `${count} in ${seconds(writeMs)}`,
    `${perSecond(count, writeMs)} people/s`,
    `${written.changes} log rows`,
    `${memory} MB`,
    `processor ${seconds(cpuMs)}`,
  )
  print(
    'same rows, no log',
    `${seconds(floorMs)}`,
    `${perSecond(count, floorMs)} people/s`,
    `log costs ×${(writeMs / floorMs).toFixed(2)}`,
  )
  print('undo of it all', seconds(undoMs))
  ledgers.pop()?.close()
  if (!process.argv.includes('--no-open')) await benchOpen()
} finally {
  for (const ledger of ledgers) ledger.close()
  rmSync(folder, { recursive: true, force: true })
}

interface Batch {
  homes: (NewRow<typeof households> & { id: string })[]
  persons: (NewRow<typeof people> & { id: string })[]
  categories: NewRow<typeof personCategories>[]
}

/** A quarter as many households as people, and 1.2 categories for each. */
function makeBatch(from: number, to: number, newId: () => string): Batch {
  const batch: Batch = { homes: [], persons: [], categories: [] }
  for (let i = from; i < to; i += 1) {
    if (i % 4 === 0) batch.homes.push({ id: newId(), ...homeRow(i) })
    const id = newId()
    batch.persons.push({ id, ...personRow(i, batch.homes.at(-1)?.id ?? null) })
    const kinds = i % 5 === 0 ? ['poverty-registered', 'monitored'] : ['poverty-registered']
    for (const category of kinds) {
      batch.categories.push({ personId: id, category, fromDate: '2014-12-31', source: 'import:x#1' })
    }
  }
  // Through JSON, so that the strings are whole ones as a reader gives them, not chains of parts.
  return JSON.parse(JSON.stringify(batch)) as Batch
}

/** Opening a ledger of 500 MB, made once under the temporary folder. */
async function benchOpen(): Promise<void> {
  const path = join(tmpdir(), 'liaison-bench-500mb.ledger')
  if (!existsSync(path)) {
    const { ledger } = await createLedger({ path, passphrase, now, cacheMegabytes: 256 })
    for (let round = 0; statSync(path).size < 500e6; round += 1) {
      ledger.write({ action: 'bench.fill', actor: 'bench' }, (tx) => {
        for (let from = 0; from < 50_000; from += 1000) {
          tx.insertMany(
            people,
            Array.from({ length: 1000 }, (_, i) => personRow(round * 50_000 + from + i, null)),
          )
        }
      })
    }
    ledger.close()
  }
  const times: number[] = []
  for (let i = 0; i < 5; i += 1) {
    const started = performance.now()
    const ledger = await openLedger({ path, secret, now })
    ledger.reader.prepare('SELECT name FROM people ORDER BY pinyin LIMIT 50').all()
    times.push(performance.now() - started)
    ledger.close()
  }
  const { size } = statSync(path)
  print(
    'open to first rows',
    `${Math.round(size / 1e6)} MB`,
    times.map(seconds).join(' '),
    '(key derivation included)',
  )
}

/** The same rows without log or audit, by the same multi-row statements. */
function floor(ledger: WriteLedger, copy: string): number {
  const rows = (table: string): Cell[][] =>
    ledger.reader.prepare(`SELECT * FROM ${table} ORDER BY rowid`).raw().all()
  const all = ['households', 'people', 'person_categories'].map((table) => ({ table, rows: rows(table) }))
  ledger.reader.prepare('SELECT 1').get()
  const empty = openSqliteForWriting(ledger.path, { key: ledger.ticket.key })
  empty.prepare('VACUUM INTO ?').run(copy)
  empty.close()
  const db = openSqliteForWriting(copy, { key: ledger.ticket.key, cacheMegabytes: 256 })
  const names = new Map(
    all.map(({ table }) => [
      table,
      db
        .prepare(`SELECT * FROM ${table} LIMIT 0`)
        .columns()
        .map((c) => c.name),
    ]),
  )
  db.pragma('foreign_keys = OFF')
  db.exec('DELETE FROM person_categories; DELETE FROM people; DELETE FROM households')
  db.pragma('foreign_keys = ON')
  const statements = new Statements(db)
  const started = performance.now()
  db.exec('BEGIN IMMEDIATE')
  const parts = Math.ceil(count / 1000)
  for (let part = 0; part < parts; part += 1) {
    for (const { table, rows } of all) {
      const size = Math.ceil(rows.length / parts)
      statements.insertRows(table, names.get(table) ?? [], rows.slice(part * size, (part + 1) * size))
    }
  }
  db.exec('COMMIT')
  const ms = performance.now() - started
  db.close()
  return ms
}

function homeRow(i: number): NewRow<typeof households> {
  return {
    source: `import:01J0#${i}`,
    code: `5111330${String(i).padStart(9, '0')}`,
    county: '511133',
    township: '511133100',
    townshipText: '民建镇',
    village: `光明村${i % 300}`,
    hamlet: `${i % 9}组`,
    size: 4,
    kindText: '脱贫户',
  }
}

function personRow(i: number, householdId: string | null): NewRow<typeof people> {
  const scattered = (i * 2_654_435_761) % 4_294_967_296
  const name = `${'吉克阿赵钱孙李周吴郑王'.charAt(scattered % 11)}${'木呷支铁日火依子'.charAt((scattered >> 4) & 7)}${String.fromCodePoint(0x4e00 + (scattered % 20000))}`
  return {
    source: `import:01J0#${i}`,
    name,
    nameFolded: name,
    pinyin: `jike${scattered.toString(36)}`,
    initials: `jk${(scattered % 999).toString(36)}`,
    idNumber: String(100_000_000_000_000_000 + scattered * 20_000_000 + i).slice(0, 18),
    sex: i % 2 === 0 ? 'male' : 'female',
    birthDate: `19${60 + (i % 40)}-0${1 + (i % 9)}-11`,
    ethnicityCode: '03',
    ethnicityText: '彝族',
    educationCode: '70',
    educationText: '初中',
    householdId,
    relationToHead: '户主',
    code: `5111330${String(i).padStart(11, '0')}`,
    homeCounty: '511133',
    homeTownship: '511133100',
    homeTownshipText: '民建镇',
    homeVillage: `光明村${i % 300}`,
    phone: String(13_000_000_000 + (scattered % 999_999_999)),
    payeeName: name,
    payeeBank: '农村信用社',
    payeeAccount: `62284${scattered}${i}`,
    payeeAccountKind: 'social-security-card',
    healthText: '健康',
    labourText: '普通劳动力',
    schoolingText: null,
    categoriesKnown: true,
  }
}

function print(...parts: string[]): void {
  console.log(parts.join(' · '))
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`
}

function perSecond(n: number, ms: number): string {
  return Math.round((n / ms) * 1000).toLocaleString('en')
}
