import { expect, it } from 'vitest'
import { exportCells } from '../../../../../../src/main/core/exchange/export/export-cells.ts'
import { readExportProfile } from '../../../../../../src/main/core/exchange/export/export-profile.ts'
import {
  resultListProfile,
  resultLists,
} from '../../../../../../src/main/core/exchange/export/result-lists.ts'
import { loadRegions } from '../../../../../../src/main/core/registry/regions.ts'
import { maskName } from '../../../../../../src/shared/domain/exports.ts'
import { sheetRows } from '../../../../../integration/export/export-desk.ts'
import { RESOURCES } from '../../../../../integration/import/import-desk.ts'

const words = { regions: loadRegions(RESOURCES), benefits: new Map([['JH-16', '交通补贴']]) }

function cellsOf(columns: string, source = 'spells') {
  const profile = readExportProfile(
    `export: 1
id: t
name: 试
version: 1
owner: 我们
receiver: 他们
direction: out
source: ${source}
sheet: 一
file: 一
columns:
${columns}`,
    't.yaml',
  )
  return exportCells(profile, words)
}

it.each([
  ['王明', '王*'],
  ['王小明', '王*明'],
  ['吉克·阿依', '吉****'],
  ['𬱖', '𬱖*'],
  ['', '*'],
])('masks the name %s as %s', (name, masked) => {
  expect(maskName(name)).toBe(masked)
})

it('masks name, ID number, phone and account, and names what stays in full', () => {
  const masked = cellsOf(`  - { header: 姓名, field: person.name, mask: name }
  - { header: 证件号码, field: person.idNumber, mask: id }
  - { header: 电话, field: person.phone, mask: phone }
  - { header: 账号, field: person.account, mask: account }
`)
  const values = ['王小明', '511133199001010011', '13900001234', '6229990000000000123']
  expect(masked.rowOf(values).cells).toEqual(['王*明', '511133********0011', '139****1234', '********0123'])
  expect(masked.personal).toEqual([])
  const full = cellsOf(`  - { header: 姓名, field: person.name, mask: name }
  - { header: 证件号码, field: person.idNumber }
  - { header: 电话, field: person.phone }
`)
  expect(full.personal).toEqual(['证件号码', '联系电话'])
})

it('writes dates, months, money and codes as the receiver wants them', () => {
  const { rowOf, sheetColumns } = cellsOf(`  - { header: 甲, field: spell.from }
  - { header: 乙, field: spell.from, pattern: YYYY年M月D日 }
  - { header: 丙, field: spell.from, format: month, pattern: YYYYMM }
  - { header: 丁, field: spell.fromMonth }
  - { header: 戊, field: spell.monthlyIncome }
  - { header: 己, field: spell.monthlyIncome, format: text }
  - { header: 庚, field: spell.monthlyIncome, format: number }
  - { header: 辛, field: spell.state, codes: { open: '01', ended: '02', empty: '99' } }
  - { header: 壬, field: spell.state, format: number, codes: { open: 1, ended: 2 } }
  - { header: 癸, value: '0001' }
`)
  const day = '2022-03-05'
  const values = [day, day, day, '2022-03', 345_050, 345_050, 345_050, 'open', 'ended']
  expect(rowOf(values).cells).toEqual([
    day,
    '2022年3月5日',
    '202203',
    '2022-03',
    345_050,
    '3450.50',
    3450.5,
    '01',
    2,
    '0001',
  ])
  expect(sheetColumns.map(({ kind }) => kind)).toEqual([
    'date',
    'text',
    'text',
    'text',
    'fen',
    'text',
    'decimal',
    'text',
    'general',
    'text',
  ])
  const nothing = values.map(() => null)
  expect(rowOf(nothing).cells).toEqual([null, null, null, null, null, null, null, '99', '', '0001'])
})

it.each([
  ['330602', ['浙江省', '绍兴市', '越城区']],
  ['511133', ['四川省', '乐山市', '马边彝族自治县']],
  ['310115', ['上海市', '上海市', '浦东新区']],
  ['500240', ['重庆市', '重庆市', '石柱土家族自治县']],
  ['441900', ['广东省', '东莞市', '']],
  ['469021', ['海南省', '', '定安县']],
])('names province, city and county of %s', (code, names) => {
  const { rowOf } = cellsOf(`  - { header: 省, field: spell.province }
  - { header: 市, field: spell.city }
  - { header: 县, field: spell.county }
`)
  expect(rowOf([code, code, code]).cells).toEqual(names)
})

it('says of a workplace only what the columns for the place do not say', () => {
  const { rowOf } = cellsOf('  - { header: 地点, field: spell.street }\n')
  const rest = (text: string) => rowOf([text]).cells?.[0]
  expect(rest('330602 浙江省绍兴市越城区中兴路1号')).toBe('中兴路1号')
  expect(rest('330602 浙江省绍兴市越城区')).toBe('')
  expect(rest('310115 上海市上海市浦东新区')).toBe('')
  expect(rest('330602 某工业园')).toBe('某工业园')
  expect(rest(' 浙江省绍兴市')).toBe('浙江省绍兴市')
})

it('keeps a row back that lacks what is required, or a code, and says which', () => {
  const { rowOf } = cellsOf(`  - { header: 证件号码, field: person.idNumber, required: true }
  - { header: 文化程度, field: person.education, codes: { 小学: '1', 初中: '2' } }
  - { header: 类别, field: person.categories, codes: { poverty-lifted: A, else: '' } }
`)
  expect(rowOf([null, '小学', null])).toEqual({ cells: undefined, why: '缺证件号码' })
  expect(rowOf(['1', '大专', null])).toEqual({ cells: undefined, why: '文化程度“大专”没有对应的代码' })
  expect(rowOf(['1', '初中', 'poverty-lifted,relocated']).cells).toEqual(['1', '2', 'A'])
  expect(rowOf(['1', null, null]).cells).toEqual(['1', '', ''])
})

it('names a policy row, and keeps the id of one that nobody knows', () => {
  const { rowOf } = cellsOf('  - { header: 项目, field: claim.benefitName }\n', 'claims')
  expect(rowOf(['JH-16']).cells).toEqual(['交通补贴'])
  expect(rowOf(['XX-01']).cells).toEqual(['XX-01'])
})

it('answers a file with three lists, named as such systems name them', async () => {
  const context = { resources: RESOURCES }
  const row = { name: '王小明', idNumber: '511133199001010011', businessNumber: '' }
  const lists = await resultLists(context, resultListProfile(context), '务工监测.xlsx', [
    { ...row, row: 2, outcome: 'accepted', reason: '' },
    { ...row, row: 3, outcome: 'rejected', reason: '证件号码校验位不对' },
  ])
  expect([lists.all.name, lists.success.name, lists.failure.name]).toEqual([
    '务工监测_all.xlsx',
    '务工监测_success.xlsx',
    '务工监测_failure.xlsx',
  ])
  const numbers = async (bytes: Uint8Array) => (await sheetRows(bytes)).slice(1).map((cells) => cells[0])
  expect(await numbers(lists.all.bytes)).toEqual([2, 3])
  expect(await numbers(lists.success.bytes)).toEqual([2])
  expect((await sheetRows(lists.failure.bytes))[1]).toEqual([
    3,
    '王小明',
    '511133199001010011',
    null,
    '失败',
    '证件号码校验位不对',
  ])
})
