/** What a clerk's files really hold: each is met with a clear reason, and a refused file leaves the ledger as it was. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { doctor } from '../../../src/main/core/db/doctor/doctor.ts'
import { isRefusal, type Refusal } from '../../../src/shared/domain/refusal.ts'
import { type ImportDesk, importDesk, workbookOf } from './import-desk.ts'
import { inventedId } from './invented-people.ts'
import { rawWorkbook, rowXml } from './raw-workbook.ts'

let desk: ImportDesk
beforeEach(async () => {
  desk = await importDesk()
})
afterEach(() => desk.close())

const HEADER = ['姓名', '证件号码', '联系电话', '人数', '户编号', '易地搬迁入住时间']
const person = (sequence: number, name: string, ...rest: (string | number)[]) => [
  name,
  inventedId(sequence),
  ...rest,
]

/** The refusal of an import that leaves nothing behind. */
async function refused(file: { name: string; bytes: Uint8Array }): Promise<Refusal> {
  const before = desk.counts()
  const error = await desk.run(file).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(desk.counts()).toEqual(before)
  expect((await doctor(desk.ledger.ticket)).findings).toEqual([])
  if (!isRefusal(error)) throw new Error(`not refused: ${String(error)}`)
  return error
}

const fullWidth = (text: string) =>
  text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))

test('a picture with the name of a workbook', async () => {
  const bytes = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
  const refusal = await refused({ name: '花名册.xlsx', bytes })
  expect(refusal.code).toBe('workbook.not-a-workbook')
  expect(refusal.message).toMatch(/不是表格.*请选择 \.xlsx 或 \.csv 文件/)
})

test('an empty file', async () => {
  expect((await refused({ name: 'a.xlsx', bytes: new Uint8Array() })).code).toBe('workbook.empty')
})

test('a workbook cut off in the middle', async () => {
  const whole = await workbookOf([HEADER, person(1, '吉克阿依')])
  const refusal = await refused({ name: 'a.xlsx', bytes: whole.bytes.subarray(0, whole.bytes.length - 400) })
  expect(refusal.code).toBe('workbook.truncated')
})

test('no known header: the refusal lists what was seen and what it is like', async () => {
  const refusal = await refused(
    await workbookOf([
      ['学生姓名', '学号', '班级'],
      ['张三', '1', '二班'],
    ]),
  )
  expect(refusal.code).toBe('import.no-known-header')
  expect(refusal.message).toContain('“学生姓名”、“学号”、“班级”')
  expect(refusal.message).toMatch(/“学生姓名”像“.*姓名.*”/)
})

test('where data stands in the place of a header, the refusal shows no whole number of anybody', async () => {
  const refusal = await refused(await workbookOf([['某某', inventedId(1), '13812345678']]))
  expect(refusal.code).toBe('import.no-known-header')
  expect(refusal.message + JSON.stringify(refusal.params)).not.toMatch(/\d{7}/)
})

test('a known header with no rows under it', async () => {
  expect((await refused(await workbookOf([HEADER]))).code).toBe('import.no-rows')
})

test('a zip bomb is not unpacked', async () => {
  const blank = ' '.repeat(1024 * 1024)
  const bomb = await rawWorkbook(
    (function* () {
      for (let i = 0; i < 80; i += 1) yield blank
    })(),
  )
  expect(bomb.bytes.length).toBeLessThan(1024 * 1024)
  const refusal = await refused(bomb)
  expect(refusal.code).toBe('workbook.too-large-inside')
  expect(refusal.message).toMatch(/解压后大得不正常/)
})

test('titles above, merged and two-row headers, hidden columns: taken, and said', async () => {
  const rows = [
    ['马边县脱贫人口花名册'],
    ['姓名', '证件号码', '户籍信息', null, null, '联系电话'],
    [null, null, '户编号', '县', '乡', null],
    ['吉克阿依', inventedId(1), 'H01', '马边彝族自治县', '民建镇', '13812345678'],
  ]
  const columns = [0, 1, 2, 3, 4, 5].map((column) => ({
    header: '',
    kind: 'general' as const,
    hidden: column === 1,
  }))
  const merges = ['A1:F1', 'A2:A3', 'B2:B3', 'C2:E2', 'F2:F3']
  const result = await desk.run(await workbookOf(rows, { columns, merges }))
  expect(result.newCount).toBe(1)
  expect(result.notes).toEqual([
    '表头有两行，按第 2、3 行合起来认。',
    'B 列“证件号码”是隐藏的列，同样会导入。',
    '表头有合并的单元格，已按合并前的列认。',
  ])
  expect(desk.rows('SELECT name, home_county, home_township, phone FROM people')).toEqual([
    { name: '吉克阿依', home_county: '511133', home_township: '511133100', phone: '13812345678' },
  ])
})

