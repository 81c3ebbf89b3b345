import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { sizeOf } from './file-kind.ts'
import { type CellValue, SheetRow } from './sheet-row.ts'
import { type CsvEncoding, decodedText, detectEncoding } from './text-encoding.ts'
import type {
  OpenWorkbookOptions,
  ReadRowsOptions,
  SheetSummary,
  WorkbookInspection,
  WorkbookReader,
} from './workbook-reader.ts'
import { cancelled, notReadable } from './workbook-refusals.ts'

export type CsvSeparator = ',' | ';' | '\t'

/** What was found out about a .csv before its rows are read. */
export interface CsvForm {
  readonly encoding: CsvEncoding
  readonly separator: CsvSeparator
  /** The file begins with Excel's own 'sep=;' line, which is no row. */
  readonly separatorLine: boolean
}

/** Characters in one record; more means a quote that was never closed. */
const LONGEST_RECORD = 4 * 1024 * 1024

/** Tells encoding and separator. @throws Refusal `workbook.encoding` */
export async function csvForm(source: string | Uint8Array): Promise<CsvForm> {
  const encoding = await detectEncoding(source)
  let head = ''
  for await (const text of decodedText(source, encoding)) {
    head += text
    if (head.length > 64 * 1024) break
  }
  const stated = /^sep=([,;\t])\r?\n/i.exec(head)
  if (stated) return { encoding, separator: stated[1] as CsvSeparator, separatorLine: true }
  return { encoding, separator: likeliestSeparator(head), separatorLine: false }
}

/** The separator that the first lines hold most often outside quotes. */
function likeliestSeparator(head: string): CsvSeparator {
  const bare = head
    .replace(/"(?:[^"]|"")*"/g, '')
    .split(/\r?\n/, 20)
    .join('\n')
  let best: CsvSeparator = ','
  let most = 0
  for (const separator of [',', ';', '\t'] as const) {
    const count = bare.split(separator).length - 1
    if (count > most) {
      best = separator
      most = count
    }
  }
  return best
}

/** The .csv side of `openWorkbook`: one sheet, whose cells are all text. */
export async function openCsv(
  source: string | Uint8Array,
  options: OpenWorkbookOptions,
): Promise<WorkbookReader> {
  const form = await csvForm(source)
  const total = await sizeOf(source)
  const name = typeof source === 'string' ? basename(source).replace(/\.[^.]*$/, '') : 'csv'
  const sheets: readonly SheetSummary[] = [{ name, hidden: false }]

  async function* rows(read: ReadRowsOptions = {}): AsyncGenerator<SheetRow[], void, undefined> {
    if (read.sheet !== undefined && read.sheet !== 0 && read.sheet !== name) {
      throw notReadable.sheetNotFound(String(read.sheet))
    }
    const size = read.batchSize ?? 1000
    let batch: SheetRow[] = []
    let number = 0
    for await (const { record, bytes } of csvRecords(source, form)) {
      number += 1
      const row = rowOf(record, number)
      if (row === undefined) continue
      batch.push(row)
      if (batch.length < size) continue
      if (read.shouldStop?.() || options.shouldStop?.()) throw cancelled()
      read.onProgress?.({ done: Math.min(bytes, total), total })
      yield batch
      batch = []
    }
    read.onProgress?.({ done: total, total })
    if (batch.length > 0) yield batch
  }

  return {
    format: 'csv',
    sheets,
    rows,
    async inspect({ previewRows = 30 } = {}): Promise<WorkbookInspection> {
      const preview: SheetRow[] = []
      let lastRow = 0
      for await (const batch of rows()) {
        lastRow = batch.at(-1)!.number
        if (preview.length < previewRows) preview.push(...batch.slice(0, previewRows - preview.length))
      }
      const facts = {
        dimension: undefined,
        hiddenColumns: [],
        hiddenRows: 0,
        merges: [],
        autofilter: undefined,
      }
      return {
        format: 'csv',
        dateSystem: 1900,
        sheets: [{ name, hidden: false, ...facts, lastRow, preview }],
      }
    },
    close: () => undefined,
  }
}

/** The records of a .csv in order, blank lines included, with about how many bytes were read by then. */
export async function* csvRecords(
  source: string | Uint8Array,
  form: CsvForm,
): AsyncGenerator<{ readonly record: string[]; readonly bytes: number }, void, undefined> {
  const parser = parse({
    delimiter: form.separator,
    relax_column_count: true,
    // A quote inside an unquoted field (5" pipe) is a quote; Excel reads it so.
    relax_quotes: true,
    max_record_size: LONGEST_RECORD,
    from_line: form.separatorLine ? 2 : 1,
    skip_empty_lines: false,
  })
  let bytes = 0
  const pieces = async function* () {
    for await (const text of decodedText(source, form.encoding)) {
      bytes += Buffer.byteLength(text)
      yield text
    }
  }
  const text = Readable.from(pieces())
  text.on('error', (error) => parser.destroy(error))
  text.pipe(parser)
  try {
    for await (const record of parser as AsyncIterable<string[]>) yield { record, bytes }
  } catch (error) {
    // Counted as a spreadsheet counts its rows; the parser's own lines count what stands after the open quote, too.
    if (error instanceof CsvError)
      throw notReadable.csvQuote(Number(error.records ?? 0) + (form.separatorLine ? 2 : 1))
    throw error
  } finally {
    text.destroy()
    parser.destroy()
  }
}

function rowOf(record: readonly string[], number: number): SheetRow | undefined {
  const values: CellValue[] = record.map((field) => {
    // ="0012" is how some systems make Excel keep a number's digits: it is text, not a formula.
    const kept = /^="((?:[^"]|"")*)"$/.exec(field)
    const text = kept ? kept[1]!.replaceAll('""', '"') : field
    return text === '' ? null : text
  })
  while (values.length > 0 && values.at(-1) === null) values.pop()
  return values.length === 0 ? undefined : new SheetRow(number, values)
}
