import { maskAccount } from '../../../../shared/domain/bank-card.ts'
import { type ExportMask, maskName } from '../../../../shared/domain/exports.ts'
import { maskId } from '../../../../shared/domain/id-number.ts'
import { plainYuan } from '../../../../shared/domain/money.ts'
import { maskPhone } from '../../../../shared/domain/phone.ts'
import { cityOf, provinceOf } from '../../../../shared/domain/region.ts'
import type { Cell } from '../../db/tables.ts'
import type { Regions } from '../../registry/regions.ts'
import type { SheetCell, SheetColumn } from '../workbook/sheet-spec.ts'
import { type ExportColumn, type ExportProfile, formatOf } from './export-profile.ts'
import type { SourceField } from './export-source.ts'
import { fieldOf } from './export-sources.ts'

/** What names stand for, from outside the rows. */
export type CellWords = {
  regions: Pick<Regions, 'name' | 'longName'>
  /** policy row → its name */
  benefits: ReadonlyMap<string, string>
}

/** A row ready to be written, or why it stays behind. */
export type CellsMade = { cells: SheetCell[]; why: undefined } | { cells: undefined; why: string }

type ColumnWriter = {
  column: ExportColumn
  field: SourceField | undefined
  sheet: SheetColumn
  write(raw: Cell): SheetCell
  /** why this value cannot go out */
  fault(raw: Cell): string | undefined
}

/** Characters that such a value takes, where the profile says no width: a number cut off on paper is no number. */
const WIDTHS: Readonly<Record<ExportMask, number>> = { name: 14, id: 22, phone: 15, account: 24 }

const MASKS: Readonly<Record<ExportMask, (text: string) => string>> = {
  name: maskName,
  id: maskId,
  phone: maskPhone,
  account: maskAccount,
}

/** The columns of a profile, ready to turn what the ledger holds into cells. */
export function exportCells(profile: ExportProfile, words: CellWords) {
  const writers = profile.columns.map((column) => columnWriter(profile, column, words))
  return {
    sheetColumns: writers.map(({ sheet }) => sheet),
    /** fields in the order in which `rowOf` wants their values; fixed columns have none */
    fields: writers.flatMap(({ field }) => (field === undefined ? [] : [field])),
    rowOf(raws: readonly Cell[]): CellsMade {
      const cells: SheetCell[] = []
      let at = 0
      for (const { field, write, fault } of writers) {
        const raw = field === undefined ? null : (raws[at] ?? null)
        if (field !== undefined) at += 1
        const why = fault(raw)
        if (why !== undefined) return { cells: undefined, why }
        cells.push(write(raw))
      }
      return { cells, why: undefined }
    },
    /** kinds of personal data that stand in full */
    personal: personalOf(profile),
  }
}

/** Labels of the personal data that a profile shows in full, for the audit and for the clerk. */
export function personalOf(profile: ExportProfile): string[] {
  const shown = profile.columns.flatMap((column) => {
    const field = column.field === undefined ? undefined : fieldOf(profile.source, column.field)
    return field?.personal !== undefined && column.mask === undefined ? [field.label] : []
  })
  return [...new Set(shown)]
}

/** A text of a column as a screen shows it: what names a person for certain is masked, though the file has it in full. */
export function shownOnScreen(profile: ExportProfile, at: number, text: string): string {
  const column = profile.columns[at]
  if (column?.field === undefined || column.mask !== undefined || text === '') return text
  const personal = fieldOf(profile.source, column.field)?.personal
  return personal === undefined || personal === 'name' ? text : MASKS[personal](text)
}

/** What a written cell says, as the preview and a comparison show it. */
export function cellText(cell: SheetCell, column: SheetColumn): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'number' && column.kind === 'fen') return plainYuan(cell)
  return typeof cell === 'object' ? cellText(cell.value, column) : String(cell)
}

