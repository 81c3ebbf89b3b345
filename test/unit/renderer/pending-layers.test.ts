import { describe, expect, it } from 'vitest'
import { pendingLayers } from '../../../src/renderer/pages/home/pending.ts'

const row = (month: string, benefit: string, count: number) => ({ month, benefit, count, amountFen: 0 })

describe('what is pending, by month', () => {
  it('keeps months in order and sums right, whatever is folded together', () => {
    const pending = [row('2022-06', 'A', 1), row('2022-05', 'A', 2)]
    for (let i = 0; i < 9; i++) pending.push(row('2022-06', `B${i}`, i + 10))
    const { months, layers, totals } = pendingLayers(pending, (id) => `${id} 名`)
    expect(months).toEqual(['2022-05', '2022-06'])
    expect(layers).toHaveLength(7)
    expect(layers[0]).toEqual({ benefit: 'B8', label: 'B8 名', counts: [0, 18] })
    expect(layers.at(-1)).toMatchObject({ benefit: null, label: '其他 4 项', counts: [2, 34] })
    expect(totals).toEqual([2, 127])
    for (const i of [0, 1]) expect(layers.reduce((sum, layer) => sum + layer.counts[i]!, 0)).toBe(totals[i])
  })
  it('folds nothing where seven can be shown', () => {
    const seven = Array.from({ length: 7 }, (_, i) => row('2022-05', `B${i}`, 1))
    expect(pendingLayers(seven, (id) => id).layers.every((layer) => layer.benefit !== null)).toBe(true)
  })
})
