/** The receiving office's own workbook with its header rows; values go under the headers that a profile knows. */
import { Refusal } from '../../../../shared/domain/refusal.ts'
import { listAttachments } from '../../attachments/attachments.ts'
import { readBytes } from '../../attachments/bytes.ts'
import type { ReadLedger } from '../../db/ledger.ts'
import { mergedRanges } from '../header-detection.ts'
import { headerForms } from '../header-folding.ts'
import { textElement } from '../workbook/shared-string-table.ts'
import type { SheetCell, SheetColumn } from '../workbook/sheet-spec.ts'
import { readPackage, readXml, relationsOf } from '../workbook/workbook-package.ts'
import { openWorkbook, type SheetInspection } from '../workbook/workbook-reader.ts'
import { columnName } from '../workbook/xml-text.ts'
import { DEFAULT_LIMITS, openZip } from '../workbook/zip-reader.ts'
import { ZipWriter } from '../workbook/zip-writer.ts'
import { cellText } from './export-cells.ts'
import type { ExportProfile } from './export-profile.ts'

/** A template as the office attached it. */
export type ExportTemplate = { name: string; bytes: Uint8Array }

/** Headers stand among the first rows. */
const ROWS_SEARCHED = 20
const PIECE = 128 * 1024

/** The newest workbook that is attached to an own profile; undefined where there is none. @throws Refusal `attachments.*` */
export async function exportTemplate(
  ledger: Pick<ReadLedger, 'prepare'>,
  profileId: string,
): Promise<ExportTemplate | undefined> {
  const attached = listAttachments(ledger, { kind: 'export-profile', id: profileId })
  const newest = attached.findLast(({ name }) => /\.xlsx$/iu.test(name))
  if (newest === undefined) return undefined
  return { name: newest.name, bytes: await readBytes(ledger, newest) }
}

type Place = {
  sheet: SheetInspection
  /** number of the header's last row */
  headerRow: number
  /** column of the template (from 0) for each column of the profile; undefined where it has none */
  at: (number | undefined)[]
}

/** Where a template has the columns of a profile. @throws Refusal `exports.template-columns` naming what is missing */
export async function placeInTemplate(template: ExportTemplate, profile: ExportProfile): Promise<Place> {
  const workbook = await openWorkbook(template.bytes)
  try {
    const { format, sheets } = await workbook.inspect({ previewRows: ROWS_SEARCHED })
    if (format !== 'xlsx')
      throw new Refusal(
        'exports.template-format',
        `模板“${template.name}”不是 .xlsx 工作簿，请另存为 .xlsx 后再附上。`,
      )
    let best: (Place & { found: number }) | undefined
    for (const sheet of sheets.filter(({ hidden }) => !hidden))
      for (const { row, headers } of headerRows(sheet)) {
        const at = columnsUnder(profile, headers)
        const found = at.filter((column) => column !== undefined).length
        // The lower of two rows that say the same is the header's last one.
        if (found > 0 && found >= (best?.found ?? 1)) best = { sheet, headerRow: row, at, found }
      }
    const missing = profile.columns.filter(
      (column, index) => best?.at[index] === undefined && (best === undefined || column.required),
    )
    if (best === undefined || missing.length > 0)
      throw new Refusal(
        'exports.template-columns',
        `模板“${template.name}”里找不到这些必填的表头：${missing.map(({ header }) => header).join('、')}。请在导出格式的 aliases 里写上模板的叫法，或换一份模板。`,
      )
    return best
  } finally {
    workbook.close()
  }
}

/** Headers of the profile that a template has no column for. */
export function notInTemplate(profile: ExportProfile, place: Place): string[] {
  return profile.columns.flatMap(({ header }, index) => (place.at[index] === undefined ? [header] : []))
}

/**
 * The template with the rows written under its header: everything above the rows and all other parts stay the bytes that
 * they were; rows that stood below the header (examples) go.
 * @throws Refusal `exports.template-columns`, `exports.template-formula`, `workbook.*`
 */
export async function fillTemplate(
  template: ExportTemplate,
  place: Place,
  columns: readonly SheetColumn[],
  rows: Iterable<readonly SheetCell[]>,
): Promise<Buffer> {
  const zip = await openZip(template.bytes, DEFAULT_LIMITS)
  try {
    const parts = await readPackage(zip)
    const sheet = parts.sheets.find(({ name }) => name === place.sheet.name)
    if (sheet === undefined) throw new Error(`no sheet ${place.sheet.name}`)
    const cut = cutSheet(await readXml(zip, sheet.part), place.headerRow)
    const calculated = (await relationsOf(zip, parts.workbookPart)).some(({ type }) =>
      type.endsWith('/calcChain'),
    )
    if (calculated && cut.dropped.includes('<f'))
      throw new Refusal(
        'exports.template-formula',
        `模板“${template.name}”第 ${place.headerRow} 行以下有公式，填不进数据。请删去表头以下的行后重新附上。`,
      )
    const pieces: Uint8Array[] = []
    const writer = new ZipWriter({ write: async (bytes) => void pieces.push(bytes) })
    for (const name of zip.names) {
      if (name.replace(/^\/+/, '').toLowerCase() === sheet.part.toLowerCase())
        await writer.add(name, filled(cut, place, columns, rows))
      else await writer.addRaw(await zip.raw(name))
    }
    await writer.finish()
    return Buffer.concat(pieces)
  } finally {
    zip.close()
  }
}

