import { Refusal } from '../../../../shared/domain/refusal.ts'
import { serialOfDate } from './serial-date.ts'
import { MOST_REPEATED, type SharedStringTable, textElement } from './shared-string-table.ts'
import type {
  ColumnKind,
  PrintSetup,
  SheetCell,
  SheetColumn,
  SheetLine,
  SheetRowInput,
  SheetSpec,
} from './sheet-spec.ts'
import type { CellLook, StyleTable } from './workbook-styles.ts'
import { columnName, escapeXmlText, MAX_CELL_LENGTH, MAX_COLUMNS, MAX_ROWS } from './xml-text.ts'

const PIECE = 128 * 1024
const HEADER_FILL = 'D9E2F0'
const FORMATS: Record<ColumnKind, string> = {
  text: '@',
  integer: '0',
  decimal: '0.00',
  fen: '0.00',
  date: 'yyyy-mm-dd',
  general: 'General',
}

export interface SheetXmlContext {
  readonly styles: StyleTable
  readonly strings: SharedStringTable
  readonly date1904: boolean
  /** Called after each row with the number of body rows so far. */
  readonly onRow: (rows: number) => void
}

/** Where a sheet's fixed parts lie, for the names that `workbook.xml` must define. Rows are 1-based. */
export interface SheetLayout {
  readonly firstRepeatedRow: number
  readonly headerRow: number
}

/** Rows above the body: title, lines, header. */
export function sheetLayout(spec: SheetSpec): SheetLayout {
  const lines = (spec.title === undefined ? 0 : 1) + (spec.above?.length ?? 0)
  return {
    firstRepeatedRow: spec.print?.repeat === 'header' ? lines + 1 : 1,
    headerRow: lines + (spec.header === false ? 0 : 1),
  }
}

/** A worksheet part as UTF-8 pieces of about 128 KB; only one piece and one row are in memory at a time. */
export async function* sheetXml(
  spec: SheetSpec,
  context: SheetXmlContext,
): AsyncGenerator<Buffer, SheetWritten> {
  const { columns } = spec
  if (columns.length < 1 || columns.length > MAX_COLUMNS)
    throw new Error(`${columns.length} columns in ${spec.name}`)
  const { headerRow } = sheetLayout(spec)
  const body = new RowWriter(spec, context)
  let xml = sheetHead(spec, headerRow)
  if (spec.title !== undefined) {
    const title = typeof spec.title === 'string' ? { text: spec.title } : spec.title
    xml += body.line({ align: 'center', fontSize: 18, bold: true, height: 36, ...title })
  }
  for (const line of spec.above ?? []) xml += body.line(line)
  if (spec.header !== false) xml += body.header()

  let count = 0
  for await (const row of spec.rows) {
    xml += body.row(row)
    count += 1
    if (xml.length >= PIECE) {
      yield Buffer.from(xml, 'utf8')
      xml = ''
    }
    context.onRow(count)
  }
  const lastBodyRow = body.lastRow
  for (const line of typeof spec.below === 'function' ? spec.below() : (spec.below ?? []))
    xml += body.line(line)
  yield Buffer.from(xml + sheetTail(spec, body.merges, headerRow, lastBodyRow), 'utf8')
  return { rows: count, lastBodyRow }
}

export interface SheetWritten {
  readonly rows: number
  readonly lastBodyRow: number
}

class RowWriter {
  readonly merges: string[]
  lastRow = 0
  readonly #spec: SheetSpec
  readonly #context: SheetXmlContext
  readonly #names: readonly string[]
  /** `<c r="A`, for each column */
  readonly #starts: readonly string[]
  readonly #repeated: readonly RepeatedCells[]
  readonly #kinds: readonly ColumnKind[]
  readonly #styles: readonly number[]
  readonly #rowTail: string

  constructor(spec: SheetSpec, context: SheetXmlContext) {
    this.#spec = spec
    this.#context = context
    this.merges = [...(spec.merges ?? [])]
    this.#names = spec.columns.map((_, index) => columnName(index))
    this.#starts = this.#names.map((name) => `<c r="${name}`)
    this.#repeated = this.#names.map(() => new RepeatedCells())
    this.#kinds = spec.columns.map((column) => column.kind ?? 'text')
    this.#styles = spec.columns.map((column) =>
      context.styles.indexOf(this.#look(column, column.kind ?? 'text', {})),
    )
    this.#rowTail = spec.rowHeight === undefined ? '>' : ` ht="${spec.rowHeight}" customHeight="1">`
  }

