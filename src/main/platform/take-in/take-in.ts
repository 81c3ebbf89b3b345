/**
 * Takes the lines of a bundle into the store, in the caller's transaction. What is kept is every entry as it came, grouped
 * by person; everything typed is derived from that, for the persons concerned, by the same fold whether they are new or
 * long known. So the result follows from the set of entries alone: not from their order, nor from how often they came.
 */
import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { GROUP_OF_TABLE } from '../../../shared/domain/sync-scope.ts'
import { type BundleReceipt, bundleReceipt, type RejectedRow } from '../../core/sync/manifest.ts'
import { type PayloadEntry, readPayloadLine } from '../../core/sync/payload.ts'
import type { PersonKeys } from '../person-key.ts'
import { type Store, type StoreCell, slices } from '../store/store.ts'
import { type Change, changeOf, nodeOf, type Shapes, shapeOf } from './changes.ts'
import { Deriver, type DeriveWorld } from './derive.ts'
import { directoryPages } from './directories.ts'
import { Groups } from './groups.ts'
import { isByPerson, type TableCounts } from './line-order.ts'
import { SubjectKeys } from './subject-keys.ts'

export type TakenIn = {
  readonly entries: number
  /** entries that the store did not have */
  readonly fresh: number
  /** people entered anew */
  readonly people: number
  readonly rejected: readonly RejectedRow[]
  /** what the office answers to bundles of ours */
  readonly receipts: readonly BundleReceipt[]
  /** names of the offices whose work came along, by node */
  readonly offices: ReadonlyMap<string, string>
  readonly transactions: number
  readonly files: number
}

export type TakeInOptions = {
  readonly ordinal: number
  /** also tables that are an office's own: a handover */
  readonly own?: boolean
  readonly keys: PersonKeys
  readonly world: DeriveWorld
  /** names of offices by node, for `world.officeName`: those that a bundle speaks of are added */
  readonly names?: Map<string, string>
  /** lines so far */
  readonly onProgress?: (lines: number) => void
  /** entries by table, as the manifest counts them */
  readonly expected?: TableCounts
  /** lines that are held in memory before they are written; smaller in tests */
  readonly mostLines?: number
  /** entries after which a person of whom no more came is written; smaller in tests */
  readonly settledAfter?: number
}

/** An office of 30,000 people sends some 200,000 lines at first; a whole county at once is written in parts. */
const MOST_LINES = 600_000
const MOST_CHARACTERS = 256 * 1024 * 1024
const SETTLED_AFTER = 8192

/**
 * @param batches lines without their line breaks, many at a time
 * @throws Refusal `bundle.payload` where a line is not as it has to be; the caller's transaction is then undone
 */
export async function takeIn(
  store: Store,
  batches: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
  options: TakeInOptions,
): Promise<TakenIn> {
  const taker = new Taker(store, options)
  try {
    await taker.begin()
    for await (const lines of batches) await taker.add(lines)
    return await taker.finish()
  } catch (error) {
    // Nothing may be written once the caller has undone its transaction.
    await taker.stop()
    throw error
  }
}

class Taker {
  readonly #store: Store
  readonly #options: TakeInOptions
  readonly #shapes: Shapes = new Map()
  readonly #newShapes: StoreCell[][] = []
  readonly #deriver: Deriver
  readonly #subjectKeys: SubjectKeys
  #groups = new Groups()
  #transactions = new Map<string, StoreCell[]>()
  readonly #receipts: BundleReceipt[] = []
  readonly #count = { transactions: 0, files: 0 }
  readonly #offices = new Map<string, string>()
  readonly #refused: RejectedRow[] = []
  /** entries by table */
  readonly #seen = new Map<string, number>()
  /** whether people are written while the bundle is still being read; decided once */
  #early: boolean | undefined
  /** those that are being derived and written meanwhile */
  #inHand: Promise<void> = Promise.resolve()
  #line = 0
  #page = 0
  #entries = 0
  #settledAt = 0

  constructor(store: Store, options: TakeInOptions) {
    this.#store = store
    this.#options = options
    this.#deriver = new Deriver(store, { ...options, shapes: this.#shapes })
    this.#subjectKeys = new SubjectKeys(store, options.keys, this.#shapes)
  }

