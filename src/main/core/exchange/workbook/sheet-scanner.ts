import {
  columnAt,
  endsPlain,
  isoDate,
  isTrue,
  numberAt,
  numberOrNaN,
  startsPlain,
  TYPE_BOOLEAN,
  TYPE_DATE,
  TYPE_ERROR,
  TYPE_INLINE,
  TYPE_NUMBER,
  TYPE_SHARED,
  tagEnd,
  typeAt,
} from './cell-bytes.ts'
import { BYTE_CLASS, CellTextDecoder, NON_ASCII, STOP, textOfMarkup } from './cell-text.ts'
import { dateOfSerial, timeOfDay } from './serial-date.ts'
import { CellMark, type CellValue, SheetRow } from './sheet-row.ts'
import { markupUntil, skipSpecial, TextRunReader } from './text-runs.ts'
import { notReadable } from './workbook-refusals.ts'
import { attributesOf } from './xml-tags.ts'
import { MAX_COLUMNS, MAX_ROWS } from './xml-text.ts'

const LT = 0x3c
const GT = 0x3e
const SLASH = 0x2f
const EQUALS = 0x3d
const SPACE = 0x20
const QUOTE = 0x22
/** No element that a spreadsheet writes is longer; one that is would grow the buffer without end. */
const LONGEST_ELEMENT = 16 * 1024 * 1024

const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/

/** How a cell style shows numbers: not as dates, as dates, as a time of day. */
export type DateStyle = 0 | 1 | 2

export interface SheetScanContext {
  readonly sheet: string
  readonly sharedStrings: readonly string[]
  /** By style number. */
  readonly dateStyles: readonly DateStyle[]
  readonly date1904: boolean
  /** Rows after this many are counted, not read. */
  readonly rowLimit?: number
}

/** What a sheet says of itself outside its cells. */
export interface SheetFacts {
  dimension: string | undefined
  /** Column numbers from 0, inclusive. */
  readonly hiddenColumns: { readonly from: number; readonly to: number }[]
  readonly merges: string[]
  autofilter: string | undefined
  hiddenRows: number
  /** The highest row number met. */
  lastRow: number
}

/**
 * Scans a worksheet part handed over in chunks cut anywhere, and collects its rows in `rows`. It works on bytes and
 * decodes only whole elements: what a chunk leaves unfinished is kept and scanned again with the next.
 * Rows without content are counted, never made.
 */
export class SheetScanner {
  /** Rows completed so far; the caller takes them out. */
  rows: SheetRow[] = []
  readonly facts: SheetFacts = {
    dimension: undefined,
    hiddenColumns: [],
    merges: [],
    autofilter: undefined,
    hiddenRows: 0,
    lastRow: 0,
  }
  readonly #context: SheetScanContext
  readonly #decoder = new CellTextDecoder()
  readonly #runs = new TextRunReader(this.#decoder)
  #bytes = Buffer.alloc(512 * 1024)
  #length = 0
  #phase: 'before' | 'rows' | 'after' = 'before'
  #sawRoot = false
  #prefix = ''
  #closeRow = Buffer.from('</row>')
  #rowsRead = 0
  #skippingRow = false

  // The row in the making.
  #inRow = false
  #rowNumber = 0
  #rowDigits = 1
  #rowHidden = false
  #nextColumn = 0
  #values: CellValue[] = []
  /** One past the last cell with content. */
  #width = 0
  #blanks: CellValue[] = []
  #marks: number[] | undefined
  #raw: Map<number, string> | undefined

  constructor(context: SheetScanContext) {
    this.#context = context
  }

