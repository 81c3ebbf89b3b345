/**
 * 发出: making a bundle for a partner. What it goes on from is the last bundle that the partner acknowledged, so that a
 * lost one is made good by the next.
 */

import { and, eq } from 'drizzle-orm'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { EVERYTHING, type SyncScope } from '../../../shared/domain/sync-scope.ts'
import type { ReadLedger, WriteTx } from '../db/ledger.ts'
import { SCHEMA_VERSION } from '../db/migrate.ts'
import { inbox, outbox, partnerPeople } from '../db/schema/sync.ts'
import { sealBundle } from './bundle-file.ts'
import { type FeedCounts, type FeedRequest, feedLines } from './feed.ts'
import { BUNDLE_FORMAT, type BundleKind, type BundleManifest, type BundleReceipt } from './manifest.ts'
import { ledgerNames, type OfficeKeys } from './office-keys.ts'
import { payloadLine } from './payload.ts'
import { peopleSent, receiptsDue, rejectedRecords } from './receipts.ts'
import { peopleInScope } from './scope-paths.ts'

type Reading = Pick<ReadLedger, 'prepare' | 'snapshot'>

/** A version from which on everything that this one writes is understood; raised where a change means something new. */
export const READABLE_FROM = 22

/** Whom a bundle is for. */
export type Recipient = {
  readonly name: string
  readonly ledgerId: string
  readonly node: string
  readonly ageRecipient: string
  readonly scope: SyncScope
}

/** What a bundle will hold; nothing is written yet. */
export type BundlePlan = {
  readonly recipient: Recipient
  readonly kind: BundleKind
  readonly sequence: number
  readonly base: number
  readonly parent: string | null
  readonly clock: string
  readonly office: string
  readonly feed: FeedRequest
  readonly receipts: readonly BundleReceipt[]
  /** people whom the recipient learns of with it */
  readonly freshPeople: readonly string[]
}

export type SealedPlan = {
  readonly manifest: BundleManifest
  readonly sha256: string
  readonly bytes: number
}

type Acknowledged = { sequence: number; sha256: string; throughSeq: number; scope: string }

/**
 * Decides what goes into the next bundle. `changes` becomes `full` where nothing was acknowledged yet or the scope has
 * changed since. @throws Refusal `sync.scope-empty` where the partner may receive nothing (but answers)
 */
export function planBundle(
  ledger: Reading,
  recipient: Recipient,
  wanted: BundleKind,
  office: string,
): BundlePlan {
  return ledger.snapshot(() => {
    const scope = wanted === 'handover' ? EVERYTHING : recipient.scope
    if (scope.groups.length === 0 && wanted !== 'receipt')
      throw new Refusal(
        'sync.scope-empty',
        `还没有设定可以发给“${recipient.name}”的内容。请先在“伙伴与钥匙”中设定范围，再导出。`,
        { partner: recipient.name },
      )
    const { ledgerId } = recipient
    const acknowledged = ledger
      .prepare<Acknowledged>(
        `SELECT sequence, sha256, through_seq AS throughSeq, scope FROM outbox
         WHERE ledger_id = ? AND receipt IN ('accepted', 'partial') AND kind <> 'receipt'
         ORDER BY sequence DESC LIMIT 1`,
      )
      .get(ledgerId)
    const last = ledger
      .prepare<{ last: number | null }>('SELECT max(sequence) AS last FROM outbox WHERE ledger_id = ?')
      .get(ledgerId)
    const goesOn =
      acknowledged !== undefined &&
      wanted !== 'full' &&
      wanted !== 'handover' &&
      acknowledged.scope === JSON.stringify(scope)
    const kind = wanted === 'changes' && !goesOn ? 'full' : wanted
    const through = Number(ledger.prepare('SELECT coalesce(max(seq), 0) FROM change_log').pluck().get())
    const present = kind === 'receipt' ? null : peopleInScope(ledger, scope)
    const known =
      goesOn && present !== null ? peopleSent(ledger, ledgerId, acknowledged.sequence) : new Set<string>()
    const fresh = present === null ? [] : [...present].filter((id) => !known.has(id))
    return {
      recipient,
      kind,
      sequence: (last?.last ?? 0) + 1,
      base: goesOn ? acknowledged.sequence : 0,
      parent: goesOn ? acknowledged.sha256 : null,
      clock: String(ledger.prepare("SELECT value FROM ledger_meta WHERE key = 'hlc'").pluck().get()),
      office,
      feed: {
        scope,
        own: kind === 'handover',
        // A receipt brings nothing but answers.
        since: kind === 'receipt' ? through : goesOn ? acknowledged.throughSeq : 0,
        through,
        without: kind === 'changes' ? recipient.node : null,
        people:
          present === null
            ? null
            : { known: new Set([...known].filter((id) => present.has(id))), fresh: new Set(fresh) },
        rejected: rejectedRecords(ledger, ledgerId),
        office,
      },
      receipts: receiptsDue(ledger, ledgerId),
      freshPeople: fresh,
    }
  })
}

/**
 * Writes the bundle to `target`, whole or not at all; the ledger is only read.
 * @throws Refusal `file.*`
 */
