import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  conflictsOf,
  inOrder,
  type RecordChange,
  valuesOf,
} from '../../../../../../src/main/core/db/merge/field-history.ts'

const change = (
  hlc: string,
  fields: Record<string, unknown>,
  before: Record<string, unknown> | null,
  op = 'update',
): RecordChange => ({ hlc, op, fields, before })
const born = change('01', { phone: 'x', note: null }, null, 'insert')

describe('the history of a record', () => {
  it('gives each field what the latest change wrote', () => {
    const changes = [
      born,
      change('03', { phone: 'z' }, { phone: 'x' }),
      change('02', { phone: 'y', note: 'n' }, { phone: 'x', note: null }),
    ]
    expect(Object.fromEntries(valuesOf(inOrder(changes)))).toEqual({ phone: 'z', note: 'n' })
  })

  it('sees a conflict where the later did not know the earlier', () => {
    const later = change('03', { phone: 'z' }, { phone: 'x' })
    expect(conflictsOf([born, change('02', { phone: 'y' }, { phone: 'x' }), later])).toEqual([
      { field: 'phone', earlierHlc: '02', laterHlc: '03', earlier: 'y', later: 'z', base: 'x' },
    ])
  })

  it('sees none where it did, where both wrote the same, or where they changed different fields', () => {
    const first = change('02', { phone: 'y' }, { phone: 'x' })
    expect(conflictsOf([born, first, change('03', { phone: 'z' }, { phone: 'y' })])).toEqual([])
    expect(conflictsOf([born, first, change('03', { phone: 'y' }, { phone: 'x' })])).toEqual([])
    expect(conflictsOf([born, first, change('03', { note: 'n' }, { note: null })])).toEqual([])
  })

  it('asks where something deleted was changed later, but not after it was taken back', () => {
    const gone = change(
      '02',
      { deleted_at: 't', deleted_reason: 'r' },
      { deleted_at: null, deleted_reason: null },
      'remove',
    )
    const edit = change('04', { note: 'n' }, { note: null })
    expect(conflictsOf([born, gone, edit]).map(({ field }) => field)).toEqual(['deleted_at'])
    const back = change(
      '03',
      { deleted_at: null, deleted_reason: null },
      { deleted_at: 't', deleted_reason: 'r' },
    )
    expect(conflictsOf([born, gone, back, edit])).toEqual([])
  })

  it('is the same in whatever order the changes came', () => {
    const values = fc.constantFrom('a', 'b', null)
    const changes = fc.uniqueArray(
      fc.record({
        hlc: fc.nat(99).map((n) => String(n + 10)),
        to: values,
        from: values,
        field: fc.constantFrom('f', 'g'),
      }),
      { selector: ({ hlc }) => hlc, maxLength: 8 },
    )
    fc.assert(
      fc.property(changes, fc.infiniteStream(fc.nat()), (drawn, order) => {
        const all = [
          born,
          ...drawn.map(({ hlc, to, from, field }) => change(hlc, { [field]: to }, { [field]: from })),
        ]
        const shuffled = all
          .map((one) => ({ one, at: order.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one)
        expect(conflictsOf(inOrder(shuffled))).toEqual(conflictsOf(inOrder(all)))
        expect(valuesOf(inOrder(shuffled))).toEqual(valuesOf(inOrder(all)))
      }),
    )
  })
})