function columnWriter(profile: ExportProfile, column: ExportColumn, words: CellWords): ColumnWriter {
  const field = column.field === undefined ? undefined : fieldOf(profile.source, column.field)
  const format = formatOf(column, field)
  const asText = format === 'text' || column.pattern !== undefined || format === 'month'
  const choices = column.choices
    ? [...new Set(Object.values(column.codes ?? {}))].filter((one) => one !== '')
    : []
  const sheet: SheetColumn = {
    header: column.header,
    kind: asText
      ? 'text'
      : format === 'date'
        ? 'date'
        : format === 'money'
          ? 'fen'
          : field?.kind === 'money'
            ? 'decimal'
            : 'general',
    ...widthOf(column, field),
    ...(choices.length === 0 ? {} : { choices }),
  }
  const { value } = column
  if (field === undefined) return { column, field, sheet, write: () => value ?? '', fault: () => undefined }

  const said = (raw: Cell): string => saidOf(field, raw, words)
  const { codes } = column
  const codeOf = (raw: Cell): string | undefined => {
    if (codes === undefined) return said(raw)
    if (raw === null || raw === '') return codes.empty ?? ''
    if (field.kind === 'codes') return codeList(String(raw), codes)
    const key =
      field.kind === 'yes-no' ? (raw === 1 ? 'yes' : 'no') : field.kind === 'code' ? String(raw) : said(raw)
    return Object.hasOwn(codes, key) ? codes[key] : codes.else
  }
  const fault = (raw: Cell): string | undefined => {
    const code = codeOf(raw)
    if (code === undefined) return `${column.header}“${said(raw)}”没有对应的代码`
    return column.required && (raw === null || code === '') ? `缺${column.header}` : undefined
  }
  const write = (raw: Cell): SheetCell => {
    if (codes !== undefined) return numeric(format === 'number', codeOf(raw) ?? '')
    if (raw === null) return null
    if (format === 'money') return Number(raw)
    if (format === 'number') return field.kind === 'money' ? Number(raw) / 100 : numeric(true, String(raw))
    if (format === 'date' || format === 'month') return dated(String(raw), format, column.pattern)
    const text = said(raw)
    return column.mask === undefined ? text : MASKS[column.mask](text)
  }
  return { column, field, sheet, write, fault }
}

function widthOf(column: ExportColumn, field: SourceField | undefined): { width?: number } {
  const width = column.width ?? (field?.personal === undefined ? undefined : WIDTHS[field.personal])
  return width === undefined ? {} : { width }
}

/** What a value is called where no code table says otherwise. */
function saidOf(field: SourceField, raw: Cell, { regions, benefits }: CellWords): string {
  if (raw === null) return ''
  const text = String(raw)
  switch (field.kind) {
    case 'yes-no':
      return raw === 1 ? '是' : '否'
    case 'money':
      return plainYuan(Number(raw))
    case 'code':
      return field.words?.[text] ?? text
    case 'codes':
      return text
        .split(',')
        .map((code) => field.words?.[code] ?? code)
        .join('、')
    case 'benefit':
      return benefits.get(text) ?? text
    case 'region':
      return regionPart(text, field.part ?? 'long', regions)
    default:
      return text
  }
}

/** Several codes, separated as the values were; undefined where one of them has none. */
function codeList(raw: string, codes: Readonly<Record<string, string>>): string | undefined {
  const found = raw.split(',').map((one) => (Object.hasOwn(codes, one) ? codes[one] : codes.else))
  return found.every((one) => one !== undefined) ? found.filter((one) => one !== '').join('、') : undefined
}

/** The parts of a municipality are counties of a city that nobody names: lists write the municipality there again. */
const MUNICIPALITIES: ReadonlySet<string> = new Set(['11', '12', '31', '50'])
/** Cities that only hold a province's own counties have no name that anybody writes. */
const PLACEHOLDER = /^(市辖区|县|省直辖县级行政区划|自治区直辖县级行政区划)$/u

function regionPart(
  raw: string,
  part: NonNullable<SourceField['part']>,
  regions: CellWords['regions'],
): string {
  if (part === 'long') return regions.longName(raw) ?? raw
  if (part === 'rest') return placeRest(raw, regions)
  const province = regions.name(provinceOf(raw)) ?? ''
  if (part === 'province') return province
  const city = regions.name(cityOf(raw)) ?? ''
  if (part === 'city') {
    if (MUNICIPALITIES.has(provinceOf(raw))) return province
    return PLACEHOLDER.test(city) ? '' : city
  }
  // 东莞 and its like are cities with no counties.
  return raw.endsWith('00') ? '' : (regions.name(raw) ?? raw)
}

/** Of "county text" the text without the place that the columns for province, city and county say. */
function placeRest(raw: string, regions: CellWords['regions']): string {
  const space = raw.indexOf(' ')
  const [code, text] = [raw.slice(0, space), raw.slice(space + 1)]
  if (code === '') return text
  const columns = (['province', 'city', 'county'] as const).map((part) => regionPart(code, part, regions))
  const place = [columns.join(''), regions.longName(code) ?? ''].find(
    (name) => name !== '' && text.startsWith(name),
  )
  return place === undefined ? text : text.slice(place.length)
}

function dated(text: string, format: 'date' | 'month', pattern: string | undefined): string {
  if (pattern === undefined) return format === 'month' ? text.slice(0, 7) : text
  const [year = '', month = '', day = ''] = text.split('-')
  return pattern.replace(/YYYY|MM?|DD?/g, (part) => {
    const value = part.startsWith('Y') ? year : part.startsWith('M') ? month : day
    return part.length === 1 ? String(Number(value)) : value
  })
}

/** A number where the receiver wants one and the text is one. */
function numeric(wanted: boolean, text: string): string | number {
  return wanted && /^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(text) ? Number(text) : text
}
