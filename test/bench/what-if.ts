/**
 * 情景测算 over a large ledger: both sides of a scenario for everybody, the first time and with what the thread remembers.
 * Run: node test/bench/what-if.ts [people] [benefit] (one benefit a process, so that nothing is in its memory; the ledger is made once, see large-ledger.ts, and only read)
 */

import { openLedger } from '../../src/main/core/db/ledger.ts'
import { openReader } from '../../src/main/core/db/read.ts'
import { runScenario } from '../../src/main/core/scenarios/run-scenario.ts'
import { type ScenarioInput, scenarioInput } from '../../src/shared/contract/scenarios.ts'
import { LARGE_RESOURCES } from './large-ledger.ts'
import { copyOfLargeLedger } from './ledger-copy.ts'
import { report, stopwatch } from './measure.ts'

const DAY = '2022-06-30'
const people = Number(process.argv[2] ?? 200_000)
const wanted = process.argv[3] ?? 'JH-16'

/** A threshold, a local standard, and a month-by-month subsidy that concerns a third of all people. */
const SCENARIOS = new Map<string, (step: number) => ScenarioInput['changes']>([
  [
    'JH-16',
    (step) => [{ kind: 'threshold', benefit: 'JH-16', threshold: 'insured.months', value: 4 + step }],
  ],
  ['GZ-04', (step) => [{ kind: 'amount', benefit: 'GZ-04', amountFen: 30_000 + step * 1000 }]],
  ['SX-08', (step) => [{ kind: 'parameter', parameter: 'SX-08.most-months', value: 12 + step }]],
])

const copy = await copyOfLargeLedger(people)
const ledger = await openLedger({
  path: copy.path,
  secret: { passphrase: copy.passphrase },
  now: Date.now,
  check: 'never',
})
const context = {
  now: Date.now,
  resources: LARGE_RESOURCES,
  progress: () => {},
  shouldStop: () => false,
}

try {
  const changes = SCENARIOS.get(wanted)
  if (changes === undefined) throw new Error(`no scenario is written for ${wanted}`)
  // As a job's thread has it: a connection that only reads, with its ordinary cache.
  const reader = openReader(ledger.ticket)
  const spent = [0, 1, 2, 3].map((step) => {
    const clock = stopwatch()
    const { base, changed } = runScenario(
      context,
      reader,
      scenarioInput.parse({ benefits: [wanted], changes: changes(step), baseDay: DAY, asOf: DAY }),
    )
    return { ...clock(), base: base.people, changed: changed.people }
  })
  reader.close()
  report({ benefit: wanted, first: spent[0], again: spent.slice(1) })
} finally {
  ledger.close()
  copy.remove()
}
