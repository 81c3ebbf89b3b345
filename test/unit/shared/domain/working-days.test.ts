import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayOf, formatDate } from '../../../../src/shared/domain/dates.ts'
import { isWorkingDay, lastDayOfTerm, officeCalendar } from '../../../../src/shared/domain/working-days.ts'

const plain = officeCalendar([])
/** 国庆 2022: 1–7 October off, Saturday and Sunday 8 and 9 October worked. */
const october = officeCalendar([
  ...['03', '04', '05', '06', '07'].map((day) => ({ date: `2022-10-${day}`, kind: 'off' as const })),
  { date: '2022-10-08', kind: 'work' },
  { date: '2022-10-09', kind: 'work' },
])

describe('isWorkingDay', () => {
  it.each([
    ['2022-10-14', true],
    ['2022-10-15', false],
    ['2022-10-16', false],
    ['2022-10-17', true],
    ['1969-12-28', false],
  ])('%s without exceptions: %s', (date, working) => expect(isWorkingDay(plain, date)).toBe(working))

  it('takes a weekday off and a weekend worked as the office entered them', () => {
    expect(isWorkingDay(october, '2022-10-05')).toBe(false)
    expect(isWorkingDay(october, '2022-10-08')).toBe(true)
  })
})

describe('lastDayOfTerm', () => {
  it('does not count the first day', () => {
    expect(lastDayOfTerm(plain, '2022-06-06', 7, 'calendar')).toBe('2022-06-13')
    expect(lastDayOfTerm(plain, '2022-06-06', 5, 'working')).toBe('2022-06-13')
  })

  it('passes a holiday and counts the days worked for it', () => {
    expect(lastDayOfTerm(october, '2022-09-30', 5, 'working')).toBe('2022-10-12')
    expect(lastDayOfTerm(october, '2022-09-30', 10, 'calendar')).toBe('2022-10-10')
  })

  it('holds exactly the asked number of working days and ends on one (500 terms)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 18000, max: 20000 }),
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.constantFrom('off' as const, 'work' as const))),
        (from, count, exceptions) => {
          const calendar = officeCalendar(
            exceptions.map(([after, kind]) => ({ date: formatDate(from + after), kind })),
          )
          const last = lastDayOfTerm(calendar, formatDate(from), count, 'working')
          expect(isWorkingDay(calendar, last)).toBe(true)
          let worked = 0
          for (let day = from + 1; day <= dayOf(last); day++)
            if (isWorkingDay(calendar, formatDate(day))) worked += 1
          expect(worked).toBe(count)
        },
      ),
      { numRuns: 500 },
    )
  })
})