  line(line: SheetLine): string {
    const row = this.#nextRow()
    const look: CellLook = {
      format: '@',
      wrap: true,
      align: line.align ?? 'left',
      ...(line.fontName === undefined ? {} : { fontName: line.fontName }),
      ...(line.fontSize === undefined ? {} : { fontSize: line.fontSize }),
      ...(line.bold === undefined ? {} : { bold: line.bold }),
    }
    if (this.#names.length > 1) this.merges.push(`A${row}:${this.#names.at(-1)}${row}`)
    const height = line.height === undefined ? '' : ` ht="${line.height}" customHeight="1"`
    return `<row r="${row}"${height}>${this.#text(`A${row}`, this.#context.styles.indexOf(look), line.text)}</row>`
  }

  header(): string {
    const row = this.#nextRow()
    const look: CellLook = {
      ...this.#type(),
      format: '@',
      bold: true,
      fill: HEADER_FILL,
      wrap: true,
      align: 'center',
    }
    const style = this.#context.styles.indexOf({ ...look, border: this.#spec.borders ?? false })
    const height =
      this.#spec.headerHeight === undefined ? '' : ` ht="${this.#spec.headerHeight}" customHeight="1"`
    const cells = this.#spec.columns.map((column, index) =>
      this.#text(`${this.#names[index]}${row}`, style, column.header),
    )
    return `<row r="${row}"${height}>${cells.join('')}</row>`
  }

  row(input: SheetRowInput): string {
    const row = this.#nextRow()
    const styled = isStyledRow(input) ? input : undefined
    const cells = isStyledRow(input) ? input.cells : input
    if (cells.length > this.#names.length)
      throw new Error(`row of ${cells.length} cells in ${this.#names.length} columns`)
    let xml = `<row r="${row}"`
    xml += styled?.height === undefined ? this.#rowTail : ` ht="${styled.height}" customHeight="1">`
    for (let index = 0; index < this.#names.length; index += 1) {
      const cell = cells[index]
      xml +=
        typeof cell === 'string' && cell !== '' && styled === undefined
          ? `${this.#starts[index]}${row}${this.#plainText(index, row, cell)}`
          : this.#cell(`${this.#names[index]}${row}`, index, cell, styled?.look)
    }
    return `${xml}</row>`
  }

  /** A text or a date without a look of its own: all that follows the cell's reference. Most cells are one of these. */
  #plainText(index: number, row: number, text: string): string {
    const repeated = this.#repeated[index]!
    const known = repeated.get(text)
    if (known !== undefined && known !== SEEN_ONCE) return known
    const style = this.#styles[index]!
    if (this.#kinds[index] === 'date') {
      const serial = serialOfDate(text, this.#context.date1904)
      if (serial !== undefined) {
        const look = text.length > 10 ? this.#dateTimeStyle(index, undefined, text) : style
        return repeated.keep(text, `" s="${look}"><v>${serial}</v></c>`)
      }
    }
    if (known === SEEN_ONCE)
      return repeated.keep(text, `" s="${style}" t="s"><v>${this.#context.strings.numberOf(text)}</v></c>`)
    this.#checkLength(`${this.#names[index]}${row}`, text)
    repeated.keep(text, SEEN_ONCE)
    return `" s="${style}" t="inlineStr"><is>${textElement(text)}</is></c>`
  }

  #cell(reference: string, index: number, cell: SheetCell, rowLook: CellLook | undefined): string {
    let value: SheetCell = cell
    let kind = this.#kinds[index]!
    let style = this.#styles[index]!
    if (rowLook !== undefined || (typeof cell === 'object' && cell !== null)) {
      const own = typeof cell === 'object' && cell !== null ? cell : undefined
      if (own) value = own.value
      kind = own?.kind ?? kind
      style = this.#context.styles.indexOf(
        this.#look(this.#spec.columns[index]!, kind, { ...rowLook, ...own?.look }),
      )
    }
    if (value === null || value === undefined || value === '') {
      // A blank cell is written only for what can be seen of it.
      return this.#spec.borders || rowLook?.fill ? `<c r="${reference}" s="${style}"/>` : ''
    }
    if (kind === 'text')
      return this.#text(reference, style, typeof value === 'boolean' ? yesOrNo(value) : String(value))
    if (typeof value === 'boolean')
      return `<c r="${reference}" s="${style}" t="b"><v>${value ? 1 : 0}</v></c>`
    if (typeof value === 'string') {
      const serial = kind === 'date' ? serialOfDate(value, this.#context.date1904) : undefined
      if (serial === undefined) return this.#text(reference, style, value)
      if (value.length > 10) style = this.#dateTimeStyle(index, rowLook, cell)
      return `<c r="${reference}" s="${style}"><v>${serial}</v></c>`
    }
    if (typeof value !== 'number') throw new Error(`cell ${reference} holds ${typeof value}`)
    if (!Number.isFinite(value)) throw new Error(`cell ${reference} holds ${value}`)
    return `<c r="${reference}" s="${style}"><v>${kind === 'fen' ? yuanOfFen(value) : numberText(value)}</v></c>`
  }

