/** 交换: making and taking in bundles, their boxes, and conflicts. */
import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BundleFacts, MadeBundle, TakenBundle } from '../../../shared/contract/sync.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { answerTaker } from '../claims/outside/take-answer.ts'
import type { ReadLedger, WriteTx } from '../db/ledger.ts'
import {
  Cancelled,
  type Implementations,
  query,
  readerJob,
  type WriterJobContext,
  type WriterSteps,
  write,
  writerJob,
} from '../procedure.ts'
import { readOffice } from '../registry/office.ts'
import { decideConflicts } from './conflict-decisions.ts'
import { listConflicts } from './conflict-list.ts'
import { inboxOf, outboxOf, syncOverview, withNumbers } from './exchange-state.ts'
import type { KnownSender, TakeInRequest, TakenIn } from './incoming.ts'
import type { BundleManifest, RejectedRow } from './manifest.ts'
import { ledgerNames, readOfficeKeys } from './office-keys.ts'
import {
  type BundlePlan,
  bundleFileName,
  keepSent,
  planBundle,
  type SealedPlan,
  writeBundle,
} from './outgoing.ts'
import { partnerBySigner, partnerOfLedger } from './partners.ts'
import { type RefusedWaiting, takeInWithWaiting } from './waiting-bundles.ts'

export const BUNDLE_MIME = 'application/x-liaison-bundle'

export const exchangeProcedures: Implementations = {
  'sync.overview': query('sync.overview', ({ ledger, now }) => syncOverview(ledger, now())),
  'sync.outbox': query('sync.outbox', ({ ledger }, { ledgerId }) => outboxOf(ledger, ledgerId)),
  'sync.inbox': query('sync.inbox', ({ ledger }, { ledgerId }) => inboxOf(ledger, ledgerId)),
  'sync.conflicts': query('sync.conflicts', ({ ledger }, input) => listConflicts(ledger, input)),
  'sync.decide': write('sync.decide', ({ ledger, actor }, input) => {
    const { result, txId } = ledger.write(
      {
        action: 'sync.decide',
        actor: actor.name,
        params: { conflicts: input.ids.length, choice: input.choice },
      },
      (tx) => decideConflicts(tx, input, actor.name),
    )
    return { decided: result, txId }
  }),

  'sync.make': readerJob('sync.make', async (context, input): Promise<MadeBundle> => {
    const { ledger } = context
    const keys = readOfficeKeys(ledger)
    if (keys === undefined)
      throw new Refusal(
        'office-keys.none',
        '本单位还没有钥匙。请先在“伙伴与钥匙”中制作，并与对方互换钥匙卡。',
      )
    const partner = partnerOfLedger(ledger, input.ledgerId)
    const { office } = readOffice(ledger)
    if (office === '')
      throw new Refusal('key-card.no-office', '还没有填写本单位名称。请先在“系统—单位”中填写。')
    context.progress('查看要发的内容', 0, null)
    const plan = planBundle(ledger, partner, input.kind, office)
    // What lies here is encrypted to the recipient; it is gone when it has been handed over.
    const target = join(tmpdir(), `${context.newId()}.llbundle`)
    try {
      const stop = new AbortController()
      const sealed = await writeBundle(ledger, plan, keys, target, {
        now: context.now,
        signal: stop.signal,
        onProgress: (entries) => {
          if (context.shouldStop()) stop.abort(new Cancelled())
          context.progress('打包', entries, plan.feed.through - plan.feed.since, '条')
        },
      }).catch((error: unknown) => {
        throw stop.signal.aborted ? new Cancelled() : error
      })
      const bytes = await readFile(target)
      const name = bundleFileName(sealed.manifest)
      await context.commit('sync.sent', {
        plan: toSend(plan),
        sealed,
        name,
        by: context.actor.name,
      } satisfies Sent)
      return { file: await context.files.put(name, BUNDLE_MIME, bytes), facts: factsOf(sealed) }
    } finally {
      await rm(target, { force: true })
    }
  }),

  'sync.takeIn': writerJob('sync.takeIn', async (context, input): Promise<TakenBundle> => {
    const file = await context.files.open(input.token)
    const { taken, followed, refused } = await takeInWithWaiting(
      context.ledger,
      'path' in file ? file.path : file,
      (source) => requestOf(context, source, input),
    )
    return takenView(context.ledger.reader, taken, { followed, refused })
  }),
}