  async begin(): Promise<void> {
    const { shapes } = this.#store.tables
    const known = await this.#store.all<{ id: string; tbl: string; columns: string }>(
      sql`SELECT id, tbl, columns FROM ${shapes}`,
    )
    for (const { id, tbl, columns } of known) this.#shapes.set(id, shapeOf(tbl, columnNames(columns)))
  }

  async add(lines: readonly string[]): Promise<void> {
    for (const text of lines) {
      this.#line += 1
      const line = readPayloadLine(text, this.#line)
      if (line === undefined) continue
      switch (line.kind) {
        case 'entry':
          this.#addEntry(line, text)
          break
        case 'shape':
          if (!this.#shapes.has(line.id)) {
            this.#shapes.set(line.id, shapeOf(line.tbl, this.#columnsOf(line.columns)))
            this.#newShapes.push([line.id, line.tbl, line.columns])
          }
          break
        case 'tx':
          this.#meet(nodeOf(line.hlc), line.office)
          this.#count.transactions += 1
          this.#transactions.set(line.hlc, [
            line.hlc,
            line.txId,
            line.at,
            line.actor,
            line.action,
            line.office,
          ])
          break
        case 'receipt':
          this.#receipts.push(this.#receiptOf(line.json))
          break
        case 'file':
          this.#count.files += 1
          await this.#keepFile(line.meta, line.content)
          break
        case 'pack':
          // Packs come from the platform, not to it.
          break
      }
    }
    this.#options.onProgress?.(this.#line)
    const { mostLines = MOST_LINES } = this.#options
    if (this.#groups.lines >= mostLines || this.#groups.characters >= MOST_CHARACTERS) await this.#flush()
    else if (this.#entries - this.#settledAt >= (this.#options.settledAfter ?? SETTLED_AFTER))
      await this.#settle()
  }

  /** Waits until nothing is being written any more; whatever went wrong there is told elsewhere. */
  async stop(): Promise<void> {
    await this.#inHand.catch(() => undefined)
    await this.#deriver.written().catch(() => undefined)
  }

  async finish(): Promise<TakenIn> {
    await this.#flush()
    await this.#store.insert('shapes', this.#newShapes)
    const { fresh, people, rejected } = this.#deriver
    return {
      entries: this.#entries,
      fresh,
      people,
      rejected: [...this.#refused, ...rejected],
      receipts: this.#receipts,
      offices: this.#offices,
      ...this.#count,
    }
  }

  #addEntry(entry: PayloadEntry, text: string): void {
    let change: Change
    try {
      change = changeOf(entry, text, this.#shapes)
    } catch {
      throw this.#badLine()
    }
    this.#entries += 1
    this.#seen.set(entry.tbl, (this.#seen.get(entry.tbl) ?? 0) + 1)
    const group = GROUP_OF_TABLE[entry.tbl]
    if (group === 'never' || (group === 'own' && this.#options.own !== true)) {
      this.#refused.push({
        tbl: entry.tbl,
        rowId: entry.rowId,
        code: 'sync.not-yours',
        message: '这类内容属于贵单位自己，平台不接收。',
      })
      return
    }
    if (change.tbl === 'batches' && typeof change.fields.fund === 'string')
      this.#deriver.learnFund(change.rowId, change.fields.fund)
    this.#groups.add(change)
  }

  #meet(node: string, office: string): void {
    this.#offices.set(node, office)
    const { names } = this.#options
    if (names !== undefined && !names.has(node)) names.set(node, office)
  }

  /** Begins to write the people of whom no more seems to come; the next lines are read meanwhile. */
  async #settle(): Promise<void> {
    this.#settledAt = this.#entries
    const { expected } = this.#options
    this.#early ??= expected !== undefined && isByPerson(this.#seen, expected)
    if (!this.#early) return
    await this.#inHand
    const settled = this.#groups.settled()
    if (settled.size === 0) return
    this.#inHand = this.#write(settled)
    this.#inHand.catch(() => undefined)
  }

  async #flush(): Promise<void> {
    await this.#inHand
    const groups = this.#groups
    this.#groups = new Groups()
    await groups.houseTheHomeless(this.#store)
    await this.#write(groups.bySubject)
    await this.#deriver.written()
    await this.#writeTransactions()
    const pages = directoryPages(this.#options.ordinal, this.#page, [...groups.owners])
    this.#page += pages.length
    await this.#store.insert('directories', pages)
  }

  async #write(groups: ReadonlyMap<string, Change[]>): Promise<void> {
    const keyOf = await this.#subjectKeys.assign(groups, (key) => this.#deriver.leave(key))
    await this.#deriver.derive(groups, keyOf)
  }

  async #writeTransactions(): Promise<void> {
    const store = this.#store
    const { transactions } = store.tables
    const known = new Set<string>()
    for (const clocks of slices([...this.#transactions.keys()])) {
      const rows = await store.all<{ hlc: string }>(
        sql`SELECT hlc FROM ${transactions} WHERE ${store.among(transactions.hlc, clocks)}`,
      )
      for (const { hlc } of rows) known.add(hlc)
    }
    await store.insert(
      'transactions',
      [...this.#transactions].filter(([hlc]) => !known.has(hlc)).map(([, row]) => row),
    )
    this.#transactions = new Map()
  }

  async #keepFile(meta: string, content: string): Promise<void> {
    // They are packed: here the hash of what is stored names them.
    const bytes = Buffer.from(content, 'base64')
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const { attachments } = this.#store.tables
    const known = await this.#store.all(
      sql`SELECT 1 FROM ${attachments} WHERE ${attachments.sha256} = ${sha256}`,
    )
    if (known.length === 0)
      await this.#store.insert('attachments', [[sha256, meta, bytes, this.#options.ordinal]])
  }

  #columnsOf(json: string): readonly string[] {
    try {
      return columnNames(json)
    } catch {
      throw this.#badLine()
    }
  }

  #receiptOf(json: string): BundleReceipt {
    try {
      return bundleReceipt.parse(JSON.parse(json))
    } catch {
      throw this.#badLine()
    }
  }

  #badLine(): Refusal {
    return new Refusal(
      'bundle.payload',
      `交换文件的内容第${this.#line}行不合格式，没有接收，库中没有改动。请对方重新生成后再发。`,
      { line: this.#line },
    )
  }
}

function columnNames(json: string): readonly string[] {
  return z.array(z.string()).parse(JSON.parse(json))
}