test('cells merged down the members of a household hold for each of them', async () => {
  const rows = [
    ['户编号', '姓名', '证件号码'],
    ['H01', '吉克阿依', inventedId(1)],
    [null, '吉克木呷', inventedId(2)],
    ['H02', '马海日铁', inventedId(3)],
  ]
  const result = await desk.run(await workbookOf(rows, { merges: ['A2:A3'] }))
  expect(result.notes.join()).toContain('A2:A3')
  expect(
    desk.rows(
      'SELECT h.code, count(*) AS n FROM people p JOIN households h ON h.id = p.household_id GROUP BY 1',
    ),
  ).toEqual([
    { code: 'H01', n: 2 },
    { code: 'H02', n: 1 },
  ])
})

test('formulas: the stored result is taken, one that was never calculated is said', async () => {
  const id = inventedId(7)
  const file = await rawWorkbook(
    [
      rowXml(1, ['姓名', '证件号码', '人数']),
      rowXml(2, [
        '吉克阿依',
        { xml: `<c r="REF" t="str"><f>CONCATENATE("5","1")</f><v>${id}</v></c>` },
        { xml: '<c r="REF"><f>1+2</f><v>3</v></c>' },
      ]),
      rowXml(3, [
        '马海日铁',
        { xml: '<c r="REF"><f>A1</f></c>' },
        { xml: '<c r="REF" t="e"><v>#N/A</v></c>' },
      ]),
    ].join(''),
  )
  const result = await desk.run(file)
  expect(result.newCount).toBe(1)
  expect(result.notes.join()).toMatch(/“证件号码”、.*“人数”是公式/)
  expect(desk.rows('SELECT id_number FROM people')).toEqual([{ id_number: id }])
  expect(result.findings.map(({ row, severity, code }) => [row, severity, code])).toEqual([
    [3, 'refused', 'id.empty'],
  ])
})

test('numbers stored as text, and text stored as numbers', async () => {
  const result = await desk.run(
    await workbookOf([
      [...HEADER, '人均纯收入'],
      [...person(1, '吉克阿依', 13812345678, '4', 5111330001, 44621), '12345.67'],
      [
        '马海日铁',
        { value: 511133850615012, kind: 'general' },
        '１３８１２３４５６７８',
        3,
        '5111330002',
        '2022-03-01',
        8000.5,
      ],
    ]),
  )
  expect(result.refusedCount).toBe(0)
  expect(
    desk.rows(
      `SELECT p.phone, h.code, h.size, h.income_per_head_fen AS fen, c.from_date AS moved, length(p.id_number) AS digits
       FROM people p JOIN households h ON h.id = p.household_id JOIN person_categories c ON c.person_id = p.id ORDER BY h.code`,
    ),
  ).toEqual([
    { phone: '13812345678', code: '5111330001', size: 4, fen: 1234567, moved: '2022-03-01', digits: 18 },
    { phone: '13812345678', code: '5111330002', size: 3, fen: 800050, moved: '2022-03-01', digits: 18 },
  ])
})

test('ID numbers that Excel damaged are refused with what happened and how to mend it', async () => {
  const result = await desk.run(
    await workbookOf([
      HEADER.slice(0, 2),
      ['甲某某', '5.11133E+17'],
      ['乙某某', { value: 511133198506150100, kind: 'general' }],
      ['丙某某', '511133198506150000'],
      ['丁某某', inventedId(9).slice(0, 17)],
      ['己某某', `'${fullWidth(inventedId(10))}`],
      ['戊某某', ` ${inventedId(8).toLowerCase()} `],
    ]),
  )
  expect(result.newCount).toBe(2)
  expect(result.findings.map(({ row, code }) => [row, code])).toEqual([
    [2, 'id.excel-scientific'],
    [3, 'id.excel-rounded'],
    [4, 'id.excel-rounded'],
    [5, 'id.length'],
  ])
  expect(result.findings[0]?.message).toMatch(/科学计数.*重新录入.*设为文本/)
})

test('one day in six styles is one day', async () => {
  const styles = ['2022-03-01', '2022/3/1', '2022.3.1', '2022年3月1日', '20220301', 44621, '44621']
  const rows = styles.map((style, i) => [...person(i, '吉克阿依'), '', '', '', style])
  const columns = HEADER.map((_, column) => ({
    header: '',
    kind: 'general' as const,
    ...(column === 5 ? {} : {}),
  }))
  const result = await desk.run(
    await workbookOf(
      [HEADER, ...rows, [...person(50, '马海日铁'), '', '', '', { value: '2022-03-01', kind: 'date' }]],
      { columns },
    ),
  )
  expect(result.findings).toEqual([])
  expect(desk.rows('SELECT DISTINCT from_date, category FROM person_categories')).toEqual([
    { from_date: '2022-03-01', category: 'relocated' },
  ])
  expect(desk.counts().person_categories).toBe(styles.length + 1)
})

test('a hundred thousand blank rows are no rows', async () => {
  const file = await rawWorkbook(
    (function* () {
      yield rowXml(1, ['姓名', '证件号码'])
      yield rowXml(2, person(1, '吉克阿依'))
      for (let thousand = 0; thousand < 100; thousand += 1)
        yield Array.from({ length: 1000 }, (_, i) => {
          const number = 3 + thousand * 1000 + i
          return `<row r="${number}"><c r="A${number}"/><c r="B${number}"/></row>`
        }).join('')
      yield rowXml(100_003, person(2, '马海日铁'))
    })(),
  )
  const result = await desk.run(file)
  expect([result.rows, result.newCount, result.refusedCount]).toEqual([2, 2, 0])
})

