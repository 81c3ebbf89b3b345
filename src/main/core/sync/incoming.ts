/**
 * 接收: taking a bundle in, whole or not at all. Its content goes on from one that was taken before; one that comes too
 * early waits, one that was taken already changes nothing, one that does not fit is refused.
 */
import { and, eq } from 'drizzle-orm'
import { GROUP_OF_TABLE } from '../../../shared/domain/sync-scope.ts'
import { type Hlc, parseHlc } from '../db/hlc.ts'
import type { Merging, ReadLedger, TwinFolding, WorkerLedger, WriteTx } from '../db/ledger.ts'
import { files } from '../db/schema/exchange.ts'
import { inbox } from '../db/schema/sync.ts'
import { followMerges } from '../duplicates/follow-merges.ts'
import { offerTwins } from '../duplicates/kept-pairs.ts'
import { keepReceived } from '../packs/received.ts'
import { openBundle } from './bundle-file.ts'
import type { BundleSource } from './bundle-source.ts'
import { aheadOf, bundleStanding, bundleStrangeness, FAR_AHEAD, type KnownBundle } from './bundle-standing.ts'
import { keepConflicts } from './conflicts.ts'
import {
  asBundleFault,
  farAhead,
  otherParent,
  parsed,
  sequenceForged,
  strangeBundle,
} from './incoming-faults.ts'
import { type BundleManifest, type BundleReceipt, bundleReceipt, type RejectedRow } from './manifest.ts'
import { contentFault, readPayloadLine } from './payload.ts'
import { takeReceipts } from './receipts.ts'
import { holdConflicts, holdTwins } from './twin-holds.ts'

/** What an office knows of a sender by its signing key. */
export type KnownSender = { readonly name: string; readonly ledgerId: string; readonly revoked: boolean }

export type TakeInRequest = {
  readonly source: BundleSource
  /** this office's own, former ones too */
  readonly identities: readonly string[]
  readonly senderOf: (signingKey: string) => KnownSender | undefined
  readonly ownLedgerId: string
  readonly by: string
  readonly now: () => number
  /** say what would happen and change nothing */
  readonly dryRun?: boolean
  /** take it although the sender's clock is far ahead */
  readonly acceptClock?: boolean
  /** opens the file; for tests of what lies behind the container */
  readonly open?: typeof openBundle
  /** bytes of the file, where it has to wait */
  readonly bytes: () => Promise<Uint8Array>
  readonly signal?: AbortSignal
  readonly onProgress?: (entries: number, of: number) => void
  /** what becomes of claims whose rows the partner rejected */
  readonly reopen?: (tx: WriteTx, rejected: readonly RejectedRow[], partner: string) => void
}

export type TakenIn = {
  readonly manifest: BundleManifest
  readonly sha256: string
  readonly partner: string
  /** applied; waiting: an earlier one is missing; known: taken before, nothing changed */
  readonly state: 'applied' | 'waiting' | 'known'
  /** sequences that have not come */
  readonly missing: readonly number[]
  readonly entries: number
  readonly taken: number
  readonly rejected: readonly RejectedRow[]
  readonly conflicts: number
  /** pairs of living records of one key that a person has to look at */
  readonly twins: number
  /** facts that came twice and are one now */
  readonly folded: number
  /** milliseconds by which the sender's clock is ahead (positive) or behind (negative) */
  readonly skew: number
  /** policy packs that came with it; they wait among the packs until a person installs them */
  readonly packs: readonly { readonly name: string; readonly bytes: Uint8Array }[]
  /** receipts that came with it */
  readonly receipts: readonly BundleReceipt[]
  readonly txId: string | null
}

/** @throws Refusal `bundle.*` for a file that is not taken; nothing has been changed then */
export async function takeIn(ledger: WorkerLedger, request: TakeInRequest): Promise<TakenIn> {
  const { senderOf, identities, ownLedgerId } = request
  const bundle = await (request.open ?? openBundle)(request.source, {
    identity: identities,
    trusts: (key) => {
      const sender = senderOf(key)
      return sender === undefined ? 'unknown' : sender.revoked ? 'revoked' : 'trusted'
    },
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  })
  const { manifest, sha256 } = bundle
  const sender = senderOf(manifest.from.signer)
  if (sender === undefined) throw new Error('bundle: opened without a sender')
  const strange = bundleStrangeness(manifest, sender.ledgerId, ownLedgerId)
  if (strange !== undefined) throw strangeBundle(strange, manifest, sender)
  const skew = clockSkew(ledger.reader, manifest, request.now())
  const seen = senderClock(manifest)
  // It would move this ledger's clock, too.
  if (seen.millis - request.now() > FAR_AHEAD && request.acceptClock !== true)
    throw farAhead(manifest, request.now())

  const state = standingOf(ledger.reader, manifest, sha256)
  const told = { manifest, sha256, partner: sender.name, skew }
  const missing = () => missingBelow(ledger.reader, manifest.from.ledgerId, manifest.sequence)
  if (state !== 'next') {
    if (state === 'waiting' && request.dryRun !== true) await keepWaiting(ledger, request, told)
    return { ...told, ...NOTHING, state, missing: missing() }
  }
  const outcome = await merge(ledger, request, bundle.lines, told, seen)
  return { ...told, ...outcome, state: 'applied', missing: missing() }
}

