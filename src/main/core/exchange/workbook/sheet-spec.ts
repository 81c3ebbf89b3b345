import type { CellAlign, CellLook } from './workbook-styles.ts'

/**
 * What a column holds, and so how its cells are written:
 * - `text`: always text ('@'), whatever the value: ID numbers, phones, accounts, codes, names.
 * - `integer`: 0 · `decimal`: 0.00 · `fen`: whole fen, shown as yuan with two decimals, exact.
 * - `date`: 'YYYY-MM-DD' or 'YYYY-MM-DD HH:MM:SS' as a real date; text that is no date stays text.
 * - `general`: a string as text, a number as number.
 */
export type ColumnKind = 'text' | 'integer' | 'decimal' | 'fen' | 'date' | 'general'

export interface SheetColumn {
  readonly header: string
  /** Default `text`. */
  readonly kind?: ColumnKind
  /** In characters of the default font; a Chinese character takes two. Default: by header and kind. */
  readonly width?: number
  readonly align?: CellAlign
  readonly wrap?: boolean
  /** Excel format code in place of the kind's own. */
  readonly format?: string
  readonly hidden?: boolean
  /** What can be chosen in each body cell, and in a thousand rows below them; together at most 255 characters, without commas. */
  readonly choices?: readonly string[]
}

/** A value, or a value with a look or kind of its own (a red message, a bold total). */
export type SheetCell = string | number | boolean | null | undefined | StyledCell

export interface StyledCell {
  readonly value: string | number | boolean | null | undefined
  readonly kind?: ColumnKind
  readonly look?: CellLook
}

/** One row: its cells in column order; blank cells may be null, undefined or missing at the end. */
export type SheetRowInput = readonly SheetCell[] | StyledRow

export interface StyledRow {
  readonly cells: readonly SheetCell[]
  /** Points. */
  readonly height?: number
  /** Laid under every cell of the row. */
  readonly look?: CellLook
}

/** A line of text merged over all columns: title, who filled it in, totals, objection phone. */
export interface SheetLine {
  readonly text: string
  readonly align?: CellAlign
  readonly fontSize?: number
  readonly fontName?: string
  readonly bold?: boolean
  /** Points. */
  readonly height?: number
}

export interface PrintSetup {
  /** A4; default portrait. */
  readonly landscape?: boolean
  /** Millimetres. */
  readonly margins?: {
    readonly top: number
    readonly bottom: number
    readonly left: number
    readonly right: number
  }
  /** Shrink so that all columns fit one page's width; default true. */
  readonly fitWidth?: boolean
  /** Title, lines and header on every page; default true (`header`: the header row alone). */
  readonly repeat?: 'all' | 'header' | 'none'
  /** Footer "第 x 页 共 y 页"; default true. */
  readonly pageNumbers?: boolean
  readonly centreHorizontally?: boolean
}

export interface SheetSpec {
  /** 1–31 characters without : \ / ? * [ ]; see `sheetNameFrom`. */
  readonly name: string
  readonly columns: readonly SheetColumn[]
  readonly rows: Iterable<SheetRowInput> | AsyncIterable<SheetRowInput>
  /** Merged over the columns, above everything. */
  readonly title?: string | SheetLine
  /** Lines between the title and the header. */
  readonly above?: readonly SheetLine[]
  /** Lines under the last row; a function is asked after the last row was written, so it can know the sums. */
  readonly below?: readonly SheetLine[] | (() => readonly SheetLine[])
  /** Write the header row; default true. */
  readonly header?: boolean
  /** Points, for body rows. */
  readonly rowHeight?: number
  /** Points. */
  readonly headerHeight?: number
  /** Body and header type. */
  readonly fontName?: string
  readonly fontSize?: number
  /** Thin lines around header and body cells; default false. */
  readonly borders?: boolean
  /** Keep everything down to the header in view; default true. */
  readonly freezeHeader?: boolean
  /** How many columns at the left stay in view. */
  readonly freezeColumns?: number
  /** Default true when there is a header. */
  readonly autofilter?: boolean
  readonly print?: PrintSetup
  readonly hidden?: boolean
  /** Further merges, as 'A1:C1'. */
  readonly merges?: readonly string[]
}

const FORBIDDEN = /[:\\/?*[\]]/
const MAX_NAME = 31

/** A sheet name that Excel accepts and that is not yet in `taken`, as near to `text` as can be. */
export function sheetNameFrom(text: string, taken: ReadonlySet<string> = new Set()): string {
  const used = new Set([...taken].map((name) => name.toLowerCase()))
  const base =
    text
      .replace(/[:\\/?*[\]]/g, '-')
      .replace(/^'+|'+$/g, '')
      .slice(0, MAX_NAME)
      .toWellFormed() || 'Sheet'
  let name = base
  for (let n = 2; used.has(name.toLowerCase()); n += 1) {
    const suffix = `(${n})`
    name = base.slice(0, MAX_NAME - suffix.length) + suffix
  }
  return name
}

/** Throws when two sheets share a name or Excel would not open one: a mistake of the caller, not of a clerk. */
export function checkSheetNames(names: readonly string[]): void {
  const seen = new Set<string>()
  for (const name of names) {
    const bad = name.length < 1 || name.length > MAX_NAME || FORBIDDEN.test(name) || /^'|'$/.test(name)
    if (bad || seen.has(name.toLowerCase())) throw new Error(`sheet name not usable: ${JSON.stringify(name)}`)
    seen.add(name.toLowerCase())
  }
  if (names.length === 0) throw new Error('a workbook needs a sheet')
}
