import { type ByteSink, writeAtomically } from '../../files/atomic-write.ts'
import { type CsvForm, csvForm } from './csv-reader.ts'
import { csvField } from './csv-writer.ts'
import { ErrorColumnWriter, shiftAttribute } from './error-column.ts'
import { fileKind } from './file-kind.ts'
import { shiftFormulaXml } from './shift-columns.ts'
import { byteOrderMark, decodedText, encodeText } from './text-encoding.ts'
import { asUtf8, readPackage, readXml, relationsOf, type WorkbookPackage } from './workbook-package.ts'
import { cancelled, notReadable } from './workbook-refusals.ts'
import { DEFAULT_LIMITS, openZip, type ZipLimits, type ZipReader } from './zip-reader.ts'
import { ZipWriter } from './zip-writer.ts'

export interface ErrorWorkbookOptions {
  /** Sheet name or position from 0; default the first that is not hidden. Not looked at for .csv. */
  readonly sheet?: string | number
  /** Row number of the header; default 1. */
  readonly headerRow?: number
  /** What the header of the new column says; default 错误. */
  readonly title?: string
  readonly limits?: Partial<ZipLimits>
  readonly shouldStop?: () => boolean
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void
}

export interface ErrorWorkbookWritten {
  readonly format: 'xlsx' | 'csv'
  readonly bytes: number
  /** Messages that found their row; the others name rows that the sheet does not have. */
  readonly messages: number
}

const WIDTH = 42

/**
 * Returns an office's own workbook to it with a new first column that says, row by row, why a row was refused.
 * Everything else stays: the cells move one column to the right, other parts are copied as the bytes they are.
 * A .csv comes back as a .csv in the same encoding, its lines untouched behind the new first field.
 * Not followed: formulas of *other* sheets and charts that point into this sheet.
 *
 * @param original path or bytes of the file that was imported.
 * @param messages by row number as `SheetRow.number` gives it.
 * @param out where it is written, atomically.
 * @throws Refusal `workbook.*` as `openWorkbook`, and those of `writeAtomically`.
 */
export async function writeErrorWorkbook(
  original: string | Uint8Array,
  messages: ReadonlyMap<number, string>,
  out: string,
  options: ErrorWorkbookOptions = {},
): Promise<ErrorWorkbookWritten> {
  if ((await fileKind(original)) === 'text') {
    const form = await csvForm(original)
    return writeAtomically(out, (sink) => writeErrorCsv(original, form, messages, sink, options))
  }
  const zip = await openZip(original, { ...DEFAULT_LIMITS, ...options.limits })
  try {
    return await writeAtomically(out, (sink) => writeErrorXlsx(zip, messages, sink, options))
  } finally {
    zip.close()
  }
}

/** The same in memory, for a host that hands the file over itself: it holds people's data and is never put in a temporary file. */
export async function errorWorkbookBytes(
  original: string | Uint8Array,
  messages: ReadonlyMap<number, string>,
  options: ErrorWorkbookOptions = {},
): Promise<{ readonly format: 'xlsx' | 'csv'; readonly bytes: Buffer; readonly messages: number }> {
  const pieces: Uint8Array[] = []
  const sink: ByteSink = { write: async (bytes) => void pieces.push(bytes) }
  if ((await fileKind(original)) === 'text') {
    const written = await writeErrorCsv(original, await csvForm(original), messages, sink, options)
    return { format: 'csv', bytes: Buffer.concat(pieces), messages: written.messages }
  }
  const zip = await openZip(original, { ...DEFAULT_LIMITS, ...options.limits })
  try {
    const written = await writeErrorXlsx(zip, messages, sink, options)
    return { format: 'xlsx', bytes: Buffer.concat(pieces), messages: written.messages }
  } finally {
    zip.close()
  }
}

