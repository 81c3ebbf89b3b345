/**
 * The engine beside the readings written a second time (plain-reading/): two programs that share only the calendar give
 * the same outcome, amount and day for every row, in worlds in which all is known.
 */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { caseSchema } from '../../src/main/core/policy/case-schema.ts'
import { standardsOf, worldOf } from '../../src/main/core/policy/case-world.ts'
import { createEngine } from '../../src/main/core/policy/engine.ts'
import { loadPacks } from '../../src/main/core/policy/pack-load.ts'
import { formatDate, yearOfDay } from '../../src/shared/domain/dates.ts'
import { Random } from '../../src/shared/domain/random.ts'
import { factsOf, type KnownWorld, knownWorld } from './plain-reading/known-world.ts'
import { PLAIN_ROWS, type PlainRow } from './plain-reading/plain-reading.ts'

const WORLDS = 3000
const engine = createEngine(loadPacks(join(import.meta.dirname, '../../resources/policies')), {
  standards: standardsOf({
    'GZ-04': { amount: 400, document: 'x' },
    'ZJ-03': { amount: 300, document: 'x' },
  }),
})

/** What both say, as one line each. */
function answers(world: KnownWorld, rows: readonly PlainRow[]): { plain: string[]; engine: string[] } {
  const asOf = formatDate(world.asOf)
  const expect = [{ benefit: 'JH-16', beneficiary: 'w1' }]
  const facts = worldOf(caseSchema.parse({ title: 't', asOf, facts: factsOf(world), expect }).facts)
  const view = facts.people.get('w1') ?? null
  const run = engine.run(facts, asOf)
  const plain: string[] = []
  const found: string[] = []
  for (const { benefit, beneficiary, year, answer } of rows) {
    const one = answer(world)
    const other = run.evaluate(view, {
      benefit,
      beneficiary,
      for: 'w1',
      period: year === undefined ? undefined : String(year),
    })
    const name = `${benefit} ${year ?? ''}`
    plain.push(
      [name, one.outcome, one.amount ?? '', one.on === undefined ? '' : formatDate(one.on)].join(' '),
    )
    const amount = other.amountFen === undefined ? '' : other.amountFen / 100
    found.push([name, other.outcome, amount, other.on ?? ''].join(' '))
  }
  return { plain, engine: found }
}

describe(`the readings written twice, in ${WORLDS} worlds`, () => {
  const seen = new Map<string, number>()

  it('say the same', () => {
    for (let seed = 1; seed <= WORLDS; seed++) {
      const world = knownWorld(new Random(seed))
      const rows = PLAIN_ROWS.filter(({ year }) => year === undefined || year <= yearOfDay(world.asOf))
      const { plain, engine: found } = answers(world, rows)
      expect(found, `world ${seed}: ${JSON.stringify(factsOf(world))}`).toEqual(plain)
      for (const line of plain) {
        const [benefit, outcome] = line.split(/ +\d* */)
        const key = `${benefit} ${outcome}`
        seen.set(key, (seen.get(key) ?? 0) + 1)
      }
    }
  })

  it.each([...new Set(PLAIN_ROWS.map((row) => row.benefit))])('%s paid, awaited, refused', (benefit) => {
    const paid = (seen.get(`${benefit} eligible`) ?? 0) + (seen.get(`${benefit} discretionary`) ?? 0)
    expect(paid).toBeGreaterThan(4)
    expect(seen.get(`${benefit} pending`) ?? 0).toBeGreaterThan(2)
    expect(seen.get(`${benefit} ineligible`) ?? 0).toBeGreaterThan(100)
  })
})
