import { describe, expect, it } from 'vitest'
import {
  inOrder,
  likelySheet,
  mappingOf,
  type Sheet,
  withColumn,
} from '../../../src/renderer/pages/exchange/plan.ts'

function sheet(part: Partial<Sheet>): Sheet {
  return {
    name: 'S',
    hidden: false,
    kind: null,
    headerRow: 1,
    columns: [],
    notes: [],
    rows: 10,
    remembered: false,
    ...part,
  }
}
const column = (index: number, field: string | null) => ({
  index,
  header: `H${index}`,
  hidden: false,
  samples: [],
  field,
})

describe('plan of an import', () => {
  it('takes the sheet that is known and shown before the largest', () => {
    const sheets = [
      sheet({ name: '说明', rows: 5000 }),
      sheet({ name: '旧', kind: 'roster', hidden: true, rows: 900 }),
      sheet({ name: '名册', kind: 'roster' }),
    ]
    expect(likelySheet(sheets)?.name).toBe('名册')
  })
  it('gives a field one column, the first that was recognised', () => {
    expect(
      mappingOf(
        sheet({ columns: [column(0, 'name'), column(1, null), column(2, 'name'), column(3, 'phone')] }),
      ),
    ).toEqual({ name: 0, phone: 3 })
  })
  it('moves a field from one column to another', () => {
    expect(withColumn({ name: 0, phone: 3 }, 5, 'phone')).toEqual({ name: 0, phone: 5 })
    expect(withColumn({ name: 0, phone: 3 }, 0, 'phone')).toEqual({ phone: 0 })
    expect(withColumn({ name: 0, phone: 3 }, 3, null)).toEqual({ name: 0 })
  })
  it('puts those who are needed first', () => {
    const kinds = inOrder([
      { kind: 'insured' },
      { kind: null },
      { kind: 'work' },
      { kind: 'roster' },
      { kind: 'employers' },
    ] as const)
    expect(kinds.map((one) => one.kind)).toEqual(['employers', 'roster', 'work', 'insured', null])
  })
})
