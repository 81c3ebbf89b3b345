/** The rows of a sheet that are data: below the header, not blank, no footer; merged cells filled. Pure. */
import type { MergedRange } from './header-detection.ts'
import type { CellValue, SheetRow } from './workbook/sheet-row.ts'

const FOOTER =
  /^(合计|总计|小计|共计|填报人|填表人|制表人?|审核人?|填报单位|填报时间|填报日期|负责人|单位负责人|经办人|备注[:：]|说明[:：]|注[:：]|公示时间|监督电话)/u
const ITEM_CODE = /^[a-z]{3}\d{3}[a-z]?$/iu

export class DataRows {
  readonly #columns: readonly number[]
  readonly #headerRow: number
  readonly #identity: readonly number[]
  readonly #merges: readonly MergedRange[]
  readonly #filled = new Map<MergedRange, CellValue>()

  /** `identity`: the column that tells who a row is about; a footer has nothing in it. */
  constructor(layout: {
    fields: ReadonlyMap<string, number>
    headerRow: number
    identity: readonly string[]
    merges: readonly MergedRange[]
  }) {
    this.#columns = [...new Set(layout.fields.values())]
    this.#headerRow = layout.headerRow
    this.#identity = layout.identity.flatMap((field) => layout.fields.get(field) ?? [])
    // Merged downwards over data columns; what is merged sideways holds its text in its first column anyway.
    this.#merges = layout.merges
      .filter(
        ({ top, bottom, left }) => bottom > top && top > layout.headerRow && this.#columns.includes(left),
      )
      .sort((a, b) => a.top - b.top)
  }

  *of(rows: readonly SheetRow[]): Generator<SheetRow> {
    for (const row of rows) {
      if (row.number <= this.#headerRow) continue
      this.#fill(row)
      if (this.#isBlank(row) || this.#isFooter(row) || this.#isUnderHeader(row)) continue
      yield row
    }
  }

  #fill(row: SheetRow): void {
    if (this.#merges.length === 0) return
    for (const range of this.#merges) {
      if (range.top > row.number) break
      if (row.number === range.top) this.#filled.set(range, row.values[range.left] ?? null)
      else if (row.number <= range.bottom && (row.values[range.left] ?? null) === null) {
        while (row.values.length <= range.left) row.values.push(null)
        row.values[range.left] = this.#filled.get(range) ?? null
      }
    }
  }

  /** Only columns that are imported count: lists are handed out with their numbers filled in beforehand. */
  #isBlank(row: SheetRow): boolean {
    return this.#columns.every((column) => {
      const value = row.values[column]
      if (value === null || value === undefined) return row.marks(column) === 0
      return typeof value === 'string' && value.trim() === ''
    })
  }

  #isFooter(row: SheetRow): boolean {
    let first: string | undefined
    for (const value of row.values) {
      if (typeof value !== 'string' || value.trim() === '') continue
      first = value.replace(/\s/gu, '')
      break
    }
    if (first === undefined || !FOOTER.test(first)) return false
    return !this.#identity.some((column) => {
      const value = row.values[column]
      return value !== null && value !== undefined && !FOOTER.test(String(value).replace(/\s/gu, ''))
    })
  }

  /** A line of item codes (aab004) or of column numbers (1 2 3) right under the header. */
  #isUnderHeader(row: SheetRow): boolean {
    if (row.number > this.#headerRow + 2) return false
    const values = row.values.filter((value) => value !== null && value !== '')
    if (values.length < 3) return false
    if (values.every((value) => typeof value === 'string' && ITEM_CODE.test(value.trim()))) return true
    const numbers = values.map((value) => (typeof value === 'boolean' ? Number.NaN : Number(value)))
    return numbers.every((number, at) => at === 0 || number === (numbers[at - 1] ?? 0) + 1)
  }
}
