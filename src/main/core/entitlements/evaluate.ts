import type { RunView } from '../../../shared/contract/policy.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { ReadLedger } from '../db/ledger.ts'
import { evaluationResults } from '../db/schema/evaluation.ts'
import { evaluationRuns } from '../db/schema/policy.ts'
import type { Run } from '../policy/engine.ts'
import type { PersonView } from '../policy/facts.ts'
import { Cancelled, type InputOf, type JobContext, type WriterJobContext } from '../procedure.ts'
import { ledgerEngine } from './ledger-engine.ts'
import { ledgerTables } from './ledger-tables.ts'
import { packsOf } from './packs.ts'
import { PersonViewReader } from './person-views.ts'
import { RangeDecider } from './range-decider.ts'
import { ResultStore } from './result-store.ts'
import { lastChange, latestRun, type RunSummary } from './runs.ts'

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
      const store = new ResultStore(tx)
      store.clear()
      const plan = planOf(context, tx, input)
      const decider = new RangeDecider(plan.run, tx)
      let people = 0
      await tx.bulk([evaluationResults], plan.total, async () => {
        for (const { first, views } of rangesOf(context, plan)) {
          store.range(decider.people(views), first, decider)
          people += views.length
        }
        store.bodies(decider.bodies())
      })
      store.finish()
      const summary: RunSummary = {
        counts: decider.counted(),
        benefits: input.benefits,
        changeSeq: lastChange(tx),
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
  const plan = planOf(context, ledger, input)
  let done = 0
  for (const { views } of rangesOf(context, plan)) {
    people(plan.run, views)
    done += views.length
  }
  bodies(plan.run)
  return done
}

/** What a calculation over everybody works with. */
type Plan = { readonly run: Run; readonly reader: PersonViewReader; readonly total: number }

function planOf(
  context: JobContext,
  ledger: Pick<ReadLedger, 'prepare'>,
  { asOf, benefits }: { asOf: string; benefits: readonly string[] },
): Plan {
  const engine = ledgerEngine(context, ledger, asOf)
  for (const benefit of benefits) if (engine.row(benefit) === undefined) throw unknownBenefit(benefit)
  return {
    run: engine.run(ledgerTables(ledger), asOf, benefits.length === 0 ? undefined : benefits),
    reader: new PersonViewReader(ledger, { sources: false }),
    total:
      ledger.prepare<{ n: number }>('SELECT count(*) AS n FROM people WHERE deleted_at IS NULL').get()?.n ??
      0,
  }
}

/** Everybody, range by range in order of id; `first` is the number of the range's first person, from 1. */
function* rangesOf(
  context: JobContext,
  { reader, total }: Plan,
): Generator<{ first: number; views: PersonView[] }> {
  let done = 0
  let next = 1
  context.progress('测算', 0, total, '人')
  for (const [from, to] of reader.split(RANGE)) {
    if (context.shouldStop()) throw new Cancelled()
    const views = reader.range(from, to)
    yield { first: next, views }
    next += RANGE
    done += views.length
    context.progress('测算', done, total, '人')
  }
}

export function unknownBenefit(benefit: string): Refusal {
  return new Refusal(
    'policy.unknown-benefit',
    `政策库中没有可测算的“${benefit}”。请核对编号（如 JH-16），或用 liaison policy list 查看。`,
    { benefit },
  )
}
