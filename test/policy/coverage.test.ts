/**
 * What the project's own cases hold: every computed row met and not met, and each of its conditions at the very step at
 * which it turns. Measured, not declared: each case is asked again with one thing moved by one step.
 */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readCaseFiles } from '../../src/main/core/policy/case-files.ts'
import { caseSchema, type PolicyCase } from '../../src/main/core/policy/case-schema.ts'
import { standardsOf, worldOf } from '../../src/main/core/policy/case-world.ts'
import { createEngine, type Engine, type Result } from '../../src/main/core/policy/engine.ts'
import { loadPacks } from '../../src/main/core/policy/pack-load.ts'
import type { Row } from '../../src/main/core/policy/row.ts'
import { stateOf } from '../../src/main/core/policy/weighing.ts'
import { checkShape, readYaml } from '../../src/main/core/policy/yaml-source.ts'
import { dayOf } from '../../src/shared/domain/dates.ts'
import type { ConditionId } from '../../src/shared/domain/policy.ts'
import { oneStepAway } from './one-step.ts'

const packs = loadPacks(join(import.meta.dirname, '../../resources/policies'))
const rows = createEngine(packs).rows
const computable = new Set(rows.map((row) => row.id))
const computed = rows.filter((row) => row.spec.treatment === 'computed')

/** Conditions that turn by a step of a day, a month, a fen or a head. The others are met or not. */
const STEPS: readonly ConditionId[] = [
  'category',
  'first',
  'insured',
  'stable',
  'contract',
  'filing',
  'recognised',
  'headcount',
  'certificate',
  'in-force',
  'wages',
  'rent',
  'attended',
  'enrolled',
  'fair',
  'training',
]

const cases = readCaseFiles([join(import.meta.dirname, 'cases')]).flatMap(({ file, text = '' }) =>
  readYaml(file, text).map((part): PolicyCase => {
    const { value } = checkShape(file, part, caseSchema)
    if (value === undefined) throw new Error(`${file} does not fit the format`)
    // Of a referral only the handing over is told; nothing of it turns.
    return { ...value, expect: value.expect.filter((row) => computable.has(row.benefit)) }
  }),
)

/** What was seen of a row: its outcomes as expected, and the conditions that turned by one step. */
interface Seen {
  readonly outcomes: Map<string, number>
  readonly turned: Set<ConditionId>
}
const seen = new Map(rows.map((row): [string, Seen] => [row.id, { outcomes: new Map(), turned: new Set() }]))
let steps = 0

for (const one of cases) {
  for (const row of one.expect) {
    const { outcomes } = seen.get(row.benefit) as Seen
    if (row.outcome !== undefined) outcomes.set(row.outcome, (outcomes.get(row.outcome) ?? 0) + 1)
  }
  const engine = createEngine(packs, { standards: standardsOf(one.standards) })
  const before = answers(engine, one)
  for (const other of oneStepAway(one)) {
    steps++
    answers(engine, other).forEach((after, i) => {
      const now = before[i] as Result
      const { turned } = seen.get(now.benefit) as Seen
      for (const id of turning(now, one.asOf, after, other.asOf)) turned.add(id)
    })
  }
}

function answers(engine: Engine, one: PolicyCase): Result[] {
  const world = worldOf(one.facts)
  const run = engine.run(world, one.asOf)
  for (const view of world.people.values()) run.collect(view, true)
  return one.expect.map((row) => {
    const asked = engine.row(row.benefit) as Row
    const person = asked.beneficiary === 'person' ? row.beneficiary : row.for
    const view = person === undefined ? null : (world.people.get(person) ?? null)
    return run.evaluate(view, row)
  })
}

/** Conditions whose state differs between the two, where the answer does as well. */
function turning(a: Result, asOfA: string, b: Result, asOfB: string): ConditionId[] {
  if (
    a.outcome === b.outcome &&
    a.amountFen === b.amountFen &&
    a.months === b.months &&
    a.period === b.period
  )
    return []
  const before = states(a, asOfA)
  const after = states(b, asOfB)
  return [...new Set([...before.keys(), ...after.keys()])].filter((id) => before.get(id) !== after.get(id))
}

function states(result: Result, asOf: string): Map<ConditionId, string> {
  const found = new Map(
    result.conditions.map(({ id, lo, day }): [ConditionId, string] => [id, stateOf(lo, day, dayOf(asOf))]),
  )
  for (const id of result.failed) found.set(id, 'unmet')
  // Months and heads that add up: the sum itself is the boundary of what is counted.
  for (const part of result.monthsPayable) found.set(monthOf(result.row), `${result.months} ${part.period}`)
  if (result.row.spec.amount.kind === 'per-attended-day') found.set('attended', `${result.amountFen}`)
  return found
}

function monthOf(row: Row): ConditionId {
  return row.each === 'rent-month'
    ? 'rent'
    : row.each === 'training-month'
      ? 'training'
      : row.each === 'attendance-month'
        ? 'attended'
        : 'insured'
}

/** The conditions of a row that turn by a step, and the time in which its document is in force. */
function stepsOf(row: Row): ConditionId[] {
  const asked = Object.keys(row.spec.conditions) as ConditionId[]
  const dated = row.spec.inForce !== 'unchecked'
  // Whose category and first day count is part of counting heads.
  const within = row.each === 'headcount' ? ['category', 'first'] : []
  return STEPS.filter((id) => !within.includes(id) && (asked.includes(id) || (id === 'in-force' && dated)))
}

describe(`the project’s ${cases.length} cases, and ${steps} a step away from them`, () => {
  const met = ['eligible', 'discretionary']
  it.each(computed.map((row) => ({ id: row.id, row })))('$id is met, not met, and turns', ({ id, row }) => {
    const { outcomes, turned } = seen.get(id) as Seen
    const count = [...outcomes.values()].reduce((sum, n) => sum + n, 0)
    expect(count).toBeGreaterThanOrEqual(3)
    expect(met.some((outcome) => outcomes.has(outcome))).toBe(true)
    expect(outcomes.has('ineligible')).toBe(true)
    expect(stepsOf(row).filter((condition) => !turned.has(condition))).toEqual([])
  })

  it.each(rows.filter((row) => row.spec.treatment === 'needs-standard').map(({ id }) => id))(
    '%s, which waits for a standard, has a case',
    (id) => {
      expect(seen.get(id)?.outcomes.size).toBeGreaterThan(0)
    },
  )

  it('the claim window’s last day and the day after it are held', () => {
    const days = cases.filter((one) => one.expect.some((row) => row.benefit.startsWith('SX-')))
    expect(days.map((one) => one.asOf)).toEqual(expect.arrayContaining(['2021-12-31', '2022-01-01']))
  })
})
