import ExcelJS from 'exceljs'
import { expect, it } from 'vitest'
import { MOST_REPEATED } from '../../../../../../src/main/core/exchange/workbook/shared-string-table.ts'
import { createWorkbookWriter } from '../../../../../../src/main/core/exchange/workbook/workbook-writer.ts'
import { escapeXmlText } from '../../../../../../src/main/core/exchange/workbook/xml-text.ts'
import { DEFAULT_LIMITS, openZip } from '../../../../../../src/main/core/exchange/workbook/zip-reader.ts'
import { AWKWARD } from '../../../../../fixtures/awkward-text.ts'
import { rowsOf } from './build-workbook.ts'

const MARKUP: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' }

const columns = [{ header: '内容', width: 30 }, { header: '号码' }]

/** Each text three times: written into its cell the first time, shared afterwards. */
const rows = AWKWARD.flatMap(([, text]) => [
  [text, '001'],
  [text, '001'],
  [text, '001'],
])

it('keeps every awkward text, in the cell and shared, for our reader', async () => {
  const bytes = await createWorkbookWriter().addSheet({ name: '一', columns, rows }).toBuffer()
  const read = (await rowsOf(bytes)).slice(1).map(({ values }) => values)
  expect(read).toEqual(rows)
})

it.each(AWKWARD)('is read by exceljs: %s', async (_, text) => {
  const bytes = await createWorkbookWriter()
    .addSheet({ name: '一', columns, rows: [[text], [text], [text]] })
    .toBuffer()
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(bytes as unknown as ArrayBuffer)
  const sheet = workbook.getWorksheet('一')
  // exceljs does not know OOXML's escapes and shows them as they stand in the file.
  const escaped = escapeXmlText(text).replace(
    /&(amp|lt|gt|quot);/g,
    (_all, name: string) => MARKUP[name] ?? '',
  )
  for (const row of [2, 3, 4]) {
    expect([text, escaped]).toContain(sheet?.getCell(row, 1).value)
    expect(sheet?.getCell(row, 1).numFmt).toBe('@')
  }
})

it('shares only what comes again, and no more of a column than its bound', async () => {
  const count = MOST_REPEATED * 3
  const many = Array.from({ length: count }, (_, n) => [
    `村${n % 40}`,
    `5111331990${String(n).padStart(8, '0')}`,
  ])
  const bytes = await createWorkbookWriter().addSheet({ name: '一', columns, rows: many }).toBuffer()
  const strings = await partText(bytes, 'xl/sharedStrings.xml')
  expect(strings.match(/<si>/g)).toHaveLength(40)
  expect(strings).toContain('uniqueCount="40"')
  expect((await rowsOf(bytes)).slice(1).map(({ values }) => values)).toEqual(many)
})

it('keeps no more texts than its bound where a column goes on repeating', async () => {
  const half = MOST_REPEATED + 50
  const texts = Array.from({ length: half }, (_, n) => `企业${n}`)
  const many = [...texts, ...texts, ...texts].map((text) => [text])
  const bytes = await createWorkbookWriter()
    .addSheet({ name: '一', columns: [{ header: '单位' }], rows: many })
    .toBuffer()
  expect((await partText(bytes, 'xl/sharedStrings.xml')).match(/<si>/g)?.length ?? 0).toBeLessThanOrEqual(
    MOST_REPEATED,
  )
  expect((await rowsOf(bytes)).slice(1).map(({ values }) => values)).toEqual(many)
})

it('offers lists to choose from under the header, and refuses one that Excel would repair', async () => {
  const sheet = (choices: string[]) => ({
    name: '一',
    columns: [{ header: '姓名' }, { header: '是否"在岗"', choices }],
    rows: [['甲', '是']],
    title: '名单',
  })
  const workbook = new ExcelJS.Workbook()
  const bytes = await createWorkbookWriter()
    .addSheet(sheet(['是', '否', '"其他"']))
    .toBuffer()
  await workbook.xlsx.load(bytes as unknown as ArrayBuffer)
  const cell = (row: number) => workbook.getWorksheet('一')?.getCell(row, 2).dataValidation
  expect(cell(3)).toMatchObject({ type: 'list', formulae: ['"是,否,""其他"""'] })
  expect(cell(1003)).toMatchObject({ type: 'list' })
  expect(cell(2)).toBeUndefined()
  for (const choices of [['甲,乙'], Array.from({ length: 90 }, (_, n) => `代码${n}`)])
    await expect(createWorkbookWriter().addSheet(sheet(choices)).toBuffer()).rejects.toThrow(
      'do not fit a list',
    )
})

async function partText(bytes: Buffer, part: string): Promise<string> {
  const zip = await openZip(bytes, DEFAULT_LIMITS)
  const chunks: Buffer[] = []
  for await (const chunk of zip.read(part)) chunks.push(chunk)
  zip.close()
  return Buffer.concat(chunks).toString('utf8')
}
