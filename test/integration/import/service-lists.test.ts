/** Vacancies, fairs and service records as offices keep them in workbooks; answers about people and work; lists given back. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { importLists } from '../../../src/main/core/exchange/import-lists.ts'
import { wageRange } from '../../../src/main/core/exchange/vacancies-import.ts'
import { smallLedger } from '../../fixtures/small-ledger.ts'
import { exportDesk, sheetRows } from '../export/export-desk.ts'
import { type ImportDesk, importDesk, RESOURCES, TODAY, workbookOf } from './import-desk.ts'
import { inventedId } from './invented-people.ts'

let desk: ImportDesk
beforeEach(async () => {
  desk = await importDesk()
})
afterEach(() => desk.close())

const codes = (result: { findings: readonly { row: number; code: string }[] }) =>
  [...result.findings].sort((a, b) => a.row - b.row).map(({ row, code }) => [row, code])

describe('vacancies', () => {
  const HEADER = [
    '序号',
    '地区',
    '企业名称',
    '岗位名称',
    '招聘人数',
    '薪资待遇',
    '学历要求',
    '班次',
    '福利待遇',
    '联系电话',
  ]
  const rows = [
    HEADER,
    [
      1,
      '浙江省金华市婺城区',
      '锦禾针织有限公司',
      '缝纫工',
      20,
      '4000-6000元/月',
      '初中',
      '两班倒',
      '包吃住',
      '0579-82345678',
    ],
    [2, '婺城区', '锦禾针织有限公司', '质检员', '5人', '面议', '', '', '', ''],
    [3, '', '无名厂', '普工', '若干', '看情况', '', '', '', ''],
    [4, '', '', '普工', 3, '', '', '', '', ''],
    [5, '', '新厂', '普工', '很多', '', '', '', '', ''],
  ]

  test('are taken with their wages, linked to the employer on record; rows that say nothing are refused', async () => {
    const employer = smallLedger(desk.ledger).employer('锦禾针织有限公司')
    const result = await desk.run(await workbookOf(rows))
    expect(result).toMatchObject({ kind: 'vacancies', newCount: 3, refusedCount: 2 })
    expect(codes(result)).toEqual([
      [4, 'heads.vague'],
      [4, 'wages.format'],
      [5, 'name.empty'],
      [6, 'number.none'],
    ])
    expect(result.notes).toContain(`3 个岗位没有写发布日期，按导入当天（${TODAY}）记。`)
    expect(
      desk.rows(
        `SELECT employer_id AS e, title, heads, wage_from_fen AS low, wage_to_fen AS high, terms_text AS terms, county, source
         FROM vacancies ORDER BY id LIMIT 1`,
      ),
    ).toEqual([
      {
        e: employer,
        title: '缝纫工',
        heads: 20,
        low: 400_000,
        high: 600_000,
        terms: '包吃住，两班倒',
        county: '330702',
        source: `import:${result.importId}#2`,
      },
    ])
  })

  test('again: the same; with another number: changed; and all of it can be taken back', async () => {
    const first = await desk.run(await workbookOf(rows.slice(0, 3)))
    const again = await desk.run(await workbookOf(rows.slice(0, 3)))
    expect(again).toMatchObject({ newCount: 0, changedCount: 0, sameCount: 2 })
    const more = rows.slice(0, 2).map((row, at) => (at === 0 ? row : row.with(4, 30)))
    const changed = await desk.run(await workbookOf(more))
    expect(changed).toMatchObject({ changedCount: 1, newCount: 0 })
    expect(changed.changes).toEqual([
      { row: 2, who: '锦禾针织有限公司 缝纫工', field: '人数', before: '20', after: '30' },
    ])
    expect(() => desk.undo(first.importId ?? '')).toThrow(/又被修改过/)
    desk.undo(changed.importId ?? '')
    desk.undo(first.importId ?? '')
    expect(desk.counts().vacancies).toBe(0)
  })

  test('what goes out for the province comes in again as the same', async () => {
    const first = await exportDesk()
    try {
      await first.run(await workbookOf(rows.slice(0, 3)))
      const { result, bytes } = await first.export('export-province-vacancy')
      const again = await first.run({ name: result.file.name, bytes })
      expect(again).toMatchObject({ kind: 'vacancies', newCount: 0, changedCount: 0, sameCount: 2 })
    } finally {
      first.close()
    }
  })

  test.each([
    ['4000-6000', 400_000, 600_000],
    ['4000～6000元/月', 400_000, 600_000],
    ['4-6千', 400_000, 600_000],
    ['0.5万', 500_000, 500_000],
    ['5000元以上', 500_000, null],
    ['月薪4500元左右', 450_000, 450_000],
  ])('wages as %s', (text, from, to) => {
    expect(wageRange(text)).toEqual({ from, to })
  })
  test('wages that are none', () => expect(wageRange('底薪加提成')).toBeUndefined())
})

test('fairs, with who attended as far as they are on record', async () => {
  const make = smallLedger(desk.ledger)
  make.employer('锦禾针织有限公司')
  const rows = [
    [
      '招聘会名称',
      '举办日期',
      '举办地',
      '主办县',
      '形式',
      '提供岗位数',
      '到场人数',
      '达成意向人数',
      '参会单位',
    ],
    [
      '春风行动专场',
      '2022-02-18',
      '马边彝族自治县',
      '浙江省绍兴市越城区',
      '线下',
      500,
      300,
      80,
      '锦禾针织有限公司、别处的厂',
    ],
    ['云招聘', '2022年3月5日', '', '', '线上', 100, 20, 30, ''],
    ['没有日期的', '', '', '', '', 1, 1, 1, ''],
  ]
  const result = await desk.run(await workbookOf(rows))
  expect(result).toMatchObject({ kind: 'fairs', newCount: 1, refusedCount: 2 })
  expect(codes(result)).toEqual([
    [2, 'employer.not-here'],
    [3, 'record.refused'],
    [4, 'record.no-date'],
  ])
  expect(result.findings.find(({ row }) => row === 3)?.message).toMatch(/多于到场人数/)
  expect(
    desk.rows('SELECT name, county, organiser_county AS o, online, posts, visitors, intents FROM fairs'),
  ).toEqual([
    {
      name: '春风行动专场',
      county: '511133',
      o: '330602',
      online: 0,
      posts: 500,
      visitors: 300,
      intents: 80,
    },
  ])
  expect(desk.counts().fair_employers).toBe(1)
  expect(await desk.run(await workbookOf(rows))).toMatchObject({ newCount: 0, sameCount: 1 })
})

test('service records, of people who are on the roster', async () => {
  const make = smallLedger(desk.ledger)
  make.person('阿依', { idNumber: inventedId(1) })
  make.employer('锦禾针织有限公司')
  const rows = [
    ['服务类型', '服务日期', '姓名', '身份证号', '用人单位', '服务内容', '数量', '服务人员', '备注'],
    ['电话回访', '2022-05-06', '阿依', inventedId(1), '', '工作稳定', '', '木果', ''],
    ['走访慰问', '2022-05-07', '', '', '锦禾针织有限公司', '', 12, '木果', '看望在厂务工人员'],
    ['职业指导', '2022-05-08', '', '', '', '讲政策', '', '', ''],
    ['职业指导', '2022-05-08', '某某', inventedId(9), '', '', '', '', ''],
    ['吃饭', '2022-05-08', '', '', '', '聚餐', '', '', ''],
    ['走访慰问', '2023-05-08', '', '', '', '明年的', '', '', ''],
    ['电话回访', '2022-05-06', '阿依', inventedId(1), '', '工作稳定', '', '木果', ''],
  ]
  const result = await desk.run(await workbookOf(rows))
  expect(result).toMatchObject({ kind: 'services', newCount: 2, sameCount: 1, refusedCount: 4 })
  expect(codes(result)).toEqual([
    [4, 'record.refused'],
    [5, 'person.not-in-roster'],
    [6, 'service.kind-unknown'],
    [7, 'record.refused'],
    [8, 'row.repeated'],
  ])
  expect(desk.rows('SELECT kind, on_date AS "on", heads, title FROM service_records ORDER BY id')).toEqual([
    { kind: 'follow-up', on: '2022-05-06', heads: null, title: '工作稳定' },
    { kind: 'visit', on: '2022-05-07', heads: 12, title: null },
  ])
  desk.undo(result.importId ?? '')
  expect(desk.counts().service_records).toBe(0)
})

describe('answers about people and their work', () => {
  test('_failure of a work list: the columns of the list with a reason; matched to the spell', async () => {
    const make = smallLedger(desk.ledger)
    const person = make.person('阿依', { idNumber: inventedId(1) })
    const spell = make.spell(person, { employerText: '锦禾针织有限公司', fromDate: '2022-01-10' })
    make.spell(person, { employerText: '另一个厂', fromDate: '2021-03-01' })
    const rows = [
      ['证件号码', '姓名', '务工开始年月', '务工企业名称', '务工省', '务工月收入', '失败原因'],
      [inventedId(1), '阿依', '2022年1月', '锦禾针织有限公司', '浙江省', 4200, '务工企业名称与社保不符'],
      [inventedId(1), '阿依', '', '', '浙江省', 4200, '缺务工开始年月'],
      [inventedId(2), '不认识', '2022年1月', '', '', '', '不在库'],
    ]
    const file = await workbookOf(rows, {}, '务工监测_failure.xlsx')
    const result = await desk.run(file)
    expect(result).toMatchObject({ kind: 'work-results', newCount: 1, refusedCount: 2 })
    expect(codes(result)).toEqual([
      [3, 'spell.several'],
      [4, 'person.not-in-roster'],
    ])
    expect(desk.rows('SELECT subject, subject_id AS id, outcome, reason FROM outside_answers')).toEqual([
      { subject: 'spell', id: spell, outcome: 'rejected', reason: '务工企业名称与社保不符' },
    ])
    expect(await desk.run(file)).toMatchObject({ newCount: 0, sameCount: 1 })
  })

  test('a list of people: kept beside each of them', async () => {
    const make = smallLedger(desk.ledger)
    make.person('阿依', { idNumber: inventedId(1) })
    make.person('木乃', { idNumber: inventedId(2) })
    const result = await desk.run(
      await workbookOf([
        ['姓名', '身份证号', '导入结果', '错误信息'],
        ['阿依', inventedId(1), '导入成功', ''],
        ['木乃', inventedId(2), '导入失败', '户编号不存在'],
        ['别人', inventedId(1), '导入成功', ''],
      ]),
    )
    expect(result).toMatchObject({ kind: 'person-results', newCount: 2, refusedCount: 1 })
    expect(codes(result)).toEqual([[4, 'person.other-name']])
  })

  test('the national monitoring export is a roster, and with reasons of failure an answer', async () => {
    const header = [
      ...['序号', '数据日期', '县', '乡', '行政村', '自然村', '户编号', '人编号', '姓名', '证件号码', '人数'],
      ...[
        '与户主关系',
        '民族',
        '文化程度',
        '在校生状况',
        '健康状况',
        '劳动技能',
        '务工时间（月）',
        '是否参加大病保险',
      ],
      ...[
        '致贫原因1',
        '危房户',
        '是否解决安全饮用水',
        '人均纯收入',
        '户联系电话',
        '人联系电话',
        '首次识别时间',
      ],
      ...[
        '人员识别时间',
        '户类型',
        '易返贫致贫户(监测对象)类型',
        '风险是否消除',
        '风险识别时间',
        '风险消除时间',
      ],
    ]
    const row = header.map((title) => (title === '姓名' ? '阿依' : title === '证件号码' ? inventedId(1) : ''))
    const whole = await desk.inspect(await workbookOf([header, row]))
    expect(whole.sheets[0]?.kind).toBe('roster')
    const ignored = ['序号', '数据日期', '务工时间（月）', '是否参加大病保险', '危房户', '是否解决安全饮用水']
    const unknown = whole.sheets[0]?.columns
      .filter(({ field }) => field === null)
      .map(({ header: text }) => text)
    expect(unknown).toEqual(ignored)
    const failure = await desk.inspect(
      await workbookOf(
        [
          [...header, '失败原因'],
          [...row, '人编号重复'],
        ],
        {},
        '脱贫人口_failure.xlsx',
      ),
    )
    expect(failure.sheets[0]?.kind).toBe('person-results')
  })

  test.each([
    ['agents', ['机构名称', '统一社会信用代码']],
    ['employers', ['单位名称', '统一社会信用代码']],
  ])('a short list of %s is still known', async (kind, header) => {
    const { sheets } = await desk.inspect(await workbookOf([header, ['新来的公司', '']]))
    expect(sheets[0]?.kind).toBe(kind)
  })

  test('a roster without a result is still a roster', async () => {
    const { sheets } = await desk.inspect(
      await workbookOf([
        ['姓名', '证件号码', '户编号', '人数', '备注'],
        ['阿依', inventedId(1), '5111330001', 3, ''],
      ]),
    )
    expect(sheets[0]?.kind).toBe('roster')
  })
})

test('what came of an import goes back as _all, _success and _failure, and those are known as result lists', async () => {
  const result = await desk.run(
    await workbookOf(
      [
        ['姓名', '证件号码', '户编号'],
        ['阿依', inventedId(1), '5111330001'],
        ['木乃', '511133199001010012', '5111330002'],
      ],
      {},
      '花名册.xlsx',
    ),
  )
  expect(result).toMatchObject({ newCount: 1, refusedCount: 1 })
  const put = new Map<string, Uint8Array>()
  const lists = await importLists(
    {
      ledger: desk.ledger.reader,
      resources: RESOURCES,
      now: () => 0,
      today: () => TODAY,
      newId: () => '',
      actor: { name: '木果', role: 'clerk' },
      files: {
        open: () => Promise.reject(new Error('nothing is opened')),
        put: async (name, mime, bytes) => {
          put.set(name, bytes)
          return { token: name, name, size: bytes.byteLength, mime }
        },
      },
      progress: () => undefined,
      shouldStop: () => false,
      commit: () => Promise.reject(new Error('lists write nothing')),
    },
    { importId: result.importId ?? '' },
  )
  expect(lists).toMatchObject({ success: 1, failure: 1 })
  expect([...put.keys()]).toEqual(['花名册_all.xlsx', '花名册_success.xlsx', '花名册_failure.xlsx'])
  const failure = put.get('花名册_failure.xlsx') ?? new Uint8Array()
  expect((await sheetRows(failure)).at(-1)).toEqual([
    3,
    '木乃',
    '511133199001010012',
    '5111330002',
    '失败',
    expect.stringMatching(/校验/),
  ])
  const { sheets } = await desk.inspect({ name: '花名册_failure.xlsx', bytes: failure })
  expect(sheets[0]?.kind).toBe('person-results')
})
