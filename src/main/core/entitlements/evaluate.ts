import type { RunView } from '../../../shared/contract/policy.ts'
import { evaluationResults } from '../db/schema/evaluation.ts'
import { evaluationRuns } from '../db/schema/policy.ts'
import type { InputOf, WriterJobContext } from '../procedure.ts'
import { countPeople, planOf } from './everybody.ts'
import { packsOf } from './packs.ts'
import { addTallies, RangeDecider } from './range-decider.ts'
import { ResultStore } from './result-store.ts'
import { lastChange, latestRun, type RunSummary } from './runs.ts'
import { CUT, type Cut, decideRanges } from './shared-ranges.ts'

export { decideEverybody, unknownBenefit } from './everybody.ts'

/**
 * 政策测算: decides every benefit for everybody as of a day and replaces the stored results of the last calculation,
 * in one transaction: after a kill the old results stand whole.
 */
export async function evaluateLedger(
  context: WriterJobContext,
  input: InputOf<'policy.evaluate'>,
  cut: Cut = CUT,
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
      const everybody = await tx.bulk([evaluationResults], countPeople(tx), async () => {
        const done = await decideRanges(
          context,
          tx,
          input,
          plan,
          decider,
          (decided, first, by) => store.range(decided, first, by),
          cut,
        )
        store.bodies(decider.bodies())
        return done
      })
      store.finish()
      const summary: RunSummary = {
        counts: addTallies([decider.counted(), ...everybody.counted], plan.run.engine.rows),
        benefits: input.benefits,
        nextPerson: everybody.next,
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
        peopleCount: everybody.people,
        summary: JSON.stringify(summary),
      })
    },
  )
  const run = latestRun(context.ledger.reader)
  if (run === null) throw new Error('the calculation was stored and is not there')
  return run
}
