/**
 * How long it takes to read everything a calculation looks at, for all people of a large ledger, on one thread.
 * Run: node test/bench/person-views.ts [people] [runs]. The ledger is made once (large-ledger.ts).
 */
import { PersonViewReader } from '../../src/main/core/entitlements/person-views.ts'
import { largeLedger } from './large-ledger.ts'

const GOAL = 0.9
const count = Number(process.argv[2] ?? 200_000)
const runs = Number(process.argv[3] ?? 3)
const ledger = await (await largeLedger({ people: count })).open()
try {
  for (const size of [2_000, 5_000, 10_000]) {
    const times: number[] = []
    let seen = ''
    for (let run = 0; run < runs + 1; run += 1) {
      const started = performance.now()
      seen = readAll(size)
      times.push((performance.now() - started) / 1000)
    }
    const [cold = 0, ...warm] = times
    const best = Math.min(...warm)
    console.log(
      `ranges of ${String(size).padStart(6)} · ${warm.map((s) => s.toFixed(2)).join(' ')} s (first ${cold.toFixed(2)}) · ${seen} · goal ${GOAL} s ${best <= GOAL ? '✓' : '✗'}`,
    )
  }
} finally {
  ledger.close()
}

function readAll(size: number): string {
  const reader = new PersonViewReader(ledger.reader)
  let people = 0
  let spells = 0
  let months = 0
  for (const [first, last] of reader.split(size)) {
    for (const view of reader.range(first, last)) {
      people += 1
      spells += view.spells.length
      for (const spell of view.spells)
        for (const packed of spell.insured ?? []) months += bits(packed & 0xfff)
    }
  }
  return `${people} people, ${spells} spells, ${months} insured months`
}

function bits(mask: number): number {
  let count = 0
  for (let left = mask; left !== 0; left &= left - 1) count += 1
  return count
}
