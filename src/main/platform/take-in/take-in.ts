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
import type { Store, StoreCell } from '../store/store.ts'
import { type Change, changeOf, type Fields, fold, nodeOf, type Shapes, shapeOf } from './changes.ts'
import { directoryPages, lookUp } from './directories.ts'
import { type Finding, type JudgeWorld, judge, type Subject } from './judge.ts'
import { ownerOf } from './owners.ts'
import { addRows, DERIVED, noRows } from './rows.ts'

export type TakeInWorld = JudgeWorld & {
  /** the fund that pays a benefit where no batch says so */
  readonly fundOfBenefit: (benefit: string) => string | undefined
}

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
  readonly world: TakeInWorld
  /** names of offices by node, for `world.officeName`: those that a bundle speaks of are added */
  readonly names?: Map<string, string>
  /** lines so far */
  readonly onProgress?: (lines: number) => void
  /** lines that are held in memory before they are written; smaller in tests */
  readonly mostLines?: number
}

/** An office of 30,000 people sends some 200,000 lines at first; a whole county at once is written in parts. */
const MOST_LINES = 600_000
const MOST_CHARACTERS = 256 * 1024 * 1024
/** Persons that are derived and written at once. */
const PERSONS = 2500

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
  await taker.begin()
  for await (const lines of batches) await taker.add(lines)
  return taker.finish()
}

class Taker {
  readonly #store: Store
  readonly #options: TakeInOptions
  readonly #shapes: Shapes = new Map()
  readonly #newShapes: StoreCell[][] = []
  /** changes by subject */
  #groups = new Map<string, Change[]>()
  /** owner of each new record that does not stand alone, for those that hang on it */
  #owners = new Map<string, string>()
  /** updates of records that were not seen in this bundle yet */
  #homeless: Change[] = []
  #held = { lines: 0, characters: 0 }
  #transactions = new Map<string, StoreCell[]>()
  readonly #receipts: BundleReceipt[] = []
  readonly #funds = new Map<string, string>()
  readonly #rejected = new Map<string, readonly RejectedRow[]>()
  #writing: Promise<void> = Promise.resolve()
  #line = 0
  #part = 0
  #page = 0
  #entries = 0
  readonly #count = { transactions: 0, files: 0 }
  readonly #offices = new Map<string, string>()
  readonly #refused: RejectedRow[] = []
  #fresh = 0
  #people = 0