async function writeErrorXlsx(
  zip: ZipReader,
  messages: ReadonlyMap<number, string>,
  sink: ByteSink,
  options: ErrorWorkbookOptions,
): Promise<ErrorWorkbookWritten> {
  const parts = await readPackage(zip)
  const index = sheetIndex(parts, options.sheet)
  const sheet = parts.sheets[index]!
  const column = new ErrorColumnWriter({
    sheet: sheet.name,
    headerRow: options.headerRow ?? 1,
    title: options.title ?? '错误',
    messages,
    width: WIDTH,
  })
  const rewrite = await rewrittenParts(zip, parts, index)
  const writer = new ZipWriter(sink)
  for (const name of zip.names) {
    if (options.shouldStop?.()) throw cancelled()
    const key = name.replace(/^\/+/, '').toLowerCase()
    const change = rewrite.get(key)
    if (key === sheet.part.toLowerCase())
      await writer.add(name, sheetWithColumn(zip, sheet.part, column, options))
    else if (change) await writer.add(name, [Buffer.from(change(await readXml(zip, name)), 'utf8')])
    else await writer.addRaw(await zip.raw(name))
  }
  await writer.finish()
  return { format: 'xlsx', bytes: writer.bytesWritten, messages: column.written }
}

async function* sheetWithColumn(
  zip: ZipReader,
  part: string,
  column: ErrorColumnWriter,
  options: ErrorWorkbookOptions,
): AsyncGenerator<Buffer, void, undefined> {
  let seen = { done: 0, total: 0 }
  const chunks = zip.read(part, {
    onCompressed: (done, total) => {
      seen = { done, total }
    },
  })
  for await (const chunk of asUtf8(chunks)) {
    if (options.shouldStop?.()) throw cancelled()
    yield Buffer.from(column.push(chunk), 'utf8')
    options.onProgress?.(seen)
  }
  yield Buffer.from(column.end(), 'utf8')
}

function sheetIndex(parts: WorkbookPackage, sheet: string | number | undefined): number {
  if (sheet === undefined)
    return Math.max(
      0,
      parts.sheets.findIndex((each) => !each.hidden),
    )
  const index = typeof sheet === 'number' ? sheet : parts.sheets.findIndex((each) => each.name === sheet)
  if (!parts.sheets[index]) throw notReadable.sheetNotFound(String(sheet))
  return index
}

/** The small parts that also name cells of the sheet, by lower-case part name, with how each changes. */
async function rewrittenParts(
  zip: ZipReader,
  parts: WorkbookPackage,
  index: number,
): Promise<Map<string, (xml: string) => string>> {
  const sheet = parts.sheets[index]!
  const rewrite = new Map<string, (xml: string) => string>()
  rewrite.set(parts.workbookPart.toLowerCase(), (xml) =>
    shiftDefinedNames(xml, sheet.name, parts.positions[index]!),
  )
  for (const { type, target } of await relationsOf(zip, sheet.part)) {
    const key = target.toLowerCase()
    if (!zip.has(target)) continue
    if (/\/(table|comments|threadedComment)$/.test(type)) rewrite.set(key, shiftRefs)
    else if (type.endsWith('/drawing')) rewrite.set(key, (xml) => shiftNumbers(xml, 'col'))
    else if (type.endsWith('/vmlDrawing')) rewrite.set(key, shiftVml)
  }
  for (const { type, target } of await relationsOf(zip, parts.workbookPart)) {
    if (type.endsWith('/calcChain'))
      rewrite.set(target.toLowerCase(), (xml) => shiftCalcChain(xml, sheet.sheetId))
  }
  return rewrite
}

