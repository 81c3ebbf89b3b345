import type { RunView } from '../../../shared/contract/policy.ts'
import { formatDate, formatMonth, monthOfDay } from '../../../shared/domain/dates.ts'
import { OUTCOMES, type Outcome } from '../../../shared/domain/policy.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { ReadLedger, WriteTx } from '../db/ledger.ts'
import { evaluationRefusalSets, evaluationRefusals, evaluationResults } from '../db/schema/evaluation.ts'
import { evaluationRuns } from '../db/schema/policy.ts'
import type { Cell } from '../db/tables.ts'
import type { HotResult, Run } from '../policy/engine.ts'
import { NEVER, type PersonView } from '../policy/facts.ts'
import { entitlementKey } from '../policy/grants.ts'
import type { Row } from '../policy/row.ts'
import { AMOUNT_BIT, OUT } from '../policy/weighing.ts'
import { Cancelled, type InputOf, type JobContext, type WriterJobContext } from '../procedure.ts'
import { identities } from './identities.ts'
import { ledgerEngine } from './ledger-engine.ts'
import { ledgerTables } from './ledger-tables.ts'
import { packsOf } from './packs.ts'
import { PersonViewReader } from './person-views.ts'
import { RefusalSets } from './refusal-sets.ts'
import { latestRun, type RunSummary } from './runs.ts'

/** People that are read, decided and stored at once. */
const RANGE = 5000

/**
 * 政策测算: decides every benefit for everybody as of a day and replaces the stored results of the last calculation,
 * in one transaction: after a kill the old results stand whole.
 */
export async function evaluateLedger(
  context: WriterJobContext,
  input: InputOf<'policy.evaluate'>,
): Promise<RunView> {
  const startedAt = context.now()
  const id = context.newId()
  await context.ledger.writeAsync(
    { action: 'policy.evaluate', actor: context.actor.name, params: { asOf: input.asOf } },
    async (tx) => {
      tx.local(evaluationResults).delete()
      tx.local(evaluationRefusals).delete()
      tx.local(evaluationRefusalSets).delete()
      tx.local(evaluationRuns).delete()
      const store = new ResultStore(tx)
      const people = decideEverybody(
        context,
        tx,
        input,
        (run, views) => store.people(run, views),
        (run) => store.bodies(run),
      )
      const summary: RunSummary = {
        counts: store.counts(),
        changeSeq:
          (tx.prepare<number | null>('SELECT max(seq) FROM change_log').pluck().get() as number) ?? 0,
        seconds: (context.now() - startedAt) / 1000,
      }
      tx.local(evaluationRuns).insert({
        id,
        asOf: input.asOf,
        startedAt: new Date(startedAt).toISOString(),
        finishedAt: new Date(context.now()).toISOString(),
        packVersions: JSON.stringify(
          Object.fromEntries(
            packsOf(context, tx, input.asOf).documents.map(({ id, version }) => [id, version]),
          ),
        ),
        peopleCount: people,
        summary: JSON.stringify(summary),
      })
    },
  )
  const run = latestRun(context.ledger.reader)
  if (run === null) throw new Error('the calculation was stored and is not there')
  return run
}

/**
 * Reads everybody in ranges and hands each range to `people` (which decides), then asks for the bodies paid for
 * themselves. Gives the number of people. @throws Refusal `policy.unknown-benefit`, Cancelled
 */
export function decideEverybody(
  context: JobContext,
  ledger: Pick<ReadLedger, 'prepare'>,
  input: { asOf: string; benefits: readonly string[] },
  people: (run: Run, views: readonly PersonView[]) => void,
  bodies: (run: Run) => void,
): number {
  const engine = ledgerEngine(context, ledger, input.asOf)
  for (const benefit of input.benefits) if (engine.row(benefit) === undefined) throw unknownBenefit(benefit)
  const run = engine.run(
    ledgerTables(ledger),
    input.asOf,
    input.benefits.length === 0 ? undefined : input.benefits,
  )
  const reader = new PersonViewReader(ledger, { sources: false })
  const total =
    ledger.prepare<{ n: number }>('SELECT count(*) AS n FROM people WHERE deleted_at IS NULL').get()?.n ?? 0
  let done = 0
  context.progress('测算', 0, total, '人')
  for (const [first, last] of reader.split(RANGE)) {
    if (context.shouldStop()) throw new Cancelled()
    const views = reader.range(first, last)
    people(run, views)
    done += views.length
    context.progress('测算', done, total, '人')
  }
  bodies(run)
  return done
}

export function unknownBenefit(benefit: string): Refusal {
  return new Refusal(
    'policy.unknown-benefit',
    `政策库中没有可测算的“${benefit}”。请核对编号（如 JH-16），或用 liaison policy list 查看。`,
    { benefit },
  )
}

/** Turns answers into stored rows, and counts them. */
class ResultStore {
  private readonly tx: WriteTx
  private readonly tallies = new Map<Row, { count: number; amountFen: number }[]>()
  private readonly refusals = new RefusalSets()
  private seq = 0

  constructor(tx: WriteTx) {
    this.tx = tx
  }

  people(run: Run, views: readonly PersonView[]): void {
    const results: Cell[][] = []
    const refusals: Cell[][] = []
    const identityOf = identities(this.tx, views)
    for (const view of views) {
      this.refusals.begin()
      run.person(view, (result) => {
        this.count(result)
        if (result.outcome === OUT.ineligible) this.refusals.add(result.row, result.failed)
        else results.push(this.cells(result, view, identityOf))
      })
      const failed = this.refusals.set()
      if (failed !== undefined) refusals.push([view.id, failed])
    }
    this.tx.local(evaluationResults).insertCells(results)
    this.tx.local(evaluationRefusalSets).insertCells(this.refusals.takeFresh())
    this.tx.local(evaluationRefusals).insertCells(refusals)
  }

  bodies(run: Run): void {
    const results: Cell[][] = []
    run.finish((result) => {
      this.count(result)
      if (result.outcome !== OUT.ineligible) results.push(this.cells(result, null, () => ''))
    })
    this.tx.local(evaluationResults).insertCells(results)
  }

  counts(): RunSummary['counts'] {
    return [...this.tallies].flatMap(([row, outcomes]) =>
      outcomes
        .map((tally, outcome) => ({ benefit: row.id, outcome: OUTCOMES[outcome] as Outcome, ...tally }))
        .filter((tally) => tally.count > 0),
    )
  }

  private count(result: HotResult): void {
    let tallies = this.tallies.get(result.row)
    if (tallies === undefined) {
      tallies = OUTCOMES.map(() => ({ count: 0, amountFen: 0 }))
      this.tallies.set(result.row, tallies)
    }
    const tally = tallies[result.outcome] as { count: number; amountFen: number }
    tally.count += 1
    if (result.amountFen > 0) tally.amountFen += result.amountFen
  }

  /** In the order of the columns of `evaluation_results`: half a million objects and their checks would cost a second. */
  private cells(
    result: HotResult,
    view: PersonView | null,
    identityOf: (personId: string) => string,
  ): Cell[] {
    const { row } = result
    const period = result.year > 0 ? String(result.year) : result.period
    const beneficiary = result.beneficiary ?? ''
    this.seq += 1
    return [
      this.seq,
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
