/**
 * Calendar arithmetic without time zones. A date is a `YYYY-MM-DD` string, a month a `YYYY-MM` string;
 * inside calculations a date is a *day number* (whole days since 1970-01-01) and a month a *month index*
 * (`year * 12 + month - 1`). The proleptic Gregorian calendar is used throughout.
 */

/** `YYYY-MM-DD`, always a day that exists. */
export type DateText = string
/** `YYYY-MM`. */
export type MonthText = string
/** Whole days since 1970-01-01. */
export type DayNumber = number
/** `year * 12 + month - 1`; January 1970 is 23640. */
export type MonthIndex = number

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/
const MONTH = /^(\d{4})-(\d{2})$/

/** True in leap years of the Gregorian calendar. */
export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

/** Number of days in a month; `month` is 1 to 12. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Day number of a calendar day; `month` is 1 to 12. Does not check that the day exists. */
export function dayNumber(year: number, month: number, day: number): DayNumber {
  // Years are counted from March, so that the leap day is the last of its year.
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146097 + dayOfEra - 719468
}

/** Year, month (1 to 12) and day of month of a day number. */
export function civilOf(day: DayNumber): { year: number; month: number; day: number } {
  const z = day + 719468
  const era = Math.floor(z / 146097)
  const doe = z - era * 146097
  const yoe = Math.floor(
    (doe - Math.floor(doe / 1460) + Math.floor(doe / 36524) - Math.floor(doe / 146096)) / 365,
  )
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100))
  const mp = Math.floor((5 * doy + 2) / 153)
  const month = mp < 10 ? mp + 3 : mp - 9
  const year = yoe + era * 400 + (month <= 2 ? 1 : 0)
  return { year, month, day: doy - Math.floor((153 * mp + 2) / 5) + 1 }
}

/** Day number of a `YYYY-MM-DD` text, or `undefined` when it is no existing day. */
export function parseDate(text: string): DayNumber | undefined {
  const match = DATE.exec(text)
  if (!match) return undefined
  const year = Number(match[1])
  const month = Number(match[2])
  const day = Number(match[3])
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined
  return dayNumber(year, month, day)
}

/** Month index of a `YYYY-MM` text, or `undefined` when it is no month. */
export function parseMonth(text: string): MonthIndex | undefined {
  const match = MONTH.exec(text)
  if (!match) return undefined
  const month = Number(match[2])
  return month < 1 || month > 12 ? undefined : Number(match[1]) * 12 + month - 1
}

/** Day number of a text that is known to be a date; throws `RangeError` otherwise. */
export function dayOf(text: DateText): DayNumber {
  const day = parseDate(text)
  if (day === undefined) throw new RangeError(`not a date: ${text}`)
  return day
}

/** Month index of a text that is known to be a month; throws `RangeError` otherwise. */
export function monthIndexOf(text: MonthText): MonthIndex {
  const month = parseMonth(text)
  if (month === undefined) throw new RangeError(`not a month: ${text}`)
  return month
}

/** `YYYY-MM-DD` of a day number. */
export function formatDate(day: DayNumber): DateText {
  const civil = civilOf(day)
  return `${pad4(civil.year)}-${pad2(civil.month)}-${pad2(civil.day)}`
}

/** `YYYY-MM` of a month index. */
export function formatMonth(month: MonthIndex): MonthText {
  return `${pad4(Math.floor(month / 12))}-${pad2((month % 12) + 1)}`
}

/** The day in Shanghai of a moment as the ledger writes it (`2022-06-30T23:00:00.000Z`: the 1st of July). */
export function shanghaiDay(moment: string): DateText {
  return new Date(Date.parse(moment) + 8 * 3_600_000).toISOString().slice(0, 10)
}

/** The minute in Shanghai of such a moment, as people read it: `2022-07-01 07:00`. What is no moment stays as it is. */
export function shanghaiMinute(moment: string): string {
  if (Number.isNaN(Date.parse(moment))) return moment
  return new Date(Date.parse(moment) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
}

/** Calendar year of a day number. */
export function yearOfDay(day: DayNumber): number {
  return civilOf(day).year
}

/** Month index that a day lies in. */
export function monthOfDay(day: DayNumber): MonthIndex {
  const civil = civilOf(day)
  return civil.year * 12 + civil.month - 1
}

/** First day of a month. */
export function monthStart(month: MonthIndex): DayNumber {
  return dayNumber(Math.floor(month / 12), (month % 12) + 1, 1)
}

/** Last day of a month. */
export function monthEnd(month: MonthIndex): DayNumber {
  return monthStart(month + 1) - 1
}

/** 1 January of a year. */
export function yearStart(year: number): DayNumber {
  return dayNumber(year, 1, 1)
}

/** 31 December of a year. */
export function yearEnd(year: number): DayNumber {
  return dayNumber(year, 12, 31)
}

/**
 * The same day `months` later (or earlier, when negative). Where that day does not exist the month's last
 * day stands for it: 31 January plus one month is 28 or 29 February (READINGS, settled detail 2).
 */
export function addMonths(day: DayNumber, months: number): DayNumber {
  const civil = civilOf(day)
  const index = civil.year * 12 + civil.month - 1 + months
  const year = Math.floor(index / 12)
  const month = (index % 12) + 1
  return dayNumber(year, month, Math.min(civil.day, daysInMonth(year, month)))
}

function pad2(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}

function pad4(value: number): string {
  return String(value).padStart(4, '0')
}
