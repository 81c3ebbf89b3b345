/**
 * All checks over a whole ledger of people and claims, on a connection as the job has it, beside one plain reading of the
 * same records. Prints one JSON value. Run: node test/bench/checks.ts [people] [claims] [path of a ledger to copy]
 */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runChecks } from '../../src/main/core/checks/run-checks.ts'
import { openLedger, type WriteLedger } from '../../src/main/core/db/ledger.ts'
import { openReader } from '../../src/main/core/db/read.ts'
import { claimEntitlements, claims } from '../../src/main/core/db/schema/index.ts'
import { CHECK_IDS } from '../../src/shared/domain/checks.ts'
import { frozenFacts, frozenTrace } from '../fixtures/small-ledger.ts'
import { LARGE_RESOURCES, largeLedger } from './large-ledger.ts'

const TODAY = '2022-09-30'
const RUNS = 3
/** What the checks look at, read plainly and not looked at. */
const READ = [
  'SELECT id, name, household_id, phone, payee_name, payee_account, labour_text FROM people WHERE deleted_at IS NULL',
  'SELECT id, person_id, employer_id, agent_id, county, from_date, to_state, to_date FROM spells WHERE deleted_at IS NULL',
  'SELECT person_id, employer_id, year, months FROM insured_years WHERE deleted_at IS NULL',
  'SELECT person_id, category, from_date, to_date FROM person_categories WHERE deleted_at IS NULL',
  'SELECT id, number, benefit, person_id, period, state, amount_fen, facts, trace FROM claims WHERE deleted_at IS NULL',
]
const people = Number(process.argv[2] ?? 200_000)
const wanted = Number(process.argv[3] ?? 50_000)
const given = process.argv[4]
const folder = mkdtempSync(join(tmpdir(), 'liaison-bench-checks-'))
const context = { resources: LARGE_RESOURCES, today: () => TODAY }

try {
  const source = given === undefined ? (await largeLedger({ people })).path : given
  const path = join(folder, 'county.ledger')
  copyFileSync(source, path)
  copyFileSync(`${source}.key`, `${path}.key`)
  const ledger = await openLedger({
    path,
    secret: { passphrase: 'bench passphrase' },
    now: Date.now,
    check: 'never',
  })
  const made = draft(ledger, wanted)
  const { ticket } = ledger
  // A connection as the job has it; the one that wrote keeps none of the pages.
  const reader = openReader(ticket)
  try {
    const runs = Array.from({ length: RUNS }, () =>
      clock(() => runChecks(context, reader, { kind: 'ledger' }).findings.length),
    )
    const floor = clock(() => READ.reduce((rows, sql) => rows + reader.prepare(sql).raw().all().length, 0))
    const parts = CHECK_IDS.map((check) => ({
      check,
      ...clock(() => runChecks(context, reader, { kind: 'ledger' }, { only: [check] }).findings.length),
    }))
    const ids = reader
      .prepare<string>('SELECT id FROM claims ORDER BY id LIMIT 200')
      .pluck()
      .all() as string[]
    const few = clock(() => runChecks(context, reader, { kind: 'claims', ids }).findings.length)
    console.log(JSON.stringify({ people, claims: made, runs, floor, few, parts }))
  } finally {
    reader.close()
    ledger.close()
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function clock(run: () => number) {
  const used = process.cpuUsage()
  const started = performance.now()
  const found = run()
  const wall = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(used)
  return { found, wall, processor: (user + system) / 1e6 }
}

/** Claims as large as drafted ones, each for the work of another person. */
function draft(ledger: WriteLedger, count: number): number {
  const works = ledger.reader
    .prepare<{ id: string; personId: string; county: string | null; employerId: string | null }>(
      'SELECT min(id) AS id, person_id AS personId, county, employer_id AS employerId FROM spells WHERE deleted_at IS NULL GROUP BY person_id LIMIT ?',
    )
    .all(count)
  const conditions = ['category', 'home', 'workplace', 'first', 'insured', 'kind'].map((id) => ({
    id,
    label: '条件',
    state: 'met',
    on: '2022-05-31',
    asks: '条款要求的内容，用本单位的话写成一句。'.repeat(3),
    says: '台账里查到的值和它从哪里来，写成一句。'.repeat(3),
    found: [{ path: 'person.categories', label: '类别', value: '脱贫人口', source: 'import:1#2' }],
    clause: '二（六）',
  }))
  const trace = JSON.stringify({ ...frozenTrace(), conditions })
  const batch = 2000
  for (let from = 0; from < works.length; from += batch) {
    const part = works.slice(from, from + batch)
    ledger.write({ action: 'bench', actor: 'bench' }, (tx) => {
      const ids = tx.insertMany(
        claims,
        part.map(({ id, personId, county, employerId }, i) => {
          const facts = frozenFacts('阿依')
          return {
            number: `JH16-2022-7F3A-${String(from + i).padStart(6, '0')}`,
            benefit: 'JH-16',
            beneficiaryKind: 'person',
            beneficiaryId: personId,
            personId,
            period: '2022',
            state: 'drafted',
            amountFen: 300_000,
            months: null,
            asOf: '2022-06-30',
            qualifyingOn: '2022-05-31',
            packVersion: 'JH-2021@1',
            standard: null,
            facts: JSON.stringify({ ...facts, work: { ...facts.work, spellId: id, county, employerId } }),
            trace,
            draftedAt: '2022-06-30T01:00:00.000Z',
            draftedBy: 'bench',
            source: 'entry',
          }
        }) as never,
      )
      tx.insertMany(
        claimEntitlements,
        part.map(({ personId }, i) => ({
          claimId: (ids as unknown as string[])[i] ?? '',
          entitlementKey: `JH-16|${personId}|`,
          period: null,
          amountFen: 300_000,
          source: 'entry',
        })),
      )
    })
  }
  return works.length
}