  constructor(store: Store, options: TakeInOptions) {
    this.#store = store
    this.#options = options
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
    if (this.#held.lines >= mostLines || this.#held.characters >= MOST_CHARACTERS) await this.#flush()
  }

  async finish(): Promise<TakenIn> {
    await this.#flush()
    await this.#writing
    await this.#store.insert('shapes', this.#newShapes)
    return {
      entries: this.#entries,
      fresh: this.#fresh,
      people: this.#people,
      rejected: [...this.#refused, ...[...this.#rejected.values()].flat()],
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
    this.#held.lines += 1
    this.#held.characters += text.length
    if (change.tbl === 'batches' && typeof change.fields.fund === 'string')
      this.#funds.set(change.rowId, change.fields.fund)
    const owner = ownerOf(change)
    if (owner.kind === 'subject') this.#put(owner.id, change)
    else {
      const home = this.#owners.get(owner.kind === 'record' ? owner.id : change.rowId)
      if (home === undefined) this.#homeless.push(change)
      else this.#put(home, change)
    }
  }

  #meet(node: string, office: string): void {
    this.#offices.set(node, office)
    const { names } = this.#options
    if (names !== undefined && !names.has(node)) names.set(node, office)
  }

  #put(subjectId: string, change: Change): void {
    if (change.rowId !== subjectId) this.#owners.set(change.rowId, subjectId)
    const group = this.#groups.get(subjectId)
    if (group === undefined) this.#groups.set(subjectId, [change])
    else group.push(change)
  }

  async #flush(): Promise<void> {
    await this.#houseTheHomeless()
    const store = this.#store
    const fresh = [...this.#owners]
    const keyOf = await this.#keysOfSubjects()
    const byKey = new Map<string, string[]>()
    for (const subjectId of this.#groups.keys()) {
      const key = keyOf.get(subjectId) ?? ''
      const group = byKey.get(key)
      if (group === undefined) byKey.set(key, [subjectId])
      else group.push(subjectId)
    }
    for (const key of this.#vacated) if (!byKey.has(key)) byKey.set(key, [])
    const existing = await this.#keysWithHistory([...byKey.keys()])
    const keys = [...byKey.keys()]
    for (let from = 0; from < keys.length; from += PERSONS)
      await this.#derive(keys.slice(from, from + PERSONS), byKey, existing)
    await this.#writing
    await this.#writeTransactions()
    const pages = directoryPages(this.#options.ordinal, this.#page, fresh)
    this.#page += pages.length
    await store.insert('directories', pages)
    this.#groups = new Map()
    this.#owners = new Map()
    this.#vacated = new Set()
    this.#held = { lines: 0, characters: 0 }
    this.#part += 1
  }

  /** Updates whose record came in an earlier bundle, and records that hang on such ones. */
  async #houseTheHomeless(): Promise<void> {
    let waiting = this.#homeless
    this.#homeless = []
    const asked = (change: Change) => {
      const owner = ownerOf(change)
      return owner.kind === 'ask' ? change.rowId : owner.id
    }
    const known = await lookUp(this.#store, waiting.map(asked))
    // A record may hang on one that hangs on another: as long as some find their home, others may.
    for (let found = true; found && waiting.length > 0; ) {
      const left: Change[] = []
      for (const change of waiting) {
        const home = this.#owners.get(asked(change)) ?? known.get(asked(change))
        if (home === undefined) left.push(change)
        else this.#put(home, change)
      }
      found = left.length < waiting.length
      waiting = left
    }
    for (const change of waiting) this.#put(asked(change), change)
  }

  #vacated = new Set<string>()
  readonly #taken = new Map<string, number>()

  /** The person key of each subject in hand; subjects whose ID number became known or was corrected are moved. */
  async #keysOfSubjects(): Promise<Map<string, string>> {
    const store = this.#store
    const { subjects, histories } = store.tables
    const known = new Map<string, string>()
    for (const ids of slices([...this.#groups.keys()])) {
      const rows = await store.all<{ subject_id: string; person_key: string }>(
        sql`SELECT subject_id, person_key FROM ${subjects} WHERE ${store.among(subjects.subject_id, ids)}`,
      )
      for (const { subject_id, person_key } of rows) known.set(subject_id, person_key)
    }
    const keyOf = new Map<string, string>()
    const newcomers: StoreCell[][] = []
    for (const [subjectId, changes] of this.#groups) {
      const now = known.get(subjectId)
      const root = changes.filter(({ rowId }) => rowId === subjectId)
      if (now === undefined) {
        const key = this.#keyOfRoot(subjectId, root)
        keyOf.set(subjectId, key)
        newcomers.push([subjectId, key])
        continue
      }
      keyOf.set(subjectId, now)
      if (!root.some(({ fields }) => 'id_number' in fields || 'credit_code' in fields)) continue
      const held = await store.all<{ ordinal: number; part: number; lines: string }>(sql`
        SELECT ordinal, part, lines FROM ${histories}
        WHERE ${histories.person_key} = ${now} AND ${histories.subject_id} = ${subjectId}`)
      const before = held
        .flatMap(({ lines }) => this.#changesOf(lines))
        .filter(({ rowId }) => rowId === subjectId)
      const key = this.#keyOfRoot(subjectId, [...before, ...root])
      if (key === now) continue
      keyOf.set(subjectId, key)
      await this.#move(subjectId, now, key, held)
    }
    await store.insert('subjects', newcomers)
    return keyOf
  }

  #keyOfRoot(subjectId: string, changes: readonly Change[]): string {
    const root = fold(changes, true).find(({ rowId }) => rowId === subjectId)
    const { keys } = this.#options
    return root === undefined ? keys.ofRow(subjectId) : keys.of(root.tbl, subjectId, root.fields)
  }

  /** By inserting and deleting: a cluster never changes the column that it spreads a table by. */
  async #move(
    subjectId: string,
    from: string,
    to: string,
    held: readonly { ordinal: number; part: number; lines: string }[],
  ): Promise<void> {
    const store = this.#store
    const { histories, subjects } = store.tables
    await this.#rememberTaken([from])
    await store.run(sql`
      DELETE FROM ${histories} WHERE ${histories.person_key} = ${from} AND ${histories.subject_id} = ${subjectId}`)
    await store.insert(
      'histories',
      held.map(({ ordinal, part, lines }) => [to, subjectId, ordinal, part, lines]),
    )
    await store.run(
      sql`UPDATE ${subjects} SET person_key = ${to} WHERE ${subjects.subject_id} = ${subjectId}`,
    )
    this.#vacated.add(from)
    this.#rejected.delete(from)
  }

  async #keysWithHistory(keys: readonly string[]): Promise<Set<string>> {
    const { histories } = this.#store.tables
    const found = new Set<string>()
    for (const some of slices(keys)) {
      const rows = await this.#store.all<{ person_key: string }>(sql`
        SELECT DISTINCT person_key FROM ${histories} WHERE ${this.#store.among(histories.person_key, some)}`)
      for (const { person_key } of rows) found.add(person_key)
    }
    return found
  }

  async #rememberTaken(keys: readonly string[]): Promise<void> {
    const { claims } = this.#store.tables
    const rows = await this.#store.all<{ row_id: string; taken: number }>(sql`
      SELECT row_id, taken FROM ${claims}
      WHERE ${this.#store.among(claims.person_key, keys)} AND ${claims.taken} IS NOT NULL`)
    for (const { row_id, taken } of rows) this.#taken.set(row_id, taken)
  }

  /** Derives and writes the persons under these keys. */
  async #derive(
    keys: readonly string[],
    byKey: ReadonlyMap<string, readonly string[]>,
    existing: ReadonlySet<string>,
  ): Promise<void> {
    const store = this.#store
    const { ordinal, world } = this.#options
    const known = keys.filter((key) => existing.has(key) || this.#vacated.has(key))
    const held = await this.#load(known)
    const told = await this.#toldBefore(known)
    const histories: StoreCell[][] = []
    const rows = noRows()
    const groups = keys.map((key) => ({
      key,
      subjects: this.#subjectsOf(key, byKey.get(key) ?? [], held, histories),
    }))
    await this.#learnFunds(groups.flatMap(({ subjects }) => subjects))
    for (const { key, subjects } of groups) {
      const judgement = judge(subjects, this.#taken, world)
      const rejected = judgement.findings.length === 0 ? [] : toBeTold(judgement.findings, subjects, told)
      if (rejected.length > 0)
        this.#rejected.set(
          key,
          rejected.map(({ tbl, rowId, claimId, code, message }) => ({
            tbl,
            rowId,
            ...(claimId === null ? {} : { claimId }),
            code,
            message,
          })),
        )
      else this.#rejected.delete(key)
      addRows(rows, key, subjects, judgement, { ordinal, taken: this.#taken, fundOf: this.#fundOf })
    }
    await this.#writing
    // Written while the next ones are derived; `finish` waits for the last.
    this.#writing = (async () => {
      if (known.length > 0)
        for (const table of DERIVED) {
          const { person_key } = store.tables[table]
          await store.run(sql`DELETE FROM ${store.tables[table]} WHERE ${store.among(person_key, known)}`)
        }
      await store.insert('histories', histories)
      for (const table of DERIVED) await store.insert(table, rows[table])
    })()
    this.#writing.catch(() => undefined)
  }

  /** What was wrong before, so that what has become wrong through this bundle is told. */
  async #toldBefore(keys: readonly string[]): Promise<Set<string>> {
    const { findings } = this.#store.tables
    if (keys.length === 0) return new Set()
    const rows = await this.#store.all<{ tbl: string; row_id: string; code: string }>(sql`
      SELECT tbl, row_id, code FROM ${findings} WHERE ${this.#store.among(findings.person_key, keys)}`)
    return new Set(rows.map(({ tbl, row_id, code }) => `${tbl} ${row_id} ${code}`))
  }

  /** What is held of these keys, by key and subject. */
  async #load(keys: readonly string[]): Promise<Held> {
    const { histories } = this.#store.tables
    const held: Held = new Map()
    if (keys.length === 0) return held
    await this.#rememberTaken(keys)
    const rows = await this.#store.all<{
      person_key: string
      subject_id: string
      ordinal: number
      lines: string
    }>(sql`
      SELECT person_key, subject_id, ordinal, lines FROM ${histories}
      WHERE ${this.#store.among(histories.person_key, keys)} ORDER BY person_key, subject_id, ordinal, part`)
    for (const { person_key, subject_id, ordinal, lines } of rows) {
      const subjects: Map<string, HeldSubject> = held.get(person_key) ?? new Map()
      held.set(person_key, subjects)
      const subject: HeldSubject = subjects.get(subject_id) ?? { before: [], now: [] }
      subjects.set(subject_id, subject)
      const changes = this.#changesOf(lines)
      if (ordinal === this.#options.ordinal) subject.now.push(...changes)
      else subject.before.push(...changes)
    }
    return held
  }

  /** The subjects of a key with what came added to what was there; what the store did not have goes to `histories`. */
  #subjectsOf(key: string, inHand: readonly string[], held: Held, histories: StoreCell[][]): Gathered[] {
    const known = held.get(key)
    const ids = known === undefined ? inHand : new Set([...known.keys(), ...inHand])
    return Array.from(ids, (id) => {
      const came = this.#groups.get(id) ?? []
      const old = known?.get(id)
      const fresh = old === undefined ? came : unknownOf(came, [...old.before, ...old.now])
      for (const { tbl, op } of fresh) if (tbl === 'people' && op === 'insert') this.#people += 1
      this.#fresh += fresh.length
      if (fresh.length > 0)
        histories.push([key, id, this.#options.ordinal, this.#part, fresh.map(({ line }) => line).join('\n')])
      return {
        id,
        records: fold(old === undefined ? fresh : [...old.before, ...old.now, ...fresh]),
        came: old === undefined ? came : [...old.now, ...came],
      }
    })
  }

  #changesOf(lines: string): Change[] {
    return lines.split('\n').map((text) => {
      const line = readPayloadLine(text, 0)
      if (line?.kind !== 'entry') throw new Error('store: a history holds a line that is no entry')
      return changeOf(line, text, this.#shapes)
    })
  }

  readonly #fundOf = (claim: Fields): string | null =>
    (typeof claim.batch_id === 'string' ? this.#funds.get(claim.batch_id) : undefined) ??
    this.#options.world.fundOfBenefit(String(claim.benefit)) ??
    null

  /** Funds of batches that came in earlier bundles. */
  async #learnFunds(subjects: readonly Subject[]): Promise<void> {
    const unknown = new Set<string>()
    for (const { records } of subjects)
      for (const { tbl, fields } of records)
        if (tbl === 'claims' && typeof fields.batch_id === 'string' && !this.#funds.has(fields.batch_id))
          unknown.add(fields.batch_id)
    if (unknown.size === 0) return
    const { histories } = this.#store.tables
    const { keys } = this.#options
    const rows = await this.#store.all<{ lines: string }>(sql`
      SELECT lines FROM ${histories}
      WHERE ${this.#store.among(
        histories.person_key,
        [...unknown].map((id) => keys.ofRow(id)),
      )}`)
    for (const { tbl, rowId, fields } of fold(
      rows.flatMap(({ lines }) => this.#changesOf(lines)),
      true,
    ))
      if (tbl === 'batches' && typeof fields.fund === 'string') this.#funds.set(rowId, fields.fund)
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

/** What the store holds of a subject: from earlier bundles, and from earlier parts of this one. */
type HeldSubject = { readonly before: Change[]; readonly now: Change[] }
type Held = Map<string, Map<string, HeldSubject>>
/** A subject, and what this bundle said of it. */
type Gathered = Subject & { readonly came: readonly Change[] }

/**
 * Lines that are not there yet. The whole line counts: one office may pass a record on without its phone, and another with it;
 * both are kept, and together they make the record.
 */
function unknownOf(came: readonly Change[], known: readonly Change[]): Change[] {
  const seen = new Set(known.map(({ line }) => line))
  return came.filter(({ line }) => {
    if (seen.has(line)) return false
    seen.add(line)
    return true
  })
}

/**
 * What the sender is told: what is wrong with rows that this bundle brought or changed, and what has become wrong with
 * others of the same persons through it. Never the rows of other offices.
 */
function toBeTold(
  findings: readonly Finding[],
  subjects: readonly Gathered[],
  before: ReadonlySet<string>,
): Finding[] {
  const touched = new Set<string>()
  const concerned = new Set<string>()
  for (const { came, records } of subjects) {
    for (const { tbl, rowId, fields } of came) {
      touched.add(`${tbl} ${rowId}`)
      if (tbl === 'claim_entitlements') touched.add(`claims ${String(fields.claim_id)}`)
    }
    if (came.length > 0) for (const { tbl, rowId } of records) concerned.add(`${tbl} ${rowId}`)
  }
  return findings.filter(({ tbl, rowId, code }) => {
    const row = `${tbl} ${rowId}`
    return touched.has(row) || (concerned.has(row) && !before.has(`${row} ${code}`))
  })
}

function columnNames(json: string): readonly string[] {
  return z.array(z.string()).parse(JSON.parse(json))
}

/** Few enough for one question. */
function slices(values: readonly string[], size = 5000): string[][] {
  const found: string[][] = []
  for (let from = 0; from < values.length; from += size) found.push(values.slice(from, from + size))
  return found
}
