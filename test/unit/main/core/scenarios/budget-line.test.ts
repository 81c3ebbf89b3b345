import { describe, expect, it } from 'vitest'
import { NEVER } from '../../../../../src/main/core/policy/facts.ts'
import { againstBudget } from '../../../../../src/main/core/scenarios/budget-line.ts'
import { dayOf } from '../../../../../src/shared/domain/dates.ts'

const entry = (on: string, amountFen: number, pending = false) => ({ on: dayOf(on), amountFen, pending })

describe('a budget line', () => {
  const entries = [
    entry('2022-05-01', 300),
    entry('2021-12-31', 300),
    entry('2022-02-01', 300),
    entry('2022-08-01', 300, true),
  ]

  it('counts one year, tells what was met earlier, and takes off what was granted', () => {
    expect(againstBudget({ amountFen: 1000, year: 2022 }, 200, entries)).toEqual({
      dueFen: 600,
      pendingFen: 300,
      earlierFen: 300,
      leftFen: 200,
      leftAtEndFen: -100,
      crossed: { nth: 3, on: '2022-08-01', pending: true },
    })
  })

  it('is crossed by the first that goes beyond it, not by the one that meets it', () => {
    expect(againstBudget({ amountFen: 900, year: null }, 0, entries).crossed).toEqual({
      nth: 4,
      on: '2022-08-01',
      pending: true,
    })
    expect(againstBudget({ amountFen: 1200, year: null }, 0, entries).crossed).toBeNull()
  })

  it('what has no date is counted first', () => {
    const undated = [...entries, { on: -NEVER, amountFen: 1000, pending: false }]
    expect(againstBudget({ amountFen: 500, year: null }, 0, undated).crossed).toEqual({
      nth: 1,
      on: null,
      pending: false,
    })
  })
})
