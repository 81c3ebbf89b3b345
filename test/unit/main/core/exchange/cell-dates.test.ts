import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  meansOngoing,
  readDay,
  readDayOrMonth,
  readMonth,
} from '../../../../../src/main/core/exchange/cell-dates.ts'
import { serialOfDate } from '../../../../../src/main/core/exchange/workbook/serial-date.ts'
import { dayNumber, formatDate } from '../../../../../src/shared/domain/dates.ts'

const anyDay = fc.integer({ min: dayNumber(1955, 1, 1), max: dayNumber(2099, 12, 31) }).map(formatDate)

describe('readDay', () => {
  test('gives the same day for each way of writing it', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const [year, month, date] = day.split('-').map(Number)
        const styles = [
          day,
          `${year}/${month}/${date}`,
          `${year}.${month}.${date}`,
          `${year}年${month}月${date}日`,
          day.replaceAll('-', ''),
          String(serialOfDate(day)),
          `${day} 00:00:00`,
          ` ${year} 年 ${month} 月 ${date} 日 `,
        ]
        for (const style of styles) expect(readDay(style)).toEqual({ ok: true, value: day })
      }),
    )
  })

  test.each([
    ['', 'empty'],
    ['2021年2月30日', 'impossible'],
    ['20221301', 'impossible'],
    ['2014年13月', 'impossible'],
    ['上个月', 'format'],
    ['22/3/1', 'format'],
    ['2022', 'format'],
    ['18991231', 'format'],
  ])('%s is no day: %s', (text, fault) => {
    expect(readDay(text)).toEqual({ ok: false, fault })
  })

  test('a month without a day says which month', () => {
    expect(readDay('2022年3月')).toEqual({ ok: false, fault: 'no-day', month: '2022-03' })
    expect(readDayOrMonth('2022年2月', 'last')).toEqual({ ok: true, value: '2022-02-28' })
    expect(readDayOrMonth('202002', 'last')).toEqual({ ok: true, value: '2020-02-29' })
    expect(readDayOrMonth('2022/2', 'first')).toEqual({ ok: true, value: '2022-02-01' })
  })
})

describe('readMonth', () => {
  test.each([
    '202203',
    '2022-03',
    '2022/3',
    '2022.3',
    '2022年3月',
    '2022年03月份',
    '2022-03-15',
    '20220301',
    '44621',
  ])('%s is March 2022', (text) => expect(readMonth(text)).toEqual({ ok: true, value: '2022-03' }))

  test('a number that may have lost its zero is not guessed at', () => {
    expect(readMonth('2022.1', true)).toEqual({ ok: false, fault: 'lost-zero' })
    expect(readMonth('2022.1')).toEqual({ ok: true, value: '2022-01' })
    expect(readMonth('2022.11', true)).toEqual({ ok: true, value: '2022-11' })
  })

  test('months that are none', () => {
    expect(readMonth('202113')).toEqual({ ok: false, fault: 'impossible' })
    expect(readMonth('三月')).toEqual({ ok: false, fault: 'format' })
  })
})

test('words for what still goes on', () => {
  expect(['至今', '在岗', '长期'].every(meansOngoing)).toBe(true)
  expect(['', '-', '2022', '离岗'].some(meansOngoing)).toBe(false)
})