function shiftDefinedNames(xml: string, sheet: string, position: number): string {
  return xml.replace(
    /(<(?:[\w.-]+:)?definedName(\s[^>]*)?>)([^<]*)/g,
    (_, tag: string, attributes: string | undefined, formula: string) => {
      const local = /\slocalSheetId\s*=\s*["'](\d+)["']/.exec(attributes ?? '')
      return tag + shiftFormulaXml(formula, sheet, local !== null && Number(local[1]) === position)
    },
  )
}

/** Tables and comments name their cells in `ref`. */
function shiftRefs(xml: string): string {
  return xml.replace(/<[^!?/][^>]*>/g, (tag) => shiftAttribute(tag, 'ref'))
}

/** Drawings anchor to column numbers from 0, as the text of an element. */
function shiftNumbers(xml: string, element: string): string {
  const pattern = new RegExp(`(<(?:[\\w.-]+:)?${element}>\\s*)(\\d+)`, 'g')
  return xml.replace(pattern, (_, tag: string, number: string) => tag + (Number(number) + 1))
}

/** The boxes of comments: the column they belong to, and the first and third number of their anchor's eight. */
function shiftVml(xml: string): string {
  return shiftNumbers(xml, 'Column').replace(/(<x:Anchor>)([^<]*)/g, (_, tag: string, anchor: string) => {
    const numbers = anchor.split(',')
    for (const at of [0, 4]) if (numbers[at] !== undefined) numbers[at] = ` ${Number(numbers[at]) + 1}`
    return tag + numbers.join(',')
  })
}

/** The order of calculation lists each formula cell; `i` names the sheet and holds until the next. */
function shiftCalcChain(xml: string, sheetId: string): string {
  let current = ''
  return xml.replace(/<(?:[\w.-]+:)?c\s[^>]*>/g, (tag) => {
    current = /\si\s*=\s*["'](\d+)["']/.exec(tag)?.[1] ?? current
    return current === sheetId ? shiftAttribute(tag, 'r') : tag
  })
}

async function writeErrorCsv(
  original: string | Uint8Array,
  form: CsvForm,
  messages: ReadonlyMap<number, string>,
  sink: ByteSink,
  options: ErrorWorkbookOptions,
): Promise<ErrorWorkbookWritten> {
  const headerRow = options.headerRow ?? 1
  let written = 0
  let bytes = 0
  const put = async (content: Buffer) => {
    bytes += content.length
    await sink.write(content)
  }
  await put(byteOrderMark(form.encoding))
  const prefixer = new CsvPrefixer(form, (row) => {
    const message = row === headerRow ? (options.title ?? '错误') : messages.get(row)
    if (message !== undefined && row !== headerRow) written += 1
    return csvField(message, form.separator) + form.separator
  })
  for await (const text of decodedText(original, form.encoding)) {
    if (options.shouldStop?.()) throw cancelled()
    await put(encodeText(prefixer.push(text), form.encoding))
  }
  return { format: 'csv', bytes, messages: written }
}

/** Puts a field before each record of a .csv whose text passes through in pieces; blank lines stay blank. */
class CsvPrefixer {
  readonly #separator: string
  readonly #prefix: (row: number) => string
  #row: number
  #recordStart = true
  #fieldStart = true
  #quoted = false
  #afterReturn = false
  /** A quote right after a quote opens the quotes again that the first one closed. */
  #last = ''

  constructor(form: CsvForm, prefix: (row: number) => string) {
    this.#separator = form.separator
    this.#prefix = prefix
    this.#row = form.separatorLine ? -1 : 0
  }

  push(text: string): string {
    let out = ''
    let copied = 0
    for (let at = 0; at < text.length; at += 1) {
      const character = text[at]!
      if (this.#afterReturn && character === '\n') {
        this.#afterReturn = false
        continue
      }
      this.#afterReturn = false
      const lineEnd = character === '\n' || character === '\r'
      if (this.#recordStart) {
        this.#row += 1
        if (this.#row > 0 && !lineEnd) {
          out += text.slice(copied, at) + this.#prefix(this.#row)
          copied = at
        }
        this.#recordStart = false
      }
      if (this.#quoted) {
        if (character === '"') this.#quoted = false
      } else if (lineEnd) {
        this.#recordStart = true
        this.#fieldStart = true
        this.#afterReturn = character === '\r'
        this.#last = ''
        continue
      } else if (character === '"' && (this.#fieldStart || this.#last === '"')) this.#quoted = true
      this.#fieldStart = !this.#quoted && character === this.#separator
      this.#last = character
    }
    return out + text.slice(copied)
  }
}
