import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { csvBuffer } from '../../../../../../src/main/core/exchange/workbook/csv-writer.ts'
import { sheetNameFrom } from '../../../../../../src/main/core/exchange/workbook/sheet-spec.ts'
import { createWorkbookWriter } from '../../../../../../src/main/core/exchange/workbook/workbook-writer.ts'
import { refusalOf, rowsOf } from './build-workbook.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'writer-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function* people(count: number) {
  for (let n = 0; n < count; n += 1) yield [n + 1, '吉克·䶮', '511133199001010011', 240_000 + n, '2022-03-31']
}

const COLUMNS = [
  { header: '序号', kind: 'integer' },
  { header: '姓名' },
  { header: '身份证号码', width: 22 },
  { header: '金额', kind: 'fen' },
  { header: '日期', kind: 'date' },
] as const

it('writes a roster that another program reads: text, styles, layout, print setup', async () => {
  const file = join(folder, 'roster.xlsx')
  let sum = 0
  const written = await createWorkbookWriter()
    .addSheet({
      name: '花名册',
      columns: COLUMNS,
      rows: (async function* () {
        for await (const row of people(3)) {
          sum += Number(row[3])
          yield row
        }
        yield { cells: ['', '合计', '', { value: sum, look: { bold: true, color: 'FF0000' } }], height: 40 }
      })(),
      title: '交通补贴花名册',
      above: [{ text: '填报单位（盖章）：', fontSize: 12 }],
      below: () => [{ text: `合计：3人，${sum / 100}元` }],
      rowHeight: 28,
      fontSize: 14,
      borders: true,
      freezeColumns: 2,
      print: { landscape: true, margins: { top: 15, bottom: 15, left: 10, right: 10 } },
    })
    .addSheet({ name: '代码', columns: [{ header: '代码' }], rows: [['01']], hidden: true })
    .toFile(file)
  expect(written.rows).toEqual([4, 1])

  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.readFile(file)
  const sheet = workbook.getWorksheet('花名册')!
  expect(sheet.getCell('C4').value).toBe('511133199001010011')
  expect(sheet.getCell('C4').numFmt).toBe('@')
  expect(sheet.getCell('D4').value).toBe(2400)
  expect(sheet.getCell('D5').value).toBe(2400.01)
  expect(sheet.getCell('D4').numFmt).toBe('0.00')
  expect(sheet.getCell('E4').value).toEqual(new Date('2022-03-31T00:00:00Z'))
  expect(sheet.getCell('D7').font).toMatchObject({ bold: true, color: { argb: 'FFFF0000' }, size: 14 })
  expect(sheet.getRow(7).height).toBe(40)
  expect(sheet.getRow(4).height).toBe(28)
  expect(sheet.getCell('B3')).toMatchObject({
    font: { bold: true },
    alignment: { wrapText: true },
    fill: { pattern: 'solid' },
  })
  expect(sheet.getCell('B4').border).toMatchObject({ left: { style: 'thin' }, bottom: { style: 'thin' } })
  expect(sheet.model.merges).toEqual(['A1:E1', 'A2:E2', 'A8:E8'])
  expect(sheet.getCell('A8').value).toBe('合计：3人，7200.03元')
  expect(sheet.views[0]).toMatchObject({ state: 'frozen', xSplit: 2, ySplit: 3, topLeftCell: 'C4' })
  expect(sheet.autoFilter).toBe('A3:E7')
  expect(sheet.getColumn(3).width).toBe(22)
  expect(sheet.pageSetup).toMatchObject({
    paperSize: 9,
    orientation: 'landscape',
    printTitlesRow: '1:3',
    fitToWidth: 1,
    fitToHeight: 0,
  })
  expect(sheet.pageSetup.margins?.left).toBeCloseTo(10 / 25.4, 3)
  expect(sheet.headerFooter.oddFooter).toBe('&C第&P页 共&N页')
  expect(workbook.getWorksheet('代码')?.state).toBe('hidden')
})

it('stops when asked, tells how far it is, and leaves no file', async () => {
  const seen: number[] = []
  const writer = createWorkbookWriter({
    onProgress: ({ rows }) => seen.push(rows),
    shouldStop: () => seen.length >= 2,
  })
  const file = join(folder, 'stopped.xlsx')
  const refusal = await refusalOf(() =>
    writer.addSheet({ name: '一', columns: COLUMNS, rows: people(50_000) }).toFile(file),
  )
  expect(refusal.code).toBe('workbook.cancelled')
  expect(seen).toEqual([1000, 2000])
  expect((await readdir(folder)).filter((name) => name.includes('stopped'))).toEqual([])
})

