/**
 * One person's full explanation over a large ledger: one benefit with all its payees, every benefit at once, and a
 * body's own award. Each question is asked of another person, as at a desk; the first of all, in a thread that has done
 * nothing yet, is told apart. Run: node test/bench/explain.ts [people] [questions]
 */

import { explainFromLedger, explainPerson } from '../../src/main/core/entitlements/explain.ts'
import { ledgerEngine } from '../../src/main/core/entitlements/ledger-engine.ts'
import { PersonViewReader } from '../../src/main/core/entitlements/person-views.ts'
import { isForPerson } from '../../src/main/core/policy/grants.ts'
import { LARGE_RESOURCES, largeLedger } from './large-ledger.ts'
import { median, report, stopwatch } from './measure.ts'

const AS_OF = '2022-06-30'
const people = Number(process.argv[2] ?? 200_000)
const questions = Number(process.argv[3] ?? 200)
const ledger = await (await largeLedger({ people })).open()
const context = { resources: LARGE_RESOURCES }
try {
  const { reader } = ledger
  const first = stopwatch()
  const engine = ledgerEngine(context, reader, AS_OF)
  const warmUp = first()
  const count = reader.prepare<{ n: number }>('SELECT count(*) AS n FROM people').get()?.n ?? 0
  const every = Math.max(1, Math.floor(count / questions))
  const ids = reader
    .prepare<string>(
      'SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS at FROM people) WHERE at % ? = 1',
    )
    .pluck()
    .all(every) as string[]
  const rows = engine.rows.filter((row) => isForPerson(row)).map(({ id }) => id)
  const bodies = reader
    .prepare<string>(
      "SELECT employer_id FROM employer_recognitions WHERE kind = 'provincial-base' ORDER BY employer_id LIMIT 20",
    )
    .pluck()
    .all() as string[]
  const one = times(
    ids,
    (personId, at) =>
      explainFromLedger(context, reader, { benefit: rows[at % rows.length] ?? '', asOf: AS_OF, personId })
        .length,
  )
  const all = times(ids, (personId) => explainPerson(context, reader, { personId, asOf: AS_OF }).length)
  const award = times(
    bodies,
    (beneficiaryId) =>
      explainFromLedger(context, reader, { benefit: 'SX-13', asOf: AS_OF, beneficiaryId }).length,
  )
  // The floor: the same person's records read and nothing decided.
  const read = times(ids, (personId) => (new PersonViewReader(reader).one(personId) === undefined ? 0 : 1))
  report({ read, people: count, rows: rows.length, engineMs: warmUp.wall * 1000, one, all, award })
} finally {
  ledger.close()
}

/** Milliseconds of each question on the wall, and of the processor over all. */
function times(subjects: readonly string[], ask: (subject: string, at: number) => number) {
  const wall: number[] = []
  let explanations = 0
  const whole = stopwatch()
  for (const [at, subject] of subjects.entries()) {
    const clock = stopwatch()
    explanations += ask(subject, at)
    wall.push(clock().wall * 1000)
  }
  const { processor } = whole()
  const sorted = [...wall].sort((a, b) => a - b)
  return {
    questions: wall.length,
    explanations,
    firstMs: wall[0] ?? Number.NaN,
    medianMs: median(wall),
    p95Ms: sorted[Math.floor((sorted.length - 1) * 0.95)] ?? Number.NaN,
    processorMs: (processor * 1000) / Math.max(1, wall.length),
  }
}