test('a person with another name is refused, in the file and against the ledger', async () => {
  const first = await desk.run(
    await workbookOf([HEADER.slice(0, 2), person(1, '吉克阿依'), person(1, '张三')]),
  )
  expect([first.newCount, first.refusedCount]).toEqual([1, 1])
  const before = desk.rows('SELECT id, name FROM people')
  const second = await desk.run(await workbookOf([HEADER.slice(0, 2), person(1, '李四')]))
  expect(second.refusedCount).toBe(1)
  expect(second.findings[0]).toMatchObject({ row: 2, severity: 'refused', code: 'person.other-name' })
  expect(second.findings[0]?.message).toBe(
    `同一身份证号（${inventedId(1).slice(0, 6)}********${inventedId(1).slice(-4)}）已登记为另一姓名“吉克阿依”，本行是“李四”。请对照证件，改正错的一处。`,
  )
  expect(desk.rows('SELECT id, name FROM people')).toEqual(before)
})

test('wages that are words are left out and said; the row is taken', async () => {
  await desk.run(await workbookOf([HEADER.slice(0, 2), person(1, '吉克阿依')]))
  const result = await desk.run(
    await workbookOf([
      ['证件号码', '务工开始年月', '务工企业名称', '务工省', '务工市', '务工县', '务工月收入'],
      [inventedId(1), '2022年3月', '义乌某某公司', '浙江省', '金华市', '义乌市', '约3000元'],
    ]),
  )
  expect(result.newCount).toBe(1)
  expect(result.findings.map(({ code, severity }) => [code, severity])).toEqual([['money.format', 'warned']])
  expect(desk.rows('SELECT monthly_income_fen AS fen, county, from_date AS day FROM spells')).toEqual([
    { fen: null, county: '330782', day: '2022-03-01' },
  ])
})

test('lines of item codes and column numbers, prefilled numbers and footers are no people', async () => {
  const result = await desk.run(
    await workbookOf([
      ['序号', '姓名', '证件号码', '联系电话'],
      ['aaa001', 'aac003', 'aab004', 'aae005'],
      [1, 2, 3, 4],
      [1, '吉克阿依', inventedId(1), '13812345678'],
      [2, null, null, null],
      ['填报人：张三', null, null, '联系电话：0833-4512345'],
      ['合计', '1 人', null, null],
    ]),
  )
  expect([result.rows, result.newCount]).toEqual([1, 1])
})

test('a hidden sheet is scratch paper; another sheet that could be meant is named', async () => {
  const { createWorkbookWriter } = await import('../../../src/main/core/exchange/workbook/workbook-writer.ts')
  const sheet = (name: string, sequence: number, hidden = false) => ({
    name,
    hidden,
    header: false,
    autofilter: false,
    columns: [{ header: '' }, { header: '' }],
    rows: [['姓名', '证件号码'], person(sequence, '吉克阿依')],
  })
  const bytes = await createWorkbookWriter()
    .addSheet(sheet('旧表', 1, true))
    .addSheet({ ...sheet('说明', 2), rows: [['填表说明']] })
    .addSheet(sheet('一组', 3))
    .addSheet(sheet('二组', 4))
    .toBuffer()
  const result = await desk.run({ name: 'a.xlsx', bytes })
  expect(result.notes).toEqual(['本次只导入了工作表“一组”；“二组”也认得出，需要时请另选工作表再导入。'])
  expect(desk.rows('SELECT id_number FROM people')).toEqual([{ id_number: inventedId(3) }])
  const shown = await desk.inspect({ name: 'a.xlsx', bytes })
  expect(shown.sheets.map(({ name, hidden, kind }) => [name, hidden, kind])).toEqual([
    ['旧表', true, 'roster'],
    ['说明', false, null],
    ['一组', false, 'roster'],
    ['二组', false, 'roster'],
  ])
})

test('two columns with one header: the first is taken, and said where they differ', async () => {
  const two = [
    ['姓名', '身份证号', '公民身份号码', '联系电话', '联系电话'],
    ['吉克阿依', inventedId(1), inventedId(2), '13800000000', '13800000000'],
  ]
  const result = await desk.run(await workbookOf(two), { dryRun: true })
  expect(result.notes.join()).toContain('“证件号码”有 B、C 列，内容不同，采用 B 列')
  expect(result.notes.join()).not.toContain('联系电话')
})

test('a character that nobody sees is no part of a name', async () => {
  await desk.run(await workbookOf([HEADER, person(1, '吉克\u200b阿依'), person(2, '\ufeff马海日铁\u200d')]))
  expect(desk.rows('SELECT name FROM people ORDER BY id_number')).toEqual([
    { name: '吉克阿依' },
    { name: '马海日铁' },
  ])
})
