import type { CheckRunResult } from '../../../shared/contract/checks.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { CHECK_TEXT } from '../../../shared/text/checks.ts'
import { findBatch } from '../claims/batch/batch-record.ts'
import {
  Cancelled,
  type Implementations,
  type InputOf,
  query,
  type ReaderJobContext,
  readerJob,
  type WriterSteps,
  write,
  writerJob,
} from '../procedure.ts'
import { openHoldsOfChecks } from './check-gates.ts'
import { checkCatalogue, saveCheckSetting } from './check-settings.ts'
import type { CheckScope, Reading } from './check-world.ts'
import {
  importComparisonList,
  listComparisonLists,
  openComparisonList,
  removeComparisonList,
} from './comparison-lists.ts'
import { countFindings, viewFindings } from './finding-views.ts'
import { keepRun, latestRun, listKeptFindings, type RunToKeep } from './kept-run.ts'
import { releasedHolds, releaseFinding } from './release-finding.ts'
import { runChecks } from './run-checks.ts'

/** Findings that a run hands over at once; those of a whole run are paged. */
const SHOWN = 200

/** 核对与疑点. */
export const checkProcedures: Implementations = {
  'checks.catalogue': query('checks.catalogue', ({ ledger }) => checkCatalogue(ledger)),
  'checks.saveSetting': write('checks.saveSetting', (context, input) => {
    const { txId, result } = context.ledger.write(
      {
        action: 'checks.saveSetting',
        actor: context.actor.name,
        params: { check: input.check, level: input.level },
      },
      (tx) => saveCheckSetting(tx, input, context.actor.name),
    )
    return { id: result, txId }
  }),
  'checks.run': readerJob('checks.run', run),
  'checks.latest': query('checks.latest', ({ ledger }) => latestRun(ledger)),
  'checks.findings': query('checks.findings', ({ ledger }, filter) => listKeptFindings(ledger, filter)),
  'checks.ofClaim': query('checks.ofClaim', (context, { id }) => {
    const { findings } = runChecks(context, context.ledger, { kind: 'claims', ids: [id] })
    return viewFindings(
      context.ledger,
      findings.filter(({ claimId }) => claimId === id),
    )
  }),
  'checks.ofBatch': query('checks.ofBatch', (context, { id, limit }) => {
    findBatch(context.ledger, id)
    const { findings } = runChecks(context, context.ledger, { kind: 'batch', id })
    const wasReleased = releasedHolds(context.ledger, id)
    const standing = findings.filter((finding) => !wasReleased(finding))
    const ordered = [...standing, ...findings.filter(wasReleased)]
    return {
      counts: countFindings(standing),
      total: standing.length,
      released: findings.length - standing.length,
      findings: viewFindings(context.ledger, ordered.slice(0, limit)),
    }
  }),
  'checks.release': write('checks.release', (context, input) => ({
    txId: context.ledger.write(
      {
        action: 'checks.release',
        actor: context.actor.name,
        params: { claim: input.claimId, check: input.check },
      },
      (tx) => releaseFinding(context, tx, input, context.actor.name),
    ).txId,
  })),
  'checks.openHolds': write('checks.openHolds', (context, input) => {
    const { txId, result } = context.ledger.write(
      {
        action: 'checks.openHolds',
        actor: context.actor.name,
        params: { batch: input.batchId ?? null, check: input.check ?? null },
      },
      (tx) => openHoldsOfChecks(context, tx, scopeToHold(tx, input), context.actor.name),
    )
    return { opened: result, txId: result === 0 ? null : txId }
  }),
  'checks.lists': query('checks.lists', ({ ledger }) => listComparisonLists(ledger)),
  'checks.openList': readerJob('checks.openList', async (context, { id }) => {
    const { name, mime, bytes } = await openComparisonList(context.ledger, id)
    return context.files.put(name, mime, bytes)
  }),
  'checks.importList': writerJob('checks.importList', importComparisonList),
  'checks.removeList': write('checks.removeList', (context, { id, reason }) => ({
    txId: context.ledger.write(
      { action: 'checks.removeList', actor: context.actor.name, params: { list: id } },
      (tx) => removeComparisonList(tx, id, reason),
    ).txId,
  })),
}

export const checkSteps: Pick<WriterSteps, 'checks.keep'> = {
  'checks.keep': (context, payload: RunToKeep) => keepRun(context, payload),
}

async function run(context: ReaderJobContext, input: InputOf<'checks.run'>): Promise<CheckRunResult> {
  const scope = scopeOf(context.ledger, input)
  const startedAt = context.now()
  const { findings, claims, people, stopped } = runChecks(context, context.ledger, scope, {
    onCheck: (check, done, total) => {
      context.progress(CHECK_TEXT[check].name, done, total, '项核对')
      return !context.shouldStop()
    },
  })
  if (stopped) throw new Cancelled()
  const seconds = (context.now() - startedAt) / 1000
  const head = {
    asOf: context.today(),
    madeAt: new Date(context.now()).toISOString(),
    madeBy: context.actor.name,
    people,
    claims,
    seconds,
  }
  if (scope.kind === 'ledger') {
    context.progress('保存疑点清单', findings.length, findings.length, '条')
    await context.commit('checks.keep', { head, findings } satisfies RunToKeep)
  }
  return {
    ...head,
    counts: countFindings(findings),
    total: findings.length,
    findings: viewFindings(context.ledger, findings.slice(0, SHOWN)),
  }
}

/** @throws Refusal `batches.not-found` */
function scopeOf(ledger: Reading, input: Pick<InputOf<'checks.run'>, 'batchId' | 'claimIds'>): CheckScope {
  if (input.batchId !== undefined) return { kind: 'batch', id: findBatch(ledger, input.batchId).id }
  return input.claimIds === undefined ? { kind: 'ledger' } : { kind: 'claims', ids: input.claimIds }
}

/** @throws Refusal `checks.nothing-to-hold` */
function scopeToHold(ledger: Reading, input: InputOf<'checks.openHolds'>): CheckScope {
  if (input.batchId !== undefined || input.claimIds !== undefined) return scopeOf(ledger, input)
  const ids = ledger
    .prepare<string>(
      `SELECT DISTINCT f.claim_id FROM check_findings f
       WHERE f.claim_id IS NOT NULL AND f.severity = 'hold' AND (? IS NULL OR f.check_id = ?)`,
    )
    .pluck()
    .all(input.check ?? null, input.check ?? null) as string[]
  if (ids.length === 0) {
    throw new Refusal('checks.nothing-to-hold', '最近一次核对没有需要人工决定的申领。请先核对全部台账。')
  }
  return { kind: 'claims', ids }
}
