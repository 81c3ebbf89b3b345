import { formatDate, formatMonth, monthOfDay } from '../../../shared/domain/dates.ts'
import { OUTCOMES, type Outcome } from '../../../shared/domain/policy.ts'
import type { ReadLedger } from '../db/ledger.ts'
import type { Cell } from '../db/tables.ts'
import type { HotResult, Run } from '../policy/engine.ts'
import { NEVER, type PersonView } from '../policy/facts.ts'
import type { Gated } from '../policy/gates.ts'
import { entitlementKey } from '../policy/grants.ts'
import type { CountedHead } from '../policy/headcounts.ts'
import type { Row } from '../policy/row.ts'
import { AMOUNT_BIT, OUT } from '../policy/weighing.ts'
import { identities } from './identities.ts'
import { isPacked, PackedAnswers } from './packed-answers.ts'

/** How often a benefit was answered so, and the fen in it. */
export type Tally = { readonly benefit: string; readonly outcome: Outcome; count: number; amountFen: number }

/** What was decided for some people, as it is stored: cells and numbers only, so that it can cross threads. */
export type DecidedRange = {
  /** ids, in order */
  readonly people: readonly string[]
  /** by person: number of the set of packed answers, from 1 in the decider's own counting; 0: none */
  readonly sets: Int32Array
  /** JSON of the sets that occur for the first time, in the order of their numbers */
  readonly freshSets: readonly string[]
  /** by result: the person's place in `people` */
  readonly owners: readonly number[]
  /** by result: the columns of `evaluation_results` without the first */
  readonly results: readonly (readonly Cell[])[]
  readonly heads: readonly (readonly [person: number, heads: readonly CountedHead[]])[]
}

/** Decides people range by range and counts what it answers. Each has its own counting: their tallies are added up. */
export class RangeDecider {
  readonly run: Run
  private readonly ledger: Pick<ReadLedger, 'prepare'>
  private readonly packed = new PackedAnswers()
  /** by index of the row, then by outcome */
  private readonly tallies: { row: Row; outcomes: { count: number; amountFen: number }[] }[] = []
  /** how many people the gates refused the same */
  private readonly gated = new Map<Gated, number>()

  constructor(run: Run, ledger: Pick<ReadLedger, 'prepare'>) {
    this.run = run
    this.ledger = ledger
  }

  people(views: readonly PersonView[]): DecidedRange {
    const { run, packed } = this
    const identityOf = identities(this.ledger, views)
    const sets = new Int32Array(views.length)
    const owners: number[] = []
    const results: Cell[][] = []
    const heads: [number, readonly CountedHead[]][] = []
    for (let i = 0; i < views.length; i++) {
      const view = views[i] as PersonView
      packed.begin()
      const gated = run.sift(view, (result) => {
        this.count(result)
        if (isPacked(result)) packed.add(result)
        else {
          owners.push(i)
          results.push(resultCells(result, view, identityOf))
        }
      })
      packed.addGated(gated)
      this.gated.set(gated, (this.gated.get(gated) ?? 0) + 1)
      if (run.lastHeads.length > 0) heads.push([i, run.lastHeads])
      sets[i] = packed.set()
    }
    return {
      people: views.map((view) => view.id),
      sets,
      freshSets: packed.takeFresh(),
      owners,
      results,
      heads,
    }
  }

  /** The packed answers of the person decided last, as JSON; `undefined`: none. */
  get lastSet(): string | undefined {
    return this.packed.last
  }

  /** What employers, schools and stations get for themselves, refusals left out; `only` as `Run.finish` takes it. */
  bodies(only?: ReadonlySet<string>): (readonly Cell[])[] {
    const results: Cell[][] = []
    this.run.finish((result) => {
      this.count(result)
      if (OUTCOMES[result.outcome] !== 'ineligible') results.push(resultCells(result, null, () => ''))
    }, only)
    return results
  }

  /** Everything that was answered so far, by benefit in the order of the documents and by outcome. */
  counted(): Tally[] {
    const refused = new Map<Row, number>()
    for (const [gated, people] of this.gated)
      for (const row of gated.refused) refused.set(row, (refused.get(row) ?? 0) + people)
    for (const row of refused.keys()) this.talliesOf(row)
    return this.tallies.flatMap(({ row, outcomes }) =>
      outcomes
        .map((tally, code) => ({
          benefit: row.id,
          outcome: OUTCOMES[code] as Outcome,
          count: tally.count + (code === OUT.ineligible ? (refused.get(row) ?? 0) : 0),
          amountFen: tally.amountFen,
        }))
        .filter((tally) => tally.count > 0),
    )
  }

  private count(result: HotResult): void {
    const tally = this.talliesOf(result.row)[result.outcome] as { count: number; amountFen: number }
    tally.count += 1
    if (result.amountFen > 0) tally.amountFen += result.amountFen
  }

  private talliesOf(row: Row): { count: number; amountFen: number }[] {
    let tallies = this.tallies[row.index]
    if (tallies === undefined) {
      tallies = { row, outcomes: OUTCOMES.map(() => ({ count: 0, amountFen: 0 })) }
      this.tallies[row.index] = tallies
    }
    return tallies.outcomes
  }
}

/** Tallies of several deciders as one list, in the order of the documents' rows. */
export function addTallies(parts: readonly (readonly Tally[])[], rows: readonly Row[]): Tally[] {
  const sums = new Map<string, Tally>()
  for (const { benefit, outcome, count, amountFen } of parts.flat()) {
    const key = `${benefit} ${outcome}`
    const sum = sums.get(key) ?? { benefit, outcome, count: 0, amountFen: 0 }
    sum.count += count
    sum.amountFen += amountFen
    sums.set(key, sum)
  }
  const place = new Map(rows.map((row) => [row.id, row.index]))
  const order = (tally: Tally) =>
    (place.get(tally.benefit) ?? place.size) * OUTCOMES.length + OUTCOMES.indexOf(tally.outcome)
  return [...sums.values()].filter(({ count }) => count > 0).sort((a, b) => order(a) - order(b))
}

/** In the order of the columns of `evaluation_results`, without the first: objects and their checks would cost more than they hold. */
function resultCells(
  result: HotResult,
  view: PersonView | null,
  identityOf: (personId: string) => string,
): Cell[] {
  const { row } = result
  const period = result.year > 0 ? String(result.year) : result.period
  const beneficiary = result.beneficiary ?? ''
  return [
    row.id,
    OUTCOMES[result.outcome] as Outcome,
    row.beneficiary,
    beneficiary,
    result.person,
    period,
    result.amountFen < 0 ? null : result.amountFen,
    row.unit === 'person-month' ? result.months : null,
    result.on >= NEVER ? null : formatDate(result.on),
    // The bit of a fact that only the amount needs is no condition.
    result.unknown & ~(1 << AMOUNT_BIT),
    result.spell < 0 || view === null ? null : (view.spells[result.spell]?.id ?? null),
    storedKey(result, beneficiary, period, identityOf),
  ]
}

/** The key of the entitlement; of a month-by-month benefit that of its last payable month. */
function storedKey(
  result: HotResult,
  beneficiary: string,
  period: string | null,
  identityOf: (personId: string) => string,
): string {
  const identity = result.person === null ? undefined : identityOf(result.person)
  // What is payable by the month qualifies on the last day of its last payable month.
  const last =
    result.row.unit === 'person-month' && result.months > 0
      ? formatMonth(monthOfDay(result.qualifyingOn))
      : period
  return entitlementKey(result.row, beneficiary, identity, last ?? undefined)
}
