import { writeAtomically } from '../../files/atomic-write.ts'
import type { CsvSeparator } from './csv-reader.ts'
import { byteOrderMark, type CsvEncoding, encodeText } from './text-encoding.ts'
import { cancelled } from './workbook-refusals.ts'
import type { WorkbookWritten } from './workbook-writer.ts'

export type CsvCell = string | number | boolean | null | undefined

export interface CsvWriterOptions {
  /** Default UTF-8 with byte order mark, which Excel and WPS need in order not to show garbage. */
  readonly encoding?: CsvEncoding
  readonly separator?: CsvSeparator
  readonly shouldStop?: () => boolean
  /** Told every thousand rows. */
  readonly onProgress?: (rows: number) => void
}

type CsvRows = Iterable<readonly CsvCell[]> | AsyncIterable<readonly CsvCell[]>

const PIECE = 64 * 1024

/**
 * Writes rows as .csv (RFC 4180, CRLF) to a path, atomically. Text is written as it is, with no leading apostrophe
 * or tab: an ID number must come out of the file as it went in.
 * @throws Refusal `workbook.cancelled` and those of `writeAtomically`.
 */
export function writeCsv(
  rows: CsvRows,
  path: string,
  options: CsvWriterOptions = {},
): Promise<WorkbookWritten> {
  return writeAtomically(path, async (sink) => {
    let bytes = 0
    let count = 0
    for await (const piece of csvBytes(rows, options, (done) => {
      count = done
    })) {
      bytes += piece.length
      await sink.write(piece)
    }
    return { bytes, rows: [count] }
  })
}

/** As `writeCsv`, into memory. */
export async function csvBuffer(rows: CsvRows, options: CsvWriterOptions = {}): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of csvBytes(rows, options, () => undefined)) pieces.push(piece)
  return Buffer.concat(pieces)
}

async function* csvBytes(
  rows: CsvRows,
  options: CsvWriterOptions,
  onRow: (rows: number) => void,
): AsyncGenerator<Buffer, void, undefined> {
  const encoding = options.encoding ?? 'utf-8-bom'
  const separator = options.separator ?? ','
  yield byteOrderMark(encoding)
  let text = ''
  let count = 0
  for await (const row of rows) {
    text += `${row.map((cell) => csvField(cell, separator)).join(separator)}\r\n`
    count += 1
    onRow(count)
    if (count % 1000 === 0) {
      if (options.shouldStop?.()) throw cancelled()
      options.onProgress?.(count)
    }
    if (text.length >= PIECE) {
      yield encodeText(text, encoding)
      text = ''
    }
  }
  yield encodeText(text, encoding)
}

/** One field, quoted where it must be: separators, quotes, line breaks, and blanks at its ends. */
export function csvField(cell: CsvCell, separator: CsvSeparator): string {
  if (cell === null || cell === undefined) return ''
  const text = typeof cell === 'boolean' ? (cell ? '是' : '否') : String(cell)
  const quote = text.includes(separator) || /["\r\n\ufeff]|^[\s=]|\s$/.test(text)
  return quote ? `"${text.replaceAll('"', '""')}"` : text
}
