import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  EVERYTHING,
  isSelected,
  NOTHING,
  selectedCount,
  selectedIds,
  withRow,
  withRows,
} from '../../../src/renderer/components/table/selection.ts'

const pagesOf = (ids: readonly string[]) => async (offset: number, limit: number) => ({
  total: ids.length,
  rows: ids.slice(offset, offset + limit).map((id) => ({ id })),
})

describe('selection', () => {
  it('says the same as a plain set, whatever was clicked', async () => {
    const all = Array.from({ length: 2500 }, (_, i) => `r${i}`)
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.array(fc.tuple(fc.nat(2499), fc.boolean()), { maxLength: 40 }),
        async (everything, clicks) => {
          let selection = everything ? EVERYTHING : NOTHING
          const plain = new Set(everything ? all : [])
          for (const [at, chosen] of clicks) {
            const id = all[at]!
            selection = withRow(selection, id, chosen)
            if (chosen) plain.add(id)
            else plain.delete(id)
          }
          expect(selectedCount(selection, all.length)).toBe(plain.size)
          for (const [at] of clicks) expect(isSelected(selection, all[at]!)).toBe(plain.has(all[at]!))
          expect((await selectedIds(selection, pagesOf(all), (row) => row.id)).sort()).toEqual(
            [...plain].sort(),
          )
        },
      ),
      { numRuns: 30 },
    )
  })

  it('chooses a range at once', () => {
    const selection = withRows(NOTHING, ['a', 'b', 'c'], true)
    expect(selectedCount(selection, 9)).toBe(3)
    expect(selectedCount(withRows(selection, ['b', 'c'], false), 9)).toBe(1)
  })

  it('does not act on a list that changed its length while it was read', async () => {
    let total = 2000
    const shrinking = async (_: number, limit: number) => {
      const page = { total, rows: Array.from({ length: limit }, (_, i) => ({ id: String(i) })) }
      total--
      return page
    }
    await expect(selectedIds(EVERYTHING, shrinking, (row) => row.id)).rejects.toThrow('changed')
  })
})
