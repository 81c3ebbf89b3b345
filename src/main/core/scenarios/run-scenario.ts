import type { Scenario, ScenarioResult, ScenarioSummary } from '../../../shared/contract/scenarios.ts'
import { OUTCOMES, type Outcome } from '../../../shared/domain/policy.ts'
import { MOVES } from '../../../shared/domain/scenario.ts'
import type { ReadLedger } from '../db/ledger.ts'
import { ledgerTables } from '../entitlements/ledger-tables.ts'
import { type Concerned, concernedBenefits } from '../policy/concerned.ts'
import { isForPerson } from '../policy/grants.ts'
import type { Row } from '../policy/row.ts'
import { Cancelled, type JobContext } from '../procedure.ts'
import { regionsOf } from '../registry/region-procedures.ts'
import type { Regions } from '../registry/regions.ts'
import { againstBudget } from './budget-line.ts'
import { changeWords } from './change-words.ts'
import { type ComparedBenefit, Comparison, type Moved } from './comparison.ts'
import { movedPeople } from './moved-people.ts'
import { peopleAtHand } from './people-at-hand.ts'
import { type ScenarioSides, scenarioSides } from './scenario-sides.ts'
import type { MonthSum, Side, Sum } from './side.ts'

type Reading = Pick<ReadLedger, 'prepare' | 'path'>
type Context = Pick<JobContext, 'resources' | 'now' | 'progress' | 'shouldStop'>

/** People that each list of the answer names; all of them are in the exported file. */
export const LISTED = 200

/** What a scenario came to, with everybody for whom it pays differently (at most `most` of each kind). */
export interface Calculated {
  readonly sides: ScenarioSides
  readonly concerned: readonly Concerned[]
  readonly rows: readonly ComparedBenefit[]
  readonly comparison: Comparison
  readonly moved: readonly MovedList[]
  readonly people: number
}

export interface MovedList {
  readonly move: Moved['move']
  total: number
  amountFen: number
  readonly people: Moved[]
}

/**
 * Calculates a scenario beside what is, in one pass over the people; stores nothing.
 * @throws Refusal as `scenarioSides`, Cancelled
 */
export function calculateScenario(
  context: Context,
  ledger: Reading,
  scenario: Scenario,
  most: number,
): Calculated {
  const sides = scenarioSides(context, ledger, scenario)
  const { base, changed } = sides
  const concerned = concernedBenefits(
    changed.rules.packs,
    scenario.benefits,
    scenario.changes,
    scenario.budget?.fund ?? null,
  )
  const rows = concerned.flatMap(({ row, counted }): ComparedBenefit[] => {
    const before = base.engine.row(row.id)
    const after = changed.engine.row(row.id)
    const fund = scenario.budget?.fund ?? null
    // A benefit that only one of the two days knows is compared with nothing.
    if (before === undefined || after === undefined) return []
    const budgeted = fund === null ? counted : row.fund.includes(fund)
    return [{ base: before, changed: after, counted, budgeted }]
  })
  const tables = ledgerTables(ledger)
  const ids = rows.map(({ base: row }) => row.id)
  const moved = MOVES.map((move): MovedList => ({ move, total: 0, amountFen: 0, people: [] }))
  const comparison = new Comparison(
    rows,
    {
      base: base.engine.run(tables, scenario.baseDay, ids),
      changed: changed.engine.run(tables, scenario.asOf, ids),
    },
    tables,
    (one) => {
      const list = moved.find(({ move }) => move === one.move)!
      list.total += 1
      list.amountFen += one.differenceFen
      if (list.people.length < most) list.people.push(one)
    },
  )
  const total =
    ledger.prepare<{ n: number }>('SELECT count(*) AS n FROM people WHERE deleted_at IS NULL').get()?.n ?? 0
  let done = 0
  context.progress('测算', 0, total, '人')
  const asked = rows.flatMap(({ base: before, changed: after }) =>
    [before, after].map((row) => ({ row, tables })),
  )
  for (const views of peopleAtHand(ledger, asked)) {
    if (context.shouldStop()) throw new Cancelled()
    for (const view of views) comparison.person(view)
    done += views.length
    context.progress('测算', done, total, '人')
  }
  comparison.bodies()
  context.progress('测算', total, total, '人')
  return { sides, concerned, rows, comparison, moved, people: total }
}

/** The answer that a screen shows. */
export function runScenario(context: Context, ledger: Reading, scenario: Scenario): ScenarioResult {
  const startedAt = context.now()
  const calculated = calculateScenario(context, ledger, scenario, LISTED)
  const summary = summaryOf(context, ledger, scenario, calculated)
  const moved = calculated.moved.map(({ move, total, amountFen, people }) => ({
    move,
    total,
    amountFen,
    rows: movedPeople(ledger, regionsOf(context), calculated.rows, people),
  }))
  return { ...summary, moved, seconds: (context.now() - startedAt) / 1000 }
}

