/** Days of a term: calendar days, or working days by the holidays and make-up days that the office entered. */
import { type DateText, dayOf, formatDate } from './dates.ts'

/** `off`: a weekday that is a holiday. `work`: a Saturday or Sunday that is worked (调休). */
export type CalendarDay = { readonly date: DateText; readonly kind: 'off' | 'work' }

/** Exceptions to "Monday to Friday", by date. */
export type OfficeCalendar = ReadonlyMap<DateText, CalendarDay['kind']>

export function officeCalendar(days: readonly CalendarDay[]): OfficeCalendar {
  return new Map(days.map(({ date, kind }) => [date, kind]))
}

/** True on days on which the office works. */
export function isWorkingDay(calendar: OfficeCalendar, date: DateText): boolean {
  const exception = calendar.get(date)
  if (exception !== undefined) return exception === 'work'
  // 1970-01-01 was a Thursday; 0 is Sunday.
  const weekday = (((dayOf(date) + 4) % 7) + 7) % 7
  return weekday >= 1 && weekday <= 5
}

/**
 * Last day of a term of `count` days that begins on the day after `from` (民法典 第二百零一条: the first day does not
 * count). Working days skip days off; a calendar term ends on the day itself, working or not. `count` 0 gives `from`.
 */
export function lastDayOfTerm(
  calendar: OfficeCalendar,
  from: DateText,
  count: number,
  kind: 'working' | 'calendar',
): DateText {
  if (!Number.isInteger(count) || count < 0) throw new RangeError(`a term of ${count} days`)
  if (kind === 'calendar') return formatDate(dayOf(from) + count)
  let day = dayOf(from)
  for (let left = count; left > 0; ) {
    day += 1
    if (isWorkingDay(calendar, formatDate(day))) left -= 1
  }
  return formatDate(day)
}
