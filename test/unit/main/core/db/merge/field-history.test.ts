import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addedToRemoved,
  conflictsOf,
  inOrder,
  type RecordChange,
  SEEN,
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

  const removal = (hlc: string, seen: readonly string[]) =>
    change(
      hlc,
      { deleted_at: 't', deleted_reason: 'r' },
      { deleted_at: null, deleted_reason: null, [SEEN]: seen },
      'remove',
    )

  it('asks where somebody removed what another had changed without his knowing', () => {
    const edit = change('02', { phone: 'y' }, { phone: 'x' })
    expect(conflictsOf([born, edit, removal('03', [])])).toEqual([
      {
        field: 'deleted_at',
        earlierHlc: '02',
        laterHlc: '03',
        earlier: null,
        later: 't',
        base: null,
        unseen: ['02'],
        over: false,
      },
    ])
    expect(conflictsOf([born, edit, removal('03', ['02'])])).toEqual([])
  })

  it('names all that he did not know, and only what would be lost', () => {
    const one = change('02', { phone: 'y' }, { phone: 'x' })
    const two = change('04', { note: 'n' }, { note: null })
    const same = change('05', { note: 'n' }, { note: null })
    expect(conflictsOf([born, one, removal('03', []), two, same])).toMatchObject([
      { earlierHlc: '03', laterHlc: '05', earlier: 't', later: null, unseen: ['02', '04', '05'] },
    ])
    // He knew the same from somebody else.
    expect(conflictsOf([born, two, same, removal('06', ['04'])])).toEqual([])
  })

  it('does not ask where somebody else removed it knowingly, or the remover himself went on', () => {
    const edit = change('02', { phone: 'y' }, { phone: 'x' })
    expect(conflictsOf([born, edit, removal('03', ['02']), removal('04', [])])).toEqual([])
    const own = change('05-A', { phone: 'y' }, { phone: 'x' })
    expect(conflictsOf([born, removal('03-A', []), own])).toEqual([])
    expect(conflictsOf([born, removal('03-B', []), own])).toHaveLength(1)
  })

  it('knows when a removal that would be asked about was taken back', () => {
    const edit = change('02', { phone: 'y' }, { phone: 'x' })
    const back = change('04', { deleted_at: null }, { deleted_at: 't' })
    expect(conflictsOf([born, edit, removal('03', []), back])).toMatchObject([{ over: true, unseen: ['02'] }])
    expect(conflictsOf([born, edit, removal('03', []), back, removal('05', [])])).toMatchObject([
      { over: true, laterHlc: '03' },
      { over: false, laterHlc: '05' },
    ])
  })

  it('asks about a removal once more has been added to the record, and not before', () => {
    const removed = [born, removal('03', [])]
    expect(addedToRemoved(removed, [])).toBeUndefined()
    expect(addedToRemoved(removed, [{ record: 'spells/1', hlc: '02' }])).toMatchObject({
      earlierHlc: '02',
      laterHlc: '03',
      unseen: ['spells/1@02'],
    })
    const back = change('04', { deleted_at: null }, { deleted_at: 't' })
    expect(addedToRemoved([...removed, back], [{ record: 'spells/1', hlc: '02' }])).toBeUndefined()
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
