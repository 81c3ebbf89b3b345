/**
 * Takes changes of other ledgers into this one: the log gets them under their own clocks, and a record's field what the
 * latest of all its changes wrote. Taking the same change twice changes nothing.
 */
import { cellFromJson } from '../change-log.ts'
import { type ChangeShape, ChangeShapes, shapeId, shapeOf } from '../change-shapes.ts'
import { referenceDepth } from '../references.ts'
import type { Sqlite } from '../sqlite.ts'
import { Statements } from '../statements.ts'
import { type Cell, type TableInfo, tableInfoByName } from '../tables.ts'
import type { OpenTx } from '../transaction.ts'
import { inOrder, type RecordChange, valuesOf } from './field-history.ts'
import { KeptFields } from './kept-fields.ts'
import { leftBehind } from './left-behind.ts'
import { MissingRecord, UnknownShape } from './merge-faults.ts'
import { namedCells, ownCells } from './new-record.ts'
import { conflictsOfOwner, conflictsOfRecord, type RecordConflict } from './record-conflicts.ts'
import type { Came } from './twins.ts'

/** A change as it travels. `fields` and `before` are JSON text as in the change log. */
export interface ForeignChange {
  readonly tbl: string
  readonly rowId: string
  readonly hlc: string
  readonly op: string
  readonly fields: string
  readonly before: string | null
}

/** Who did, when and where, what the changes with this clock tell. */
export interface ForeignTransaction {
  readonly hlc: string
  readonly txId: string
  readonly at: string
  readonly actor: string
  readonly action: string
  readonly office: string
}

export interface MergeCount {
  /** changes that were new here */
  taken: number
  /** changes that this ledger had already */
  known: number
}

/** How many records' histories are looked up at once. */
const CHUNK = 4000
/** Changes of records that are there, held back while indexes are laid aside. */
const MOST_LATER = 100_000
const IN_IDS = '(SELECT value FROM json_each(?))'

export class Merging {
  readonly count: MergeCount = { taken: 0, known: 0 }
  /** `table/id` of records that were there and changed: all that stands against each other in them is in `conflicts()` */
  readonly settled = new Set<string>()
  readonly #db: Sqlite
  readonly #open: OpenTx
  readonly #statements: Statements
  readonly #shapes: ChangeShapes
  readonly #kept: KeptFields
  readonly #touched = new Map<string, Set<string>>()
  readonly #whole = new Set<string>()
  /** the highest id of each table that new records came for: ids grow, so that most need no look */
  readonly #highest = new Map<string, string>()
  /** record@clock of what was known but for some fields */
  readonly #completed = new Set<string>()
  /** by record, as its history stood when it was settled last */
  readonly #conflicts = new Map<string, readonly RecordConflict[]>()
  readonly #expect: (hlc: string) => void
  /** the last clock that was looked at */
  #expected = ''
  /** by table, the columns that some new record has filled: the others need not be named */
  readonly #filled = new Map<string, Set<number>>()
  #pending: ForeignChange[] = []
  #later: ForeignChange[] = []

  /** `expect` is called with the clock of every change, and throws where it cannot be. */
  constructor(db: Sqlite, open: OpenTx, expect: (hlc: string) => void) {
    this.#db = db
    this.#open = open
    this.#statements = new Statements(db)
    this.#shapes = new ChangeShapes(db)
    this.#kept = new KeptFields(db)
    this.#expect = expect
  }

