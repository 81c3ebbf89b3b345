import type { ByteSink } from '../../files/atomic-write.ts'
import { writeAtomically } from '../../files/atomic-write.ts'
import { SharedStringTable } from './shared-string-table.ts'
import { checkSheetNames, type SheetSpec } from './sheet-spec.ts'
import { filterRange, sheetLayout, sheetXml } from './sheet-xml.ts'
import { cancelled } from './workbook-refusals.ts'
import { StyleTable } from './workbook-styles.ts'
import { escapeXmlText } from './xml-text.ts'
import { ZipWriter } from './zip-writer.ts'

export interface WorkbookWriterOptions {
  /** Count days from 1904-01-01, as old Mac workbooks do; default false. */
  readonly date1904?: boolean
  /** zlib level 1–9; default 2: a quarter larger than 6, in half the time. */
  readonly compression?: number
  /** Asked between rows; true ends the writing with the refusal `workbook.cancelled` and leaves no file. */
  readonly shouldStop?: () => boolean
  /** Told every thousand rows, and at the end of each sheet. */
  readonly onProgress?: (progress: WriteProgress) => void
}

export interface WriteProgress {
  readonly sheet: string
  readonly rows: number
}

export interface WorkbookWritten {
  /** Size of the file. */
  readonly bytes: number
  /** Body rows of each sheet, in order. */
  readonly rows: readonly number[]
}

export interface WorkbookWriter {
  /** Adds a sheet; its rows are drawn only while the workbook is written. */
  addSheet(spec: SheetSpec): WorkbookWriter
  /** Writes beside `path`, syncs, renames; on any failure `path` is as it was. */
  toFile(path: string): Promise<WorkbookWritten>
  toBuffer(): Promise<Buffer>
}

const REPORT_EVERY = 1000
const COMPRESSION = 2
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/**
 * A streaming .xlsx writer: memory is bounded by one row and some 128 KB pieces, however long the sheets are.
 * The same sheets give the same bytes (no clock, fixed zip timestamps). Text that comes again in its column is shared, up
 * to a bound; all other text is written into its cell (inlineStr). Excel, WPS and LibreOffice read both alike.
 *
 * @throws Refusal `workbook.cancelled`, `workbook.too-many-rows`, `workbook.cell-too-long`,
 *   `workbook.output-too-large`, and those of `writeAtomically`.
 */
export function createWorkbookWriter(options: WorkbookWriterOptions = {}): WorkbookWriter {
  const sheets: SheetSpec[] = []
  const writer: WorkbookWriter = {
    addSheet(spec) {
      sheets.push(spec)
      return writer
    },
    toFile: (path) => writeAtomically(path, (sink) => writeWorkbook(sheets, sink, options)),
    async toBuffer() {
      const pieces: Uint8Array[] = []
      await writeWorkbook(sheets, { write: async (bytes) => void pieces.push(bytes) }, options)
      return Buffer.concat(pieces)
    },
  }
  return writer
}

async function writeWorkbook(
  sheets: readonly SheetSpec[],
  sink: ByteSink,
  options: WorkbookWriterOptions,
): Promise<WorkbookWritten> {
  checkSheetNames(sheets.map((sheet) => sheet.name))
  const zip = new ZipWriter(sink, options.compression ?? COMPRESSION)
  const styles = new StyleTable()
  const strings = new SharedStringTable()
  const date1904 = options.date1904 ?? false
  await zip.add('[Content_Types].xml', text(contentTypes(sheets.length)))
  await zip.add('_rels/.rels', text(relations([['rId1', 'officeDocument', 'xl/workbook.xml']])))

  const rows: number[] = []
  const lastRows: number[] = []
  for (const [index, spec] of sheets.entries()) {
    const onRow = (count: number) => {
      if (count % REPORT_EVERY !== 0) return
      if (options.shouldStop?.()) throw cancelled()
      options.onProgress?.({ sheet: spec.name, rows: count })
    }
    if (options.shouldStop?.()) throw cancelled()
    const pieces = async function* (): AsyncGenerator<Buffer> {
      const written = yield* sheetXml(spec, { styles, strings, date1904, onRow })
      rows.push(written.rows)
      lastRows.push(written.lastBodyRow)
    }
    await zip.add(`xl/worksheets/sheet${index + 1}.xml`, pieces())
    options.onProgress?.({ sheet: spec.name, rows: rows[index] ?? 0 })
  }

  await zip.add('xl/sharedStrings.xml', strings.toXml())
  await zip.add('xl/styles.xml', text(styles.toXml()))
  await zip.add('xl/workbook.xml', text(workbookXml(sheets, lastRows, date1904)))
  await zip.add('xl/_rels/workbook.xml.rels', text(workbookRelations(sheets.length)))
  await zip.finish()
  return { bytes: zip.bytesWritten, rows }
}

