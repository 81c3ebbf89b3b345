/**
 * What of the change log goes into a bundle for a partner: the entries in its scope, each preceded by its transaction and
 * its shape where they are named for the first time. What is outside the scope is not in it at all.
 */
import {
  GROUP_OF_TABLE,
  GUARDED_COLUMNS,
  type GuardedField,
  type SyncScope,
} from '../../../shared/domain/sync-scope.ts'
import { shapeId } from '../db/change-shapes.ts'
import type { ReadLedger } from '../db/ledger.ts'
import { payloadLine } from './payload.ts'
import { HOUSEHOLD_PATHS, isInsideOwn, peoplePath } from './scope-paths.ts'

type Reading = Pick<ReadLedger, 'prepare'>

export type FeedRequest = {
  readonly scope: SyncScope
  /** tables of the office itself, too: a handover */
  readonly own: boolean
  /** change-log entries after this one; 0: all */
  readonly since: number
  /** and up to this one */
  readonly through: number
  /** the recipient's node: what it made itself is not sent back; `null`: it is (a full bundle restores) */
  readonly without: string | null
  /** people in scope that the recipient knows of; `null`: everybody is in scope */
  readonly people: { readonly known: ReadonlySet<string>; readonly fresh: ReadonlySet<string> } | null
  /** `table/id` of records that the recipient rejected: they go whole once they have changed */
  readonly rejected: ReadonlySet<string>
  readonly office: string
}

export type FeedCounts = { transactions: number; entries: number; byTable: Record<string, number> }

type Row = [
  seq: number,
  tbl: string,
  rowId: string,
  hlc: string,
  op: string,
  fields: string,
  before: string | null,
  txId: string,
  whose: string | null,
]

/** Bytes of text handed over at once. */
const PIECE = 256 * 1024
const ENTRY = 'c.seq, c.tbl, c.row_id, c.hlc, c.op, c.fields, c.before, c.tx_id'

/**
 * The lines of shapes, transactions and entries, in pieces of text or of its bytes (UTF-8); `counts` is complete when it
 * ends.
 */
export function* feedLines(
  ledger: Reading,
  request: FeedRequest,
  counts: FeedCounts,
): Generator<string | Uint8Array> {
  const writer = new FeedWriter(ledger, request, counts)
  let piece = ''
  for (const part of request.people === null ? everybody(ledger, request) : feedRows(ledger, request)) {
    const isRun = 'bytes' in part
    if (isRun && writer.isTheirs(part.first)) continue
    piece += isRun ? writer.beforeRun(part) : writer.lines(part)
    if (piece.length >= PIECE || (isRun && piece !== '')) {
      yield piece
      piece = ''
    }
    if (isRun) yield part.bytes
  }
  if (piece !== '') yield piece
}

/** Entries that follow each other, of one table, transaction and shape, with their lines as bytes: they never become text here. */
type Run = { readonly first: Row; readonly count: number; readonly bytes: Uint8Array }

/** The most entries of one run. */
const TOGETHER = 500
/** Shorter ones are not worth it. */
const FEW = 8
/** Entries that are read before a run is looked for again. */
const ONE_BY_ONE = 50
/** As `payloadLine` writes an entry. */
const LINE = `concat_ws(char(9), 'entry', tbl, row_id, hlc, op, fields, coalesce(before, '') || char(10))`
/** The shape of an entry's fields. */
const SHAPE = 15

/** Most of a log are long runs of new records: their lines are put together by the database. */
function* everybody(ledger: Reading, request: FeedRequest): Generator<Row | Run> {
  const { since, through, rejected } = request
  const guarded = withheld(request.scope.fields)
  const rows = ledger
    .prepare(`SELECT ${ENTRY}, NULL FROM change_log c WHERE c.seq > ? AND c.seq <= ? ORDER BY c.seq LIMIT ?`)
    .raw()
  const other = ledger
    .prepare(
      `SELECT seq FROM change_log WHERE seq > ? AND seq <= ?
       AND NOT (hlc = ? AND tbl = ? AND substr(fields, 1, ${SHAPE}) = ?) ORDER BY seq LIMIT 1`,
    )
    .pluck()
  const lines = ledger
    .prepare(
      `SELECT count(*), CAST(group_concat(${LINE}, '') AS BLOB)
       FROM (SELECT * FROM change_log WHERE seq >= ? AND seq < ? ORDER BY seq)`,
    )
    .raw()
  const read = (from: number, most: number) => rows.all(from, through, most) as unknown as Row[]
  let at = since
  while (at < through) {
    const [first] = read(at, 1)
    if (first === undefined) return
    const [seq, tbl, , hlc, , fields] = first
    if (fields.startsWith('["') && rejected.size === 0 && !guarded.has(tbl)) {
      const last = Math.min(through, seq - 1 + TOGETHER)
      const end = Number(other.get(seq, last, hlc, tbl, fields.slice(0, SHAPE)) ?? last + 1)
      if (end - seq >= FEW) {
        if (isWanted(tbl, request)) {
          const [count, bytes] = lines.get(seq, end) as [number, Buffer]
          yield { first, count, bytes }
        }
        at = end - 1
        continue
      }
    }
    for (const row of read(at, ONE_BY_ONE)) {
      if (isWanted(row[1], request)) yield* whole(ledger, row, since, rejected)
      at = row[0]
    }
  }
}

