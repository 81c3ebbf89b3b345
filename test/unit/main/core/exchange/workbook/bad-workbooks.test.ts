import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type OpenWorkbookOptions,
  openWorkbook,
} from '../../../../../../src/main/core/exchange/workbook/workbook-reader.ts'
import { isRefusal } from '../../../../../../src/shared/domain/refusal.ts'
import { handMade, partsOf, refusalOf, zipOf } from './build-workbook.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workbook-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function readAll(source: string | Uint8Array, options: OpenWorkbookOptions = {}): Promise<number> {
  const workbook = await openWorkbook(source, options)
  try {
    let count = 0
    for await (const batch of workbook.rows()) count += batch.length
    return count
  } finally {
    workbook.close()
  }
}

const SHEET = Array.from(
  { length: 300 },
  (_, n) => `<row r="${n + 1}"><c r="A${n + 1}"><v>${n * 7919}</v></c></row>`,
).join('')

/** An OLE file's head with a directory entry of this name. */
function ole(name: string): Buffer {
  const file = Buffer.alloc(8192)
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(file)
  file.write(name, 1024, 'utf16le')
  return file
}

describe('files that are no workbook are refused, with what they are and what to do', () => {
  const files: readonly (readonly [what: string, code: string, bytes: () => Buffer | Promise<Buffer>])[] = [
    ['nothing', 'workbook.empty', () => Buffer.alloc(0)],
    ['an old .xls', 'workbook.old-xls', () => ole('Workbook')],
    [
      'a very old .xls',
      'workbook.old-xls',
      () => Buffer.from([0x09, 0x08, 0x10, 0x00, 0x00, 0x06, 0x05, 0x00]),
    ],
    ['an encrypted .xlsx', 'workbook.encrypted', () => ole('EncryptedPackage')],
    ['an old .doc', 'workbook.other-office', () => ole('WordDocument')],
    [
      'a web page',
      'workbook.web-page',
      () => Buffer.from('\ufeff<html><table><tr><td>姓名</td></tr></table></html>'),
    ],
    [
      'an XML spreadsheet',
      'workbook.xml-2003',
      () =>
        Buffer.from(
          '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:x">',
        ),
    ],
    ['a PDF', 'workbook.not-a-workbook', () => Buffer.from('%PDF-1.7 ...')],
    ['a picture', 'workbook.not-a-workbook', () => Buffer.from('89504e470d0a1a0a', 'hex')],
    ['noise', 'workbook.encoding', () => Buffer.from(Array.from({ length: 999 }, (_, n) => (n * 131) % 256))],
    ['any zip', 'workbook.not-a-workbook', () => zipOf({ 'a.txt': 'x' })],
    [
      'a .docx',
      'workbook.other-office',
      () => zipOf({ 'word/document.xml': '<w/>', '[Content_Types].xml': '<Types/>' }),
    ],
    ['an .ods', 'workbook.ods', () => zipOf({ mimetype: 'x', 'content.xml': '<x/>' })],
    ['an .xlsb', 'workbook.xlsb', () => zipOf({ 'xl/workbook.bin': 'x', '[Content_Types].xml': '<Types/>' })],
    ['no workbook part', 'workbook.missing-part', () => zipOf({ '[Content_Types].xml': '<Types/>' })],
    ['no sheet', 'workbook.no-sheet', () => zipOf({ 'xl/workbook.xml': '<workbook><sheets/></workbook>' })],
    [
      'no sheet part',
      'workbook.missing-part',
      () => handMade({ sheet: SHEET, sheetTarget: 'worksheets/none.xml' }),
    ],
    [
      'a sheet cut short inside',
      'workbook.damaged',
      () => handMade({ sheet: '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c>' }),
    ],
    [
      'a shared string that is not there',
      'workbook.damaged',
      () => handMade({ sheet: '<row><c t="s"><v>5</v></c></row>' }),
    ],
    [
      'a path that climbs out',
      'workbook.unsafe-path',
      () => zipOf({ '../../evil.xml': 'x', ...partsOf({ sheet: SHEET }) }),
    ],
    [
      'a part twice',
      'workbook.damaged',
      async () => zipOf({ ...partsOf({ sheet: SHEET }), 'XL/workbook.xml': '<workbook/>' }),
    ],
  ]
  it.each(files)('%s: %s', async (_, code, bytes) => {
    const content = await bytes()
    const refusal = await refusalOf(() => readAll(content))
    expect(refusal.code).toBe(code)
    expect(refusal.message).toMatch(/\p{Script=Han}{4}.*请/su)
    const path = join(folder, 'bad.xlsx')
    await writeFile(path, content)
    expect((await refusalOf(() => readAll(path))).code).toBe(code)
  })

  it('a file that is not there, a folder', async () => {
    expect((await refusalOf(() => readAll(join(folder, 'none.xlsx')))).code).toBe('workbook.not-found')
    expect((await refusalOf(() => readAll(folder))).code).toBe('workbook.not-a-workbook')
  })

  it('a workbook cut off at any place: refused, never half read', async () => {
    const whole = await handMade({ sheet: SHEET })
    for (let length = 4; length < whole.length; length += 13) {
      const code = (await refusalOf(() => readAll(whole.subarray(0, length)))).code
      expect(['workbook.truncated', 'workbook.damaged']).toContain(code)
    }
  })

  it('a workbook with any bit flipped: refused, or every row as it was', async () => {
    const whole = await handMade({ sheet: SHEET })
    let refused = 0
    for (let at = 0; at < whole.length; at += 5) {
      const flipped = Buffer.from(whole)
      flipped[at] = flipped[at]! ^ (1 << (at % 8))
      try {
        expect(await readAll(flipped)).toBe(300)
      } catch (error) {
        expect(isRefusal(error), String(error)).toBe(true)
        refused += 1
      }
    }
    expect(refused).toBeGreaterThan(whole.length / 5 / 2)
  })

  it('a zip bomb: by ratio, by size, by total, and when the directory lies about it', async () => {
    const limits = {
      ratioFloor: 1024 * 1024,
      ratio: 100,
      entryBytes: 8 * 1024 ** 2,
      totalBytes: 12 * 1024 ** 2,
    }
    const blanks = (megabytes: number) =>
      `<worksheet><sheetData>${' '.repeat(megabytes * 1024 ** 2)}</sheetData></worksheet>`
    for (const megabytes of [3, 9]) {
      const bomb = await handMade({ sheet: blanks(megabytes) })
      expect((await refusalOf(() => readAll(bomb, { limits }))).code).toBe('workbook.too-large-inside')
    }
    const many = await handMade({
      sheet: SHEET,
      more: { a: Buffer.alloc(7 * 1024 ** 2), b: Buffer.alloc(7 * 1024 ** 2) },
    })
    expect((await refusalOf(() => readAll(many, { limits }))).code).toBe('workbook.too-large-inside')
    const lying = await handMade({ sheet: blanks(9) })
    const directory = lying.lastIndexOf(Buffer.from('xl/worksheets/sheet1.xml')) - 46
    lying.writeUInt32LE(1000, directory + 24)
    const loose = { ...limits, ratio: 1e9 }
    expect((await refusalOf(() => readAll(lying, { limits: loose }))).code).toBe('workbook.too-large-inside')
    const parts = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`x${n}`, 'x']))
    const crowded = await handMade({ sheet: SHEET, more: parts })
    expect((await refusalOf(() => readAll(crowded, { limits: { entries: 40 } }))).code).toBe(
      'workbook.too-many-parts',
    )
  })

  it('a flipped byte that still inflates is caught by its checksum', async () => {
    const pieces = await handMade({ sheet: SHEET })
    const directory = pieces.lastIndexOf(Buffer.from('xl/worksheets/sheet1.xml')) - 46
    pieces.writeUInt32LE(pieces.readUInt32LE(directory + 16) ^ 1, directory + 16)
    expect((await refusalOf(() => readAll(pieces))).code).toBe('workbook.checksum')
  })

  it('stops when asked, and tells how far it is', async () => {
    const workbook = await openWorkbook(await handMade({ sheet: SHEET }))
    let asked = 0
    const seen: number[] = []
    const stop = refusalOf(async () => {
      for await (const _ of workbook.rows({
        chunkBytes: 64,
        shouldStop: () => {
          asked += 1
          return asked > 3
        },
        onProgress: ({ done, total }) => seen.push(done / total),
      })) {
        // Rows are not looked at here.
      }
    })
    expect((await stop).code).toBe('workbook.cancelled')
    expect(seen.length).toBe(3)
    expect(seen.every((share) => share > 0 && share <= 1)).toBe(true)
    expect((await refusalOf(async () => workbook.rows({ sheet: '没有' }).next())).code).toBe(
      'workbook.sheet-not-found',
    )
    workbook.close()
  })
})