type Told = Pick<TakenIn, 'manifest' | 'sha256' | 'partner' | 'skew'>
type Merged = Pick<
  TakenIn,
  'entries' | 'taken' | 'rejected' | 'conflicts' | 'twins' | 'folded' | 'packs' | 'receipts' | 'txId'
>

const NOTHING: Merged = {
  entries: 0,
  taken: 0,
  rejected: [],
  conflicts: 0,
  twins: 0,
  folded: 0,
  packs: [],
  receipts: [],
  txId: null,
}

async function merge(
  ledger: WorkerLedger,
  request: TakeInRequest,
  lines: () => AsyncGenerator<string[], void, undefined>,
  told: Told,
  seen: Hlc,
): Promise<Merged> {
  const { manifest, sha256, partner } = told
  const { from, sequence, kind } = manifest
  let dry: Merged | undefined
  try {
    const written = await ledger.merge(
      {
        action: 'sync.import',
        actor: request.by,
        params: { from: from.ledgerId, sequence, kind, sha256: sha256.slice(0, 16) },
        seen,
      },
      async (merging, tx, twins) => {
        const text = await takeLines(tx, merging, request, manifest, lines())
        const kept = { id: tx.newId(), ...inboxRow(request, told) }
        const outcome = settle(tx, merging, twins, request, told, text, kept.id)
        tx.local(inbox).delete(and(eq(inbox.ledgerId, from.ledgerId), eq(inbox.sequence, sequence)))
        tx.local(inbox).insert({
          ...kept,
          state: 'applied',
          entries: outcome.entries,
          taken: outcome.taken,
          rejected: JSON.stringify(outcome.rejected),
          conflicts: outcome.conflicts,
          twins: outcome.twins,
          content: null,
        })
        takeReceipts(tx, from.ledgerId, outcome.receipts, (rejected) =>
          request.reopen?.(tx, rejected, partner),
        )
        if (request.dryRun === true) {
          dry = { ...outcome, txId: null }
          throw new DryRun()
        }
        return outcome
      },
    )
    return { ...written.result, txId: written.txId }
  } catch (error) {
    if (error instanceof DryRun && dry !== undefined) return dry
    throw asBundleFault(error)
  }
}

type Text = {
  entries: number
  rejected: RejectedRow[]
  receipts: BundleReceipt[]
  packs: { name: string; bytes: Uint8Array }[]
}

async function takeLines(
  tx: WriteTx,
  merging: Merging,
  request: TakeInRequest,
  manifest: BundleManifest,
  batches: AsyncGenerator<string[], void, undefined>,
): Promise<Text> {
  const text: Text = { entries: 0, rejected: [], receipts: [], packs: [] }
  merging.expecting(manifest.counts.byTable)
  let number = 0
  let transactions = 0
  let stored = 0
  for await (const lines of batches) {
    for (const line of lines) {
      number += 1
      const read = readPayloadLine(line, number)
      if (read === undefined) continue
      if (read.kind === 'entry') {
        text.entries += 1
        const group = GROUP_OF_TABLE[read.tbl]
        if (group === 'never' || (group === 'own' && manifest.kind !== 'handover')) {
          text.rejected.push({
            tbl: read.tbl,
            rowId: read.rowId,
            code: 'sync.not-yours',
            message: '这类内容属于本单位自己，不接收其他单位的。',
          })
        } else merging.take(read)
      } else if (read.kind === 'tx') {
        transactions += 1
        merging.transaction(read)
      } else if (read.kind === 'shape') {
        if (!merging.shape(read)) throw contentFault(number)
      } else if (read.kind === 'receipt') {
        text.receipts.push(parsed(() => bundleReceipt.parse(JSON.parse(read.json)), number))
      } else if (read.kind === 'file') {
        stored += 1
        keepFile(tx, read.meta, read.content, number)
      } else if (read.kind === 'pack') {
        text.packs.push({ name: read.name, bytes: Buffer.from(read.content, 'base64') })
      }
    }
    request.onProgress?.(text.entries, manifest.counts.entries)
    request.signal?.throwIfAborted()
  }
  const { counts } = manifest
  if (counts.entries !== text.entries || counts.transactions !== transactions || counts.files !== stored)
    throw contentFault(number)
  return text
}

