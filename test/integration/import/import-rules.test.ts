/** What an import may and may not do to what is on record. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { doctor } from '../../../src/main/core/db/doctor/doctor.ts'
import { importMappings } from '../../../src/main/core/db/schema/exchange.ts'
import { people } from '../../../src/main/core/db/schema/registry.ts'
import { Cancelled } from '../../../src/main/core/procedure.ts'
import { type ImportDesk, importDesk, workbookOf } from './import-desk.ts'
import { inventedId } from './invented-people.ts'

let desk: ImportDesk
beforeEach(async () => {
  desk = await importDesk()
})
afterEach(() => desk.close())

const A = inventedId(1)
const B = inventedId(2)
const roster = (...rows: (string | number | null)[][]) =>
  workbookOf([
    ['姓名', '证件号码', '户编号', '与户主关系', '人数', '联系电话', '户类型', '人员识别时间'],
    ...rows,
  ])
const work = (...rows: (string | number | null)[][]) =>
  workbookOf([
    [
      '证件号码',
      '姓名',
      '入职日期',
      '离职日期',
      '在岗状态',
      '务工省',
      '务工市',
      '务工县',
      '务工企业名称',
      '组织单位',
      '参保情况',
      '2021年工资',
      '自行租房起',
      '自行租房止',
    ],
    ...rows,
  ])
const YIWU = ['浙江省', '金华市', '义乌市']

test('a dry run counts the same as the import and changes nothing', async () => {
  const file = await roster(
    ['吉克阿依', A, 'H1', '户主', 2, '13812345678', '脱贫户', '2014年12月'],
    ['李四', '123', 'H1', '之子', 2, null, null, null],
  )
  const before = desk.counts()
  const dry = await desk.run(file, { dryRun: true })
  expect(desk.counts()).toEqual(before)
  expect(dry.importId).toBeNull()
  expect(dry.errorFile).not.toBeNull()
  const real = await desk.run(file)
  const told = (r: typeof dry) => ({ ...r, importId: 0, dryRun: 0, seconds: 0, errorFile: 0 })
  expect(told(real)).toEqual(told(dry))
  expect(desk.counts().people).toBe(1)
})

test('an empty cell never erases, a new value changes and is shown before and after', async () => {
  await desk.run(await roster(['吉克阿依', A, 'H1', '户主', 2, '13812345678', '脱贫户', '2014年12月']))
  const again = await desk.run(
    await roster(['吉克·阿依', A.toLowerCase(), null, null, null, '13900000000', null, null]),
  )
  expect([again.newCount, again.changedCount]).toEqual([0, 1])
  expect(again.changes).toEqual([
    { row: 2, who: '吉克·阿依', field: '联系电话', before: '138****5678', after: '139****0000' },
  ])
  expect(
    desk.rows(
      'SELECT name, relation_to_head AS relation, phone, household_id IS NOT NULL AS housed FROM people',
    ),
  ).toEqual([{ name: '吉克阿依', relation: '户主', phone: '13900000000', housed: 1 }])
  expect(desk.rows('SELECT category, from_date, to_date FROM person_categories')).toEqual([
    { category: 'poverty-lifted', from_date: '2014-12-01', to_date: null },
  ])
})

test('the head of a household may stand after its members', async () => {
  const member = ['吉克木呷', B, 'H1', '之子', 3, null, null, null]
  const head = ['吉克阿依', A, 'H1', '户主', 4, null, null, null]
  for (const rows of [
    [member, head],
    [head, member],
  ]) {
    const other = await importDesk()
    const result = await other.run(await roster(...rows))
    expect(result.findings.map(({ code }) => code)).toEqual(['household.differs'])
    expect(other.rows('SELECT size FROM households')).toEqual([{ size: 4 }])
    other.close()
  }
})

test('twice in one file: the same is said, something else is refused', async () => {
  const row = ['吉克阿依', A, 'H1', '户主', 2, '13812345678', '脱贫户', '2014年12月']
  const result = await desk.run(
    await roster(row, [...row], ['吉克阿依', A, 'H1', '户主', 2, '13900000000', '脱贫户', '2014年12月']),
  )
  expect([result.newCount, result.sameCount, result.refusedCount]).toEqual([1, 1, 1])
  expect(result.findings.map(({ row: n, code }) => [n, code])).toEqual([
    [3, 'row.repeated'],
    [4, 'person.twice-differs'],
  ])
  expect(result.findings[1]?.message).toContain('联系电话')
})

test('without an ID number: matched by name in the household, else refused', async () => {
  await desk.run(await roster(['吉克阿依', A, 'H1', '户主', 2, null, null, null]))
  const result = await desk.run(
    await roster(
      ['马海日铁', null, 'H1', null, null, null, null, null],
      ['吉克阿依', null, 'H1', null, null, '13812345678', null, null],
    ),
  )
  expect([result.changedCount, result.refusedCount]).toEqual([1, 1])
  expect(result.findings.map(({ code }) => code).sort()).toEqual(['id.empty', 'person.matched-by-name'])
  expect(desk.rows('SELECT phone FROM people')).toEqual([{ phone: '13812345678' }])
})

test('kinds of household and watched households become dated categories; what is not said stays unknown', async () => {
  const header = [
    '姓名',
    '证件号码',
    '户类型',
    '人员识别时间',
    '监测对象类别',
    '风险是否消除',
    '风险识别时间',
    '风险消除时间',
    '低保起始时间',
    '特困起始时间',
    '易地搬迁入住时间',
  ]
  const result = await desk.run(
    await workbookOf([
      header,
      [
        '甲甲',
        inventedId(1),
        '脱贫户',
        '2014年12月',
        '脱贫不稳定户',
        '是',
        '2021-03-05',
        '2022-01-10',
        '无',
        '无',
        '无',
      ],
      ['乙乙', inventedId(2), '一般农户', null, '边缘易致贫户', '否', '2021年6月', null, null, null, null],
      ['丙丙', inventedId(3), '低保脱贫户', '2015-11', null, null, null, null, '2018-05-01', null, '是'],
      ['丁丁', inventedId(4), '脱贫户', null, '突发严重困难户', '是', '2021-03-05', null, null, null, null],
    ]),
  )
  expect(
    desk.rows(
      'SELECT p.name, c.category AS c, c.from_date AS f, c.to_date AS t FROM person_categories c JOIN people p ON p.id = c.person_id ORDER BY 1, 2',
    ),
  ).toEqual([
    { name: '丙丙', c: 'minimum-living', f: '2018-05-01', t: null },
    { name: '丙丙', c: 'poverty-lifted', f: '2015-11-01', t: null },
    { name: '乙乙', c: 'monitored-marginal', f: '2021-06-01', t: null },
    { name: '甲甲', c: 'monitored-unstable', f: '2021-03-05', t: '2022-01-10' },
    { name: '甲甲', c: 'poverty-lifted', f: '2014-12-01', t: null },
  ])
  expect(desk.rows('SELECT name, categories_known AS k FROM people ORDER BY name')).toEqual([
    { name: '丁丁', k: null },
    { name: '丙丙', k: null },
    { name: '乙乙', k: null },
    { name: '甲甲', k: 1 },
  ])
  expect(result.findings.map(({ row, code }) => [row, code])).toEqual([
    [4, 'category.no-start'],
    [5, 'category.no-start'],
    [5, 'category.no-end'],
  ])
})

test('work: none is none, blank is unknown, years and rent are kept', async () => {
  await desk.run(
    await roster(
      ['吉克阿依', A, null, null, null, null, null, null],
      ['马海日铁', B, null, null, null, null, null, null],
    ),
  )
  const result = await desk.run(
    await work(
      [
        A,
        '吉克阿依',
        '2022-03-01',
        null,
        '在岗',
        ...YIWU,
        '义乌甲公司',
        '自行外出',
        '未参保',
        36000.5,
        '2022年1月',
        '2022年3月',
      ],
      [B, '马海日铁', '2021-05-01', '2021-12-31', null, ...YIWU, '义乌甲公司', null, null, null, null, null],
      [
        inventedId(77),
        '无此人',
        '2021-05-01',
        null,
        null,
        ...YIWU,
        '义乌甲公司',
        null,
        null,
        null,
        null,
        null,
      ],
      [B, '另一个名', '2021-05-01', null, null, ...YIWU, '义乌甲公司', null, null, null, null, null],
    ),
  )
  expect([result.newCount, result.refusedCount]).toEqual([2, 2])
  expect(result.findings.map(({ row, code }) => [row, code])).toEqual([
    [4, 'person.not-in-roster'],
    [5, 'person.other-name'],
  ])
  expect(
    desk.rows(
      'SELECT from_date AS f, to_state AS s, to_date AS t, organised_state AS o, insured_known AS i, contract_state AS c FROM spells ORDER BY f',
    ),
  ).toEqual([
    { f: '2021-05-01', s: 'ended', t: '2021-12-31', o: null, i: null, c: null },
    { f: '2022-03-01', s: 'open', t: null, o: 'no', i: 1, c: null },
  ])
  expect(desk.rows('SELECT year, wages_fen AS w, fare_fen AS f FROM spell_years')).toEqual([
    { year: 2021, w: 3600050, f: null },
  ])
  expect(desk.rows('SELECT year, months FROM rent_years')).toEqual([{ year: 2022, months: 0b111 }])
  const again = await desk.run(
    await work([
      A,
      '吉克阿依',
      '2022-03-01',
      '2022-08-31',
      null,
      ...YIWU,
      '义乌甲公司',
      null,
      null,
      null,
      '2022年5月',
      '2022年5月',
    ]),
  )
  expect([again.newCount, again.changedCount]).toEqual([0, 1])
  expect(desk.rows("SELECT to_state AS s, to_date AS t FROM spells WHERE from_date = '2022-03-01'")).toEqual([
    { s: 'ended', t: '2022-08-31' },
  ])
  expect(desk.rows('SELECT months FROM rent_years')).toEqual([{ months: 0b10111 }])
})

test('insured months: ranges, single months and month columns add up, and complete the spells', async () => {
  await desk.run(await roster(['吉克阿依', A, null, null, null, null, null, null]))
  await desk.run(
    await work([
      A,
      '吉克阿依',
      '2021-11-01',
      null,
      '在岗',
      ...YIWU,
      '义乌甲公司',
      null,
      '已参保',
      null,
      null,
      null,
    ]),
  )
  const place = '浙江省金华市义乌市'
  const range = await desk.run(
    await workbookOf([
      ['身份证号', '单位名称', '参保地', '起始月', '终止月'],
      [A, '义乌甲公司', place, '202111', '2022年2月'],
      [A, '义乌甲公司', place, '202204', '202204'],
    ]),
  )
  expect(range.notes).toEqual(['1 段务工经历的参保情况已由本表补齐。'])
  await desk.run(
    await workbookOf([
      ['身份证号', '单位名称', '参保地', '费款所属期'],
      [A, '义乌甲公司', place, '2022-05'],
      [A, '义乌甲公司', place, '202207-202208'],
    ]),
  )
  const columns = await desk.run(
    await workbookOf([
      ['身份证号', '单位名称', '参保地', '年度', '5月', '6月', '7月'],
      [A, '义乌甲公司', place, 2022, '√', 386.5, ''],
    ]),
  )
  expect(columns.changedCount).toBe(1)
  expect(desk.rows('SELECT year, months FROM insured_years ORDER BY year')).toEqual([
    { year: 2021, months: 0b110000000000 },
    { year: 2022, months: 0b000011111011 },
  ])
  expect(desk.rows('SELECT insured_known AS k FROM spells')).toEqual([{ k: 1 }])
  const none = await desk.run(
    await workbookOf([
      ['身份证号', '单位名称', '参保地', '起始月'],
      [A, '义乌甲公司', '浙江省金华市', '202201'],
    ]),
  )
  expect(none.findings.map(({ code }) => code)).toEqual(['county.not-county'])
})

test('employers that come after the work list are linked to it, and it is said how many', async () => {
  await desk.run(await roster(['吉克阿依', A, null, null, null, null, null, null]))
  await desk.run(
    await work([
      A,
      '吉克阿依',
      '2022-03-01',
      null,
      '在岗',
      ...YIWU,
      '义乌（甲）公司',
      null,
      null,
      null,
      null,
      null,
    ]),
  )
  const result = await desk.run(
    await workbookOf([
      ['单位名称', '统一社会信用代码', '单位类型', '认定类型', '认定日期'],
      ['义乌(甲)公司', '91330602MA2BCDEF0M', '企业', '就业帮扶车间', '2021-05-01'],
      ['义乌（甲）公司', '91330602MA2BCDEF0M', '企业', '国家级基地', '2022-05-01'],
    ]),
  )
  expect([result.newCount, result.changedCount]).toEqual([1, 1])
  expect(result.notes).toEqual(['已将 1 条务工和参保记录与单位台账对上。'])
  expect(desk.counts().employer_recognitions).toBe(2)
  expect(desk.rows('SELECT e.name FROM spells s JOIN employers e ON e.id = s.employer_id')).toEqual([
    { name: '义乌(甲)公司' },
  ])
})

test('agents that come after the work list are linked to it, by their name as written', async () => {
  await desk.run(await roster(['吉克阿依', A, null, null, null, null, null, null]))
  const first = await desk.run(
    await workbookOf([
      ['证件号码', '姓名', '务工开始年月', '务工省', '务工市', '务工县', '务工企业名称', '组织单位'],
      [A, '吉克阿依', '2022-03-01', ...YIWU, '义乌甲公司', '马边（彝乡）劳务公司'],
    ]),
  )
  expect(first.findings.map(({ code }) => code)).toContain('agent.unknown')
  expect(desk.rows('SELECT agent_id AS id, agent_text AS text FROM spells')).toEqual([
    { id: null, text: '马边（彝乡）劳务公司' },
  ])
  const result = await desk.run(
    await workbookOf([
      ['机构名称', '机构类型', '许可证号'],
      ['马边(彝乡)劳务公司', '劳务公司', '511133001'],
    ]),
  )
  expect(result.notes).toEqual(['已将 1 条务工记录与劳务机构对上。'])
  expect(desk.rows('SELECT a.name FROM spells s JOIN agents a ON a.id = s.agent_id')).toEqual([
    { name: '马边(彝乡)劳务公司' },
  ])
})

test('a cancelled import leaves nothing', async () => {
  const before = desk.counts()
  const rows = Array.from({ length: 900 }, (_, i) => [
    `吉克${i % 2 ? '阿依' : '木呷'}`,
    inventedId(i),
    'H1',
    null,
    null,
    null,
    null,
    null,
  ])
  let taken = 0
  const hooks = {
    progress: (_step: string, done: number, _total: number | null, unit?: string) => {
      if (unit === '行') taken = done
    },
    // Only once rows are in the transaction.
    shouldStop: () => taken > 0,
  }
  await expect(desk.run(await roster(...rows), {}, hooks)).rejects.toBeInstanceOf(Cancelled)
  // Part of the rows were written, the rest never read.
  expect(taken).toBeGreaterThan(0)
  expect(taken).toBeLessThan(900)
  expect(desk.counts()).toEqual(before)
  expect((await doctor(desk.ledger.ticket)).findings).toEqual([])
})

test('an import is undone whole; not after somebody worked on with it', async () => {
  const first = await desk.run(
    await roster(['吉克阿依', A, 'H1', '户主', 2, '13812345678', '脱贫户', '2014年12月']),
  )
  const second = await desk.run(
    await roster(
      ['吉克阿依', A, 'H1', '户主', 5, '13900000000', null, null],
      ['马海日铁', B, 'H1', '之子', 5, null, null, null],
    ),
  )
  expect(() => desk.undo(first.importId ?? '')).toThrow(/有 2 条记录在导入后又被修改过|用到了它带来的户/)
  expect(desk.undo(second.importId ?? '')).toEqual({ importId: second.importId, restored: 2, removed: 1 })
  expect(desk.rows('SELECT phone FROM people WHERE deleted_at IS NULL')).toEqual([{ phone: '13812345678' }])
  expect(desk.rows('SELECT size FROM households')).toEqual([{ size: 2 }])
  expect(() => desk.undo(second.importId ?? '')).toThrow(/已经撤销过/)
  const [person] = desk.rows<{ id: string }>('SELECT id FROM people WHERE deleted_at IS NULL')
  desk.ledger.write({ action: 'people.update', actor: 'test' }, (tx) =>
    tx.update(people, person?.id ?? '', { phone: '13700000000' }),
  )
  expect(() => desk.undo(first.importId ?? '')).toThrow('人员“吉克阿依”（联系电话）')
  expect(desk.rows('SELECT state FROM imports ORDER BY imported_at')).toEqual([
    { state: 'done' },
    { state: 'undone' },
  ])
})

test('the mapping is remembered by the headers, and shown as remembered', async () => {
  const rows = [
    ['姓名', '证件号码', '电话', '亲属电话'],
    ['吉克阿依', A, '13812345678', '13900000000'],
  ]
  await desk.run(await workbookOf(rows), {
    kind: 'roster',
    headerRow: 1,
    mapping: { name: 0, idNumber: 1, phone: 3 },
  })
  expect(desk.rows('SELECT phone FROM people')).toEqual([{ phone: '13900000000' }])
  const shown = await desk.inspect(await workbookOf(rows))
  expect(shown.sheets[0]).toMatchObject({ kind: 'roster', headerRow: 1, remembered: true, rows: 1 })
  expect(shown.sheets[0]?.columns.map(({ field }) => field)).toEqual(['name', 'idNumber', null, 'phone'])
  expect(shown.sheets[0]?.columns[3]?.samples).toEqual(['13900000000'])
  desk.ledger.write({ action: 'imports.forgetMapping', actor: 'test' }, (tx) =>
    tx.local(importMappings).delete(),
  )
  expect((await desk.inspect(await workbookOf(rows))).sheets[0]?.columns[2]?.field).toBe('phone')
})

test('what is kept: the original, its findings, who and when', async () => {
  const file = await roster(
    ['吉克阿依', A, null, null, null, null, null, null],
    ['坏', '1', null, null, null, null, null, null],
  )
  const result = await desk.run(file)
  const [kept] = desk.rows<{ name: string; size: number; findings: number; by: string }>(
    `SELECT f.name, f.size, i.imported_by AS "by", (SELECT count(*) FROM import_findings x WHERE x.import_id = i.id) AS findings
     FROM imports i JOIN files f ON f.id = i.file_id WHERE i.id = ?`,
    result.importId ?? '',
  )
  expect(kept).toEqual({ name: 'test.xlsx', size: file.bytes.length, by: '测试员', findings: 1 })
})

test('lists in GB18030 come in as well, rare characters and all', async () => {
  const { default: iconv } = await import('iconv-lite')
  const csv = `姓名,身份证号,户编号\r\n𠅤㛃·阿依,${A},H1\r\n`
  const result = await desk.run({ name: '名单.csv', bytes: iconv.encode(csv, 'gb18030') })
  expect(result.newCount).toBe(1)
  expect(desk.rows('SELECT name FROM people')).toEqual([{ name: '𠅤㛃·阿依' }])
})
