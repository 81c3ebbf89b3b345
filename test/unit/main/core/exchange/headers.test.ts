import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { AGENTS, EMPLOYERS, INSURED, ROSTER, WORK } from '../../../../../src/main/core/demo/headers.ts'
import {
  columnLetters,
  findHeader,
  mergedRanges,
  missingFields,
  nearestHeaders,
} from '../../../../../src/main/core/exchange/header-detection.ts'
import {
  foldHeader,
  headerFingerprint,
  headerForms,
  moneyScale,
} from '../../../../../src/main/core/exchange/header-folding.ts'
import { loadImportProfiles } from '../../../../../src/main/core/exchange/import-profiles.ts'
import { SheetRow } from '../../../../../src/main/core/exchange/workbook/sheet-row.ts'

const profiles = loadImportProfiles(join(import.meta.dirname, '../../../../../resources'))
const row = (number: number, ...values: (string | number | null)[]) => new SheetRow(number, values)

describe('folding', () => {
  test.each([
    ['姓 名', '姓名'],
    ['＊姓名：', '姓名'],
    ['１．姓名', '姓名'],
    ['务工\n月收入', '务工月收入'],
    ['AAB004', 'aab004'],
    ['易返贫致贫户(监测对象)类型', '易返贫致贫户监测对象类型'],
  ])('%j is %j', (text, folded) => expect(foldHeader(text)).toBe(folded))

  test('units and item codes are left out at second sight', () => {
    expect(headerForms('人均纯收入（元）')).toEqual(['人均纯收入元', '人均纯收入'])
    expect(headerForms('证件号码(aab004)')).toContain('证件号码')
    expect(moneyScale('月收入（万元）')).toBe(10_000)
    expect(moneyScale('月收入（元）')).toBe(1)
  })

  test('a fingerprint sees neither blanks nor width, but sees order', () => {
    expect(headerFingerprint(['姓 名', '', '证件号码'])).toBe(headerFingerprint(['姓名', '证件号码：']))
    expect(headerFingerprint(['姓名', '证件号码'])).not.toBe(headerFingerprint(['证件号码', '姓名']))
  })
})

describe('profiles', () => {
  test.each([ROSTER, WORK, INSURED, EMPLOYERS, AGENTS])('every column of $file is known', ({ headers }) => {
    const profile = Object.values(profiles).find((each) => {
      const found = findHeader(profiles, [row(1, ...headers)], [])
      return found?.kind === each.kind
    })
    expect(headers.filter((header) => profile?.fieldOf(header) === undefined)).toEqual([])
  })

  test.each([
    ['roster', '公民身份号码', 'idNumber'],
    ['roster', '证件号', 'idNumber'],
    ['roster', '人口编号', 'personCode'],
    ['roster', '监测对象类别', 'monitoredKind'],
    ['roster', '风险是否已消除', 'riskGone'],
    ['roster', '县（市、区）', 'county'],
    ['work', 'aab082', 'fromMonth'],
    ['work', '务工结束年月(aab086)', 'toMonth'],
    ['work', '2021年度工资收入', 'wages:2021'],
    ['insured', '2022年3月', 'paid:2022-03'],
    ['insured', '12月', 'paid:12'],
    ['insured', '社会保障号码', 'idNumber'],
  ] as const)('%s: %s is %s', (kind, header, field) => {
    expect(profiles[kind].fieldOf(header)).toMatchObject({ field })
  })

  test('labels of years and months', () => {
    expect(profiles.work.labelOf('wages:2021')).toBe('2021年工资')
    expect(profiles.insured.labelOf('paid:2022-03')).toBe('2022年3月')
  })
})

describe('finding the header', () => {
  test('below titles, whatever stands above', () => {
    const found = findHeader(
      profiles,
      [
        row(1, '某县务工监测表'),
        row(2, '填报单位：', null, '2022年9月'),
        row(4, '序号', '证件号码', '务工开始年月', '务工县'),
        row(5, 1, 'x', 'y', 'z'),
      ],
      [],
    )
    expect(found).toMatchObject({ kind: 'work', headerRow: 4, twoRows: false })
    expect(found?.fields.get('idNumber')).toBe(1)
  })

  test('over two rows, with a group above its columns', () => {
    const merges = mergedRanges(['A1:A2', 'B1:B2', 'C1:D1'])
    const found = findHeader(
      profiles,
      [
        row(1, '证件号码', '入职日期', '务工地点', null),
        row(2, null, null, '省', '县'),
        row(3, '1', '2', '浙江', '义乌'),
      ],
      merges,
      'work',
    )
    expect(found).toMatchObject({ headerRow: 2, twoRows: true })
    expect(found?.fields.get('province')).toBe(2)
    expect(found?.fields.get('county')).toBe(3)
  })

  test('a row that lacks what a kind needs is no header of it', () => {
    expect(findHeader(profiles, [row(1, '姓名', '班级')], [])).toBeUndefined()
    expect(missingFields(profiles.insured, new Map([['idNumber', 0]]))).toEqual(['起始月或缴费月份'])
    expect(
      missingFields(
        profiles.insured,
        new Map([
          ['idNumber', 0],
          ['paid:2022-03', 1],
        ]),
      ),
    ).toEqual([])
  })

  test('unknown headers are named with what they are like', () => {
    const { seen, nearest } = nearestHeaders(profiles, [row(1, '人员证件号', '工作企业')])
    expect(seen).toEqual(['人员证件号', '工作企业'])
    expect(nearest[0]).toEqual({ seen: '人员证件号', known: '人员证件号码' })
  })

  test('columns by their letters', () => {
    expect([0, 25, 26, 701, 702].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA'])
  })
})
