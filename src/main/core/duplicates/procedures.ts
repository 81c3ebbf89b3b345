import type { LookResult } from '../../../shared/contract/duplicates.ts'
import { DUPLICATE_KIND_TEXT } from '../../../shared/text/duplicates.ts'
import {
  Cancelled,
  type Implementations,
  type InputOf,
  type QueryContext,
  query,
  type ReaderJobContext,
  readerJob,
  type WriteContext,
  type WriterSteps,
  write,
  writerJob,
} from '../procedure.ts'
import { regionsOf } from '../registry/region-procedures.ts'
import { keepLooks, type LookToKeep, listPairs, summary } from './kept-pairs.ts'
import { lookThrough } from './look.ts'
import { applyMerge, planMerge } from './merge.ts'
import { mergeAll } from './merge-all.ts'
import { EffectTally } from './merge-effects.ts'
import { PlanReads } from './merge-plan.ts'
import { pairDetail } from './pair-detail.ts'
import { recordVerdict, scoreNow, takeBackVerdicts } from './verdicts.ts'

/** 查重与合并. */
export const duplicateProcedures: Implementations = {
  'duplicates.summary': query('duplicates.summary', ({ ledger }) => summary(ledger)),
  'duplicates.look': readerJob('duplicates.look', look),
  'duplicates.list': query('duplicates.list', (context, input) =>
    listPairs(context.ledger, input, context.today(), regionsOf(context)),
  ),
  'duplicates.show': query('duplicates.show', (context, pair) =>
    pairDetail(context.ledger, pair, context.today(), regionsOf(context)),
  ),
  'duplicates.preview': query('duplicates.preview', (context, input) => {
    const reads = new PlanReads(context.ledger)
    return new EffectTally(reads).add(planMerge(reads, input, words(context))).effects()
  }),
  'duplicates.merge': write('duplicates.merge', (context, input) => {
    const { txId, result } = context.ledger.write(
      {
        action: 'duplicates.merge',
        actor: context.actor.name,
        params: { kind: input.kind, keep: input.keepId, other: input.otherId },
      },
      (tx) => {
        const reads = new PlanReads(tx)
        const score = scoreNow(tx, { kind: input.kind, firstId: input.keepId, secondId: input.otherId })
        const planned = planMerge(reads, input, words(context))
        const effects = new EffectTally(reads).add(planned).effects()
        applyMerge(tx, planned, { score, note: input.note || null, by: context.actor.name })
        return effects
      },
    )
    return { txId, effects: result }
  }),
  'duplicates.decide': write('duplicates.decide', decide),
  'duplicates.mergeAll': writerJob('duplicates.mergeAll', async (context, input) => mergeAll(context, input)),
}

export const duplicateSteps: Pick<WriterSteps, 'duplicates.keep'> = {
  'duplicates.keep': (context, looks: readonly LookToKeep[]) => keepLooks(context, looks),
}

async function look(context: ReaderJobContext, { kinds }: InputOf<'duplicates.look'>): Promise<LookResult> {
  const looks: LookToKeep[] = []
  for (const kind of kinds) {
    const startedAt = context.now()
    const looked = lookThrough(context.ledger, kind, (step, done, total) => {
      context.progress(`${DUPLICATE_KIND_TEXT[kind]}：${step}`, done, total)
      return !context.shouldStop()
    })
    if (looked === undefined) throw new Cancelled()
    looks.push({ ...looked, milliseconds: context.now() - startedAt })
  }
  await context.commit('duplicates.keep', looks)
  return {
    kinds: looks.map(({ kind, records, compared, found, milliseconds }) => ({
      kind,
      records,
      compared,
      found: found.length,
      seconds: milliseconds / 1000,
    })),
  }
}

function decide(context: WriteContext, { pairs, verdict, note }: InputOf<'duplicates.decide'>) {
  const by = context.actor.name
  const { txId, result } = context.ledger.write(
    { action: 'duplicates.decide', actor: by, params: { verdict, pairs: pairs.length } },
    (tx) => {
      let decided = 0
      for (const pair of pairs) {
        if (verdict === 'open') decided += takeBackVerdicts(tx, pair, note || '重新列出') > 0 ? 1 : 0
        else {
          recordVerdict(tx, pair, verdict, { score: scoreNow(tx, pair), note: note || null, by })
          decided += 1
        }
      }
      return decided
    },
  )
  return { txId, decided: result }
}

function words(context: Pick<QueryContext, 'today' | 'resources'>) {
  const regions = regionsOf(context)
  return { today: context.today(), isKnownArea: (area: string) => regions.isKnownArea(area) }
}
