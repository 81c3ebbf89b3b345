import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEngine } from '../../../../../src/main/core/policy/engine.ts'
import { isEvaluated } from '../../../../../src/main/core/policy/pack.ts'
import { applyChanges, type PackChange, type Rules } from '../../../../../src/main/core/policy/pack-change.ts'
import { loadPacks } from '../../../../../src/main/core/policy/pack-load.ts'
import { dayOf } from '../../../../../src/shared/domain/dates.ts'

const packs = loadPacks(join(import.meta.dirname, '../../../../../resources/policies'))
const rules: Rules = { packs, standards: [], parameters: {} }
const change = (...changes: PackChange[]) => applyChanges(rules, changes)
const engineOf = ({ packs: changed, standards, parameters }: Rules) =>
  createEngine(changed, { standards, parameters })
const amount = (made: Rules, benefit: string, day: string) =>
  engineOf(made).row(benefit)?.amount.on(dayOf(day))

describe('packs changed in thought', () => {
  it('nothing changed is the very same', () => {
    expect(applyChanges(rules, [])).toBe(rules)
  })

  it('an amount from a day on leaves the days before', () => {
    const made = change({ kind: 'amount', benefit: 'JH-16', amountFen: 350_000, from: '2022-03-01' })
    expect(amount(made, 'JH-16', '2022-02-28')).toBe(300_000)
    expect(amount(made, 'JH-16', '2022-03-01')).toBe(350_000)
    expect(amount(rules, 'JH-16', '2022-03-01')).toBe(300_000)
  })

  it('where the text leaves it to the office, the amount is a local standard', () => {
    const made = change({ kind: 'amount', benefit: 'GZ-04', amountFen: 40_000 })
    expect(amount(made, 'GZ-04', '2022-03-01')).toBe(40_000)
    const raised = change(
      { kind: 'amount', benefit: 'GZ-04', amountFen: 80_000 },
      { kind: 'ceiling', benefit: 'GZ-04', amountFen: 100_000 },
    )
    expect(amount(raised, 'GZ-04', '2022-03-01')).toBe(80_000)
  })

  it('thresholds, readings, lists and dates of a document', () => {
    const made = change(
      { kind: 'threshold', benefit: 'JH-16', threshold: 'insured.months', value: 5 },
      { kind: 'parameter', parameter: 'SX-02.gap-days', value: 10 },
      { kind: 'standard', key: 'JH-19.ganzi', codes: ['513327'] },
      { kind: 'document', document: 'JH-2021', date: 'to', value: '2026-12-31' },
    )
    const engine = engineOf(made)
    expect(engine.row('JH-16')?.insuredMonths?.at(dayOf('2022-01-01'))).toBe(5)
    expect(engine.row('JH-16')?.terms.end).toBe(dayOf('2026-12-31'))
    expect(engine.row('SX-02')?.gapDays).toBe(10)
    expect(engine.row('JH-16')?.home?.test('513327')).toBe(1)
    expect(engine.row('JH-16')?.home?.test('513329')).toBe(0)
  })

  it.each<[string, PackChange, string]>([
    ['over the ceiling', { kind: 'amount', benefit: 'GZ-04', amountFen: 60_000 }, '规定的上限 500 元'],
    [
      'negative',
      { kind: 'amount', benefit: 'JH-16', amountFen: -500 },
      'JH-16 就业补贴的金额改成 -5 元不成立：应大于 0。请改正后再算。',
    ],
    ['zero', { kind: 'amount', benefit: 'JH-16', amountFen: 0 }, '应大于 0'],
    ['an unknown benefit', { kind: 'amount', benefit: 'JH-99', amountFen: 1 }, '政策库中没有可测算的“JH-99”'],
    ['a referral', { kind: 'amount', benefit: 'JH-08', amountFen: 1 }, '没有可测算的“JH-08”'],
    [
      'a threshold it has not',
      { kind: 'threshold', benefit: 'JH-16', threshold: 'headcount.heads', value: 3 },
      '可以改的是：参保月数（insured.months）',
    ],
    [
      'no month',
      { kind: 'threshold', benefit: 'JH-16', threshold: 'insured.months', value: 0 },
      '应为大于 0 的整数',
    ],
    [
      'a threshold no year can meet',
      { kind: 'threshold', benefit: 'HLJ-06', threshold: 'stable.months', value: 12 },
      '一个日历年内不可能稳定 12 个月及以上',
    ],
    [
      'before the document',
      { kind: 'amount', benefit: 'JH-16', amountFen: 1, from: '2020-01-01' },
      '日期在文件有效期（2021-09-10 至 2025-12-31）之外',
    ],
    [
      'an unknown reading',
      { kind: 'parameter', parameter: 'JH-16.none', value: 1 },
      '没有“JH-16.none”这条口径',
    ],
    [
      'a reading of another kind',
      { kind: 'parameter', parameter: 'SX-10.per', value: 'month' },
      '应为 year、fair 之一',
    ],
    [
      'no place code',
      { kind: 'parameter', parameter: 'JH-19.bazhong', value: ['巴州'] },
      '“巴州”不是行政区划代码',
    ],
    [
      'an unknown kind of employer',
      { kind: 'parameter', parameter: 'JH-16.enterprise-kinds', value: ['shop'] },
      '没有“shop”这个单位类型',
    ],
    [
      'a standard nobody waits for',
      { kind: 'standard', key: 'JH-16', codes: ['513327'] },
      '没有条款等待“JH-16”',
    ],
    [
      'a ceiling the text has not',
      { kind: 'ceiling', benefit: 'JH-16', amountFen: 1 },
      '没有上限可改：文件写明了金额，请改金额',
    ],
    [
      'an end before the beginning',
      { kind: 'document', document: 'JH-2021', date: 'to', value: '2020-01-01' },
      '早于文件起始日 2021-09-10',
    ],
    ['no date', { kind: 'document', document: 'JH-2021', date: 'to', value: '2025-02-30' }, '应为存在的日期'],
  ])('refuses what cannot be: %s', (_, wrong, words) => {
    expect(() => change(wrong)).toThrow(words)
  })

  it('whatever is accepted compiles, and never touches what was given', () => {
    const rows = packs.documents.flatMap((document) => document.rows.filter((row) => isEvaluated(row)))
    const written = JSON.stringify(packs.documents)
    let accepted = 0
    fc.assert(
      fc.property(fc.constantFrom(...rows), fc.integer({ min: 1, max: 10_000_000 }), (row, amountFen) => {
        try {
          const made = change({ kind: 'amount', benefit: row.id, amountFen })
          expect(engineOf(made).refusedStandards).toEqual([])
          expect(amount(made, row.id, '2022-06-30')).toBe(amountFen)
          accepted += 1
        } catch (error) {
          expect(error).toMatchObject({ code: 'policy.standard-over-ceiling' })
        }
      }),
      { numRuns: 300 },
    )
    expect(accepted).toBeGreaterThan(100)
    expect(JSON.stringify(packs.documents)).toBe(written)
  })
})
