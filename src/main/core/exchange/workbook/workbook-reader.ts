import { openCsv } from './csv-reader.ts'
import { fileKind } from './file-kind.ts'
import type { SheetRow } from './sheet-row.ts'
import type { SheetFacts } from './sheet-scanner.ts'
import { type DateStyle, SheetScanner } from './sheet-scanner.ts'
import {
  asUtf8,
  readDateStyles,
  readPackage,
  readSharedStrings,
  type WorkbookPackage,
} from './workbook-package.ts'
import { cancelled, notReadable } from './workbook-refusals.ts'
import { DEFAULT_LIMITS, openZip, type ZipLimits, type ZipReader } from './zip-reader.ts'

export interface OpenWorkbookOptions {
  readonly limits?: Partial<ZipLimits>
  /** Asked before each chunk; true ends the reading with the refusal `workbook.cancelled`. */
  readonly shouldStop?: () => boolean
}

export interface ReadRowsOptions {
  /** Sheet name or position from 0; default the first that is not hidden. */
  readonly sheet?: string | number
  /** Rows in one batch; default 1000. */
  readonly batchSize?: number
  /** Told the sheet's bytes as they lie in the file: done and total. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void
  readonly shouldStop?: () => boolean
  /** Bytes inflated at a time; for tests that cut the text at every place. */
  readonly chunkBytes?: number
}

export interface SheetSummary {
  readonly name: string
  readonly hidden: boolean
}

export interface SheetInspection extends SheetSummary {
  /** As the file states it ('A1:AC2001'); often missing or wrong. */
  readonly dimension: string | undefined
  /** The highest row number that the file has, blank rows included. */
  readonly lastRow: number
  /** Column numbers from 0, both ends included. */
  readonly hiddenColumns: readonly { readonly from: number; readonly to: number }[]
  readonly hiddenRows: number
  /** All merged ranges, 'A1:C1'. */
  readonly merges: readonly string[]
  readonly autofilter: string | undefined
  /** The first rows with content, for finding the header and for showing a mapping. */
  readonly preview: readonly SheetRow[]
}

export interface WorkbookInspection {
  readonly format: 'xlsx' | 'csv'
  /** The day that serial numbers count from. */
  readonly dateSystem: 1900 | 1904
  readonly sheets: readonly SheetInspection[]
}

/** A workbook opened for reading; `close` it in the end. */
export interface WorkbookReader {
  readonly format: 'xlsx' | 'csv'
  readonly sheets: readonly SheetSummary[]
  /** What each sheet says of itself; reads every sheet once, quickly. */
  inspect(options?: { readonly previewRows?: number }): Promise<WorkbookInspection>
  /** The rows of one sheet that have content, in batches. Memory holds one batch, and the shared strings. */
  rows(options?: ReadRowsOptions): AsyncGenerator<SheetRow[], void, undefined>
  close(): void
}

const PREVIEW_ROWS = 30

/**
 * Opens an .xlsx or .csv, told by its content, from a path or from memory.
 * @throws Refusal `workbook.*` (see `notReadable`), here or while reading, with what is wrong and how to mend it.
 */
export async function openWorkbook(
  source: string | Uint8Array,
  options: OpenWorkbookOptions = {},
): Promise<WorkbookReader> {
  if ((await fileKind(source)) === 'text') return openCsv(source, options)
  const zip = await openZip(source, { ...DEFAULT_LIMITS, ...options.limits })
  try {
    const parts = await readPackage(zip)
    return new XlsxReader(zip, parts, await readDateStyles(zip, parts), options)
  } catch (error) {
    zip.close()
    throw error
  }
}

class XlsxReader implements WorkbookReader {
  readonly format = 'xlsx'
  readonly sheets: readonly SheetSummary[]
  readonly #zip: ZipReader
  readonly #parts: WorkbookPackage
  readonly #dateStyles: readonly DateStyle[]
  readonly #options: OpenWorkbookOptions
  #sharedStrings: string[] | undefined

  constructor(
    zip: ZipReader,
    parts: WorkbookPackage,
    dateStyles: readonly DateStyle[],
    options: OpenWorkbookOptions,
  ) {
    this.#zip = zip
    this.#parts = parts
    this.#dateStyles = dateStyles
    this.#options = options
    this.sheets = parts.sheets.map(({ name, hidden }) => ({ name, hidden }))
  }

  async inspect(options: { readonly previewRows?: number } = {}): Promise<WorkbookInspection> {
    const rowLimit = options.previewRows ?? PREVIEW_ROWS
    const sheets: SheetInspection[] = []
    for (const [index, summary] of this.sheets.entries()) {
      const preview: SheetRow[] = []
      const facts = await this.#scan(index, { rowLimit }, (rows) => void preview.push(...rows))
      sheets.push({ ...summary, ...facts, preview })
    }
    return { format: 'xlsx', dateSystem: this.#parts.date1904 ? 1904 : 1900, sheets }
  }

  async *rows(options: ReadRowsOptions = {}): AsyncGenerator<SheetRow[], void, undefined> {
    const size = options.batchSize ?? 1000
    const scanner = await this.#scanner(this.#indexOf(options.sheet), {})
    for await (const _ of this.#feed(scanner, this.#indexOf(options.sheet), options)) {
      while (scanner.rows.length >= size) {
        const batch = scanner.rows.slice(0, size)
        scanner.rows = scanner.rows.slice(size)
        yield batch
      }
    }
    if (scanner.rows.length > 0) yield scanner.rows
  }

  close(): void {
    this.#sharedStrings = undefined
    this.#zip.close()
  }

  async #scan(
    index: number,
    limit: { readonly rowLimit: number },
    take: (rows: SheetRow[]) => void,
  ): Promise<SheetFacts> {
    const scanner = await this.#scanner(index, limit)
    for await (const _ of this.#feed(scanner, index, {})) {
      take(scanner.rows)
      scanner.rows = []
    }
    return scanner.facts
  }

  async #scanner(index: number, limit: { readonly rowLimit?: number }): Promise<SheetScanner> {
    this.#sharedStrings ??= await readSharedStrings(this.#zip, this.#parts)
    return new SheetScanner({
      sheet: this.sheets[index]!.name,
      sharedStrings: this.#sharedStrings,
      dateStyles: this.#dateStyles,
      date1904: this.#parts.date1904,
      ...limit,
    })
  }

  /** Pushes a sheet through the scanner and gives a turn after each chunk. */
  async *#feed(
    scanner: SheetScanner,
    index: number,
    options: ReadRowsOptions,
  ): AsyncGenerator<void, void, undefined> {
    let seen = { done: 0, total: 0 }
    const chunks = this.#zip.read(this.#parts.sheets[index]!.part, {
      onCompressed: (done, total) => {
        seen = { done, total }
      },
      ...(options.chunkBytes === undefined ? {} : { chunkBytes: options.chunkBytes }),
    })
    for await (const chunk of asUtf8(chunks)) {
      if (options.shouldStop?.() || this.#options.shouldStop?.()) throw cancelled()
      scanner.push(chunk)
      options.onProgress?.(seen)
      yield
    }
    scanner.end()
    yield
  }

  #indexOf(sheet: string | number | undefined): number {
    if (sheet === undefined)
      return Math.max(
        0,
        this.sheets.findIndex((each) => !each.hidden),
      )
    const index = typeof sheet === 'number' ? sheet : this.sheets.findIndex((each) => each.name === sheet)
    if (!this.sheets[index]) throw notReadable.sheetNotFound(String(sheet))
    return index
  }
}
