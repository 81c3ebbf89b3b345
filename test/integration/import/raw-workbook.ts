/** Workbooks that our own writer would never make: formulas, blank rows by the thousand, bombs. */
import { ZipWriter } from '../../../src/main/core/exchange/workbook/zip-writer.ts'

const NS = 'http://schemas.openxmlformats.org'

/** An .xlsx around the XML of one sheet's `<sheetData>` content, which may be a stream of pieces. */
export async function rawWorkbook(
  sheetData: string | Iterable<string>,
  after = '',
  name = 'raw.xlsx',
): Promise<{ name: string; bytes: Uint8Array }> {
  const chunks: Uint8Array[] = []
  const zip = new ZipWriter({ write: async (bytes) => void chunks.push(bytes) })
  const add = (path: string, xml: string) =>
    zip.add(path, [Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${xml}`)])
  await add(
    '[Content_Types].xml',
    `<Types xmlns="${NS}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
  )
  await add(
    '_rels/.rels',
    `<Relationships xmlns="${NS}/package/2006/relationships"><Relationship Id="rId1" Type="${NS}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  )
  await add(
    'xl/workbook.xml',
    `<workbook xmlns="${NS}/spreadsheetml/2006/main" xmlns:r="${NS}/officeDocument/2006/relationships"><sheets><sheet name="花名册" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  )
  await add(
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${NS}/package/2006/relationships"><Relationship Id="rId1" Type="${NS}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  )
  const open = `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="${NS}/spreadsheetml/2006/main"><sheetData>`
  const close = `</sheetData>${after}</worksheet>`
  const body = typeof sheetData === 'string' ? [sheetData] : sheetData
  const pieces = function* () {
    yield Buffer.from(open)
    for (const piece of body) yield Buffer.from(piece)
    yield Buffer.from(close)
  }
  await zip.add('xl/worksheets/sheet1.xml', pieces())
  await zip.finish()
  return { name, bytes: Buffer.concat(chunks) }
}

/** One row of cells: text, a number, or XML of its own. */
export function rowXml(
  number: number,
  cells: readonly (string | number | { xml: string } | undefined)[],
): string {
  const written = cells.map((cell, column) => {
    const ref = `${String.fromCharCode(65 + column)}${number}`
    if (cell === undefined) return ''
    if (typeof cell === 'number') return `<c r="${ref}"><v>${cell}</v></c>`
    if (typeof cell === 'object') return cell.xml.replace('REF', ref)
    return `<c r="${ref}" t="inlineStr"><is><t>${cell}</t></is></c>`
  })
  return `<row r="${number}">${written.join('')}</row>`
}