function text(xml: string): Buffer[] {
  return [Buffer.from(xml, 'utf8')]
}

function contentTypes(sheetCount: number): string {
  const sheets = Array.from(
    { length: sheetCount },
    (_, index) =>
      `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${SHEET_TYPE}.worksheet+xml"/>`,
  )
  return (
    `${XML}<Types xmlns="${PACKAGE}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    `<Override PartName="/xl/workbook.xml" ContentType="${SHEET_TYPE}.sheet.main+xml"/>` +
    `${sheets.join('')}<Override PartName="/xl/styles.xml" ContentType="${SHEET_TYPE}.styles+xml"/>` +
    `<Override PartName="/xl/sharedStrings.xml" ContentType="${SHEET_TYPE}.sharedStrings+xml"/></Types>`
  )
}

function relations(items: readonly (readonly [id: string, type: string, target: string])[]): string {
  const list = items.map(
    ([id, type, target]) => `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`,
  )
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${list.join('')}</Relationships>`
}

function workbookRelations(sheetCount: number): string {
  const sheets = Array.from(
    { length: sheetCount },
    (_, index) => [`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`] as const,
  )
  return relations([
    ...sheets,
    [`rId${sheetCount + 1}`, 'styles', 'styles.xml'],
    [`rId${sheetCount + 2}`, 'sharedStrings', 'sharedStrings.xml'],
  ])
}

function workbookXml(sheets: readonly SheetSpec[], lastRows: readonly number[], date1904: boolean): string {
  const list = sheets.map((spec, index) => {
    const state = spec.hidden ? ' state="hidden"' : ''
    return `<sheet name="${escapeXmlText(spec.name)}" sheetId="${index + 1}"${state} r:id="rId${index + 1}"/>`
  })
  const names = sheets.flatMap((spec, index) => definedNames(spec, index, lastRows[index] ?? 0))
  const active = Math.max(
    0,
    sheets.findIndex((spec) => !spec.hidden),
  )
  return (
    `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}">` +
    `<workbookPr${date1904 ? ' date1904="1"' : ''}/>` +
    `<bookViews><workbookView activeTab="${active}"/></bookViews><sheets>${list.join('')}</sheets>` +
    `${names.length ? `<definedNames>${names.join('')}</definedNames>` : ''}</workbook>`
  )
}

function definedNames(spec: SheetSpec, index: number, lastRow: number): string[] {
  const { firstRepeatedRow, headerRow } = sheetLayout(spec)
  const sheet = escapeXmlText(`'${spec.name.replaceAll("'", "''")}'`)
  const names: string[] = []
  if (spec.autofilter !== false && spec.header !== false) {
    const range = filterRange(spec, headerRow, lastRow).replace(/[A-Z]+|\d+/g, (part) => `$${part}`)
    names.push(
      `<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">${sheet}!${range}</definedName>`,
    )
  }
  if (spec.print && spec.print.repeat !== 'none' && headerRow > 0) {
    names.push(
      `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">` +
        `${sheet}!$${firstRepeatedRow}:$${headerRow}</definedName>`,
    )
  }
  return names
}
