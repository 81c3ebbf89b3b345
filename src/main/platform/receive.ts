/**
 * 接收: bundles of many offices, each whole or not at all, by the rules that the ledgers themselves keep: one that goes on from
 * a bundle that has not come waits; one that was taken before changes nothing; one that does not fit is refused.
 */
import { sql } from 'drizzle-orm'
import { isRefusal, Refusal } from '../../shared/domain/refusal.ts'
import { openBundle, readEnvelope } from '../core/sync/bundle-file.ts'
import type { BundleSource } from '../core/sync/bundle-source.ts'
import {
  aheadOf,
  type BundleStrangeness,
  bundleStanding,
  bundleStrangeness,
  FAR_AHEAD,
  type KnownBundle,
} from '../core/sync/bundle-standing.ts'
import type { BundleManifest, BundleReceipt } from '../core/sync/manifest.ts'
import { receiptFor, rejectedWhole } from '../core/sync/receipts.ts'
import {
  type KnownOffice,
  knownOffices,
  listOffices,
  meetOffices,
  officeBySigner,
  trustAmong,
} from './offices.ts'
import { identitiesOf, ownKeys } from './own-keys.ts'
import type { OpenPlatform } from './store/open-store.ts'
import { one, type Store } from './store/store.ts'
import { type TakenIn, takeIn } from './take-in/take-in.ts'
import { nextWaiting, type Waiting } from './waiting-files.ts'
import { worldOf } from './world.ts'

export type ReceiveContext = {
  readonly resources: string
  /** epoch milliseconds */
  readonly now: () => number
  /** YYYY-MM-DD */
  readonly today: string
  /** take bundles although their sender's clock is far ahead */
  readonly acceptClock?: boolean
  readonly onProgress?: (file: string, lines: number) => void
}

/** What became of one file. */
export type Received = {
  readonly file: string
  /** applied; waiting: one before it is missing; known: taken before, nothing changed; refused */
  readonly state: 'applied' | 'waiting' | 'known' | 'refused'
  readonly office: string | null
  readonly sequence: number | null
  readonly entries: number
  /** entries that the store did not have */
  readonly fresh: number
  readonly people: number
  readonly rejected: number
  /** why it waits or was refused */
  readonly reason: string | null
  readonly code: string | null
}

/** A file to be received: its name, and what it is read from. */
export type Incoming = {
  readonly name: string
  readonly source: BundleSource
  readonly bytes: () => Promise<Uint8Array>
}

/**
 * Takes bundles in, those of one office in their order whatever the order of the files; whatever was waiting for one of them
 * follows at once. A file that is refused keeps none of the others.
 */
export async function receiveBundles(
  platform: OpenPlatform,
  files: readonly Incoming[],
  context: ReceiveContext,
): Promise<Received[]> {
  const seen: { file: Incoming; manifest: BundleManifest }[] = []
  const results: Received[] = []
  for (const file of files) {
    try {
      seen.push({ file, manifest: (await readEnvelope(file.source)).manifest })
    } catch (error) {
      results.push(refusal(file.name, error))
    }
  }
  seen.sort(
    (a, b) =>
      compare(a.manifest.from.ledgerId, b.manifest.from.ledgerId) ||
      a.manifest.sequence - b.manifest.sequence,
  )
  const { store } = platform
  const receiver = new Receiver(platform, context)
  for (const { file } of seen) {
    results.push(await receiver.receive(file))
    for (let next = await nextWaiting(store); next !== undefined; next = await nextWaiting(store))
      results.push(await receiver.receiveWaiting(next))
  }
  return results
}

class Receiver {
  readonly #platform: OpenPlatform
  readonly #store: Store
  readonly #context: ReceiveContext
  readonly #names = new Map<string, string>()
  readonly #world

  constructor(platform: OpenPlatform, context: ReceiveContext) {
    this.#platform = platform
    this.#store = platform.store
    this.#context = context
    this.#world = worldOf(context.resources, context.today, (node) => this.#names.get(node) ?? '其他单位')
  }

  async receive(file: Incoming): Promise<Received> {
    try {
      return await this.#take(file)
    } catch (error) {
      return refusal(file.name, error)
    }
  }

