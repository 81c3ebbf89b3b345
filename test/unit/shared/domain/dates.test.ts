import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addMonths,
  civilOf,
  dayNumber,
  dayOf,
  daysInMonth,
  formatDate,
  formatMonth,
  monthEnd,
  monthIndexOf,
  monthOfDay,
  parseDate,
  parseMonth,
  shanghaiDay,
  shanghaiMinute,
} from '../../../../src/shared/domain/dates.ts'

const day = fc.integer({ min: -100_000, max: 200_000 })

describe('dates', () => {
  it('agree with the platform’s calendar', () => {
    fc.assert(
      fc.property(day, (n) => {
        const date = new Date(n * 86_400_000)
        expect(formatDate(n)).toBe(date.toISOString().slice(0, 10))
        expect(dayOf(formatDate(n))).toBe(n)
        const civil = civilOf(n)
        expect(dayNumber(civil.year, civil.month, civil.day)).toBe(n)
      }),
    )
  })

  it('same day n months later, or the month’s last day', () => {
    expect(formatDate(addMonths(dayOf('2021-10-01'), 3))).toBe('2022-01-01')
    expect(formatDate(addMonths(dayOf('2021-11-30'), 3))).toBe('2022-02-28')
    expect(formatDate(addMonths(dayOf('2020-02-29'), 12))).toBe('2021-02-28')
    expect(formatDate(addMonths(dayOf('2022-03-31'), -1))).toBe('2022-02-28')
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 60 }), (n, months) => {
        const later = civilOf(addMonths(n, months))
        const from = civilOf(n)
        expect(later.year * 12 + later.month).toBe(from.year * 12 + from.month + months)
        expect(later.day).toBe(Math.min(from.day, daysInMonth(later.year, later.month)))
      }),
    )
  })

  it('never goes back when the start goes on', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 60 }), (n, months) => {
        expect(addMonths(n + 1, months)).toBeGreaterThanOrEqual(addMonths(n, months))
      }),
    )
  })

  it('knows months', () => {
    expect(formatDate(monthEnd(monthIndexOf('2024-02')))).toBe('2024-02-29')
    expect(formatMonth(monthOfDay(dayOf('2022-12-31')))).toBe('2022-12')
    expect(parseMonth('2022-13')).toBeUndefined()
    expect(parseDate('2023-02-29')).toBeUndefined()
    expect(parseDate('2023-2-9')).toBeUndefined()
    expect(() => dayOf('soon')).toThrow(RangeError)
  })
})

it('a moment is read as clocks show it in China, whatever the machine is set to', () => {
  expect(shanghaiDay('2022-06-30T15:59:59.999Z')).toBe('2022-06-30')
  expect(shanghaiDay('2022-06-30T16:00:00.000Z')).toBe('2022-07-01')
  expect(shanghaiMinute('2022-06-30T23:05:59.000Z')).toBe('2022-07-01 07:05')
  expect(shanghaiMinute('2022-02-28T16:00:00Z')).toBe('2022-03-01 00:00')
  expect(shanghaiMinute('')).toBe('')
})