/** Sets do not cross between threads; what the outbox needs of a plan does. */
type SentPlan = Omit<BundlePlan, 'feed'> & { readonly feed: Pick<BundlePlan['feed'], 'through' | 'scope'> }
type Sent = {
  readonly plan: SentPlan
  readonly sealed: SealedPlan
  readonly name: string
  readonly by: string
}

function toSend(plan: BundlePlan): SentPlan {
  return { ...plan, feed: { through: plan.feed.through, scope: plan.feed.scope } }
}

export const exchangeSteps: Pick<WriterSteps, 'sync.sent'> = {
  'sync.sent': ({ ledger }, payload) => {
    const { plan, sealed, name, by } = payload as Sent
    const params = { to: plan.recipient.ledgerId, sequence: plan.sequence, kind: plan.kind }
    ledger.write({ action: 'sync.export', actor: by, params }, (tx) => keepSent(tx, plan, sealed, name, by))
  },
}

function requestOf(
  context: WriterJobContext,
  source: TakeInRequest['source'],
  input: { readonly dryRun: boolean; readonly acceptClock: boolean },
): TakeInRequest {
  const { reader } = context.ledger
  const stop = new AbortController()
  return {
    source,
    identities: readOfficeKeys(reader)?.identities ?? [],
    senderOf: (signer) => senderOf(reader, signer),
    ownLedgerId: ledgerNames(reader).ledgerId,
    by: context.actor.name,
    now: context.now,
    dryRun: input.dryRun,
    acceptClock: input.acceptClock,
    bytes: async () => (typeof source === 'string' ? readFile(source) : source.bytes),
    signal: stop.signal,
    onProgress: (entries, of) => {
      if (context.shouldStop()) throw new Cancelled()
      context.progress(input.dryRun ? '试接收' : '接收', entries, of, '条')
    },
    reopen: (tx, rejected, partner) => reopenRejected(tx, context, rejected, partner),
  }
}

function senderOf(ledger: ReadLedger, signer: string): KnownSender | undefined {
  const partner = partnerBySigner(ledger, signer)
  if (partner === undefined) return undefined
  return { name: partner.name, ledgerId: partner.ledgerId, revoked: partner.state === 'revoked' }
}

/** Rows that a partner did not take reopen just their claims, as an answer of another system does. */
function reopenRejected(
  tx: WriteTx,
  context: WriterJobContext,
  rejected: readonly RejectedRow[],
  partner: string,
): void {
  const live = tx.prepare('SELECT 1 FROM claims WHERE id = ? AND deleted_at IS NULL')
  const file = { importId: `bundle:${tx.id}`, sha256: '', name: partner }
  const answer = answerTaker(tx, context.actor.name, context.today(), file)
  const reasons = new Map<string, string[]>()
  for (const { claimId, message } of rejected) {
    if (claimId === undefined || live.get(claimId) === undefined) continue
    reasons.set(claimId, [...(reasons.get(claimId) ?? []), message])
  }
  for (const [claimId, messages] of reasons)
    answer({
      claimId,
      outcome: 'rejected',
      on: context.today(),
      reason: [...new Set(messages)].join('；'),
      source: file.importId,
    })
}

function factsOf(sealed: { manifest: BundleManifest; sha256: string; bytes?: number }): BundleFacts {
  const { kind, from, to, sequence, base, madeAt, counts } = sealed.manifest
  return {
    kind,
    from: { ledgerId: from.ledgerId, office: from.office },
    to,
    sequence,
    base,
    madeAt,
    entries: counts.entries,
    transactions: counts.transactions,
    receipts: counts.receipts,
    files: counts.files,
    byTable: counts.byTable,
    sha256: sealed.sha256,
    bytes: sealed.bytes ?? sealed.manifest.payload.bytes,
  }
}

function takenView(
  ledger: ReadLedger,
  taken: TakenIn,
  after: { readonly followed: readonly number[]; readonly refused: readonly RefusedWaiting[] },
): TakenBundle {
  const { manifest, sha256, rejected, receipts, missing, packs, ...rest } = taken
  return {
    ...rest,
    facts: factsOf({ manifest, sha256 }),
    missing: [...missing],
    rejected: withNumbers(ledger, rejected),
    receipts: receipts.map(({ sequence, state, rejected: rows }) => ({
      sequence,
      state,
      rejected: rows.length,
    })),
    followed: [...after.followed],
    refused: after.refused.map(({ sequence, reason }) => ({ sequence, reason })),
    packs: packs.map(({ name }) => name),
  }
}