  #text(reference: string, style: number, text: string): string {
    this.#checkLength(reference, text)
    return `<c r="${reference}" s="${style}" t="inlineStr"><is>${textElement(text)}</is></c>`
  }

  #checkLength(reference: string, text: string): void {
    if (text.length <= MAX_CELL_LENGTH) return
    throw new Refusal(
      'workbook.cell-too-long',
      `工作表“${this.#spec.name}”单元格 ${reference} 的文字超过 ${MAX_CELL_LENGTH} 个字符，表格软件打不开。请缩短这项内容。`,
      { sheet: this.#spec.name, cell: reference },
    )
  }

  #dateTimeStyle(index: number, rowLook: CellLook | undefined, cell: SheetCell): number {
    const column = this.#spec.columns[index]!
    const own = typeof cell === 'object' && cell !== null ? cell.look : undefined
    const look = this.#look(column, 'date', { ...rowLook, ...own })
    return this.#context.styles.indexOf({ ...look, format: column.format ?? 'yyyy-mm-dd hh:mm:ss' })
  }

  #look(column: SheetColumn, kind: ColumnKind, over: CellLook): CellLook {
    return {
      ...this.#type(),
      format: column.format ?? FORMATS[kind],
      border: this.#spec.borders ?? false,
      ...(column.align === undefined ? {} : { align: column.align }),
      ...(column.wrap === undefined ? {} : { wrap: column.wrap }),
      ...over,
    }
  }

  #type(): CellLook {
    const { fontName, fontSize } = this.#spec
    return {
      ...(fontName === undefined ? {} : { fontName }),
      ...(fontSize === undefined ? {} : { fontSize }),
    }
  }

  #nextRow(): number {
    this.lastRow += 1
    if (this.lastRow > MAX_ROWS) {
      throw new Refusal(
        'workbook.too-many-rows',
        `工作表“${this.#spec.name}”超过 ${MAX_ROWS} 行，表格软件放不下。请按乡镇或按批次分开导出，或改用 .csv。`,
        { sheet: this.#spec.name },
      )
    }
    return this.lastRow
  }
}

/** Stands for a text that came once, and was written into its cell. */
const SEEN_ONCE = ''

/**
 * The cells of one column that came before, so that a value is checked, escaped and numbered once. A column in which
 * hardly anything comes again (ID numbers) is given up, and costs nothing more.
 */
class RepeatedCells {
  #cells: Map<string, string> | undefined = new Map()
  #again = 0

  get(text: string): string | undefined {
    const known = this.#cells?.get(text)
    if (known !== undefined) this.#again += 1
    return known
  }

