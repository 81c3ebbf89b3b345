import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { evaluateLedger } from '../../../src/main/core/entitlements/evaluate.ts'
import { shippedPacks } from '../../../src/main/core/entitlements/packs.ts'
import { policyLibrary } from '../../../src/main/core/entitlements/policy-library.ts'
import { listStandards, saveStandard } from '../../../src/main/core/entitlements/standards.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { regions, resources, smallLedger, TODAY } from '../../fixtures/small-ledger.ts'
import { jobContext } from './entitlement-desk.ts'

describe('local standards', () => {
  let t: TestLedger
  beforeEach(async () => {
    t = await createTestLedger()
  })
  afterEach(() => t.cleanup())

  const enter = (key: string, amountFen: number | null, extra: { value?: string; document?: string } = {}) =>
    t.ledger.write({ action: 'policy.saveStandard', actor: '审核人' }, (tx) =>
      saveStandard(
        { resources, today: () => TODAY },
        tx,
        { key, amountFen, document: '某县人社〔2022〕3号', from: null, to: null, ...extra },
        '审核人',
      ),
    )
  const gz04 = async () => {
    const run = await evaluateLedger(jobContext(t.ledger), { asOf: TODAY, benefits: ['GZ-04'] })
    return Object.fromEntries(run.counts.map(({ outcome, amountFen }) => [outcome, amountFen]))
  }

  it('turns needs-standard into money, and only with a document number', async () => {
    const make = smallLedger(t.ledger)
    const person = make.person('阿依', { homeCounty: '520328', categoriesKnown: true })
    make.category(person, 'poverty-lifted', '2014-12-31')
    make.spell(person, { county: '440305', fromDate: '2022-03-01', toState: 'open' })
    expect(await gz04()).toEqual({ 'needs-standard': 0 })
    expect(() => enter('GZ-04', 40_000, { document: ' ' })).toThrow('请填写定这个标准的当地文件号')
    enter('GZ-04', 40_000)
    expect(await gz04()).toEqual({ eligible: 40_000 })
    expect(listStandards({ resources }, t.ledger.reader)).toMatchObject([
      { key: 'GZ-04', amountFen: 40_000, valueText: '400.00 元', document: '某县人社〔2022〕3号' },
    ])
  })

  it('refuses an amount above the ceiling, an unknown key and a value that says nothing', () => {
    expect(() => enter('GZ-04', 50_001)).toThrow(/超过文件（.+）规定的上限 500 元/)
    expect(() => enter('XX-01', 10_000)).toThrow('“XX-01”没有等待当地标准的条款')
    expect(() => enter('JH-16', 10_000)).toThrow('文件已写明金额的，不用也不能另定')
    expect(() => enter('GZ-04', 0)).toThrow('金额应大于零')
    expect(() => enter('HLJ-08.line', null, { value: '七千' })).toThrow(
      '应填金额，或按年度的金额，或县代码列表',
    )
    expect(() => enter('HLJ-08.line', null, { value: '{"2022":"7000.005"}' })).toThrow('不是年度和金额')
    expect(() => enter('JH-19.ganzi', null, { value: '["5133"]' })).toThrow('县代码应为 6 位数字')
    expect(listStandards({ resources }, t.ledger.reader)).toEqual([])
  })

  it('keeps a line by year and a list of counties', () => {
    enter('HLJ-08.line', null, { value: '{"2022":7000}' })
    enter('JH-19.ganzi', null, { value: '["513327","513328"]' })
    expect(listStandards({ resources }, t.ledger.reader).map(({ valueText }) => valueText)).toEqual([
      '2022年 7,000.00 元',
      '四川省炉霍县、四川省甘孜县',
    ])
  })
})

describe('the policy library', () => {
  const library = policyLibrary(shippedPacks({ resources }), regions)

  it('shows each of the five documents, its dates and what is assumed of them', () => {
    expect(library.map(({ id }) => id).sort()).toEqual([
      'GZ-2021',
      'HLJ-2021',
      'JH-2021',
      'SX-2018',
      'ZJ-2021',
    ])
    const jinhua = library.find(({ id }) => id === 'JH-2021')
    expect(jinhua).toMatchObject({ inForceFrom: '2021-09-10', inForceTo: '2025-12-31', number: null })
    expect(jinhua?.assumptions).not.toEqual([])
    expect(library.find(({ id }) => id === 'SX-2018')?.claimUntil).toBe('2021-12-31')
  })

  it('says of every row what is asked, paid, once for what and from which fund', () => {
    for (const { benefits } of library) {
      for (const benefit of benefits) {
        expect(benefit.wording, benefit.id).not.toBe('')
        expect(benefit.funds, benefit.id).not.toEqual([])
        expect(benefit.amountText, benefit.id).toMatch(/元|标准/)
        for (const { text } of benefit.conditions)
          expect(text, benefit.id).not.toMatch(/undefined|？|\[object/)
      }
    }
  })
})
