import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { explainFromLedger } from '../../../src/main/core/entitlements/explain.ts'
import { storedParameters } from '../../../src/main/core/entitlements/ledger-engine.ts'
import { packsOf } from '../../../src/main/core/entitlements/packs.ts'
import { policyLibrary } from '../../../src/main/core/entitlements/policy-library.ts'
import { listReadings, removeReading, saveReading } from '../../../src/main/core/entitlements/readings.ts'
import { readingView } from '../../../src/shared/contract/policy-readings.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { regions, resources, smallLedger, TODAY } from '../../fixtures/small-ledger.ts'

let t: TestLedger
beforeEach(async () => {
  t = await createTestLedger()
})
afterEach(() => t.cleanup())

const context = { resources, today: () => TODAY }
const list = () => listReadings(context, t.ledger.reader, TODAY)
const reading = (key: string) => list().find((one) => one.key === key)
const set = (key: string, value: string, extra: { decidedOn?: string; decidedBy?: string } = {}) =>
  t.ledger.write({ action: 'policy.saveReading', actor: '张三' }, (tx) =>
    saveReading(context, tx, { key, value, reason: '局务会讨论', ...extra }, '张三'),
  )

describe('执行口径', () => {
  it('are every point that the five documents leave to the office, with the rows that rest on them', () => {
    const all = list()
    for (const one of all) expect(readingView.parse(one)).toEqual(one)
    expect(all.every(({ decisions, value, shipped }) => decisions.length === 0 && value === shipped)).toBe(
      true,
    )
    const parameters = packsOf(context, t.ledger.reader, TODAY).parameters
    expect(
      all
        .filter(({ kind }) => kind !== 'day')
        .map(({ key }) => key)
        .sort(),
    ).toEqual([...parameters.keys()].sort())
    expect(all.filter(({ kind }) => kind === 'day').map(({ key }) => key)).toEqual([
      'GZ-2021.inForce.from',
      'JH-2021.inForce.from',
    ])
    expect(all.filter(({ rows }) => rows.length === 0)).toEqual([])
    expect(reading('SX-02.gap-days')).toMatchObject({ kind: 'number', shippedText: '7', rows: ['SX-02'] })
    expect(reading('HLJ-17.period-months')).toMatchObject({ rows: ['HLJ-17'] })
    expect(reading('SX-10.per')?.valueText).toBe('每年一次')
    expect(reading('JH-16.enterprise-kinds')?.valueText).toContain('企业')
  })

  it('can be decided otherwise, are shown dated, and the latest decision counts until it is taken back', () => {
    set('SX-02.gap-days', '15', { decidedOn: '2022-03-01', decidedBy: '局务会' })
    const second = set('SX-02.gap-days', '30')
    expect(reading('SX-02.gap-days')).toMatchObject({
      shippedText: '7',
      valueText: '30',
      decisions: [
        { valueText: '30', decidedBy: '张三', decidedOn: TODAY, inForce: true },
        { valueText: '15', decidedBy: '局务会', decidedOn: '2022-03-01', inForce: false },
      ],
    })
    expect(storedParameters(t.ledger.reader)).toEqual({ 'SX-02.gap-days': 30 })
    const removed = t.ledger.write({ action: 'policy.removeReading', actor: '张三' }, (tx) =>
      removeReading(tx, second.result, '撤回'),
    )
    expect(reading('SX-02.gap-days')?.valueText).toBe('15')
    t.ledger.undo(removed.txId, '张三')
    expect(reading('SX-02.gap-days')?.valueText).toBe('30')
    t.ledger.undo(second.txId, '张三')
    expect(reading('SX-02.gap-days')?.valueText).toBe('15')
  })

  it.each([
    ['JH-16', '5', '文件没有把“JH-16”留给本单位理解'],
    ['JH-16.insured', '5', '文件没有把'],
    ['SX-2018.inForce.from', '2018-02-01', '文件没有把'],
    ['SX-02.gap-days', '7', '现在就是“7”'],
    ['SX-02.gap-days', '0', '应为 1 到 600 的整数'],
    ['SX-02.gap-days', '7.5', '应为 1 到 600 的整数'],
    ['SX-02.gap-days', '一周', '应为 1 到 600 的整数'],
    ['HLJ-06.only-year', '2030', '应为文件有效期内的年度（2021 至 2025）'],
    ['JH-2021.inForce.from', '2026-01-01', '应为不晚于文件终止日（2025-12-31）'],
    ['JH-2021.inForce.from', '2021-02-30', '应为不晚于文件终止日'],
    ['SX-10.per', 'month', '文件只容许：year（每年一次）、fair'],
    ['JH-16.enterprise-kinds', 'enterprise,shop', '没有“shop”这种类型'],
    ['SX-20.provinces', '51,99', '“99”不是已知的行政区划代码'],
    ['JH-19.bazhong', '511902,511133', '四川省马边彝族自治县不在四川省巴中市'],
  ])('%s as %s is refused', (key, value, said) => {
    const before = list()
    expect(() => set(key, value)).toThrow(said)
    expect(list()).toEqual(before)
  })

  it('are not decided in the future, nor behind a later decision', () => {
    expect(() => set('SX-02.gap-days', '10', { decidedOn: '2099-01-01' })).toThrow('不晚于今天')
    set('SX-02.gap-days', '10', { decidedOn: '2022-05-01' })
    expect(() => set('SX-02.gap-days', '12', { decidedOn: '2022-04-01' })).toThrow('已有更晚的决定')
  })

  it('change the answer, the sentence that explains it, and the library', () => {
    const make = smallLedger(t.ledger)
    const firm = make.employer('义乌某合作社', { kind: 'cooperative', county: '330782', isPrivate: true })
    const id = make.person('甲', {
      idNumber: '511902199001011234',
      homeCounty: '511902',
      categoriesKnown: true,
    })
    make.category(id, 'poverty-lifted', '2014-12-31')
    make.spell(id, {
      employerId: firm,
      employerText: '义乌某合作社',
      county: '330782',
      fromDate: '2022-01-10',
      toState: 'open',
      organisedState: 'no',
      insuredKnown: true,
    })
    make.insured(id, 2022, 0b11111, { employerId: firm, employerText: '义乌某合作社', county: '330782' })
    const explain = () =>
      explainFromLedger(context, t.ledger.reader, { benefit: 'JH-16', asOf: TODAY, personId: id })[0]
    expect(explain()?.outcome).toBe('ineligible')
    set('JH-16.enterprise-kinds', 'enterprise、small-enterprise、cooperative')
    expect(explain()?.outcome).toBe('eligible')
    expect(explain()?.conditions.find((one) => one.id === 'kind')?.asks).toContain('合作社')
    const library = policyLibrary(
      packsOf(context, t.ledger.reader, TODAY),
      regions,
      storedParameters(t.ledger.reader),
    )
    const row = library.flatMap(({ benefits }) => benefits).find((one) => one.id === 'JH-16')
    expect(row?.readings.find(({ key }) => key === 'JH-16.enterprise-kinds')).toMatchObject({
      decided: true,
      value: expect.stringContaining('合作社'),
    })
    expect(row?.conditions.find((one) => one.id === 'kind')?.text).toContain('合作社')
    set('JH-2021.inForce.from', '2022-01-05')
    expect(explain()?.conditions.find((one) => one.id === 'in-force')?.asks).toContain(
      '2022-01-05 至 2025-12-31',
    )
  })
})
