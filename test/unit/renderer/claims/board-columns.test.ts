import { describe, expect, it } from 'vitest'
import { type BoardColumn, columnsOf } from '../../../../src/renderer/pages/claims/board/columns-of.ts'

const column = (state: BoardColumn['state'], count = 3): BoardColumn => ({
  state,
  count,
  amountFen: 300000,
  held: 0,
  overdue: 0,
  steps: [],
})

describe('columns of the board', () => {
  it('are the states in which claims lie, each with the one that comes next', () => {
    expect(
      columnsOf([column('drafted'), column('batched')]).map(({ state, count }) => [state, count]),
    ).toEqual([
      ['drafted', 3],
      ['received', 0],
      ['batched', 3],
      ['posted', 0],
    ])
  })
  it('put nothing behind an ending', () => {
    expect(columnsOf([column('paid'), column('refused')]).map(({ state }) => state)).toEqual([
      'paid',
      'refused',
    ])
  })
  it('are none without claims', () => {
    expect(columnsOf([])).toEqual([])
  })
})