function* headerRows(sheet: SheetInspection): Generator<{ row: number; headers: string[] }> {
  const merges = mergedRanges(sheet.merges)
  const byNumber = new Map(sheet.preview.map((row) => [row.number, row]))
  for (const row of sheet.preview) {
    if (row.number > ROWS_SEARCHED) continue
    const width = Math.max(row.values.length, ...merges.map(({ right }) => right + 1))
    const headers = Array.from({ length: width }, (_, column) => {
      // A header over two rows stands in the upper one.
      const merge = merges.find(
        ({ top, bottom, left, right }) =>
          top <= row.number && row.number <= bottom && left <= column && column <= right,
      )
      const from = merge === undefined ? row : byNumber.get(merge.top)
      const value = from?.values[merge === undefined ? column : merge.left]
      const tall = merge === undefined || merge.left === merge.right
      return tall && typeof value === 'string' ? value : ''
    })
    yield { row: row.number, headers }
  }
}

function columnsUnder(profile: ExportProfile, headers: readonly string[]): (number | undefined)[] {
  const byForm = new Map<string, number>()
  for (const [column, header] of headers.entries())
    for (const form of headerForms(header)) if (!byForm.has(form)) byForm.set(form, column)
  return profile.columns.map(({ header, aliases }) => {
    for (const name of [header, ...aliases])
      for (const form of headerForms(name)) {
        const column = byForm.get(form)
        if (column !== undefined) return column
      }
    return undefined
  })
}

type Cut = {
  head: string
  tail: string
  dropped: string
  prefix: string
  styles: ReadonlyMap<number, string>
}

/** The sheet's XML around its rows. The looks of cells come from the row below the header, else from the columns. */
function cutSheet(xml: string, headerRow: number): Cut {
  const prefix = /<([\w.-]+:)?sheetData/u.exec(xml)?.[1] ?? ''
  const tagged = new RegExp(
    `<${prefix}row\\b[^>]*?\\br="(\\d+)"[^>]*?(?:/>|>[\\s\\S]*?</${prefix}row>)`,
    'gu',
  )
  let end = -1
  let first: string | undefined
  let last = -1
  for (const found of xml.matchAll(tagged)) {
    const after = found.index + found[0].length
    if (Number(found[1]) <= headerRow) end = after
    else first ??= found[0]
    last = after
  }
  if (end < 0)
    throw new Refusal(
      'exports.template-rows',
      '模板的行没有行号，填不进数据。请用 Excel 或 WPS 打开模板，另存后重新附上。',
    )
  const styles = new Map<number, string>()
  for (const column of xml.matchAll(new RegExp(`<${prefix}col\\b[^>]*>`, 'gu'))) {
    const number = (name: string) => Number(new RegExp(`\\b${name}="(\\d+)"`, 'u').exec(column[0])?.[1] ?? 0)
    const style = /\bstyle="(\d+)"/u.exec(column[0])?.[1]
    if (style === undefined) continue
    for (let at = number('min'); at <= Math.min(number('max'), 1000); at += 1) styles.set(at - 1, style)
  }
  for (const cell of (first ?? '').matchAll(/\br="([A-Z]+)\d+"[^>]*?\bs="(\d+)"/gu))
    styles.set(columnNumber(cell[1] ?? ''), cell[2] ?? '0')
  const below = (ref: string) => Number(/\d+/u.exec(ref)?.[0] ?? 0) > headerRow
  const tail = xml
    .slice(last)
    .replace(new RegExp(`<${prefix}mergeCell ref="([^"]+)"\\s*/>`, 'gu'), (tag, ref: string) =>
      below(ref) ? '' : tag,
    )
    .replace(new RegExp(`<${prefix}mergeCells[^>]*>\\s*</${prefix}mergeCells>`, 'u'), '')
    .replace(new RegExp(`(<${prefix}mergeCells)\\s+count="\\d+"`, 'u'), '$1')
  const head = xml.slice(0, end).replace(new RegExp(`<${prefix}dimension\\b[^>]*/>`, 'u'), '')
  return { head, tail, dropped: xml.slice(end, last), prefix, styles }
}

/** Dates are written as text: the template's cells may show a number as anything. */
function* filled(
  { head, tail, prefix: p, styles }: Cut,
  { headerRow, at }: Place,
  columns: readonly SheetColumn[],
  rows: Iterable<readonly SheetCell[]>,
): Generator<Buffer> {
  const order = at
    .flatMap((column, index) => (column === undefined ? [] : [{ column, index }]))
    .sort((a, b) => a.column - b.column)
  let xml = head
  let number = headerRow
  for (const cells of rows) {
    number += 1
    xml += `<${p}row r="${number}">`
    for (const { column, index } of order) {
      const spec = columns[index]
      const text = spec === undefined ? '' : cellText(cells[index], spec)
      const style = styles.get(column)
      const open = `<${p}c r="${columnName(column)}${number}"${style === undefined ? '' : ` s="${style}"`}`
      if (text === '') continue
      xml +=
        typeof cells[index] === 'number'
          ? `${open}><${p}v>${text}</${p}v></${p}c>`
          : `${open} t="inlineStr"><${p}is>${textElement(text, p)}</${p}is></${p}c>`
    }
    xml += `</${p}row>`
    if (xml.length < PIECE) continue
    yield Buffer.from(xml, 'utf8')
    xml = ''
  }
  yield Buffer.from(xml + tail, 'utf8')
}

function columnNumber(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}