function isWanted(tbl: string, { scope, own, people }: FeedRequest): boolean {
  const group = GROUP_OF_TABLE[tbl]
  // Only whoever gets everything gets what this version cannot tell the kind of.
  if (group === undefined) return own || (people === null && scope.fields.length === 2)
  if (group === 'never') return false
  if (group === 'own') return own
  return group === 'always' || (scope.groups as readonly string[]).includes(group)
}

function* feedRows(ledger: Reading, request: FeedRequest): Generator<Row> {
  const { since, through, people, rejected } = request
  if (people === null) throw new Error('feed: everybody is in scope')
  const households = new HouseholdScope(ledger, people)
  const standing = (tbl: string, whose: string | null): Standing => {
    if (whose === null) return 'known'
    if (tbl in HOUSEHOLD_PATHS) return households.standing(whose)
    return people.fresh.has(whose) ? 'fresh' : people.known.has(whose) ? 'known' : 'out'
  }
  for (const tbl of Object.keys(GROUP_OF_TABLE)) {
    if (!isWanted(tbl, request) || isInsideOwn(tbl)) continue
    const whose = HOUSEHOLD_PATHS[tbl] ?? peoplePath(tbl)
    const recent = ledger
      .prepare<Row>(
        `SELECT ${ENTRY}, ${whose} FROM change_log c JOIN "${tbl}" r ON r.id = c.row_id
         WHERE c.seq > ? AND c.seq <= ? AND +c.tbl = ? ORDER BY c.seq`,
      )
      .raw()
      .iterate(since, through, tbl) as unknown as IterableIterator<Row>
    for (const row of recent) {
      if (standing(tbl, row[8]) === 'known') yield* whole(ledger, row, since, rejected)
    }
    if (people.fresh.size === 0 || whose === 'NULL') continue
    // Whoever comes into scope comes with everything that was ever recorded of them.
    const all = ledger
      .prepare<Row>(
        `SELECT ${ENTRY}, r.whose FROM (SELECT id, ${whose} AS whose FROM "${tbl}" r) r
         CROSS JOIN change_log c ON c.tbl = ? AND c.row_id = r.id WHERE c.seq <= ? ORDER BY c.row_id, c.seq`,
      )
      .raw()
      .iterate(tbl, through) as unknown as IterableIterator<Row>
    for (const row of all) if (row[8] !== null && standing(tbl, row[8]) === 'fresh') yield row
  }
}

type Standing = 'known' | 'fresh' | 'out'

/** A household goes with any of its members. */
class HouseholdScope {
  readonly #members
  readonly #people: NonNullable<FeedRequest['people']>
  readonly #seen = new Map<string, Standing>()

  constructor(ledger: Reading, people: NonNullable<FeedRequest['people']>) {
    this.#people = people
    this.#members = ledger.prepare('SELECT id FROM people WHERE household_id = ?').pluck()
  }

  standing(household: string): Standing {
    const seen = this.#seen.get(household)
    if (seen !== undefined) return seen
    const members = this.#members.all(household) as string[]
    const standing = members.some((id) => this.#people.known.has(id))
      ? 'known'
      : members.some((id) => this.#people.fresh.has(id))
        ? 'fresh'
        : 'out'
    this.#seen.set(household, standing)
    return standing
  }
}

/** A record that was rejected before goes with its whole history. */
function* whole(ledger: Reading, row: Row, since: number, rejected: ReadonlySet<string>): Generator<Row> {
  if (rejected.size > 0 && rejected.has(`${row[1]}/${row[2]}`)) {
    yield* ledger
      .prepare<Row>(
        `SELECT ${ENTRY}, NULL FROM change_log c WHERE c.tbl = ? AND c.row_id = ? AND c.seq <= ? ORDER BY c.seq`,
      )
      .raw()
      .all(row[1], row[2], since) as unknown as Row[]
  }
  yield row
}

class FeedWriter {
  readonly #counts: FeedCounts
  readonly #office: string
  readonly #without: string | null
  readonly #guarded: ReadonlyMap<string, ReadonlySet<string>>
  readonly #clocks = new Set<string>()
  readonly #shapes = new Map<string, readonly string[]>()
  readonly #origin
  readonly #audit
  readonly #shape

  constructor(ledger: Reading, request: FeedRequest, counts: FeedCounts) {
    this.#counts = counts
    this.#office = request.office
    this.#without = request.without
    this.#guarded = withheld(request.scope.fields)
    type Who = { txId: string; at: string; actor: string; action: string; office: string }
    this.#origin = ledger.prepare<Who>(
      'SELECT tx_id AS txId, at, actor, action, office FROM origin_transactions WHERE hlc = ?',
    )
    this.#audit = ledger.prepare<Who>('SELECT tx_id AS txId, at, actor, action FROM audit WHERE tx_id = ?')
    this.#shape = ledger.prepare<{ tbl: string; columns: string }>(
      'SELECT tbl, columns FROM change_shapes WHERE id = ?',
    )
  }