it('passes on what its rows throw', async () => {
  const failing = async function* () {
    yield* people(5000)
    throw new Error('the ledger was closed')
  }
  const file = join(folder, 'failed.xlsx')
  await expect(
    createWorkbookWriter().addSheet({ name: '一', columns: COLUMNS, rows: failing() }).toFile(file),
  ).rejects.toThrow('the ledger was closed')
  expect((await readdir(folder)).filter((name) => name.includes('failed'))).toEqual([])
})

it('refuses what a spreadsheet program could not open', async () => {
  const long = createWorkbookWriter().addSheet({
    name: '一',
    columns: [{ header: '甲' }],
    rows: [['字'.repeat(32_768)]],
  })
  expect(await refusalOf(() => long.toBuffer())).toMatchObject({
    code: 'workbook.cell-too-long',
    message: expect.stringContaining('A2'),
  })
  for (const names of [['a/b'], [''], ['x'.repeat(32)], ['一', '一'], []]) {
    const writer = createWorkbookWriter()
    for (const name of names) writer.addSheet({ name, columns: [{ header: '甲' }], rows: [] })
    await expect(writer.toBuffer()).rejects.toThrow()
  }
  const half = createWorkbookWriter().addSheet({
    name: '一',
    columns: [{ header: '金额', kind: 'fen' }],
    rows: [[0.5]],
  })
  await expect(half.toBuffer()).rejects.toThrow('not whole fen')
})

it('makes sheet names that are allowed and not yet taken', () => {
  expect(sheetNameFrom('马边[2022/3]')).toBe('马边-2022-3-')
  expect(sheetNameFrom('')).toBe('Sheet')
  const long = '四川省乐山市马边彝族自治县民建镇光明村第三村民小组二零二二年花名册'
  const first = sheetNameFrom(long)
  const second = sheetNameFrom(long, new Set([first]))
  expect(first).toHaveLength(31)
  expect(second).toBe(`${first.slice(0, 28)}(2)`)
})

it('writes .csv with its mark, and keeps leading zeros, formula signs and quotes as text', async () => {
  const rows = [
    ['姓名', '账号'],
    ['=1+1', '0012'],
    ['他说"好"', -5],
    [' 前后 ', null],
    [true, 'a,b'],
  ]
  const bytes = await csvBuffer(rows)
  expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
  expect(bytes.toString('utf8', 3)).toBe(
    '姓名,账号\r\n"=1+1",0012\r\n"他说""好""",-5\r\n" 前后 ",\r\n是,"a,b"\r\n',
  )
  expect((await rowsOf(await csvBuffer([['䶮㛃𬱖𠅤']], { encoding: 'gb18030' })))[0]?.values).toEqual([
    '䶮㛃𬱖𠅤',
  ])
})

it('reads .csv with its separators, and says where a quote is left open', async () => {
  for (const separator of [',', ';', '\t']) {
    const text = [`姓名${separator}说明`, `吉克${separator}"一${separator}二"`].join('\r\n')
    expect((await rowsOf(Buffer.from(text))).map((row) => row.values)).toEqual([
      ['姓名', '说明'],
      ['吉克', `一${separator}二`],
    ])
  }
  expect(
    (await rowsOf(Buffer.from('sep=;\r\n姓名;号码\r\n吉克;="0012"'))).map((row) => [row.number, row.values]),
  ).toEqual([
    [1, ['姓名', '号码']],
    [2, ['吉克', '0012']],
  ])
  const open = Buffer.from('姓名,说明\r\n吉克,"没有结束\r\n阿木,二\r\n')
  const refusal = await refusalOf(() => rowsOf(open))
  expect(refusal.code).toBe('workbook.csv-quote')
  expect(refusal.message).toContain('第 2 行')
  const later = Buffer.from('sep=,\n姓名,说明\n\n吉克,"一\n二"\n阿木,"没有结束\n三,四\n')
  expect((await refusalOf(() => rowsOf(later))).message).toContain('第 5 行')
})