  /** @throws Refusal `workbook.damaged` */
  push(chunk: Uint8Array): void {
    const needed = this.#length + chunk.length + 16
    if (needed > this.#bytes.length) {
      if (this.#length > LONGEST_ELEMENT) throw this.#damaged('一个单元格的内容长得不正常')
      const larger = Buffer.alloc(Math.max(needed, this.#bytes.length * 2))
      this.#bytes.copy(larger, 0, 0, this.#length)
      this.#bytes = larger
    }
    this.#bytes.set(chunk, this.#length)
    const end = this.#length + chunk.length
    // A stop for every loop that looks for the next tag, so that none has to test for the end at each byte.
    this.#bytes[end] = LT
    const done = this.#phase === 'rows' ? this.#scanRows(0, end) : this.#scanAround(0, end)
    this.#bytes.copyWithin(0, done, end)
    this.#length = end - done
  }

  /** To be called after the last chunk. @throws Refusal `workbook.damaged` */
  end(): void {
    if (!this.#sawRoot) throw this.#damaged('不是工作表')
    if (this.#phase === 'rows') throw this.#damaged('内容没有结束')
  }

  /** Before and after the cells there is little, so it is read tag by tag. */
  #scanAround(start: number, end: number): number {
    const bytes = this.#bytes
    let position = start
    for (;;) {
      while (bytes[position] !== LT) position += 1
      if (position >= end) return end
      const skipped = skipSpecial(bytes, position, end)
      if (skipped < 0) return position
      if (skipped > position) {
        position = skipped
        continue
      }
      const close = tagEnd(bytes, position, end)
      if (close < 0) return position
      const tag = bytes.toString('utf8', position + 1, close)
      position = close + 1
      if (this.#tagAround(tag)) return this.#scanRows(position, end)
    }
  }

  /** @returns true when the cells begin. */
  #tagAround(tag: string): boolean {
    if (tag.startsWith('/')) return false
    const [qualified = ''] = /^[^\s/]+/.exec(tag) ?? []
    const colon = qualified.indexOf(':')
    const name = qualified.slice(colon + 1)
    const attributes = attributesOf(tag)
    switch (name) {
      case 'worksheet':
        this.#sawRoot = true
        break
      case 'dimension':
        this.facts.dimension = attributes.get('ref')
        break
      case 'col':
        if (isTrue(attributes.get('hidden'))) {
          const from = Number(attributes.get('min')) - 1
          const to = Math.min(Number(attributes.get('max')), MAX_COLUMNS) - 1
          if (from >= 0 && to >= from) this.facts.hiddenColumns.push({ from, to })
        }
        break
      case 'mergeCell': {
        const ref = attributes.get('ref')
        if (ref) this.facts.merges.push(ref)
        break
      }
      case 'autoFilter':
        this.facts.autofilter = attributes.get('ref')
        break
      case 'sheetData':
        if (!this.#sawRoot) throw this.#damaged('不是工作表')
        if (this.#phase === 'after') throw this.#damaged('单元格区出现两次')
        this.#prefix = qualified.slice(0, colon + 1)
        this.#closeRow = Buffer.from(`</${this.#prefix}row`)
        this.#phase = tag.endsWith('/') ? 'after' : 'rows'
        return this.#phase === 'rows'
    }
    return false
  }

  #scanRows(start: number, end: number): number {
    const bytes = this.#bytes
    const prefixLength = this.#prefix.length
    let position = start
    for (;;) {
      if (this.#skippingRow) {
        const close = bytes.subarray(0, end).indexOf(this.#closeRow, position)
        if (close < 0) return Math.max(position, end - this.#closeRow.length)
        this.#skippingRow = false
        position = close
      }
      while (bytes[position] !== LT) position += 1
      if (position >= end) return end
      let name = position + 1
      const closing = bytes[name] === SLASH
      if (closing) name += 1
      name += prefixLength
      if (name + 4 > end) return position
      const first = bytes[name]
      const second = bytes[name + 1]!
      if (first === 0x63 && second <= GT && !closing && this.#inRow) {
        const next = this.#cell(name + 1, end)
        if (next < 0) return position
        position = next
        continue
      }
      const skipped = skipSpecial(bytes, position, end)
      if (skipped < 0) return position
      if (skipped > position) {
        position = skipped
        continue
      }
      const close = tagEnd(bytes, position, end)
      if (close < 0) return position
      if (first === 0x72 && second === 0x6f && bytes[name + 2] === 0x77 && bytes[name + 3]! <= GT) {
        if (closing) this.#endRow()
        else {
          this.#startRow(name + 3, close)
          if (bytes[close - 1] === SLASH) this.#endRow()
          else if (this.#rowsRead >= (this.#context.rowLimit ?? Number.POSITIVE_INFINITY))
            this.#skippingRow = true
        }
      } else if (closing && first === 0x73 && second === 0x68) {
        this.#phase = 'after'
        return this.#scanAround(close + 1, end)
      }
      position = close + 1
    }
  }

  /** Takes `r` and `hidden` from the bytes of a row's tag; there are too many rows to make a map for each. */
  #startRow(afterName: number, close: number): void {
    const bytes = this.#bytes
    let number = this.#rowNumber + 1
    this.#rowHidden = false
    let position = afterName
    while (position < close) {
      while (position < close && bytes[position]! <= SPACE) position += 1
      const name = position
      while (position < close && bytes[position] !== EQUALS) position += 1
      const length = position - name
      position += 1
      while (position < close && bytes[position]! <= SPACE) position += 1
      const quote = bytes[position]
      const from = position + 1
      position = from
      while (position < close && bytes[position] !== quote) position += 1
      if (length === 1 && bytes[name] === 0x72) number = numberAt(bytes, from, position)
      else if (length === 6 && bytes[name] === 0x68)
        this.#rowHidden = isTrue(bytes.toString('latin1', from, position))
      position += 1
    }
    if (!(number >= 1 && number <= MAX_ROWS)) throw this.#damaged(`第 ${this.#rowNumber} 行之后的行号不对`)
    this.#rowNumber = number
    this.#rowDigits = number < 10 ? 1 : Math.floor(Math.log10(number)) + 1
    if (number > this.facts.lastRow) this.facts.lastRow = number
    if (this.#rowHidden) this.facts.hiddenRows += 1
    this.#nextColumn = 0
    this.#inRow = true
  }

  #endRow(): void {
    if (!this.#inRow) throw this.#damaged('行的标记不成对')
    this.#inRow = false
    // A row without content leaves its array behind for the next: blank rows cost nothing.
    const width = this.#width
    if (width === 0) return
    const values = this.#values
    // The next row is likely as long as this one; growing an array cell by cell costs two copies of it.
    if (width === values.length && width === this.#blanks.length) this.#values = this.#blanks.slice()
    else {
      values.length = width
      this.#blanks = new Array<CellValue>(width).fill(null)
      this.#values = this.#blanks.slice()
    }
    const { date1904 } = this.#context
    this.rows.push(new SheetRow(this.#rowNumber, values, this.#rowHidden, this.#marks, this.#raw, date1904))
    this.#rowsRead += 1
    this.#width = 0
    this.#marks = undefined
    this.#raw = undefined
  }

  /** @returns the position after the cell, or -1 when its end is not there yet. */
  #cell(afterName: number, end: number): number {
    const bytes = this.#bytes
    let position = afterName
    let column = this.#nextColumn
    let style = 0
    let type = TYPE_NUMBER
    for (;;) {
      let byte = bytes[position]!
      while (byte === SPACE || byte === 0x0a || byte === 0x0d || byte === 0x09) {
        position += 1
        byte = bytes[position]!
      }
      if (position >= end) return -1
      if (byte === GT) {
        position += 1
        break
      }
      if (byte === SLASH) {
        if (position + 2 > end) return -1
        this.#nextColumn = column + 1
        return position + 2
      }
      // As nearly every writer has it: one letter, an equals sign, a double quote.
      if (bytes[position + 1] === EQUALS && bytes[position + 2] === QUOTE) {
        position += 3
        if (byte === 0x72) {
          column = 0
          let letter = bytes[position]! & 0xdf
          while (letter >= 0x41 && letter <= 0x5a && column <= MAX_COLUMNS) {
            column = column * 26 + letter - 0x40
            position += 1
            letter = bytes[position]! & 0xdf
          }
          column -= 1
          // The row's digits, most likely as many as in the row before.
          if (bytes[position + this.#rowDigits] === QUOTE) position += this.#rowDigits
        } else if (byte === 0x73) {
          style = 0
          let digit = bytes[position]! - 0x30
          while (digit >= 0 && digit <= 9) {
            style = style * 10 + digit
            position += 1
            digit = bytes[position]! - 0x30
          }
        } else if (byte === 0x74) {
          type = typeAt(bytes, position)
          if (type === TYPE_INLINE) position += 8
        }
        while (position < end && bytes[position] !== QUOTE) position += 1
        if (position >= end) return -1
        position += 1
        continue
      }
      const name = position
      while (position < end && bytes[position] !== EQUALS) position += 1
      const single = position === name + 1 || bytes[name + 1]! <= SPACE
      position += 1
      while (position < end && bytes[position]! <= SPACE) position += 1
      const quote = bytes[position]!
      position += 1
      const from = position
      while (position < end && bytes[position] !== quote) position += 1
      if (position >= end) return -1
      if (single) {
        if (byte === 0x72) column = columnAt(bytes, from, position)
        else if (byte === 0x73) style = numberAt(bytes, from, position)
        else if (byte === 0x74) type = typeAt(bytes, from)
      }
      position += 1
    }
    if (column < 0 || column >= MAX_COLUMNS) throw this.#damaged('单元格的位置不对')
    return this.#content(position, end, column, style, type)
  }

  #content(afterTag: number, end: number, column: number, style: number, type: number): number {
    const bytes = this.#bytes
    const prefixLength = this.#prefix.length
    let position = afterTag
    let value: CellValue = null
    let marks = 0
    let raw: string | undefined
    let stored = false
    // Plain inline text without run, attribute or prefix, as we write it ourselves: <is><t>…</t></is></c>
    if (type === TYPE_INLINE && startsPlain(bytes, position) && prefixLength === 0) {
      const from = position + 7
      let at = from
      let classes = 0
      let byteClass = BYTE_CLASS[bytes[at]!]!
      while (byteClass !== STOP) {
        classes |= byteClass
        at += 1
        byteClass = BYTE_CLASS[bytes[at]!]!
      }
      if (at + 13 > end) return -1
      if (endsPlain(bytes, at)) {
        this.#nextColumn = column + 1
        if (at > from) this.#put(column, this.#decoder.decode(bytes, from, at, classes))
        return at + 13
      }
    }
    for (;;) {
      while (bytes[position] !== LT) position += 1
      if (position >= end) return -1
      if (bytes[position + 1] === SLASH) {
        while (position < end && bytes[position] !== GT) position += 1
        if (position >= end) return -1
        position += 1
        break
      }
      const name = position + 1 + prefixLength
      const kind = bytes[name]
      const element = position
      let close = name
      while (close < end && bytes[close] !== GT) close += 1
      if (close >= end) return -1
      const empty = bytes[close - 1] === SLASH
      position = close + 1
      if (kind === 0x76 && !empty && bytes[name + 1]! <= GT) {
        const from = position
        let classes = 0
        let byteClass = BYTE_CLASS[bytes[position]!]!
        while (byteClass !== STOP) {
          classes |= byteClass
          position += 1
          byteClass = BYTE_CLASS[bytes[position]!]!
        }
        if (position >= end) return -1
        stored = true
        let source = bytes
        let to = position
        let at = from
        if (bytes[position + 1] !== SLASH) {
          const closeAt = markupUntil(bytes, from, end, 'v', prefixLength)
          if (closeAt < 0) return -1
          position = closeAt
          // Rare: the value with its comments and CDATA taken out stands in for the bytes scanned.
          source = Buffer.from(textOfMarkup(bytes.toString('utf8', from, closeAt)))
          at = 0
          to = source.length
          classes = NON_ASCII
        }
        switch (type) {
          case TYPE_NUMBER: {
            const date = this.#context.dateStyles[style] ?? 0
            const number = numberOrNaN(source, at, to)
            if (!Number.isNaN(number)) {
              value = date === 0 ? number : this.#dateOrNumber(number, date)
              if (typeof value === 'string') marks |= CellMark.date
            } else {
              const text = source.toString('latin1', at, to)
              const parsed = NUMBER.test(text) ? Number(text) : Number.NaN
              if (Number.isFinite(parsed)) {
                value = date === 0 ? parsed : this.#dateOrNumber(parsed, date)
                if (typeof value === 'string') marks |= CellMark.date
                if (String(parsed) !== text) raw = text
              } else value = source.toString('utf8', at, to)
            }
            break
          }
          case TYPE_SHARED: {
            const text = this.#context.sharedStrings[numberAt(source, at, to)]
            if (text === undefined) throw this.#damaged(`第 ${this.#rowNumber} 行引用了不存在的文字`)
            value = text
            break
          }
          case TYPE_BOOLEAN:
            value = source[at] === 0x31 || source[at] === 0x74
            break
          case TYPE_DATE: {
            const iso = isoDate(source.toString('latin1', at, to))
            value = iso ?? source.toString('utf8', at, to)
            if (iso !== undefined) marks |= CellMark.date
            break
          }
          default:
            value = this.#decoder.decode(source, at, to, classes)
            if (type === TYPE_ERROR) marks |= CellMark.error
        }
        // </v>
        while (position < end && bytes[position] !== GT) position += 1
        if (position >= end) return -1
        position += 1
      } else if (kind === 0x69 && !empty && type === TYPE_INLINE) {
        if (!this.#runs.read(bytes, position, end, prefixLength)) return -1
        value = this.#runs.text
        position = this.#runs.position
        stored = true
      } else {
        if (kind === 0x76) stored = true
        const skipped = skipSpecial(bytes, element, end)
        if (skipped < 0) return -1
        if (skipped > element) {
          position = skipped
          continue
        }
        if (kind === 0x66 && bytes[name + 1]! <= GT) marks |= CellMark.formula
        if (!empty) {
          const tag = bytes.toString('latin1', name, close)
          const [local = ''] = /^[^\s/>]+/.exec(tag) ?? []
          const until = markupUntil(bytes, position, end, local, prefixLength)
          if (until < 0) return -1
          position = until
          while (position < end && bytes[position] !== GT) position += 1
          if (position >= end) return -1
          position += 1
        }
      }
    }
    this.#nextColumn = column + 1
    if (marks & CellMark.formula && !stored) marks |= CellMark.uncalculated
    if (value === '') value = null
    if (value === null && !(marks & CellMark.uncalculated)) return position
    this.#put(column, value)
    if (marks !== 0) {
      this.#marks ??= []
      while (this.#marks.length < column) this.#marks.push(0)
      this.#marks[column] = marks
    }
    if (raw !== undefined) {
      this.#raw ??= new Map()
      this.#raw.set(column, raw)
    }
    return position
  }

  #put(column: number, value: CellValue): void {
    const values = this.#values
    while (values.length <= column) values.push(null)
    values[column] = value
    if (column >= this.#width) this.#width = column + 1
  }

  #dateOrNumber(serial: number, style: DateStyle): CellValue {
    if (style === 2 && serial >= 0 && serial < 1) return timeOfDay(Math.round(serial * 86_400) % 86_400)
    return dateOfSerial(serial, this.#context.date1904) ?? serial
  }

  #damaged(detail: string): Error {
    return notReadable.damaged(`工作表“${this.#context.sheet}”`, detail)
  }
}