export async function writeBundle(
  ledger: Reading,
  plan: BundlePlan,
  keys: OfficeKeys,
  target: string,
  options: {
    readonly now: () => number
    readonly signal?: AbortSignal
    readonly onProgress?: (entries: number) => void
    /** seals the text; for tests of what lies behind the container */
    readonly seal?: typeof sealBundle
  },
): Promise<SealedPlan> {
  const { recipient, kind, sequence, base, parent, clock, office, feed, receipts } = plan
  const counts: FeedCounts = { transactions: 0, entries: 0, byTable: {} }
  let files = 0
  let manifest: BundleManifest | undefined
  function* text(): Generator<string | Uint8Array> {
    for (const receipt of receipts) yield payloadLine({ kind: 'receipt', json: JSON.stringify(receipt) })
    if (kind === 'receipt') return
    if (kind !== 'handover' && feed.scope.groups.includes('policy')) yield* installedPacks(ledger, feed)
    for (const piece of feedLines(ledger, feed, counts)) {
      yield piece
      options.onProgress?.(counts.entries)
    }
    if (kind !== 'handover') return
    for (const line of storedFiles(ledger)) {
      files += 1
      yield line
    }
  }
  const { ledgerId, node } = ledgerNames(ledger)
  const sealed = await (options.seal ?? sealBundle)(target, {
    payload: text(),
    recipients: [recipient.ageRecipient],
    signer: keys.signer,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    manifest: (payload) => {
      manifest = {
        format: BUNDLE_FORMAT,
        kind,
        from: { ledgerId, node, office, signer: keys.signer.publicKey },
        to: { ledgerId: recipient.ledgerId, office: recipient.name },
        sequence,
        base,
        parent,
        madeAt: new Date(options.now()).toISOString(),
        clock,
        schema: { version: SCHEMA_VERSION, readableFrom: READABLE_FROM },
        counts: { ...counts, receipts: receipts.length, files },
        payload,
      }
      return manifest
    },
  })
  if (manifest === undefined) throw new Error('bundle: sealed without a manifest')
  return { manifest, ...sealed }
}

/**
 * Writes the bundle into the outbox. @throws Refusal `sync.outgoing-again` where another was made for this partner
 * meanwhile: the file has to be made again
 */
export function keepSent(
  tx: WriteTx,
  plan: Pick<BundlePlan, 'recipient' | 'sequence' | 'kind' | 'base' | 'freshPeople' | 'receipts'> & {
    readonly feed: Pick<FeedRequest, 'through' | 'scope'>
  },
  sealed: SealedPlan,
  fileName: string,
  by: string,
): void {
  const { ledgerId } = plan.recipient
  const taken = tx
    .prepare('SELECT 1 FROM outbox WHERE ledger_id = ? AND sequence >= ?')
    .get(ledgerId, plan.sequence)
  if (taken !== undefined)
    throw new Refusal(
      'sync.outgoing-again',
      `刚才已经为“${plan.recipient.name}”做过另一份交换文件，这一份没有登记，请重新导出。`,
      { partner: plan.recipient.name },
    )
  const { manifest } = sealed
  tx.local(outbox).insert({
    id: tx.newId(),
    ledgerId,
    sequence: plan.sequence,
    kind: plan.kind,
    base: plan.base,
    sha256: sealed.sha256,
    bytes: sealed.bytes,
    entries: manifest.counts.entries,
    throughSeq: plan.feed.through,
    fileName,
    scope: JSON.stringify(plan.feed.scope),
    madeAt: manifest.madeAt,
    madeBy: by,
    receipt: 'none',
    receiptAt: null,
    receiptJson: null,
  })
  for (const personId of plan.freshPeople)
    tx.local(partnerPeople).upsert({
      id: `${ledgerId}/${personId}`,
      ledgerId,
      personId,
      sequence: plan.sequence,
    })
  for (const { sequence } of plan.receipts)
    tx.local(inbox).update(
      { receiptSentIn: String(plan.sequence) },
      and(eq(inbox.ledgerId, ledgerId), eq(inbox.sequence, sequence)),
    )
}

/** 荣丁镇站-发县人社局-第0007份.llbundle: what it is called when it is saved. */
export function bundleFileName({ from, to, sequence }: BundleManifest): string {
  const plain = (name: string) => name.replace(/[^\p{L}\p{N}]+/gu, '').slice(0, 20)
  return `${plain(from.office)}-发${plain(to.office)}-第${String(sequence).padStart(4, '0')}份.llbundle`
}

/** Pack files that were installed here since: the recipient looks at them itself. A handover has them as records. */
function* installedPacks(
  ledger: Pick<ReadLedger, 'prepare'>,
  { since, through }: Pick<FeedRequest, 'since' | 'through'>,
): Generator<string> {
  const packs = ledger
    .prepare<{ name: string; content: Buffer }>(
      `SELECT p.file_name AS name, p.content FROM installed_packs p WHERE p.deleted_at IS NULL AND EXISTS (
         SELECT 1 FROM change_log c WHERE c.tbl = 'installed_packs' AND c.row_id = p.id AND c.op = 'insert'
           AND c.seq > ? AND c.seq <= ?) ORDER BY p.id`,
    )
    .all(since, through)
  for (const { name, content } of packs)
    yield payloadLine({ kind: 'pack', name, content: content.toString('base64') })
}

function* storedFiles(ledger: Pick<ReadLedger, 'prepare'>): Generator<string> {
  const files = ledger
    .prepare<{ id: string; content: Buffer } & Record<string, unknown>>(
      'SELECT id, name, mime, size, sha256, stored_at AS storedAt, content FROM files ORDER BY id',
    )
    .iterate()
  for (const { content, ...meta } of files)
    yield payloadLine({
      kind: 'file',
      meta: JSON.stringify(meta),
      content: Buffer.from(content).toString('base64'),
    })
}
