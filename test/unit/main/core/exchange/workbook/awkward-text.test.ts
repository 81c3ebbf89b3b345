import ExcelJS from 'exceljs'
import { expect, it } from 'vitest'
import { MOST_REPEATED } from '../../../../../../src/main/core/exchange/workbook/shared-string-table.ts'
import { createWorkbookWriter } from '../../../../../../src/main/core/exchange/workbook/workbook-writer.ts'
import { escapeXmlText } from '../../../../../../src/main/core/exchange/workbook/xml-text.ts'
import { DEFAULT_LIMITS, openZip } from '../../../../../../src/main/core/exchange/workbook/zip-reader.ts'
import { rowsOf } from './build-workbook.ts'

/** Text that a writer can lose. */
const AWKWARD: readonly (readonly [what: string, text: string])[] = [
  ['an ID number of 18 digits', '511133199001010011'],
  ['an ID number that ends in X', '51113319900101001X'],
  ['an account of 19 digits', '6229990000000000123'],
  ['leading zeros', '00123'],
  ['a number with a plus', '+8613900000000'],
  ['what looks like a formula', '=1+1'],
  ['what looks like a date', '3-1'],
  ['a line break', '第一行\n第二行'],
  ['a carriage return', '第一行\r\n第二行'],
  ['a tab', '甲\t乙'],
  ['blanks around and within', '  前后  中间  '],
  ['only blanks', '   '],
  ['control characters', 'a\u0001b\u001fc'],
  ['what looks like an escape', '_x0041_'],
  ['markup', '<c r="A1">&amp;</c>]]>'],
  ['quotes', '他说"好"、\'行\''],
  ['rare characters', '䶮㛃𬱖𠅤'],
  ['Yi and Tibetan', 'ꆈꌠ བོད་ཡིག'],
  ['a dot in a name', '吉克·阿依'],
  ['a zero-width mark', '\ufeff甲\u200b'],
  ['an emoji of several parts', '👨‍👩‍👧'],
  ['half a pair', '甲\ud83d乙'],
]

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
