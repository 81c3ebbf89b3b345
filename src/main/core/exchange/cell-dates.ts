/** Days and months as workbooks write them. Pure; memory of texts seen is the caller's. */
import { dayNumber, daysInMonth, formatDate } from '../../../shared/domain/dates.ts'
import { dateOfSerial } from './workbook/serial-date.ts'

export type DayReading =
  | { ok: true; value: string }
  /** `no-day`: a month without a day; `month` is given */
  | { ok: false; fault: 'empty' | 'format' | 'impossible' }
  | { ok: false; fault: 'no-day'; month: string }

export type MonthReading =
  | { ok: true; value: string }
  | { ok: false; fault: 'empty' | 'format' | 'impossible' | 'lost-zero' }

const DAY =
  /^(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?号?(?:[T ]?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?$/u
const DAY_DIGITS = /^(\d{4})(\d{2})(\d{2})$/
const MONTH = /^(\d{4})(?:[-/.]|年)(\d{1,2})(?:月份?)?$/u
const MONTH_DIGITS = /^(\d{4})(\d{2})$/
const YEAR_RANGE: readonly [number, number] = [1900, 2100]
/** Serial numbers of 1954-10-03 to 2119-01-19: five digits that no other style of date has. */
const SERIAL = /^([2-7]\d{4})(?:\.\d+)?$/

/** Cells that say a span goes on: 至今, 在岗, 长期. */
export function meansOngoing(text: string): boolean {
  return (
    /^(至今|今|现在|目前|在岗|在职|长期|未结束|仍在务工|正在务工|-+|—+)$/u.test(tidy(text)) &&
    !/^[-—]+$/u.test(tidy(text))
  )
}

/**
 * Reads 2022-03-01, 2022/3/1, 2022.3.1, 2022年3月1日, 20220301 and a day number of the 1900 system (44621), as
 * text or number, a time of day after it ignored. Years before 1900 and after 2100 are no dates.
 */
export function readDay(text: string): DayReading {
  const plain = tidy(text)
  if (plain === '') return { ok: false, fault: 'empty' }
  const parts = DAY.exec(plain) ?? DAY_DIGITS.exec(plain)
  if (parts) return dayOfParts(Number(parts[1]), Number(parts[2]), Number(parts[3]))
  const serial = SERIAL.exec(plain)
  if (serial) {
    const value = dateOfSerial(Number(serial[1]))
    return value === undefined ? { ok: false, fault: 'format' } : { ok: true, value }
  }
  const written = MONTH.exec(plain) ?? MONTH_DIGITS.exec(plain)
  const month = monthOfParts(written)
  if (month !== undefined) return { ok: false, fault: 'no-day', month }
  return { ok: false, fault: isImpossibleMonth(written) ? 'impossible' : 'format' }
}

/**
 * Reads 202203, 2022-03, 2022/3, 2022.3, 2022年3月, and the month of any full day. `wasNumber`: the cell held a
 * number, so 2022.1 may have been 2022.10 before the spreadsheet dropped its zero.
 */
export function readMonth(text: string, wasNumber = false): MonthReading {
  const plain = tidy(text)
  if (plain === '') return { ok: false, fault: 'empty' }
  if (wasNumber && /^\d{4}\.1$/.test(plain)) return { ok: false, fault: 'lost-zero' }
  const written = MONTH.exec(plain) ?? MONTH_DIGITS.exec(plain)
  const month = monthOfParts(written)
  if (month !== undefined) return { ok: true, value: month }
  if (isImpossibleMonth(written)) return { ok: false, fault: 'impossible' }
  const day = readDay(plain)
  if (day.ok) return { ok: true, value: day.value.slice(0, 7) }
  return { ok: false, fault: day.fault === 'impossible' ? 'impossible' : 'format' }
}

/** The day, or the first (last) day of the month that is written. */
export function readDayOrMonth(text: string, edge: 'first' | 'last'): DayReading {
  const day = readDay(text)
  return !day.ok && day.fault === 'no-day' ? { ok: true, value: edgeOfMonth(day.month, edge) } : day
}

/** First or last day of a `YYYY-MM`. */
export function edgeOfMonth(month: string, edge: 'first' | 'last'): string {
  if (edge === 'first') return `${month}-01`
  return `${month}-${daysInMonth(Number(month.slice(0, 4)), Number(month.slice(5)))}`
}

function tidy(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u200b\ufeff]/gu, '')
    .trim()
    .replace(/^['’‘]+/, '')
    .replace(/\s*([-/.年月])\s*/gu, '$1')
    .replace(/\s+日/u, '日')
    .replace(/。$/u, '')
}

function dayOfParts(year: number, month: number, day: number): DayReading {
  if (year < YEAR_RANGE[0] || year > YEAR_RANGE[1]) return { ok: false, fault: 'format' }
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month))
    return { ok: false, fault: 'impossible' }
  return { ok: true, value: formatDate(dayNumber(year, month, day)) }
}

function monthOfParts(parts: RegExpExecArray | null): string | undefined {
  const year = Number(parts?.[1])
  const month = Number(parts?.[2])
  const good = year >= YEAR_RANGE[0] && year <= YEAR_RANGE[1] && month >= 1 && month <= 12
  return good ? `${parts?.[1]}-${String(month).padStart(2, '0')}` : undefined
}

/** A month that is written as one, in a year that can be, and is none: 2014年13月. */
function isImpossibleMonth(parts: RegExpExecArray | null): boolean {
  const year = Number(parts?.[1])
  return parts !== null && year >= YEAR_RANGE[0] && year <= YEAR_RANGE[1]
}
