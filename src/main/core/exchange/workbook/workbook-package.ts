import { dateStylesOf } from './date-styles.ts'
import { SharedStringScanner } from './shared-strings.ts'
import type { DateStyle } from './sheet-scanner.ts'
import { notReadable } from './workbook-refusals.ts'
import { tagsOf, type XmlTag } from './xml-tags.ts'
import type { ZipReader } from './zip-reader.ts'

/** Bytes of the parts that are read whole (workbook, relations, styles). */
const SMALL_PART = 64 * 1024 * 1024
/** Bytes of the shared strings, which stay in memory while a sheet is read. */
const SHARED_STRINGS = 512 * 1024 * 1024

export interface PackageSheet {
  readonly name: string
  /** Hidden or "very hidden". */
  readonly hidden: boolean
  /** Name of its part in the zip. */
  readonly part: string
  /** The workbook's own number for it. */
  readonly sheetId: string
}

/** Where the things of a workbook lie, and what holds for all its sheets. */
export interface WorkbookPackage {
  readonly workbookPart: string
  readonly sheets: readonly PackageSheet[]
  /** Position of each sheet among all the workbook's sheets, chart sheets included: what `localSheetId` counts. */
  readonly positions: readonly number[]
  readonly date1904: boolean
  readonly stylesPart: string | undefined
  readonly sharedStringsPart: string | undefined
}

/** @throws Refusal `workbook.missing-part`, `workbook.no-sheet` and what the content says it is instead. */
export async function readPackage(zip: ZipReader): Promise<WorkbookPackage> {
  const workbookPart = await findWorkbook(zip)
  const relations = await relationsOf(zip, workbookPart)
  const sheets: PackageSheet[] = []
  const positions: number[] = []
  let date1904 = false
  let position = 0
  for (const tag of tagsOf(await readXml(zip, workbookPart))) {
    if (tag.closing) continue
    if (tag.name === 'workbookPr') date1904 = ['1', 'true'].includes(tag.attributes.get('date1904') ?? '')
    if (tag.name !== 'sheet') continue
    const relation = relations.find((each) => each.id === relationId(tag))
    const at = position
    position += 1
    if (!relation?.type.endsWith('/worksheet')) continue
    const hidden = (tag.attributes.get('state') ?? 'visible') !== 'visible'
    sheets.push({
      name: tag.attributes.get('name') ?? '',
      hidden,
      part: relation.target,
      sheetId: tag.attributes.get('sheetId') ?? '',
    })
    positions.push(at)
  }
  if (sheets.length === 0) throw notReadable.noSheet()
  const partOf = (type: string) =>
    relations.find((each) => each.type.endsWith(type) && zip.has(each.target))?.target
  return {
    workbookPart,
    sheets,
    positions,
    date1904,
    stylesPart: partOf('/styles'),
    sharedStringsPart: partOf('/sharedStrings'),
  }
}

export async function readDateStyles(zip: ZipReader, parts: WorkbookPackage): Promise<DateStyle[]> {
  return parts.stylesPart === undefined ? [] : dateStylesOf(await readXml(zip, parts.stylesPart))
}

export async function readSharedStrings(zip: ZipReader, parts: WorkbookPackage): Promise<string[]> {
  const scanner = new SharedStringScanner()
  if (parts.sharedStringsPart !== undefined) {
    for await (const chunk of asUtf8(zip.read(parts.sharedStringsPart, { maxBytes: SHARED_STRINGS }))) {
      scanner.push(chunk)
    }
    scanner.end()
  }
  return scanner.strings
}

/** A part's bytes as UTF-8: XML may be UTF-16 too, and some old exporters write it so. */
export async function* asUtf8(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  let decoder: InstanceType<typeof TextDecoder> | undefined
  let first = true
  for await (const chunk of chunks) {
    if (first && chunk.length >= 2) {
      first = false
      if (chunk[0] === 0xff && chunk[1] === 0xfe) decoder = new TextDecoder('utf-16le')
      if (chunk[0] === 0xfe && chunk[1] === 0xff) decoder = new TextDecoder('utf-16be')
    }
    yield decoder === undefined ? chunk : Buffer.from(decoder.decode(chunk, { stream: true }), 'utf8')
  }
}

/** A small part as text. */
export async function readXml(zip: ZipReader, part: string): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of asUtf8(zip.read(part, { maxBytes: SMALL_PART }))) chunks.push(chunk)
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\ufeff/, '')
}

export interface Relation {
  readonly id: string
  readonly type: string
  /** Full part name without the leading slash. */
  readonly target: string
}

/** Relations of a part; the strict variant of OOXML has other type addresses, with the same last word. */
export async function relationsOf(zip: ZipReader, part: string): Promise<Relation[]> {
  const slash = part.lastIndexOf('/')
  const folder = part.slice(0, slash + 1)
  const relationsPart = `${folder}_rels/${part.slice(slash + 1)}.rels`
  if (!zip.has(relationsPart)) return []
  const relations: Relation[] = []
  for (const tag of tagsOf(await readXml(zip, relationsPart))) {
    if (tag.name !== 'Relationship' || tag.closing || tag.attributes.get('TargetMode') === 'External')
      continue
    const target = resolve(folder, tag.attributes.get('Target') ?? '')
    relations.push({ id: tag.attributes.get('Id') ?? '', type: tag.attributes.get('Type') ?? '', target })
  }
  return relations
}

/** A target is relative to its part's folder, or absolute from the package's root. */
function resolve(folder: string, target: string): string {
  const path = target.replaceAll('\\', '/')
  const steps: string[] = []
  for (const step of (path.startsWith('/') ? path : folder + path).split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '' && step !== '.') steps.push(step)
  }
  return decodePercent(steps.join('/'))
}

function decodePercent(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    // A bare % is no escape; the name then means itself.
    return path
  }
}

function relationId(tag: XmlTag): string | undefined {
  for (const [name, value] of tag.attributes) if (name.endsWith(':id')) return value
  return undefined
}

async function findWorkbook(zip: ZipReader): Promise<string> {
  const root = await relationsOf(zip, '')
  const main = root.find((relation) => relation.type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml'
  if (zip.has(main) && /\.xml$/i.test(main) && !/^(word|ppt)\//i.test(main)) return main
  if (zip.has('xl/workbook.bin')) throw notReadable.binaryXlsb()
  if (zip.has('word/document.xml') || zip.has('ppt/presentation.xml')) throw notReadable.wordOrSlides()
  if (zip.has('mimetype') && zip.has('content.xml')) throw notReadable.openDocument()
  if (zip.has('[Content_Types].xml') || zip.has('_rels/.rels'))
    throw notReadable.missingPart('xl/workbook.xml')
  throw notReadable.notWorkbook('，而是一个压缩包')
}
