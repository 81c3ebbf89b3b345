/** Merges everybody of one ID number and one name at once, in one transaction that can be taken back. */
import type { MergeAllResult } from '../../../shared/contract/duplicates.ts'
import type { WriteTx } from '../db/ledger.ts'
import { Cancelled, type WriterJobContext } from '../procedure.ts'
import { regionsOf } from '../registry/region-procedures.ts'
import { Scorer } from './candidates.ts'
import { applyMerge, planMerge } from './merge.ts'
import { EffectTally } from './merge-effects.ts'
import { PlanReads } from './merge-plan.ts'
import { sameNumberAndName } from './same-number.ts'

const STEP = 50

/** `dryRun`: the same code says what it would do, and everything is rolled back. */
export function mergeAll(context: WriterJobContext, { dryRun }: { dryRun: boolean }): MergeAllResult {
  const startedAt = context.now()
  const done = (result: Omit<MergeAllResult, 'seconds'>): MergeAllResult => ({
    ...result,
    seconds: (context.now() - startedAt) / 1000,
  })
  if (sameNumberAndName(context.ledger.reader).length === 0) {
    const effects = new EffectTally(new PlanReads(context.ledger.reader)).effects()
    return done({ merged: 0, effects, txId: null })
  }
  const action = { action: 'duplicates.mergeAll', actor: context.actor.name }
  if (!dryRun) {
    const { txId, result } = context.ledger.write(action, (tx) => mergeEach(context, tx))
    return done({ ...result, txId })
  }
  let previewed: Omit<MergeAllResult, 'seconds' | 'txId'> | undefined
  const back = new Error('preview')
  try {
    context.ledger.write(action, (tx) => {
      previewed = mergeEach(context, tx)
      throw back
    })
  } catch (error) {
    if (error !== back) throw error
  }
  if (previewed === undefined) throw new Error('the preview said nothing')
  return done({ ...previewed, txId: null })
}

function mergeEach(context: WriterJobContext, tx: WriteTx): Omit<MergeAllResult, 'seconds' | 'txId'> {
  const regions = regionsOf(context)
  const words = { today: context.today(), isKnownArea: (area: string) => regions.isKnownArea(area) }
  const pairs = sameNumberAndName(tx)
  const reads = new PlanReads(tx)
  const scorer = new Scorer(tx, 'person')
  const tally = new EffectTally(reads)
  reads.foresee(
    'people',
    pairs.map(({ otherId }) => otherId),
  )
  for (const [at, { keepId, otherId }] of pairs.entries()) {
    if (at % STEP === 0) {
      context.progress('合并', at, pairs.length, '条')
      if (context.shouldStop()) throw new Cancelled()
    }
    const [likeness] = scorer.score([[keepId, otherId]])
    const planned = planMerge(reads, { kind: 'person', keepId, otherId, choices: {} }, words)
    tally.add(planned)
    applyMerge(tx, planned, { score: likeness?.score ?? 0, note: null, by: context.actor.name })
  }
  return { merged: pairs.length, effects: tally.effects() }
}
