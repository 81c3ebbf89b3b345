import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadPacks } from '../../../../../src/main/core/policy/pack-load.ts'
import { listAllRows } from '../../../../../src/main/core/policy/row-list.ts'

const rows = listAllRows(loadPacks(join(import.meta.dirname, '../../../../../resources/policies')))
const MONEY = ['computed', 'needs-standard', 'referral']

describe('every row of the five documents', () => {
  it('is listed once', () => {
    expect(rows).toHaveLength(223)
    expect(new Set(rows.map(({ id }) => id)).size).toBe(223)
  })

  it.each([
    ['ZJ-2021', { money: 7, target: 0, limit: 2, duty: 21 }],
    ['SX-2018', { money: 13, target: 5, limit: 4, duty: 12 }],
    ['JH-2021', { money: 17, target: 1, limit: 3, duty: 16 }],
    ['GZ-2021', { money: 26, target: 4, limit: 4, duty: 37 }],
    ['HLJ-2021', { money: 18, target: 1, limit: 2, duty: 30 }],
  ])('of %s is there, without a gap in the numbers', (document, expected) => {
    const own = rows.filter((row) => row.document === document)
    const of = (treatments: readonly string[]) =>
      own.filter(({ treatment }) => treatments.includes(treatment)).length
    expect({ money: of(MONEY), target: of(['target']), limit: of(['limit']), duty: of(['duty']) }).toEqual(
      expected,
    )
    const letters = document.split('-')[0]
    expect(own.map(({ id }) => id)).toEqual(own.map((_, i) => `${letters}-${String(i + 1).padStart(2, '0')}`))
  })

  it('adds up by treatment', () => {
    const totals = new Map<string, number>()
    for (const { treatment } of rows) totals.set(treatment, (totals.get(treatment) ?? 0) + 1)
    expect(Object.fromEntries(totals)).toEqual({
      computed: 39,
      'needs-standard': 22,
      referral: 20,
      target: 11,
      limit: 15,
      duty: 116,
    })
  })

  it.each([
    ['target', 'SX-14 SX-15 SX-16 SX-17 SX-18 JH-18 GZ-02 GZ-03 GZ-13 GZ-14 HLJ-17'],
    ['limit', 'ZJ-08 ZJ-09 SX-19 SX-20 SX-21 SX-22 JH-19 JH-20 JH-21 GZ-01 GZ-22 GZ-23 GZ-35 HLJ-15 HLJ-22'],
    [
      'referral',
      'ZJ-06 ZJ-07 SX-06 JH-05 JH-08 GZ-10 GZ-11 GZ-19 GZ-20 GZ-30 GZ-31 GZ-33 GZ-34 HLJ-04 HLJ-05 HLJ-09 HLJ-13 HLJ-18 HLJ-20 HLJ-21',
    ],
  ])('with treatment %s is the one meant', (treatment, ids) => {
    const found = rows.filter((row) => row.treatment === treatment).map(({ id }) => id)
    expect(found.sort()).toEqual(ids.split(' ').sort())
  })

  it('names its clause and says in words what it is', () => {
    for (const row of rows) {
      expect(row.clause, row.id).toMatch(/\p{Script=Han}/u)
      expect(row.name, row.id).toMatch(/\p{Script=Han}{2}/u)
      expect([...row.wording].length, row.id).toBeGreaterThanOrEqual(8)
    }
  })

  it('says what it pays or how it is followed, unless it is a referral', () => {
    for (const row of rows) {
      const says = row.amountText ?? row.followedBy
      if (row.treatment === 'referral') expect(says, row.id).toBeNull()
      else expect(says, row.id).toMatch(/\p{Script=Han}/u)
    }
  })
})

describe('a row in the list', () => {
  const row = (id: string) => rows.find((one) => one.id === id)

  it.each([
    ['SX-15', 'amountText', '2018年不少于 1784 人'],
    ['SX-14', 'amountText', '每年不少于 1 场'],
    ['GZ-02', 'amountText', '常年都不少于 1 人/户'],
    ['GZ-03', 'amountText', '常年保持稳定'],
    ['GZ-14', 'amountText', '到 2025-12-31 不少于 3000 家'],
    ['HLJ-17', 'amountText', '每 12 个月每人职业指导 1 次、适合的岗位信息 3 次、免费培训 1 次'],
    ['JH-16', 'amountText', '3000 元/人'],
    ['GZ-04', 'amountText', '不超过 500 元（由当地定标准）'],
    ['GZ-22', 'followedBy', '核对一人是否同时占两个公益性岗位'],
    ['HLJ-15', 'followedBy', '核对公益性岗位协议的期限；核对一人是否同时占两个公益性岗位'],
    ['SX-22', 'followedBy', '由结对关系限定'],
    ['ZJ-24', 'followedBy', '台账计数：招聘会场次'],
    ['ZJ-12', 'followedBy', '附材料'],
    ['JH-16', 'unit', '每人一次'],
    ['SX-09', 'beneficiary', 'agent'],
    ['SX-14', 'beneficiary', null],
  ] as const)('%s %s', (id, key, text) => {
    expect(row(id)?.[key]).toBe(text)
  })

  it('that is a target says how its period and its places are read', () => {
    expect(row('HLJ-17')?.readings).toEqual([
      expect.stringContaining('登记过求职的算想就业'),
      '文中没有写周期，暂按12个月。',
    ])
    expect(row('SX-15')?.readings).toEqual([
      expect.stringContaining('四川、贵州、湖北、吉林'),
      expect.stringContaining('按中部和西部的通常划分'),
    ])
    expect(row('SX-18')?.readings).toHaveLength(1)
    expect(row('GZ-13')?.readings).toEqual([expect.stringContaining('贵安新区没有单独的代码')])
    // Only those of what it uses itself: SX-15 has both.
    expect(row('SX-17')?.readings).toEqual([expect.stringContaining('按中部和西部的通常划分')])
    expect(row('GZ-26')?.readings).toEqual([])
  })
})