/** The sums of both sides, without any person. */
export function summaryOf(
  context: Pick<JobContext, 'resources'>,
  ledger: Reading,
  scenario: Scenario,
  calculated: Calculated,
): ScenarioSummary {
  const { comparison, concerned, rows, sides, moved, people } = calculated
  const { base, changed } = comparison
  const regions = regionsOf(context)
  return {
    base: sideView(base, scenario.baseDay),
    changed: sideView(changed, scenario.asOf),
    forPeople: rows.some((row) => row.counted && isForPerson(row.base)),
    benefits: rows.map((row, i) => ({
      benefit: row.base.id,
      name: row.changed.spec.name,
      doc: row.changed.document.id,
      why: concerned.find(({ row: { id } }) => id === row.base.id)!.why,
      forPeople: isForPerson(row.base),
      base: benefitSum(base, i),
      changed: benefitSum(changed, i),
    })),
    homeCounties: counties(base.homes, changed.homes, regions),
    workCounties: counties(base.works, changed.works, regions),
    months: months(base.months, changed.months),
    budget: budgetOf(ledger, scenario, rows, comparison),
    moved: moved.map(({ move, total, amountFen }) => ({ move, total, amountFen })),
    changes: scenario.changes.map((change) => changeWords(change, sides.before, scenario, regions)),
    packVersions: Object.fromEntries(
      sides.changed.rules.packs.documents.map(({ id, version }) => [id, version]),
    ),
    peopleCount: people,
  }
}

function sideView(side: Side, asOf: string): ScenarioSummary['base'] {
  return {
    asOf,
    ...side.total,
    entitlements: side.entitlements,
    merged: side.merged,
    pending: side.pending,
    outcomes: outcomeTally(side.outcomes),
  }
}

function benefitSum(side: Side, i: number): ScenarioSummary['benefits'][number]['base'] {
  const { people, amountFen, outcomes } = side.benefits[i]!
  return { people, amountFen, outcomes: outcomeTally(outcomes) }
}

/** A refusal is no number to compare: who was passed over without being asked is not counted. */
function outcomeTally(counts: readonly number[]): { outcome: Outcome; count: number }[] {
  return OUTCOMES.map((outcome, i) => ({ outcome, count: counts[i] ?? 0 })).filter(
    ({ outcome, count }) => count > 0 && outcome !== 'ineligible',
  )
}

const NOTHING: Sum = { people: 0, amountFen: 0 }

/** Most money first, on the side that has more of it; what has no county last. */
function counties(
  base: ReadonlyMap<string, Sum>,
  changed: ReadonlyMap<string, Sum>,
  regions: Regions,
): ScenarioSummary['homeCounties'] {
  return [...new Set([...base.keys(), ...changed.keys()])]
    .map((code) => ({
      code,
      name: code === '' ? '未知' : (regions.name(code) ?? code),
      base: base.get(code) ?? NOTHING,
      changed: changed.get(code) ?? NOTHING,
    }))
    .sort(
      (a, b) =>
        Number(a.code === '') - Number(b.code === '') ||
        Math.max(b.base.amountFen, b.changed.amountFen) - Math.max(a.base.amountFen, a.changed.amountFen) ||
        a.code.localeCompare(b.code),
    )
}

const NO_MONTH: MonthSum = { count: 0, amountFen: 0, pendingCount: 0, pendingFen: 0 }

function months(
  base: ReadonlyMap<string, MonthSum>,
  changed: ReadonlyMap<string, MonthSum>,
): ScenarioSummary['months'] {
  return [...new Set([...base.keys(), ...changed.keys()])]
    .sort()
    .map((month) => ({ month, base: base.get(month) ?? NO_MONTH, changed: changed.get(month) ?? NO_MONTH }))
}

function budgetOf(
  ledger: Reading,
  scenario: Scenario,
  rows: readonly ComparedBenefit[],
  { base, changed }: Comparison,
): ScenarioSummary['budget'] {
  const { budget } = scenario
  if (budget === null) return null
  const budgeted = rows.filter((row) => row.budgeted).map((row) => row.changed)
  const grantedFen = budget.year === null ? 0 : granted(ledger, budgeted, budget.year)
  const ofYear = (side: Side) =>
    new Map(
      [...side.budgetMonths()].filter(
        ([month]) => budget.year === null || month.startsWith(`${budget.year}-`),
      ),
    )
  return {
    ...budget,
    grantedFen,
    months: months(ofYear(base), ofYear(changed)),
    base: againstBudget(budget, grantedFen, base.budget),
    changed: againstBudget(budget, grantedFen, changed.budget),
  }
}

/** What was already granted in that year for these benefits, in fen. */
function granted(ledger: Reading, rows: readonly Row[], year: number): number {
  return (
    ledger
      .prepare<{ fen: number | null }>(
        `SELECT sum(amount_fen) AS fen FROM grants WHERE deleted_at IS NULL
         AND granted_on >= ? AND granted_on <= ? AND benefit IN (SELECT value FROM json_each(?))`,
      )
      .get(`${year}-01-01`, `${year}-12-31`, JSON.stringify(rows.map(({ id }) => id)))?.fen ?? 0
  )
}
