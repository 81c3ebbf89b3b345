/**
 * 接收: taking a bundle in, whole or not at all. Its content goes on from one that was taken before; one that comes too
 * early waits, one that was taken already changes nothing, one that does not fit is refused.
 */
import Database from 'better-sqlite3'
import { and, eq } from 'drizzle-orm'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { GROUP_OF_TABLE } from '../../../shared/domain/sync-scope.ts'
import { type Hlc, parseHlc } from '../db/hlc.ts'
import type { Merging, ReadLedger, TwinFolding, WorkerLedger, WriteTx } from '../db/ledger.ts'
import { LaterThanClock, MissingRecord, UnknownShape } from '../db/merge/merging.ts'
import { SCHEMA_VERSION } from '../db/migrate.ts'
import { files } from '../db/schema/exchange.ts'
import { inbox, outbox } from '../db/schema/sync.ts'
import { followMerges } from '../duplicates/follow-merges.ts'
import { offerTwins } from '../duplicates/kept-pairs.ts'
import { openBundle } from './bundle-file.ts'
import type { BundleSource } from './bundle-source.ts'
import { keepConflicts } from './conflicts.ts'
import { type BundleManifest, type BundleReceipt, bundleReceipt, type RejectedRow } from './manifest.ts'
import { readPayloadLine } from './payload.ts'
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
  /** YYYY-MM-DD */
  readonly today: string
  readonly newId: () => string
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
  /** policy packs that came with it, to be installed by a person */
  readonly packs: readonly { readonly name: string; readonly bytes: Uint8Array }[]
  /** receipts that came with it */
  readonly receipts: readonly BundleReceipt[]
  readonly txId: string | null
}

/** A sender's clock that is further ahead is not taken without a person's word: it would move this ledger's clock too. */
const FAR_AHEAD = 24 * 3600 * 1000

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
  refuseStranger(manifest, sender, ownLedgerId)
  refuseNewerSchema(manifest)
  const skew = clockSkew(ledger.reader, manifest, request.now())
  const seen = senderClock(manifest)
  if (seen.millis - request.now() > FAR_AHEAD && request.acceptClock !== true)
    throw farAhead(manifest, request.now())

  const standing = standingOf(ledger.reader, manifest, sha256)
  const told = { manifest, sha256, partner: sender.name, skew }
  const nothing = {
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
  if (standing.state === 'known') return { ...told, ...nothing, state: 'known', missing: standing.missing }
  if (standing.state === 'waiting') {
    if (request.dryRun !== true) await keepWaiting(ledger, request, told)
    return { ...told, ...nothing, state: 'waiting', missing: standing.missing }
  }
  const outcome = await merge(ledger, request, bundle.lines, told, seen)
  return { ...told, ...outcome, state: 'applied', missing: missingBefore(ledger.reader, manifest) }
}

type Told = Pick<TakenIn, 'manifest' | 'sha256' | 'partner' | 'skew'>
type Merged = Pick<
  TakenIn,
  'entries' | 'taken' | 'rejected' | 'conflicts' | 'twins' | 'folded' | 'packs' | 'receipts' | 'txId'
>

