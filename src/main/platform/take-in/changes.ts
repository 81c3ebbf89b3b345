/** Entries as they come in a payload, taken apart, and records put together from them. */
import { type PayloadEntry, readPayloadLine } from '../../core/sync/payload.ts'

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

/**
 * What the receiver looks at of each table; all else stays in the lines as it came. Of tables that are not named, these are
 * the columns that say where a record belongs.
 */
const OWNERS = ['person_id', 'claim_id', 'spell_id'] as const
const LOOKED_AT: Readonly<Record<string, readonly string[]>> = {
  people: [
    'id_number',
    'name',
    'name_folded',
    'pinyin',
    'birth_date',
    'sex',
    'home_county',
    'home_township',
    'home_township_text',
    'home_village',
    'phone',
  ],
  employers: ['credit_code'],
  agents: ['credit_code'],
  batches: ['fund'],
  spells: ['person_id', 'county', 'from_date', 'to_state', 'to_date', 'employer_text'],
  claims: [
    'person_id',
    'beneficiary_id',
    'number',
    'benefit',
    'period',
    'state',
    'amount_fen',
    'as_of',
    'qualifying_on',
    'batch_id',
  ],
  claim_entitlements: ['claim_id', 'entitlement_key', 'amount_fen'],
  grants: ['person_id', 'beneficiary_id', 'benefit', 'entitlement_key', 'amount_fen', 'granted_on'],
}

/** Tables that typed rows are made from. */
const DERIVED_FROM: ReadonlySet<string> = new Set([
  'people',
  'spells',
  'claims',
  'claim_entitlements',
  'grants',
])

/** In which order an entry lists a new record's cells: how many, and where those stand that are looked at. */
export type Shape = {
  readonly cells: number
  readonly wanted: readonly (readonly [at: number, column: string])[]
}
export type Shapes = Map<string, Shape>

export function shapeOf(tbl: string, columns: readonly string[]): Shape {
  const wanted = LOOKED_AT[tbl] ?? OWNERS
  return {
    cells: columns.length + 1,
    wanted: columns.flatMap((column, at) => (wanted.includes(column) ? [[at + 1, column] as const] : [])),
  }
}

/**
 * Reads what is looked at of an entry's fields: `{column: value}`, or `[shape, cell, …]`.
 * @throws Error where they are neither, or the shape was not sent along
 */
export function changeOf(entry: PayloadEntry, line: string, shapes: Shapes): Change {
  const { tbl, rowId, hlc, op } = entry
  return { tbl, rowId, hlc, op, fields: fieldsOf(JSON.parse(entry.fields), shapes), line }
}

/** The entries of a text of lines that the store holds. */
export function changesIn(lines: string, shapes: Shapes): Change[] {
  return lines.split('\n').map((text) => {
    const line = readPayloadLine(text, 0)
    if (line?.kind !== 'entry') throw new Error('store: a history holds a line that is no entry')
    return changeOf(line, text, shapes)
  })
}

function fieldsOf(json: unknown, shapes: Shapes): Fields {
  if (!Array.isArray(json)) {
    if (typeof json !== 'object' || json === null) throw new Error('entry: fields of no known form')
    return json as Fields
  }
  const shape = shapes.get(String(json[0]))
  if (shape === undefined || json.length !== shape.cells)
    throw new Error(`entry: shape ${String(json[0])} is not known`)
  const fields: Record<string, unknown> = {}
  for (const [at, column] of shape.wanted) fields[column] = json[at]
  return fields
}

/**
 * The records that these entries make: field by field, the highest clock wins. The order in which entries came, and how
 * often, does not matter. `all`: also records that no typed row is made from.
 */
export function fold(changes: Iterable<Change>, all = false): FoldedRecord[] {
  const byRecord = new Map<string, Change[]>()
  for (const change of changes) {
    if (!all && !DERIVED_FROM.has(change.tbl)) continue
    // Ids are the same in two tables only by intent.
    const known = byRecord.get(change.rowId)
    if (known === undefined) byRecord.set(change.rowId, [change])
    else if (known[0]?.tbl === change.tbl) known.push(change)
    else {
      const name = `${change.tbl} ${change.rowId}`
      byRecord.set(name, [...(byRecord.get(name) ?? []), change])
    }
  }
  return Array.from(byRecord.values(), foldRecord)
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
