import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { shippedPacks } from '../../../src/main/core/entitlements/packs.ts'
import { policyLibrary } from '../../../src/main/core/entitlements/policy-library.ts'
import { choicesOf, clausesOf, filterClauses } from '../../../src/renderer/pages/policy/library/clauses.ts'
import { timelineOf } from '../../../src/renderer/pages/policy/library/timeline.ts'
import { regions } from '../../fixtures/small-ledger.ts'

const documents = policyLibrary(
  shippedPacks({ resources: join(import.meta.dirname, '../../../resources') }),
  regions,
)
const clauses = clausesOf(documents)
const NONE = { words: '', treatment: null, whom: null, fund: null }
const found = (words: string) => filterClauses(clauses, { ...NONE, words }).map(({ id }) => id)

describe('looking a clause up', () => {
  it('has all rows, document by document', () => {
    expect(filterClauses(clauses, NONE)).toHaveLength(223)
    expect(clauses.map(({ doc }) => doc)).toEqual([...clauses].map(({ doc }) => doc).sort())
  })

  it('finds by id in any writing, the named row first', () => {
    expect(found('JH-16')[0]).toBe('JH-16')
    expect(found('jh16')[0]).toBe('JH-16')
    expect(found('ＪＨ－16')[0]).toBe('JH-16')
  })

  it('finds by clause number in any width, by words together, names before wording', () => {
    expect(found('三(二)')).toEqual(found('三（二）'))
    expect(found('三（二）').length).toBeGreaterThan(0)
    const rent = filterClauses(clauses, { ...NONE, words: '租房 绍兴' })
    for (const clause of rent) expect(clause.text).toMatch(/租房/)
    const named = filterClauses(clauses, { ...NONE, words: '交通' })
    const lastNamed = named.findLastIndex(({ name }) => name.includes('交通'))
    const firstOther = named.findIndex(({ name }) => !name.includes('交通'))
    expect(lastNamed).toBeGreaterThanOrEqual(0)
    expect(firstOther === -1 || firstOther > lastNamed).toBe(true)
    expect(found('没有这样的字')).toEqual([])
  })

  it('filters by treatment, by whom and by fund, and counts what each choice holds', () => {
    for (const { value, label } of choicesOf(clauses, ({ funds }) => funds)) {
      const of = filterClauses(clauses, { ...NONE, fund: value })
      expect(label).toBe(`${value} ${of.length}`)
      expect(of.every(({ funds }) => funds.includes(value))).toBe(true)
    }
    const duties = filterClauses(clauses, { ...NONE, treatment: 'duty' })
    expect(duties).toHaveLength(116)
    const agents = filterClauses(clauses, { ...NONE, treatment: 'computed', whom: '劳务机构' })
    expect(agents.length).toBeGreaterThan(0)
    expect(agents.every((one) => one.whom === '劳务机构' && one.treatment === 'computed')).toBe(true)
  })
})

describe('the picture of the documents in time', () => {
  const line = timelineOf(documents, '2026-11-21')

  it('has a bar for each, the carried-out one right above the one that carries it out, nothing outside', () => {
    const order = line.bars.map(({ document }) => document.id)
    expect([...order].sort()).toEqual(documents.map(({ id }) => id).sort())
    expect(order.indexOf('JH-2021')).toBe(order.indexOf('ZJ-2021') + 1)
    for (const bar of line.bars) {
      expect(bar.from).toBeGreaterThanOrEqual(0)
      expect(bar.to).toBeGreaterThan(bar.from)
      expect(Math.max(bar.to, bar.claims ?? 0)).toBeLessThanOrEqual(line.width)
    }
    expect(line.ties.map(({ from, to, rows }) => [from.document.id, to.document.id, rows])).toEqual([
      ['ZJ-2021', 'JH-2021', 7],
    ])
    expect(line.ghosts.map(({ by, name }) => [by, name])).toEqual([['JH-2021', '金人社发〔2019〕47号']])
  })

  it('places days in their year', () => {
    const year = (n: number) => line.years.find((one) => one.year === n)?.x ?? Number.NaN
    const shaoxing = line.bars.find(({ document }) => document.id === 'SX-2018')
    expect(shaoxing?.from).toBeCloseTo(year(2018), 6)
    expect(shaoxing?.to).toBeGreaterThan(year(2020) + 0.99 * (year(2021) - year(2020)))
    expect(shaoxing?.to).toBeLessThan(year(2021))
    expect(line.today).toBeGreaterThan(year(2026))
    expect(line.today).toBeLessThan(year(2027))
  })
})
