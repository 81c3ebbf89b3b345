/**
 * The text inside a bundle, line by line: cells between tabs, the kind first. JSON never holds a raw tab or line break,
 * so that entries of the change log travel as they are written, without being taken apart.
 *
 *   shape    id · tbl · columns (JSON)
 *   tx       hlc · txId · at · actor · action · office
 *   entry    tbl · rowId · hlc · op · fields (JSON) · before (JSON, empty: none)
 *   receipt  JSON
 *   file     JSON {id, name, mime, size, sha256, storedAt} · base64 of the bytes as they are stored
 *   pack     file name · base64 of a .llpack
 */
import { Refusal } from '../../../shared/domain/refusal.ts'

export type PayloadEntry = {
  readonly tbl: string
  readonly rowId: string
  readonly hlc: string
  /** insert, update, remove */
  readonly op: string
  /** JSON as in the change log */
  readonly fields: string
  readonly before: string | null
}
export type PayloadTransaction = {
  readonly hlc: string
  readonly txId: string
  /** ISO 8601, UTC */
  readonly at: string
  readonly actor: string
  readonly action: string
  /** name of the office where it was done */
  readonly office: string
}
export type PayloadLine =
  | { readonly kind: 'shape'; readonly id: string; readonly tbl: string; readonly columns: string }
  | ({ readonly kind: 'tx' } & PayloadTransaction)
  | ({ readonly kind: 'entry' } & PayloadEntry)
  | { readonly kind: 'receipt'; readonly json: string }
  | { readonly kind: 'file'; readonly meta: string; readonly content: string }
  | { readonly kind: 'pack'; readonly name: string; readonly content: string }

const NAME = /^[a-z][a-z0-9_]{0,62}$/
const ID = /^[0-9A-Za-z-]{1,40}$/
const HLC = /^[0-9a-f]{12}-[0-9a-f]{4}-[0-9A-HJKMNP-TV-Z]{10}$/

/** A line with its line break. */
export function payloadLine(line: PayloadLine): string {
  switch (line.kind) {
    case 'shape':
      return `shape\t${line.id}\t${line.tbl}\t${line.columns}\n`
    case 'tx':
      return `tx\t${line.hlc}\t${line.txId}\t${line.at}\t${cell(line.actor)}\t${cell(line.action)}\t${cell(line.office)}\n`
    case 'entry':
      return `entry\t${line.tbl}\t${line.rowId}\t${line.hlc}\t${line.op}\t${line.fields}\t${line.before ?? ''}\n`
    case 'receipt':
      return `receipt\t${line.json}\n`
    case 'file':
      return `file\t${line.meta}\t${line.content}\n`
    case 'pack':
      return `pack\t${cell(line.name)}\t${line.content}\n`
  }
}

/**
 * Reads a line (without its line break). A kind that this version does not know gives undefined.
 * @throws Refusal `bundle.payload` where a line of a known kind is not as it has to be; `line` counts from 1
 */
export function readPayloadLine(text: string, line: number): PayloadLine | undefined {
  const cells = text.split('\t')
  if (cells[0] === 'entry') return readEntry(cells, line)
  const fail = (): never => {
    throw contentFault(line)
  }
  const need = (index: number, pattern?: RegExp): string => {
    const value = cells[index]
    if (value === undefined || (pattern !== undefined && !pattern.test(value))) return fail()
    return value
  }
  const count = (wanted: number) => (cells.length === wanted ? undefined : fail())
  switch (cells[0]) {
    case 'shape':
      count(4)
      return { kind: 'shape', id: need(1, /^[0-9a-f]{12}$/), tbl: need(2, NAME), columns: need(3) }
    case 'tx':
      count(7)
      return {
        kind: 'tx',
        hlc: need(1, HLC),
        txId: need(2, ID),
        at: need(3),
        actor: need(4),
        action: need(5),
        office: need(6),
      }
    case 'receipt':
      count(2)
      return { kind: 'receipt', json: need(1) }
    case 'file':
      count(3)
      return { kind: 'file', meta: need(1), content: need(2) }
    case 'pack':
      count(3)
      return { kind: 'pack', name: need(1), content: need(2) }
    default:
      return undefined
  }
}

/** Table and clock of the entry before: most entries have the same, and need no look then. */
let table = ''
let clock = ''

/** Nearly every line is one. */
function readEntry(cells: readonly string[], line: number): PayloadLine {
  const [, tbl = '', rowId = '', hlc = '', op = '', fields = '', before] = cells
  if (cells.length !== 7 || !ID.test(rowId)) throw contentFault(line)
  if (op !== 'insert' && op !== 'update' && op !== 'remove') throw contentFault(line)
  if (tbl !== table) {
    if (!NAME.test(tbl)) throw contentFault(line)
    table = tbl
  }
  if (hlc !== clock) {
    if (!HLC.test(hlc)) throw contentFault(line)
    clock = hlc
  }
  return {
    kind: 'entry',
    tbl: table,
    rowId,
    hlc: clock,
    op,
    fields,
    before: before === '' ? null : (before ?? null),
  }
}

/** `line`: 0 where it is none of the lines alone */
export function contentFault(line: number): Refusal {
  return new Refusal(
    'bundle.payload',
    `交换文件的内容${line > 0 ? `第${line}行` : ''}不合格式，没有接收，台账没有改动。请对方重新生成后再发。`,
    { line },
  )
}

/** Free text in a cell: a tab or line break in a name would begin a new cell. */
function cell(text: string): string {
  return text.replace(/[\t\r\n]+/g, ' ')
}
