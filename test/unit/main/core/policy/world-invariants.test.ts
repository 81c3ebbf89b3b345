/** What must hold in every world of people, bodies, papers and grants: over invented worlds, not single cases. */
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { caseSchema, type PolicyCase } from '../../../../../src/main/core/policy/case-schema.ts'
import { standardsOf, worldOf } from '../../../../../src/main/core/policy/case-world.ts'
import { ceilingOf } from '../../../../../src/main/core/policy/compile.ts'
import { createEngine, type Result } from '../../../../../src/main/core/policy/engine.ts'
import { loadPacks } from '../../../../../src/main/core/policy/pack-load.ts'
import { dayOf } from '../../../../../src/shared/domain/dates.ts'
import { Random } from '../../../../../src/shared/domain/random.ts'
import {
  inventedWorld,
  type WorldFacts,
  type WorldGrant,
} from '../../../../fixtures/worlds/invented-world.ts'

const packs = loadPacks(join(import.meta.dirname, '../../../../../resources/policies'))
const STANDARDS: PolicyCase['standards'] = {
  'GZ-04': { amount: 500, document: 'x' },
  'SX-03': { amount: 1000, document: 'x' },
  'JH-11': { amount: 6000, document: 'x' },
  'JH-12': { amount: 2000, document: 'x' },
  'JH-04': { amount: 612.3, document: 'x' },
  'GZ-21': { amount: 1000.01, document: 'x' },
  'ZJ-03': { amount: 300, document: 'x' },
  'HLJ-08.line': { 2021: 6300, 2022: 7000, 2023: 7000 },
  'JH-19.ganzi': ['513327'],
}
const engine = createEngine(packs, { standards: standardsOf(STANDARDS) })

const asked = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  asOf: fc.constantFrom('2020-12-31', '2021-12-31', '2022-06-30', '2023-03-30', '2025-12-31'),
})

const worldFrom = ({ seed, asOf }: { seed: number; asOf: string }): WorldFacts =>
  inventedWorld(new Random(seed), { id: 'w', asOf, unknownSchools: true })

function evaluate(facts: WorldFacts, asOf: string): Result[] {
  const expectations = [{ benefit: 'JH-16', beneficiary: 'w' }]
  const parsed = caseSchema.parse({
    title: 't',
    asOf,
    facts: JSON.parse(JSON.stringify(facts)),
    expect: expectations,
  })
  return engine.evaluateWorld(worldOf(parsed.facts), asOf)
}

const isPayable = (result: Result) => result.outcome === 'eligible' || result.outcome === 'discretionary'

/** Everything that an answer says, paths of listed things aside (they count from the list's beginning). */
function gist(results: readonly Result[]): string[] {
  return results
    .map((one) =>
      JSON.stringify([
        ...[
          one.benefit,
          one.beneficiary.id,
          one.for,
          one.period,
          one.outcome,
          one.amountFen,
          one.months,
          one.on,
        ],
        ...[one.qualifyingOn, [...one.failed].sort(), one.missing.length, one.notices, one.entitlementKeys],
      ]),
    )
    .sort()
}

function shuffled(facts: WorldFacts, random: Random): WorldFacts {
  const mixed = <T>(list: readonly T[]): T[] => {
    const left = [...list]
    return list.map(() => left.splice(random.int(0, left.length - 1), 1)[0] as T)
  }
  return Object.fromEntries(
    Object.entries(facts).map(([key, value]) => [
      key,
      Array.isArray(value) ? mixed<unknown>(value) : Object.fromEntries(mixed(Object.entries(value))),
    ]),
  ) as unknown as WorldFacts
}

/** What an office would record once it paid. */
function grantOf(result: Result, asOf: string): WorldGrant {
  const months = result.monthsPayable.map((part) => part.period)
  return {
    benefit: result.benefit,
    beneficiary: result.beneficiary.id,
    for: result.for,
    period: months.length > 0 ? months.join(',') : result.period,
    amount: (result.amountFen ?? 0) / 100,
    on: asOf,
  }
}

/** Runs a property over so many worlds; the counts stand in the names of the tests. */
function everyWorld(
  says: string,
  worlds: number,
  holds: (facts: WorldFacts, asOf: string, seed: number) => void,
) {
  it(`${says}: ${worlds} worlds`, () => {
    let met = 0
    fc.assert(
      fc.property(asked, (one) => {
        met++
        holds(worldFrom(one), one.asOf, one.seed)
      }),
      { numRuns: worlds },
    )
    expect(met).toBeGreaterThanOrEqual(worlds)
  })
}

describe('in every invented world', () => {
  everyWorld('the order of rows says nothing', 400, (facts, asOf, seed) => {
    const other = shuffled(facts, new Random(seed, 1))
    expect(gist(evaluate(other, asOf))).toEqual(gist(evaluate(facts, asOf)))
  })

  let granted = 0
  everyWorld('what was granted is not payable again, to anybody', 300, (facts, asOf) => {
    const payable = evaluate(facts, asOf).filter(isPayable)
    for (const result of payable) {
      expect(new Set(result.entitlementKeys).size).toBe(result.entitlementKeys.length)
      const after = evaluate({ ...facts, grants: [...facts.grants, grantOf(result, asOf)] }, asOf)
      const again = after
        .filter(isPayable)
        .filter((other) => other.entitlementKeys.some((key) => result.entitlementKeys.includes(key)))
      granted++
      expect([
        result.benefit,
        ...again.map((other) => [other.benefit, other.beneficiary.id, other.period]),
      ]).toEqual([result.benefit])
    }
  })
  it('granted enough to say so', () => {
    expect(granted).toBeGreaterThan(200)
  })

  everyWorld(
    'no amount is above its ceiling, nor a fixed one other than the clause says',
    500,
    (facts, asOf) => {
      for (const result of evaluate(facts, asOf)) {
        if (result.amountFen === undefined) continue
        const { amount } = result.row.spec
        const day = dayOf(result.qualifyingOn ?? asOf)
        const units = result.row.unit === 'person-month' ? (result.months ?? 0) : 1
        const ceiling = ceilingOf(result.row.spec)?.at(day)
        const where = `${result.benefit} ${result.amountFen} ${asOf}`
        expect(Number.isInteger(result.amountFen), where).toBe(true)
        if (ceiling !== undefined) expect(result.amountFen, where).toBeLessThanOrEqual(ceiling * units)
        if (amount.kind === 'fixed') expect(result.amountFen, where).toBe(result.row.amount.on(day) * units)
        if (amount.kind === 'actual-up-to' || amount.kind === 'attendance-share')
          expect(result.amountFen, where).toBeLessThanOrEqual(result.row.amount.on(day) * units)
      }
    },
  )

  everyWorld(
    'of rows that share their use, and of several payees, one key is paid once',
    500,
    (facts, asOf) => {
      const paid = new Map<string, string>()
      for (const result of evaluate(facts, asOf).filter((one) => one.outcome === 'already-granted')) {
        for (const key of result.entitlementKeys) paid.set(key, result.benefit)
      }
      for (const result of evaluate(facts, asOf).filter(isPayable)) {
        for (const key of result.entitlementKeys)
          expect([result.benefit, paid.get(key)]).toEqual([result.benefit, undefined])
      }
    },
  )
})