  /** Records that came or changed. */
  get came(): Came {
    return { touched: this.#touched, whole: this.#whole }
  }

  /**
   * Told how many changes of each table will come: where that is as many as the table holds, its indexes are built once,
   * when all is in. Only a matter of speed.
   */
  expecting(byTable: Readonly<Record<string, number>>): void {
    let all = 0
    for (const [tbl, rows] of Object.entries(byTable)) {
      all += rows
      if (tableInfoByName(tbl)?.kind === 'synced') this.#open.indexes.layAside([tbl], rows, { twins: true })
    }
    if (this.#open.indexes.waiting) this.#open.indexes.layAside(['change_log'], all)
  }

  /** False where the shape's id is not the digest of what it says. */
  shape(shape: ChangeShape): boolean {
    if (shapeId(shape.tbl, shape.columns) !== shape.id) return false
    this.#shapes.keep(shape)
    return true
  }

  transaction({ hlc, txId, at, actor, action, office }: ForeignTransaction): void {
    this.#expect(hlc)
    this.#statements
      .prepare(
        `INSERT INTO origin_transactions (hlc, tx_id, at, actor, action, office) VALUES (?,?,?,?,?,?)
         ON CONFLICT (hlc) DO NOTHING`,
      )
      .run(hlc, txId, at, actor, action, office)
  }

  /** Held back until there are enough for one look at the ledger. */
  take(change: ForeignChange): void {
    if (change.hlc !== this.#expected) {
      this.#expect(change.hlc)
      this.#expected = change.hlc
    }
    this.#pending.push(change)
    if (this.#pending.length >= CHUNK) this.flush()
  }

  flush(): void {
    const pending = this.#pending
    if (pending.length === 0) return
    this.#pending = []
    const later = this.#insertNew(pending)
    if (later.length === 0) return
    if (!this.#open.indexes.waiting) {
      this.#takeOneByOne(later)
      return
    }
    // Without its index the log would be read from end to end for them.
    for (const change of later) this.#later.push(change)
    if (this.#later.length >= MOST_LATER) this.#takeLater()
  }

  #takeLater(): void {
    this.#open.log.flush()
    this.#open.indexes.restore()
    const later = this.#later
    this.#later = []
    for (let from = 0; from < later.length; from += CHUNK) this.#takeOneByOne(later.slice(from, from + CHUNK))
  }

  /** Everything is in. */
  finish(): void {
    this.flush()
    this.#takeLater()
  }

  /** What stands against each other, once all is in, merges of people are followed and twins folded. */
  conflicts(): readonly RecordConflict[] {
    this.#open.log.flush()
    const left = leftBehind(this.#db, this.came, this.settled)
    for (const [owner, added] of left) {
      if (added.length === 0 && this.settled.has(owner)) continue
      const [tbl = '', rowId = ''] = owner.split('/')
      const ordered = inOrder(this.#histories(tbl, new Set([rowId]), new Set()).get(rowId) ?? [])
      this.#conflicts.set(owner, conflictsOfOwner(tbl, rowId, ordered, added))
      this.settled.add(owner)
    }
    return [...this.#conflicts.values()].flat()
  }

  /** New records go in many at once; gives the changes that concern records which are there. */
  #insertNew(changes: readonly ForeignChange[]): ForeignChange[] {
    const rest: ForeignChange[] = []
    const byTable = new Map<TableInfo, ForeignChange[]>()
    for (const change of changes) {
      const info = change.op === 'insert' ? tableInfoByName(change.tbl) : undefined
      if (info === undefined || info.kind !== 'synced') rest.push(change)
      else {
        const list = byTable.get(info)
        if (list === undefined) byTable.set(info, [change])
        else list.push(change)
      }
    }
    // What is named goes before what names it: a reference into nowhere costs a search of the whole table.
    const tables = [...byTable].sort(([a], [b]) => referenceDepth(a.name) - referenceDepth(b.name))
    for (const [info, inserts] of tables) {
      const there = this.#there(info, inserts)
      const fresh: ForeignChange[] = []
      for (const change of inserts) {
        if (there.has(change.rowId)) rest.push(change)
        else {
          there.add(change.rowId)
          fresh.push(change)
        }
      }
      if (fresh.length > 0) this.#insertRecords(info, fresh)
    }
    return rest
  }

  #there(info: TableInfo, changes: readonly ForeignChange[]): Set<string> {
    let highest = this.#highest.get(info.name)
    if (highest === undefined) {
      const held = this.#db.prepare(`SELECT max(id) FROM "${info.name}"`).pluck().get() as string | null
      if (held === null) this.#whole.add(info.name)
      highest = held ?? ''
    }
    const asked: string[] = []
    for (const { rowId } of changes) {
      if (rowId > highest) highest = rowId
      else asked.push(rowId)
    }
    this.#highest.set(info.name, highest)
    if (asked.length === 0) return new Set()
    const ids = this.#statements
      .prepare(`SELECT id FROM "${info.name}" WHERE id IN ${IN_IDS}`)
      .pluck()
      .all(JSON.stringify(asked)) as string[]
    return new Set(ids)
  }

  #insertRecords(info: TableInfo, changes: readonly ForeignChange[]): void {
    const { name, insertColumns, insertNames } = info
    const own = shapeOf(info)
    const head = `["${own.id}",`
    const rows = changes.map(
      (change) => ownCells(info, head, change) ?? namedCells(info, change.rowId, this.#named(info, change)),
    )
    const filled = this.#filled.get(name) ?? new Set<number>()
    this.#filled.set(name, filled)
    for (const [i, column] of insertColumns.entries())
      if (!filled.has(i) && (column.absent() !== null || rows.some((cells) => cells[i] !== null)))
        filled.add(i)
    const places = [...filled].sort((a, b) => a - b)
    this.#statements.insertFlat(
      name,
      places.map((place) => insertNames[place] ?? ''),
      rows.length,
      (index, values) => {
        const cells = rows[index] as Cell[]
        for (const place of places) values.push(cells[place] as Cell)
      },
    )
    this.#log(own, head, changes)
    for (const { rowId } of changes) this.#touch(name, rowId)
    this.count.taken += changes.length
  }

  /** Of a record in an older or newer version's shape; what this one does not know of it is noted. */
  #named(info: TableInfo, change: ForeignChange): Record<string, unknown> {
    const fields = this.#read(change)
    this.#kept.keep(info, change, fields)
    return fields
  }

  /** Runs of one transaction in this version's shape go into the log many at once. */
  #log(own: ChangeShape, head: string, changes: readonly ForeignChange[]): void {
    let from = 0
    while (from < changes.length) {
      const first = changes[from] as ForeignChange
      let to = from
      while (to < changes.length) {
        const next = changes[to] as ForeignChange
        if (next.hlc !== first.hlc || !next.fields.startsWith(head)) break
        to += 1
      }
      if (to === from) {
        this.#open.log.add({ ...first, before: null })
        from += 1
        continue
      }
      const run = changes.slice(from, to)
      this.#open.log.addInserts(
        first.hlc,
        own,
        run.map(({ rowId }) => rowId),
        run.map(({ fields }) => fields),
      )
      from = to
    }
  }

