/**
 * 政策测算 over a large ledger: every row of every pack present, for everybody, reading and deciding alone and with the
 * results stored. Run: node test/bench/evaluate.ts [people] [runs] (the ledger is made once, see large-ledger.ts, and a
 * copy of it is written to).
 */
import { openLedger } from '../../src/main/core/db/ledger.ts'
import { decideEverybody, evaluateLedger } from '../../src/main/core/entitlements/evaluate.ts'
import { benefitsOf } from '../../src/main/core/entitlements/packs.ts'
import { PersonViewReader } from '../../src/main/core/entitlements/person-views.ts'
import { LARGE_RESOURCES } from './large-ledger.ts'
import { copyOfLargeLedger } from './ledger-copy.ts'
import { report, stopwatch } from './measure.ts'

const AS_OF = '2022-06-30'
const people = Number(process.argv[2] ?? 200_000)
const runs = Number(process.argv[3] ?? 3)
const copy = await copyOfLargeLedger(people)
const ledger = await openLedger({
  path: copy.path,
  secret: { passphrase: copy.passphrase },
  now: Date.now,
  check: 'never',
  cacheMegabytes: 256,
})
let nextId = 1
const context = {
  now: Date.now,
  today: () => AS_OF,
  newId: () => `01K0000000000000000000${String(nextId++).padStart(4, '0')}`,
  resources: LARGE_RESOURCES,
  ledger,
  actor: { name: 'bench', role: 'admin' },
  files: {
    open: () => Promise.reject(new Error('a calculation opens no file')),
    put: () => Promise.reject(new Error('a calculation gives no file')),
  },
  progress: () => {},
  shouldStop: () => false,
}

try {
  const months = countMonths()
  const input = { asOf: AS_OF, benefits: [] }
  let results = 0
  const decide = await times(() => {
    results = 0
    decideEverybody(
      context,
      ledger.reader,
      input,
      (run, views) => {
        for (const view of views) run.person(view, count)
      },
      (run) => run.finish(count),
    )
  })
  const stored = await times(() => evaluateLedger(context, input))
  const rows = ledger.reader.prepare<{ n: number }>('SELECT count(*) AS n FROM evaluation_results').get()?.n
  report({
    people,
    benefits: benefitsOf(context, ledger.reader, input.asOf).length,
    months,
    results,
    storedRows: rows ?? 0,
    decide,
    stored,
  })
  function count(): void {
    results += 1
  }
} finally {
  ledger.close()
  copy.remove()
}

/** Wall and processor seconds of each run. */
async function times(work: () => unknown): Promise<{ wall: number[]; processor: number[] }> {
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
  for (const [first, last] of reader.split(5000)) {
    for (const view of reader.range(first, last))
      for (const spell of view.spells)
        for (const packed of spell.insured ?? [])
          for (let left = packed & 0xfff; left !== 0; left &= left - 1) months += 1
  }
  return months
}
