/** One row of a workbook, asked for by field, with the remarks made on it. Made once and loaded with row after row. */
import {
  type ImportReason,
  importReasonText,
  type ReasonParams,
} from '../../../shared/text/import-reasons.ts'
import type { CellValue, SheetRow } from './workbook/sheet-row.ts'
import { CellMark } from './workbook/sheet-row.ts'

export type RowRemark = {
  readonly severity: 'refused' | 'warned'
  readonly code: ImportReason
  readonly message: string
}

export type RowLayout = {
  /** field → column from 0 */
  readonly columns: ReadonlyMap<string, number>
  readonly labelOf: (field: string) => string
}

const LONGEST = 200

/** What was remarked on one row; lives on after the next row was loaded. */
export class RowNotes {
  /** as the spreadsheet numbers it */
  readonly number: number
  readonly remarks: RowRemark[]
  readonly #labelOf: (field: string) => string

  constructor(number: number, labelOf: (field: string) => string, remarks: RowRemark[] = []) {
    this.number = number
    this.remarks = remarks
    this.#labelOf = labelOf
  }

  get refused(): boolean {
    return this.remarks.some(({ severity }) => severity === 'refused')
  }

  warn(code: ImportReason, field?: string, params?: ReasonParams): void {
    this.#remark('warned', code, field, params)
  }

  refuse(code: ImportReason, field?: string, params?: ReasonParams): void {
    this.#remark('refused', code, field, params)
  }

  #remark(
    severity: RowRemark['severity'],
    code: ImportReason,
    field?: string,
    params: ReasonParams = {},
  ): void {
    const shown: Record<string, string | number> = {}
    for (const [key, value] of Object.entries(params))
      shown[key] = key === 'value' && typeof value === 'string' ? shownValue(value) : value
    if (field !== undefined && shown.column === undefined) shown.column = this.#labelOf(field)
    const message = importReasonText(code, shown)
    // Two readers may look at one cell; it is remarked once, and as a refusal where one of them refuses.
    const old = this.remarks.findIndex((remark) => remark.message === message)
    if (old < 0) this.remarks.push({ severity, code, message })
    else if (severity === 'refused') this.remarks[old] = { severity, code, message }
  }
}

export class RowCells {
  readonly #columns: ReadonlyMap<string, number>
  readonly #labelOf: (field: string) => string
  #row: SheetRow | undefined
  #notes: RowNotes

  constructor(layout: RowLayout) {
    this.#columns = layout.columns
    this.#labelOf = layout.labelOf
    this.#notes = new RowNotes(0, layout.labelOf)
  }

  load(row: SheetRow): void {
    this.#row = row
    this.#notes = new RowNotes(row.number, this.#labelOf)
  }

  get notes(): RowNotes {
    return this.#notes
  }

  has(field: string): boolean {
    return this.#columns.has(field)
  }

  /** Fields of a family (`wages:2021` for `wages`) with the key after the colon. */
  family(base: string): [key: string, field: string][] {
    const found: [string, string][] = []
    for (const field of this.#columns.keys())
      if (field.startsWith(`${base}:`)) found.push([field.slice(base.length + 1), field])
    return found
  }

  /** Text of a cell without blanks at its ends; '' for a blank, an error value, or a column that is not there. */
  text(field: string): string {
    const column = this.#columns.get(field)
    const row = this.#row
    if (column === undefined || row === undefined) return ''
    const value = row.values[column]
    if (value === null || value === undefined) {
      if (row.marks(column) & CellMark.uncalculated) this.warn('cell.uncalculated', field)
      return ''
    }
    if (row.marks(column) & CellMark.error) {
      this.warn('cell.error', field, { value: String(value) })
      return ''
    }
    if (typeof value === 'string') {
      const text = value.trim()
      if (text.length <= LONGEST) return text
      this.warn('cell.too-long', field, { most: LONGEST })
      return ''
    }
    return typeof value === 'number' ? plainNumber(value) : value ? '是' : '否'
  }

  /** A number exactly as the file stores it: digits that a spreadsheet has lost show here as E+17 or zeros. */
  stored(field: string): string {
    const column = this.#columns.get(field)
    if (column === undefined || this.#row === undefined) return ''
    return typeof this.#row.values[column] === 'number' ? this.#row.rawText(column) : this.text(field)
  }

  isNumber(field: string): boolean {
    return typeof this.value(field) === 'number'
  }

  value(field: string): CellValue | undefined {
    const column = this.#columns.get(field)
    return column === undefined ? undefined : this.#row?.values[column]
  }

  warn(code: ImportReason, field?: string, params?: ReasonParams): void {
    this.#notes.warn(code, field, params)
  }

  refuse(code: ImportReason, field?: string, params?: ReasonParams): void {
    this.#notes.refuse(code, field, params)
  }
}

/** A cell's text as a message may show it: short, and long digits starred, since a shifted column may hold an ID number. */
export function shownValue(value: string): string {
  const starred = value.replace(
    /\d{7,}[\dXx]?/g,
    (digits) => `${digits.slice(0, 3)}${'*'.repeat(digits.length - 3)}`,
  )
  const letters = [...starred]
  return letters.length > 24 ? `${letters.slice(0, 24).join('')}…` : starred
}

/** Numbers as people would have typed them: no exponent, no trailing noise of binary fractions. */
function plainNumber(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e21 ? value.toFixed(0) : String(value)
  return String(Number(value.toPrecision(15)))
}
