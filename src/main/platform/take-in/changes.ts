/** Entries as they come in a payload, taken apart, and records put together from them. */
import type { PayloadEntry } from '../../core/sync/payload.ts'

export type Fields = Readonly<Record<string, unknown>>

export type Change = {
  readonly tbl: string
  readonly rowId: string
  readonly hlc: string
  readonly op: string
  readonly fields: Fields
  /** the line as it came, without its line break */
  readonly line: string
}

/** A record as all entries together make it. */
export type FoldedRecord = {
  readonly tbl: string
  readonly rowId: string
  /** of its first entry */
  readonly hlc: string
  /** the ledger where it was first entered */
  readonly node: string
  readonly fields: Fields
}

const NODE_LENGTH = 10

/** The ledger that a clock ends in. */
export function nodeOf(hlc: string): string {
  return hlc.slice(-NODE_LENGTH)
}

/** Shapes by id: which columns a new record's cells are of. */
export type Shapes = Map<string, readonly string[]>

/**
 * Reads the fields of an entry: `{column: value}`, or `[shape, cell, …]`.
 * @throws Error where they are neither, or the shape was not sent along
 */
export function changeOf(entry: PayloadEntry, line: string, shapes: Shapes): Change {
  const { tbl, rowId, hlc, op } = entry
  return { tbl, rowId, hlc, op, fields: fieldsOf(JSON.parse(entry.fields), shapes), line }
}

function fieldsOf(json: unknown, shapes: Shapes): Fields {
  if (!Array.isArray(json)) {
    if (typeof json !== 'object' || json === null) throw new Error('entry: fields of no known form')
    return json as Fields
  }
  const columns = shapes.get(String(json[0]))
  if (columns === undefined || json.length !== columns.length + 1)
    throw new Error(`entry: shape ${String(json[0])} is not known`)
  const fields: Record<string, unknown> = {}
  for (let at = 0; at < columns.length; at += 1) fields[columns[at] ?? ''] = json[at + 1]
  return fields
}

/** What tells an entry from all others. */
export function entryKey({ tbl, rowId, hlc }: Pick<Change, 'tbl' | 'rowId' | 'hlc'>): string {
  return `${tbl} ${rowId} ${hlc}`
}

/**
 * The records that these entries make: field by field, the highest clock wins. The order in which entries came, and how
 * often, does not matter.
 */
export function fold(changes: readonly Change[]): FoldedRecord[] {
  const byRecord = new Map<string, Change[]>()
  for (const change of changes) {
    const name = `${change.tbl} ${change.rowId}`
    const known = byRecord.get(name)
    if (known === undefined) byRecord.set(name, [change])
    else known.push(change)
  }
  return [...byRecord.values()].map(foldRecord)
}

function foldRecord(changes: Change[]): FoldedRecord {
  const [only] = changes
  if (only === undefined) throw new Error('fold: a record without entries')
  if (changes.length === 1) return record(only, only.fields)
  changes.sort((a, b) => (a.hlc < b.hlc ? -1 : a.hlc > b.hlc ? 1 : 0))
  const first = changes.find(({ op }) => op === 'insert') ?? changes[0] ?? only
  return record(first, Object.assign({}, ...changes.map(({ fields }) => fields)) as Fields)
}

function record({ tbl, rowId, hlc }: Change, fields: Fields): FoldedRecord {
  return { tbl, rowId, hlc, node: nodeOf(hlc), fields }
}