  /**
   * One that waited. Where it cannot be taken after all it waits no longer: it stays on record as refused, and its sender,
   * if it is still known, is answered and has to send it again.
   */
  async receiveWaiting(file: Waiting): Promise<Received> {
    try {
      return await this.#take(file, file.receivedAt)
    } catch (error) {
      if (!isRefusal(error)) throw error
      const { manifest, sha256 } = await readEnvelope(file.source)
      const office = officeBySigner(await knownOffices(this.#store), manifest.from.signer)
      await this.#keepRefused(manifest, sha256, office !== undefined, error)
      return {
        ...refusal(file.name, error),
        office: office?.name ?? manifest.from.office,
        sequence: manifest.sequence,
      }
    }
  }

  /** @param waitingSince when it came, of one that waited */
  async #take({ name, source, bytes }: Incoming, waitingSince?: number): Promise<Received> {
    const store = this.#store
    const offices = await knownOffices(store)
    for (const office of await listOffices(store)) this.#names.set(office.node, office.name)
    const keys = await ownKeys(this.#platform)
    const bundle = await openBundle(source, { identity: identitiesOf(keys), trusts: trustAmong(offices) })
    const { manifest, sha256 } = bundle
    const office = officeBySigner(offices, manifest.from.signer)
    if (office === undefined) throw new Error('bundle: opened without a sender')
    const strange = bundleStrangeness(manifest, office.ledger_id, this.#platform.identity.ledgerId)
    if (strange !== undefined) throw strangeBundle(strange, manifest, office)
    // Whoever let it wait although its sender's clock was far ahead has agreed to that clock.
    const agreed = waitingSince !== undefined && aheadOf(manifest, waitingSince) > FAR_AHEAD
    if (!agreed && this.#context.acceptClock !== true) refuseFarAhead(manifest, this.#context.now())
    const told = { file: name, office: office.name, sequence: manifest.sequence }
    const standing = await this.#standing(manifest, sha256)
    if (standing.state === 'known') return { ...nothing, ...told, state: 'known' }
    if (standing.state === 'waiting') {
      await this.#keepWaiting(manifest, sha256, name, standing.reason, bytes)
      return { ...nothing, ...told, state: 'waiting', reason: standing.reason }
    }
    const ordinal = await nextOrdinal(store)
    const taken = await store.transaction(async () => {
      const result = await takeIn(store, bundle.lines(), {
        ordinal,
        keys: this.#platform.keys,
        world: this.#world,
        own: manifest.kind === 'handover',
        expected: manifest.counts.byTable,
        names: this.#names,
        ...(this.#context.onProgress === undefined
          ? {}
          : { onProgress: (lines) => this.#context.onProgress?.(name, lines) }),
      })
      const { counts } = manifest
      if (
        counts.entries !== result.entries ||
        counts.transactions !== result.transactions ||
        counts.files !== result.files
      )
        throw new Refusal(
          'bundle.payload',
          `“${name}”的内容与封面所写的数目不同，没有接收，库中没有改动。请对方重新生成后再发。`,
        )
      await meetOffices(store, result.offices)
      await this.#keepTaken(manifest, sha256, name, ordinal, result)
      await this.#takeReceipts(office, result.receipts)
      return result
    })
    return {
      ...told,
      state: 'applied',
      entries: taken.entries,
      fresh: taken.fresh,
      people: taken.people,
      rejected: taken.rejected.length,
      reason: null,
      code: null,
    }
  }

  /** @throws Refusal `bundle.sequence-forged`, `bundle.parent` */
  async #standing(
    { from, sequence, base, parent }: BundleManifest,
    sha256: string,
  ): Promise<{ state: 'next' | 'known' } | { state: 'waiting'; reason: string }> {
    const same = await this.#bundle(from.ledgerId, sequence)
    const before = base === 0 ? undefined : await this.#bundle(from.ledgerId, base)
    const standing = bundleStanding({ base, parent }, sha256, same, before)
    if (standing === 'forged')
      throw new Refusal(
        'bundle.sequence-forged',
        `“${from.office}”的第 ${sequence} 份已经收到过，这一份序号相同、内容不同，没有接收，库中没有改动。请打电话问清对方：可能是对方从备份恢复过台账，应请对方重新发一份“全部内容”。`,
        { sequence, office: from.office },
      )
    if (standing === 'other-parent')
      throw new Refusal(
        'bundle.parent',
        `“${from.office}”的第 ${sequence} 份接着的第 ${base} 份与平台收到的不是同一份，没有接收，库中没有改动。请对方重新发一份“全部内容”。`,
        { sequence, base },
      )
    if (standing === 'waiting')
      return { state: 'waiting', reason: `缺第 ${base} 份：这一份接着它。收到第 ${base} 份后自动接收。` }
    return { state: standing }
  }

  async #bundle(ledgerId: string, sequence: number): Promise<KnownBundle | undefined> {
    const { bundles } = this.#store.tables
    const [row] = await this.#store.all<KnownBundle>(sql`
      SELECT hash AS sha256, state FROM ${bundles}
      WHERE ${bundles.ledger_id} = ${ledgerId} AND ${bundles.sequence} = ${sequence} AND ${bundles.form} = 'bundle'`)
    return row
  }

  async #keepWaiting(
    manifest: BundleManifest,
    sha256: string,
    name: string,
    reason: string,
    bytes: () => Promise<Uint8Array>,
  ): Promise<void> {
    const { from, sequence } = manifest
    const known = await this.#bundle(from.ledgerId, sequence)
    if (known !== undefined && known.state !== 'refused') return
    const content = await bytes()
    const store = this.#store
    const ordinal = await nextOrdinal(store)
    await store.transaction(async () => {
      await this.#forgetRefused(manifest)
      await store.insert('waiting_files', [[sha256, content, manifest.base]])
      await store.insert('bundles', [
        this.#bundleRow(manifest, sha256, name, ordinal, { state: 'waiting', reason, receipt: null }),
      ])
    })
  }

  async #keepTaken(
    manifest: BundleManifest,
    sha256: string,
    name: string,
    ordinal: number,
    { entries, people, rejected }: TakenIn,
  ): Promise<void> {
    const store = this.#store
    const receipt = receiptFor({ sequence: manifest.sequence, hash: sha256, conflicts: 0, entries }, rejected)
    await this.#forgetRefused(manifest)
    await this.#forget(sha256)
    await store.insert('bundles', [
      this.#bundleRow(manifest, sha256, name, ordinal, {
        state: 'applied',
        reason: null,
        receipt,
        people,
      }),
    ])
  }

  /** @param answer whether there is somebody to answer */
  async #keepRefused(
    { sequence }: BundleManifest,
    sha256: string,
    answer: boolean,
    why: Refusal,
  ): Promise<void> {
    const store = this.#store
    const { bundles, waiting_files } = store.tables
    const rejected = [rejectedWhole(sequence, why)]
    const receipt = answer ? receiptFor({ sequence, hash: sha256, conflicts: 0, entries: 0 }, rejected) : null
    await store.transaction(async () => {
      await store.run(sql`
        UPDATE ${bundles} SET state = 'refused', reason = ${why.message},
          receipt = ${receipt === null ? null : JSON.stringify(receipt)}
        WHERE ${bundles.hash} = ${sha256} AND ${bundles.state} = 'waiting'`)
      await store.run(sql`DELETE FROM ${waiting_files} WHERE ${waiting_files.hash} = ${sha256}`)
    })
  }

  /** One that was refused gives its number to what comes under it now. */
  async #forgetRefused({ from, sequence }: BundleManifest): Promise<void> {
    const { bundles } = this.#store.tables
    await this.#store.run(sql`
      DELETE FROM ${bundles} WHERE ${bundles.ledger_id} = ${from.ledgerId} AND ${bundles.sequence} = ${sequence}
        AND ${bundles.form} = 'bundle' AND ${bundles.state} = 'refused'`)
  }

  async #forget(sha256: string): Promise<void> {
    const { bundles, waiting_files } = this.#store.tables
    await this.#store.run(sql`DELETE FROM ${bundles} WHERE ${bundles.hash} = ${sha256}`)
    await this.#store.run(sql`DELETE FROM ${waiting_files} WHERE ${waiting_files.hash} = ${sha256}`)
  }

  #bundleRow(
    { from, kind, sequence, madeAt, counts }: BundleManifest,
    sha256: string,
    name: string,
    ordinal: number,
    what: { state: string; reason: string | null; receipt: BundleReceipt | null; people?: number },
  ) {
    const { receipt } = what
    return [
      ordinal,
      from.ledgerId,
      from.node,
      'bundle',
      kind,
      sequence,
      sha256,
      what.state,
      name,
      madeAt,
      new Date(this.#context.now()).toISOString(),
      counts.entries,
      what.people ?? 0,
      receipt?.accepted ?? 0,
      receipt?.rejected.length ?? 0,
      what.reason,
      receipt === null ? null : JSON.stringify(receipt),
      null,
    ]
  }

  /** What the office says of bundles of ours: the next one goes on from the last that it took. */
  async #takeReceipts(office: KnownOffice, receipts: readonly BundleReceipt[]): Promise<void> {
    const { issued, offices } = this.#store.tables
    for (const receipt of receipts) {
      if (receipt.state === 'rejected') continue
      await this.#store.run(sql`
        UPDATE ${offices} SET acked_sequence = i.sequence, acked_hash = i.hash, acked_ordinal = i.upto
        FROM ${issued} i
        WHERE ${offices.node} = ${office.node} AND i.ledger_id = ${office.ledger_id}
          AND i.sequence = ${receipt.sequence} AND i.hash = ${receipt.hash} AND i.sequence > offices.acked_sequence`)
    }
  }
}

const nothing = {
  office: null,
  sequence: null,
  entries: 0,
  fresh: 0,
  people: 0,
  rejected: 0,
  reason: null,
  code: null,
} as const

/** The next place in the order of coming. */
export async function nextOrdinal(store: Store): Promise<number> {
  const { bundles, packs } = store.tables
  const { last } = await one<{ last: number }>(
    store,
    sql`SELECT coalesce(max(ordinal), 0) AS last FROM (
      SELECT ordinal FROM ${bundles} UNION ALL SELECT ordinal FROM ${packs}) o`,
  )
  return last + 1
}

function strangeBundle(
  why: BundleStrangeness,
  { from, to, schema }: BundleManifest,
  office: KnownOffice,
): Refusal {
  switch (why) {
    case 'not-for-us':
      return new Refusal(
        'bundle.not-for-us',
        `这份交换文件是发给“${to.office}”的，不是发给平台的，没有接收，库中没有改动。请转交对方。`,
        { to: to.office },
      )
    case 'other-ledger':
      return new Refusal(
        'bundle.other-ledger',
        `这份交换文件用“${office.name}”的钥匙签名，却来自另一个台账，没有接收，库中没有改动。请打电话问清对方；换了台账的，要重新登记钥匙卡。`,
        { office: office.name },
      )
    case 'newer-schema':
      return new Refusal(
        'bundle.newer-schema',
        `“${from.office}”用的软件比平台新，这份交换文件要格式 ${schema.readableFrom} 以上才能接收，库中没有改动。请升级平台的软件后再接收。`,
        { needed: schema.readableFrom },
      )
  }
}

function refuseFarAhead(manifest: BundleManifest, now: number): void {
  const { from } = manifest
  const ahead = aheadOf(manifest, now)
  if (ahead <= FAR_AHEAD) return
  const hours = Math.round(ahead / 3_600_000)
  throw new Refusal(
    'bundle.clock-ahead',
    `“${from.office}”电脑的时钟比平台快约 ${hours} 小时，没有接收，库中没有改动。请先核对两边电脑的日期和时间；确认要收的，加 --accept-clock 再接收。`,
    { hours, office: from.office },
  )
}

/** Expected refusals are told with the file; anything else is a fault of the program or the machine. */
function refusal(file: string, error: unknown): Received {
  if (!isRefusal(error)) throw error
  return { ...nothing, file, state: 'refused', reason: error.message, code: error.code }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