async function merge(
  ledger: WorkerLedger,
  request: TakeInRequest,
  lines: () => AsyncGenerator<string[], void, undefined>,
  told: Told,
  seen: Hlc,
): Promise<Merged> {
  const { manifest, sha256, partner, skew } = told
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
        const outcome = settle(tx, merging, twins, request, told, text)
        tx.local(inbox).delete(and(eq(inbox.ledgerId, from.ledgerId), eq(inbox.sequence, sequence)))
        tx.local(inbox).insert({
          id: tx.newId(),
          ledgerId: from.ledgerId,
          sequence,
          kind,
          base: manifest.base,
          sha256,
          madeAt: manifest.madeAt,
          receivedAt: new Date(request.now()).toISOString(),
          receivedBy: request.by,
          state: 'applied',
          entries: outcome.entries,
          taken: outcome.taken,
          rejected: JSON.stringify(outcome.rejected),
          conflicts: outcome.conflicts,
          twins: outcome.twins,
          skew,
          content: null,
          receiptSentIn: null,
        })
        takeReceipts(tx, request, from.ledgerId, partner, outcome.receipts)
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
): Omit<Merged, 'txId'> {
  const found = merging.finish()
  followMerges(tx, request.by)
  const { folded, differences } = twins.fold()
  const conflicts = keepConflicts(tx, merging.settled, found, differences, { skew: told.skew, at: tx.at })
  holdConflicts(tx, found, request.by, told.partner)
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

function takeReceipts(
  tx: WriteTx,
  request: TakeInRequest,
  ledgerId: string,
  partner: string,
  receipts: readonly BundleReceipt[],
): void {
  for (const receipt of receipts) {
    const sent = tx
      .prepare<{ sha256: string; receipt: string }>(
        'SELECT sha256, receipt FROM outbox WHERE ledger_id = ? AND sequence = ?',
      )
      .get(ledgerId, receipt.sequence)
    // An answer to something this ledger did not send (it was restored from a backup) says nothing about its outbox.
    if (sent === undefined || sent.sha256 !== receipt.hash || sent.receipt !== 'none') continue
    tx.local(outbox).update(
      { receipt: receipt.state, receiptAt: tx.at, receiptJson: JSON.stringify(receipt) },
      and(eq(outbox.ledgerId, ledgerId), eq(outbox.sequence, receipt.sequence)),
    )
    if (receipt.rejected.length > 0) request.reopen?.(tx, receipt.rejected, partner)
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

type Standing = { readonly state: 'next' | 'known' | 'waiting'; readonly missing: readonly number[] }

/** @throws Refusal `bundle.sequence-forged`, `bundle.parent` */
function standingOf(ledger: ReadLedger, manifest: BundleManifest, sha256: string): Standing {
  const { from, sequence, base, parent } = manifest
  const find = ledger.prepare<{ sha256: string; state: string }>(
    'SELECT sha256, state FROM inbox WHERE ledger_id = ? AND sequence = ?',
  )
  const same = find.get(from.ledgerId, sequence)
  if (same !== undefined && same.sha256 !== sha256)
    throw new Refusal(
      'bundle.sequence-forged',
      `“${from.office}”的第${sequence}份已经收到过，而这一份序号相同、内容不同，没有接收，台账没有改动。请打电话问清对方：可能是对方从备份恢复过台账，应请对方重新发一份“全部内容”。`,
      { sequence, office: from.office },
    )
  if (same?.state === 'applied') return { state: 'known', missing: missingBefore(ledger, manifest) }
  if (base > 0) {
    const before = find.get(from.ledgerId, base)
    if (before === undefined || before.state !== 'applied')
      return { state: 'waiting', missing: missingBefore(ledger, manifest) }
    if (before.sha256 !== parent)
      throw new Refusal(
        'bundle.parent',
        `“${from.office}”的第${sequence}份接着的第${base}份与本单位收到的不是同一份，没有接收，台账没有改动。请对方重新发一份“全部内容”。`,
        { sequence, base },
      )
  }
  return { state: 'next', missing: [] }
}

/** Sequences up to this bundle's that never came. */
export function missingBefore(
  ledger: Pick<ReadLedger, 'prepare'>,
  { from, sequence }: Pick<BundleManifest, 'from' | 'sequence'>,
): number[] {
  const there = new Set(
    ledger.prepare('SELECT sequence FROM inbox WHERE ledger_id = ?').pluck().all(from.ledgerId) as number[],
  )
  return Array.from({ length: sequence - 1 }, (_, i) => i + 1).filter((n) => !there.has(n))
}

async function keepWaiting(ledger: WorkerLedger, request: TakeInRequest, told: Told): Promise<void> {
  const { manifest, sha256, skew } = told
  const content = Buffer.from(await request.bytes())
  const { from, sequence, kind, base, madeAt, counts } = manifest
  ledger.write(
    { action: 'sync.wait', actor: request.by, params: { from: from.ledgerId, sequence } },
    (tx) => {
      if (tx.prepare('SELECT 1 FROM inbox WHERE ledger_id = ? AND sequence = ?').get(from.ledgerId, sequence))
        return
      tx.local(inbox).insert({
        id: tx.newId(),
        ledgerId: from.ledgerId,
        sequence,
        kind,
        base,
        sha256,
        madeAt,
        receivedAt: new Date(request.now()).toISOString(),
        receivedBy: request.by,
        state: 'waiting',
        entries: counts.entries,
        taken: 0,
        rejected: '[]',
        conflicts: 0,
        twins: 0,
        skew,
        content,
        receiptSentIn: null,
      })
    },
  )
}

/** The earliest waiting bundle of a sender whose turn has come. */
export function nextWaiting(
  ledger: Pick<ReadLedger, 'prepare'>,
  ledgerId: string,
): { sequence: number; bytes: Buffer } | undefined {
  return ledger
    .prepare<{ sequence: number; bytes: Buffer }>(
      `SELECT w.sequence, w.content AS bytes FROM inbox w
       WHERE w.ledger_id = ? AND w.state = 'waiting' AND EXISTS (
         SELECT 1 FROM inbox b WHERE b.ledger_id = w.ledger_id AND b.sequence = w.base AND b.state = 'applied')
       ORDER BY w.sequence LIMIT 1`,
    )
    .get(ledgerId)
}

function refuseStranger(manifest: BundleManifest, sender: KnownSender, ownLedgerId: string): void {
  const { from, to } = manifest
  if (to.ledgerId !== ownLedgerId)
    throw new Refusal(
      'bundle.not-for-us',
      `这份交换文件是发给“${to.office}”的，不是发给本单位的，没有接收，台账没有改动。请转交对方，或请“${from.office}”另发一份给本单位。`,
      { to: to.office },
    )
  if (from.ledgerId !== sender.ledgerId)
    throw new Refusal(
      'bundle.other-ledger',
      `这份交换文件用“${sender.name}”的钥匙签名，却来自另一个台账，没有接收，台账没有改动。请打电话问清对方；换了台账的，要重新核对钥匙卡。`,
      { partner: sender.name },
    )
}

function refuseNewerSchema({ schema, from }: BundleManifest): void {
  if (schema.readableFrom > SCHEMA_VERSION)
    throw new Refusal(
      'bundle.newer-schema',
      `“${from.office}”用的软件比本单位新，这份交换文件要格式 ${schema.readableFrom} 以上才能接收（本软件是 ${SCHEMA_VERSION}），台账没有改动。请升级本软件后再导入。`,
      { needed: schema.readableFrom, own: SCHEMA_VERSION },
    )
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
function clockSkew(ledger: ReadLedger, { madeAt, from, clock }: BundleManifest, now: number): number {
  const made = Date.parse(madeAt)
  const ahead = Math.max(made, parseHlc(clock)?.millis ?? made) - now
  if (ahead > 0) return ahead
  const sent = ledger
    .prepare("SELECT max(made_at) FROM outbox WHERE ledger_id = ? AND receipt <> 'none'")
    .pluck()
    .get(from.ledgerId)
  return typeof sent === 'string' && made < Date.parse(sent) ? made - Date.parse(sent) : 0
}

function farAhead({ from, clock }: BundleManifest, now: number): Refusal {
  const hours = Math.round(((parseHlc(clock)?.millis ?? now) - now) / 3_600_000)
  return new Refusal(
    'bundle.clock-ahead',
    `“${from.office}”电脑的时钟比本机快约 ${hours} 小时，没有接收，台账没有改动。请先核对两边电脑的日期和时间；确认要收的，选择“时钟不准也接收”。`,
    { hours, office: from.office },
  )
}

function contentFault(line: number): Refusal {
  return new Refusal(
    'bundle.payload',
    `交换文件的内容${line > 0 ? `第${line}行` : ''}不合格式，没有接收，台账没有改动。请对方重新生成后再发。`,
    { line },
  )
}

function parsed<T>(read: () => T, line: number): T {
  try {
    return read()
  } catch {
    throw contentFault(line)
  }
}

/** What the merge found impossible, in the clerk's words. */
function asBundleFault(error: unknown): unknown {
  if (error instanceof MissingRecord)
    return new Refusal(
      'bundle.record-missing',
      `交换文件改动了本单位没有收到过的记录（${error.tbl}），前面的内容不全，没有接收，台账没有改动。请对方发一份“全部内容”。`,
      { table: error.tbl, id: error.rowId },
    )
  if (error instanceof UnknownShape || error instanceof LaterThanClock || error instanceof SyntaxError)
    return contentFault(0)
  if (error instanceof Database.SqliteError && error.code === 'SQLITE_CONSTRAINT_FOREIGNKEY')
    return new Refusal(
      'bundle.reference-missing',
      '交换文件里的记录引用了本单位没有的记录，内容不全，没有接收，台账没有改动。请对方发一份“全部内容”。',
    )
  if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_CONSTRAINT'))
    return new Refusal(
      'bundle.row',
      `交换文件里有一条记录不合格式（${error.message}），没有接收，台账没有改动。请把这条信息告知对方和技术支持。`,
    )
  return error
}

class DryRun extends Error {}