/** Everything is in: what stands against each other, what came twice, what has to be held. */
function settle(
  tx: WriteTx,
  merging: Merging,
  twins: TwinFolding,
  request: TakeInRequest,
  told: Told,
  text: Text,
  inboxId: string,
): Omit<Merged, 'txId'> {
  merging.finish()
  followMerges(tx, request.by)
  const { folded, differences } = twins.fold()
  const found = merging.conflicts()
  const conflicts = keepConflicts(tx, merging.settled, found, differences, {
    skew: told.skew,
    at: tx.at,
    inboxId,
  })
  holdConflicts(tx, found, request.by, told.partner)
  keepReceived(tx, { ledgerId: told.manifest.from.ledgerId, sequence: told.manifest.sequence }, text.packs)
  const held = holdTwins(tx, twins.find('hold'), request.by, told.partner)
  const offered = twins.find('offer')
  offerTwins(tx, offered)
  return {
    ...text,
    taken: merging.count.taken,
    conflicts,
    twins: offered.length + held,
    folded,
  }
}

function keepFile(tx: WriteTx, metaText: string, content: string, line: number): void {
  const meta = parsed(() => JSON.parse(metaText) as Record<string, unknown>, line)
  const { id, name, mime, size, sha256, storedAt } = meta
  if (
    typeof id !== 'string' ||
    typeof name !== 'string' ||
    typeof mime !== 'string' ||
    typeof size !== 'number' ||
    typeof sha256 !== 'string' ||
    typeof storedAt !== 'string'
  )
    throw contentFault(line)
  if (tx.prepare('SELECT 1 FROM files WHERE id = ?').get(id) !== undefined) return
  tx.local(files).insert({ id, name, mime, size, sha256, storedAt, content: Buffer.from(content, 'base64') })
}

/** @throws Refusal `bundle.sequence-forged`, `bundle.parent` */
function standingOf(ledger: ReadLedger, manifest: BundleManifest, sha256: string): TakenIn['state'] | 'next' {
  const { from, sequence, base } = manifest
  const find = ledger.prepare<KnownBundle>(
    'SELECT sha256, state FROM inbox WHERE ledger_id = ? AND sequence = ?',
  )
  const before = base === 0 ? undefined : find.get(from.ledgerId, base)
  const standing = bundleStanding(manifest, sha256, find.get(from.ledgerId, sequence), before)
  if (standing === 'forged') throw sequenceForged(manifest)
  if (standing === 'other-parent') throw otherParent(manifest)
  return standing
}

/** Numbers below `sequence` of which nothing ever came. */
export function missingBelow(
  ledger: Pick<ReadLedger, 'prepare'>,
  ledgerId: string,
  sequence: number,
): number[] {
  const there = new Set(
    ledger.prepare('SELECT sequence FROM inbox WHERE ledger_id = ?').pluck().all(ledgerId) as number[],
  )
  return Array.from({ length: sequence - 1 }, (_, i) => i + 1).filter((n) => !there.has(n))
}

async function keepWaiting(ledger: WorkerLedger, request: TakeInRequest, told: Told): Promise<void> {
  const { manifest } = told
  const content = Buffer.from(await request.bytes())
  const { from, sequence, counts } = manifest
  ledger.write(
    { action: 'sync.wait', actor: request.by, params: { from: from.ledgerId, sequence } },
    (tx) => {
      const known = tx
        .prepare('SELECT state FROM inbox WHERE ledger_id = ? AND sequence = ?')
        .pluck()
        .get(from.ledgerId, sequence)
      if (known === 'refused')
        tx.local(inbox).delete(and(eq(inbox.ledgerId, from.ledgerId), eq(inbox.sequence, sequence)))
      else if (known !== undefined) return
      tx.local(inbox).insert({
        id: tx.newId(),
        ...inboxRow(request, told),
        state: 'waiting',
        entries: counts.entries,
        taken: 0,
        rejected: '[]',
        conflicts: 0,
        twins: 0,
        content,
      })
    },
  )
}

/** What the inbox keeps of every bundle. */
function inboxRow(request: TakeInRequest, { manifest, sha256, skew }: Told) {
  const { from, sequence, kind, base, madeAt } = manifest
  return {
    ledgerId: from.ledgerId,
    sequence,
    kind,
    base,
    sha256,
    madeAt,
    receivedAt: new Date(request.now()).toISOString(),
    receivedBy: request.by,
    skew,
    receiptSentIn: null,
  }
}

function senderClock({ clock }: BundleManifest): Hlc {
  const seen = parseHlc(clock)
  if (seen === undefined) throw contentFault(0)
  return seen
}

/**
 * How far the sender's clock is off, as far as it shows: ahead, where the bundle says it was made later than now; behind,
 * where it was made before something of ours that it answers.
 */
function clockSkew(ledger: ReadLedger, manifest: BundleManifest, now: number): number {
  const ahead = aheadOf(manifest, now)
  if (ahead > 0) return ahead
  const sent = ledger
    .prepare("SELECT max(made_at) FROM outbox WHERE ledger_id = ? AND receipt <> 'none'")
    .pluck()
    .get(manifest.from.ledgerId)
  const made = Date.parse(manifest.madeAt)
  return typeof sent === 'string' && made < Date.parse(sent) ? made - Date.parse(sent) : 0
}

class DryRun extends Error {}
