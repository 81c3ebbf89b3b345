/**
 * 政策测算 over a large ledger: every row of every pack present, for everybody, reading and deciding with one thread and
 * with two, with the results stored, one benefit alone; and what it costs to keep stored results up to date when one
 * person's fact changes, beside the same write without it. Run: node test/bench/evaluate.ts [people] [runs] (the ledger
 * is made once, see large-ledger.ts, and a copy of it is written to).
 */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { openLedger } from '../../src/main/core/db/ledger.ts'
import { people as peopleTable } from '../../src/main/core/db/schema/index.ts'
import { evaluateLedger } from '../../src/main/core/entitlements/evaluate.ts'
import { decideEverybody, planOf } from '../../src/main/core/entitlements/everybody.ts'
import { benefitsOf } from '../../src/main/core/entitlements/packs.ts'
import { PersonViewReader } from '../../src/main/core/entitlements/person-views.ts'
import { RangeDecider } from '../../src/main/core/entitlements/range-decider.ts'
import { keepResultsCurrent } from '../../src/main/core/entitlements/re-evaluate.ts'
import { latestRun } from '../../src/main/core/entitlements/runs.ts'
import { decideRanges } from '../../src/main/core/entitlements/shared-ranges.ts'
import { assistance } from '../../src/main/core/jobs/assistance.ts'
import { LARGE_RESOURCES } from './large-ledger.ts'
import { copyOfLargeLedger } from './ledger-copy.ts'
import { report, stopwatch } from './measure.ts'

const AS_OF = '2022-06-30'
const ONE = 'JH-16'
const EDITS = 60
type Times = { wall: number[]; processor: number[] }
// The second thread from the bundle, as the application starts it: from some hundred TypeScript files it would spend
// three seconds and 180 MB on leaving out their types.
const root = join(import.meta.dirname, '../..')
execFileSync(process.execPath, [join(root, 'scripts', 'build-if-stale.mjs'), '--quiet'])
const THREAD = pathToFileURL(join(root, 'out', 'main', 'thread.js'))
const people = Number(process.argv[2] ?? 200_000)
const runs = Number(process.argv[3] ?? 3)
const copy = await copyOfLargeLedger(people)
// With the page cache that the application gives each connection.
const ledger = await openLedger({
  path: copy.path,
  secret: { passphrase: copy.passphrase },
  now: Date.now,
  check: 'never',
})
let nextId = 1
const context = {
  now: Date.now,
  today: () => AS_OF,
  newId: () => `01K0000000000000000000${String(nextId++).padStart(4, '0')}`,
  resources: LARGE_RESOURCES,
  ledger,
  actor: { name: 'bench', role: 'admin' as const },
  files: {
    open: () => Promise.reject(new Error('a calculation opens no file')),
    put: () => Promise.reject(new Error('a calculation gives no file')),
  },
  progress: () => {},
  shouldStop: () => false,
}
const assist = assistance(THREAD, { resources: LARGE_RESOURCES }, ledger.ticket)
const twoThreads = { ...context, ...(assist === undefined ? {} : { assist }) }

try {
  const months = countMonths()
  const input = { asOf: AS_OF, benefits: [] }
  let results = 0
  const alone = (benefits: readonly string[]) => {
    results = 0
    decideEverybody(
      context,
      ledger.reader,
      { asOf: AS_OF, benefits },
      (run, views) => {
        for (const view of views) run.person(view, count)
      },
      (run) => run.finish(count),
    )
  }
  const oneThread = await times(() => alone([]))
  const decide = await times(async () => {
    const plan = planOf(context, ledger.reader, input)
    const decider = new RangeDecider(plan.run, ledger.reader)
    const { counted } = await decideRanges(twoThreads, ledger.reader, input, plan, decider, () => {})
    decider.bodies()
    const shared = [...counted.flat(), ...decider.counted()].reduce((sum, tally) => sum + tally.count, 0)
    if (shared !== results) throw new Error(`two threads give ${shared} results, one ${results}`)
  })
  const all = results
  const stored = await times(() => evaluateLedger(twoThreads, input))
  const one = await times(() => alone([ONE]))
  const rows = ledger.reader.prepare<{ n: number }>('SELECT count(*) AS n FROM evaluation_results').get()?.n
  const plain = edits(0)
  ledger.concludeWith((tx) => {
    keepResultsCurrent(context, tx)
  })
  const followed = edits(1)
  if (latestRun(ledger.reader)?.stale !== false) throw new Error('the stored results did not follow')
  report({
    people,
    benefits: benefitsOf(context, ledger.reader, AS_OF).length,
    months,
    results: all,
    storedRows: rows ?? 0,
    threads: assist === undefined ? 1 : 2,
    oneThread,
    decide,
    stored,
    one,
    edit: { plain, followed },
  })
  function count(): void {
    results += 1
  }
} finally {
  ledger.close()
  copy.remove()
}

/** Wall and processor seconds of each run. */
async function times(work: () => unknown): Promise<Times> {
  const wall: number[] = []
  const processor: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const clock = stopwatch()
    await work()
    const spent = clock()
    wall.push(spent.wall)
    processor.push(spent.processor)
  }
  return { wall, processor }
}

function countMonths(): number {
  const reader = new PersonViewReader(ledger.reader)
  let months = 0
  for (const [first, last] of reader.split(1000)) {
    for (const view of reader.range(first, last))
      for (const spell of view.spells)
        for (const packed of spell.insured ?? [])
          for (let left = packed & 0xfff; left !== 0; left &= left - 1) months += 1
  }
  return months
}

/** Seconds of single writes, each of which moves another person's home and back; the first ones warm up. */
function edits(offset: number): Times {
  const ids = ledger.reader
    .prepare<string>('SELECT id FROM people WHERE deleted_at IS NULL ORDER BY id')
    .pluck()
    .all() as string[]
  const spent: { wall: number; processor: number }[] = []
  for (let i = 0; i < EDITS; i += 1) {
    const id = ids[(i * 3083 + offset) % ids.length] as string
    const home = ledger.reader.prepare<string>('SELECT home_county FROM people WHERE id = ?').pluck().get(id)
    for (const homeCounty of ['511921', '513226', home as string | null]) {
      const clock = stopwatch()
      ledger.write({ action: 'bench.edit', actor: 'bench' }, (tx) =>
        tx.update(peopleTable, id, { homeCounty }),
      )
      spent.push(clock())
    }
  }
  const warm = spent.slice(9)
  return { wall: warm.map(({ wall }) => wall), processor: warm.map(({ processor }) => processor) }
}