  /** Changes of records that are there (or of tables that only a newer version knows), each against its record's history. */
  #takeOneByOne(changes: readonly ForeignChange[]): void {
    this.#open.log.flush()
    const byTable = new Map<string, ForeignChange[]>()
    for (const change of changes) {
      const list = byTable.get(change.tbl)
      if (list === undefined) byTable.set(change.tbl, [change])
      else list.push(change)
    }
    for (const [tbl, list] of byTable) {
      const came = new Set<string>()
      const histories = this.#histories(tbl, new Set(list.map(({ rowId }) => rowId)), came)
      /** by record, the fields that something new was said of */
      const changed = new Map<string, Set<string>>()
      for (const change of list) {
        const { rowId } = change
        const history = histories.get(rowId) ?? []
        histories.set(rowId, history)
        const fresh = this.#takeInto(history, change, came)
        if (fresh === undefined) continue
        const fields = changed.get(rowId) ?? new Set()
        changed.set(rowId, fields)
        for (const name in fresh.fields) fields.add(name)
      }
      for (const [rowId, fields] of changed)
        this.#settle(tbl, rowId, inOrder(histories.get(rowId) ?? []), fields)
    }
  }

  /** `came` gets record@clock of what came in this merge: its further changes of the same transaction are new, too. */
  #histories(tbl: string, rowIds: ReadonlySet<string>, came: Set<string>): Map<string, RecordChange[]> {
    const histories = new Map<string, RecordChange[]>()
    const rows = this.#statements
      .prepare(
        `SELECT row_id AS rowId, hlc, op, fields, before, seq FROM change_log
         WHERE tbl = ? AND row_id IN ${IN_IDS} ORDER BY row_id, seq`,
      )
      .iterate(tbl, JSON.stringify([...rowIds])) as IterableIterator<
      Omit<ForeignChange, 'tbl'> & { seq: number }
    >
    for (const row of rows) {
      const key = `${tbl}/${row.rowId}@${row.hlc}`
      if (row.seq >= this.#open.log.firstSeq && !this.#completed.has(key)) came.add(key)
      const change = this.#parsed({ ...row, tbl })
      const list = histories.get(row.rowId)
      if (list === undefined) histories.set(row.rowId, [change])
      else list.push(change)
    }
    return histories
  }

  /** Logs what of a change is new, adds it to the history and gives it. Undefined: all of it was known. */
  #takeInto(history: RecordChange[], change: ForeignChange, came: Set<string>): RecordChange | undefined {
    const key = `${change.tbl}/${change.rowId}@${change.hlc}`
    const parsed = this.#parsed(change)
    const twin = history.filter(({ hlc }) => hlc === change.hlc)
    let fresh: RecordChange = parsed
    if (twin.length > 0 && !came.has(key)) {
      // Known; but a field that this office was not to have before may come later.
      const had = valuesOf(twin)
      const further = Object.keys(parsed.fields).filter((name) => !had.has(name))
      if (further.length === 0) {
        this.count.known += 1
        return undefined
      }
      const pick = (from: Readonly<Record<string, unknown>>) =>
        Object.fromEntries(further.map((name) => [name, from[name] ?? null]))
      fresh = { ...parsed, op: 'update', fields: pick(parsed.fields), before: pick(parsed.before ?? {}) }
      this.#completed.add(key)
      this.#open.log.add({
        ...change,
        op: 'update',
        fields: JSON.stringify(fresh.fields),
        before: JSON.stringify(fresh.before),
      })
    } else {
      came.add(key)
      this.#open.log.add(change)
    }
    history.push(fresh)
    this.count.taken += 1
    return fresh
  }

  /**
   * Gives the record what its history says, and finds what stands against each other in it. Written are only the fields
   * that something new was said of: the others hold what they should, and each would touch its indexes.
   */
  #settle(tbl: string, rowId: string, ordered: readonly RecordChange[], fields: ReadonlySet<string>): void {
    const info = tableInfoByName(tbl)
    if (info === undefined || info.kind !== 'synced') {
      this.#kept.keepRecord(tbl, rowId, ordered.at(-1)?.hlc ?? '')
      return
    }
    const values = valuesOf(ordered)
    const known = [...fields].filter((name) => name !== 'id' && info.byName.has(name))
    this.#kept.keepValues(info, rowId, ordered, values)
    if (this.#statements.prepare(`SELECT 1 FROM "${tbl}" WHERE id = ?`).get(rowId) === undefined) {
      throw new MissingRecord(tbl, rowId)
    }
    if (known.length > 0) {
      const set = known.map((name) => `"${name}" = ?`).join(',')
      this.#statements
        .prepare(`UPDATE "${tbl}" SET ${set} WHERE id = ?`)
        .run(...known.map((name) => cellFromJson(values.get(name) ?? null)), rowId)
    }
    this.#touch(tbl, rowId)
    this.settled.add(`${tbl}/${rowId}`)
    this.#conflicts.set(`${tbl}/${rowId}`, conflictsOfRecord(tbl, rowId, ordered))
  }

  #touch(tbl: string, rowId: string): void {
    this.#open.touched.add(tbl)
    if (this.#whole.has(tbl)) return
    const rows = this.#touched.get(tbl)
    if (rows === undefined) this.#touched.set(tbl, new Set([rowId]))
    else rows.add(rowId)
  }

  #parsed(change: ForeignChange): RecordChange {
    const before = change.before === null ? null : (JSON.parse(change.before) as Record<string, unknown>)
    return { hlc: change.hlc, op: change.op, fields: this.#read(change), before }
  }

  #read(change: ForeignChange): Record<string, unknown> {
    const fields = this.#shapes.read(change.fields)
    if (fields === undefined) throw new UnknownShape(change.tbl, change.rowId)
    return fields
  }
}