  /** Keeps the cell where there is room, and gives it back. */
  keep(text: string, xml: string): string {
    const cells = this.#cells
    if (cells === undefined) return xml
    if (cells.size < MOST_REPEATED || cells.has(text)) cells.set(text, xml)
    else if (this.#again < MOST_REPEATED) this.#cells = undefined
    return xml
  }
}

function isStyledRow(input: SheetRowInput): input is Exclude<SheetRowInput, readonly SheetCell[]> {
  return !Array.isArray(input)
}

function yesOrNo(value: boolean): string {
  return value ? '是' : '否'
}

/** Whole fen as yuan, digit by digit: division would print 0.30000000000000004 sooner or later. */
function yuanOfFen(fen: number): string {
  if (!Number.isSafeInteger(fen)) throw new Error(`not whole fen: ${fen}`)
  const digits = String(Math.abs(fen)).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** JavaScript writes 1e21, XML Schema's double wants 1E21; both say the same number. */
function numberText(value: number): string {
  return Object.is(value, -0) ? '0' : String(value).toUpperCase()
}

function sheetHead(spec: SheetSpec, headerRow: number): string {
  const fit = spec.print && spec.print.fitWidth !== false
  const freezeRows = spec.freezeHeader === false || spec.header === false ? 0 : headerRow
  const freezeColumns = spec.freezeColumns ?? 0
  const widths = spec.columns.map((column, index) => {
    const hidden = column.hidden ? ' hidden="1"' : ''
    return `<col min="${index + 1}" max="${index + 1}" width="${columnWidth(column)}" customWidth="1"${hidden}/>`
  })
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
    (fit ? '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' : '') +
    `<sheetViews><sheetView workbookViewId="0"${freezeRows || freezeColumns ? `>${pane(freezeRows, freezeColumns)}</sheetView>` : '/>'}</sheetViews>` +
    `<sheetFormatPr defaultRowHeight="${spec.rowHeight ?? 16}"${spec.rowHeight === undefined ? '' : ' customHeight="1"'}/>` +
    `<cols>${widths.join('')}</cols><sheetData>`
  )
}

function pane(rows: number, columns: number): string {
  const active = rows && columns ? 'bottomRight' : rows ? 'bottomLeft' : 'topRight'
  const split = `${columns ? ` xSplit="${columns}"` : ''}${rows ? ` ySplit="${rows}"` : ''}`
  const corner = `${columnName(columns)}${rows + 1}`
  return `<pane${split} topLeftCell="${corner}" activePane="${active}" state="frozen"/><selection pane="${active}"/>`
}

function columnWidth(column: SheetColumn): number {
  if (column.width !== undefined) return column.width
  const header = [...column.header].reduce((sum, character) => sum + (character > '\u2e7f' ? 2 : 1), 2)
  return Math.min(Math.max(header, column.kind === 'date' ? 12 : 9), 40)
}

function sheetTail(
  spec: SheetSpec,
  merges: readonly string[],
  headerRow: number,
  lastBodyRow: number,
): string {
  const filter = spec.autofilter !== false && spec.header !== false
  const range = filter ? filterRange(spec, headerRow, lastBodyRow) : undefined
  return (
    '</sheetData>' +
    (range ? `<autoFilter ref="${range}"/>` : '') +
    (merges.length
      ? `<mergeCells count="${merges.length}">${merges.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`
      : '') +
    choicesXml(spec, headerRow, lastBodyRow) +
    (spec.print ? printXml(spec.print) : '') +
    '</worksheet>'
  )
}

/** Rows below the last one that also offer the choices: lists are added to by hand. */
const ROWS_TO_COME = 1000
/** Excel repairs a file whose list is longer. */
const LONGEST_LIST = 255

/** Lists to choose from, for the columns that have one. */
function choicesXml(spec: SheetSpec, headerRow: number, lastBodyRow: number): string {
  const lists = spec.columns.flatMap(({ choices, header }, index) => {
    if (choices === undefined || choices.length === 0) return []
    const list = choices.join(',')
    if (list.length > LONGEST_LIST || choices.some((choice) => choice.includes(',')))
      throw new Error(`the choices of ${header} do not fit a list`)
    const letters = columnName(index)
    const last = Math.min(Math.max(lastBodyRow, headerRow) + ROWS_TO_COME, MAX_ROWS)
    return [
      `<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="${letters}${headerRow + 1}:${letters}${last}">` +
        `<formula1>${escapeXmlText(`"${list.replaceAll('"', '""')}"`)}</formula1></dataValidation>`,
    ]
  })
  return lists.length === 0
    ? ''
    : `<dataValidations count="${lists.length}">${lists.join('')}</dataValidations>`
}

/** The filtered block: header and body, without the lines above and below. */
export function filterRange(spec: SheetSpec, headerRow: number, lastBodyRow: number): string {
  return `A${headerRow}:${columnName(spec.columns.length - 1)}${Math.max(headerRow, lastBodyRow)}`
}

function printXml(print: PrintSetup): string {
  const inches = (millimetres: number) => Math.round((millimetres / 25.4) * 10_000) / 10_000
  const margins = print.margins ?? { top: 15, bottom: 15, left: 10, right: 10 }
  const fit = print.fitWidth === false ? '' : ' fitToWidth="1" fitToHeight="0"'
  return (
    (print.centreHorizontally ? '<printOptions horizontalCentered="1"/>' : '') +
    `<pageMargins left="${inches(margins.left)}" right="${inches(margins.right)}" top="${inches(margins.top)}"` +
    ` bottom="${inches(margins.bottom)}" header="0.2" footer="0.2"/>` +
    `<pageSetup paperSize="9"${fit} orientation="${print.landscape ? 'landscape' : 'portrait'}"/>` +
    (print.pageNumbers === false
      ? ''
      : '<headerFooter><oddFooter>&amp;C第&amp;P页 共&amp;N页</oddFooter></headerFooter>')
  )
}
