import { serialOfDate } from './serial-date.ts'

/** What a cell holds. Dates are 'YYYY-MM-DD' strings (see `SheetRow.isDate`); blank cells and empty text are null. */
export type CellValue = string | number | boolean | null

/** What is told of a cell beside its value; several may hold at once. */
export const CellMark = {
  /** A number shown as a date, given as 'YYYY-MM-DD', 'YYYY-MM-DD HH:MM:SS' or (a time alone) 'HH:MM:SS'. */
  date: 1,
  /** A formula; the value is what the spreadsheet program last computed. */
  formula: 2,
  /** An error such as #N/A; the value is its text. */
  error: 4,
  /** A formula whose result was never stored; the value is null. */
  uncalculated: 8,
} as const

/** One row of a sheet that has something in it. */
export class SheetRow {
  /** As the spreadsheet program numbers it, from 1. */
  readonly number: number
  /** From column A; blanks are null, and nothing stands after the last cell that was stored. */
  readonly values: CellValue[]
  readonly hidden: boolean
  readonly #marks: readonly number[] | undefined
  readonly #raw: ReadonlyMap<number, string> | undefined
  readonly #date1904: boolean

  constructor(
    number: number,
    values: CellValue[],
    hidden = false,
    marks?: readonly number[],
    raw?: ReadonlyMap<number, string>,
    date1904 = false,
  ) {
    this.number = number
    this.values = values
    this.hidden = hidden
    this.#marks = marks
    this.#raw = raw
    this.#date1904 = date1904
  }

  /** The marks of a cell, 0 when it is an ordinary one; test with `CellMark`. */
  marks(column: number): number {
    return this.#marks?.[column] ?? 0
  }

  isDate(column: number): boolean {
    return (this.marks(column) & CellMark.date) !== 0
  }

  isFormula(column: number): boolean {
    return (this.marks(column) & CellMark.formula) !== 0
  }

  isError(column: number): boolean {
    return (this.marks(column) & CellMark.error) !== 0
  }

  /**
   * A number exactly as the file stores it ('6.22848E+18', '511133199001010000', '0012.50'), a date's day number,
   * text as it is; '' for a blank. An ID that Excel made a number shows here what is left of it.
   */
  rawText(column: number): string {
    const value = this.values[column]
    if (value === null || value === undefined) return ''
    const kept = this.#raw?.get(column)
    if (kept !== undefined) return kept
    if (this.isDate(column) && typeof value === 'string') {
      return String(serialOfDate(value, this.#date1904) ?? value)
    }
    if (typeof value === 'boolean') return value ? '1' : '0'
    return String(value)
  }
}
