import type { SheetRow } from '../../../../../../src/main/core/exchange/workbook/sheet-row.ts'
import {
  openWorkbook,
  type ReadRowsOptions,
} from '../../../../../../src/main/core/exchange/workbook/workbook-reader.ts'
import { ZipWriter } from '../../../../../../src/main/core/exchange/workbook/zip-writer.ts'

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A zip of the given parts. */
export async function zipOf(parts: Readonly<Record<string, string | Uint8Array>>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  const zip = new ZipWriter({ write: async (bytes) => void pieces.push(Buffer.from(bytes)) })
  for (const [name, content] of Object.entries(parts)) {
    await zip.add(name, [typeof content === 'string' ? Buffer.from(content, 'utf8') : content])
  }
  await zip.finish()
  return Buffer.concat(pieces)
}

export interface HandMade {
  /** A whole worksheet part, or what stands inside `<sheetData>`. */
  readonly sheet: string
  readonly sharedStrings?: string
  readonly styles?: string
  readonly workbookPr?: string
  readonly definedNames?: string
  readonly sheetTarget?: string
  readonly main?: string
  readonly office?: string
  readonly more?: Readonly<Record<string, string | Uint8Array>>
}

/** The parts of a one-sheet workbook ("表一"), written by hand as other programs would. */
export function partsOf(made: HandMade): Record<string, string | Uint8Array> {
  const main = made.main ?? MAIN
  const office = made.office ?? OFFICE
  const whole = /<(?:\w+:)?worksheet/.test(made.sheet)
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`
  return {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    '_rels/.rels': `<Relationships>${relation('r1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml':
      `<workbook xmlns="${main}" xmlns:r="${office}"><workbookPr ${made.workbookPr ?? ''}/>` +
      `<sheets><sheet name="表一" sheetId="7" r:id="rId1"/></sheets>${made.definedNames ?? ''}</workbook>`,
    'xl/_rels/workbook.xml.rels':
      `<Relationships>${relation('rId1', 'worksheet', made.sheetTarget ?? 'worksheets/sheet1.xml')}` +
      `${relation('rId2', 'styles', 'styles.xml')}${relation('rId3', 'sharedStrings', 'sharedStrings.xml')}` +
      `${relation('rId4', 'calcChain', 'calcChain.xml')}</Relationships>`,
    'xl/worksheets/sheet1.xml': whole
      ? made.sheet
      : `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="${main}"><sheetData>${made.sheet}</sheetData></worksheet>`,
    ...(made.sharedStrings === undefined ? {} : { 'xl/sharedStrings.xml': made.sharedStrings }),
    ...(made.styles === undefined ? {} : { 'xl/styles.xml': made.styles }),
    ...made.more,
  }
}

export async function handMade(made: HandMade): Promise<Buffer> {
  return zipOf(partsOf(made))
}

/** All rows of a sheet. */
export async function rowsOf(
  source: string | Uint8Array,
  options: ReadRowsOptions = {},
): Promise<SheetRow[]> {
  const workbook = await openWorkbook(source)
  try {
    const rows: SheetRow[] = []
    for await (const batch of workbook.rows(options)) rows.push(...batch)
    return rows
  } finally {
    workbook.close()
  }
}

export async function refusalOf(work: () => Promise<unknown>): Promise<{ code: string; message: string }> {
  try {
    await work()
  } catch (error) {
    if (error instanceof Error && 'code' in error) return { code: String(error.code), message: error.message }
    throw error
  }
  throw new Error('was not refused')
}