  /** What has to be said before a run's own lines. */
  beforeRun({ first, count }: Run): string {
    const [, tbl, , , , fields] = first
    this.#count(tbl, count)
    return this.#txLine(first) + this.#shapeLine(fields.slice(2, 14))
  }

  /** The recipient made it itself. */
  isTheirs([, , , hlc]: Row): boolean {
    return this.#without !== null && hlc.endsWith(this.#without)
  }

  #count(tbl: string, entries: number): void {
    this.#counts.entries += entries
    this.#counts.byTable[tbl] = (this.#counts.byTable[tbl] ?? 0) + entries
  }

  /** Empty where the transaction was named before. */
  #txLine([, tbl, rowId, hlc, , , , txId]: Row): string {
    if (this.#clocks.has(hlc)) return ''
    this.#clocks.add(hlc)
    const who = this.#origin.get(hlc) ?? this.#audit.get(txId)
    if (who === undefined) throw new Error(`${tbl} ${rowId}: nobody is on record for the change of ${hlc}`)
    this.#counts.transactions += 1
    return payloadLine({ kind: 'tx', hlc, ...who, office: who.office ?? this.#office })
  }

  lines(row: Row): string {
    const [, tbl, rowId, hlc, op, fieldsText, beforeText] = row
    if (this.isTheirs(row)) return ''
    let text = this.#txLine(row)
    const guarded = this.#guarded.get(tbl)
    let fields = fieldsText
    let before = beforeText
    if (guarded !== undefined) {
      if (fields.startsWith('[')) fields = this.#withoutColumns(fields, tbl, guarded)
      else fields = withoutKeys(fields, guarded)
      if (before !== null) before = withoutKeys(before, guarded)
      // Nothing else was changed: there is nothing to tell.
      if (fields === '{}') return text
    }
    if (fields.startsWith('["')) text += this.#shapeLine(fields.slice(2, 14))
    this.#count(tbl, 1)
    return text + payloadLine({ kind: 'entry', tbl, rowId, hlc, op, fields, before })
  }

  #columns(id: string): readonly string[] {
    const known = this.#shapes.get(id)
    if (known !== undefined) return known
    const shape = this.#shape.get(id)
    if (shape === undefined) throw new Error(`change_shapes lacks ${id}`)
    const columns = JSON.parse(shape.columns) as string[]
    this.#shapes.set(id, columns)
    return columns
  }

  readonly #told = new Set<string>()
  readonly #reduced = new Map<
    string,
    { readonly id: string; readonly line: string; readonly keep: readonly number[] }
  >()

  #shapeLine(id: string): string {
    if (this.#told.has(id)) return ''
    this.#told.add(id)
    for (const reduced of this.#reduced.values()) if (reduced.id === id) return reduced.line
    const shape = this.#shape.get(id)
    if (shape === undefined) throw new Error(`change_shapes lacks ${id}`)
    return payloadLine({ kind: 'shape', id, ...shape })
  }

  /** A new record without its guarded columns is written in a shape of its own. */
  #withoutColumns(fields: string, tbl: string, guarded: ReadonlySet<string>): string {
    const cells = JSON.parse(fields) as unknown[]
    const id = String(cells[0])
    let reduced = this.#reduced.get(id)
    if (reduced === undefined) {
      const columns = this.#columns(id)
      const keep = columns.flatMap((name, i) => (guarded.has(name) ? [] : [i]))
      const kept = JSON.stringify(keep.map((i) => columns[i]))
      const own = shapeId(tbl, kept)
      reduced = { id: own, line: payloadLine({ kind: 'shape', id: own, tbl, columns: kept }), keep }
      this.#reduced.set(id, reduced)
    }
    return JSON.stringify([reduced.id, ...reduced.keep.map((i) => cells[i + 1])])
  }
}

/** Columns that are not to be in the file, by table. */
function withheld(allowed: readonly GuardedField[]): Map<string, ReadonlySet<string>> {
  const guarded = new Map<string, ReadonlySet<string>>()
  for (const [tbl, columns] of Object.entries(GUARDED_COLUMNS)) {
    const names = Object.entries(columns).flatMap(([name, field]) => (allowed.includes(field) ? [] : [name]))
    if (names.length > 0) guarded.set(tbl, new Set(names))
  }
  return guarded
}

function withoutKeys(json: string, guarded: ReadonlySet<string>): string {
  const fields = JSON.parse(json) as Record<string, unknown>
  return JSON.stringify(Object.fromEntries(Object.entries(fields).filter(([name]) => !guarded.has(name))))
}
