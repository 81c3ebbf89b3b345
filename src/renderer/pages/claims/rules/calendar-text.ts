import { dayOf, formatDate, parseDate } from '../../../../shared/domain/dates.ts'
import { isWorkingDay } from '../../../../shared/domain/working-days.ts'

export type CalendarEntry = { date: string; kind: 'off' | 'work'; name: string }

/** What is wrong with a pasted line, with its number from 1. */
export type LineFault = { line: number; text: string; why: string }

const DATE = String.raw`(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?`
const LINE = new RegExp(`^${DATE}(?:\\s*(?:至|到|~|～|—|–|-{1,2})\\s*${DATE})?[\\s,，、:：]*(.*)$`)
const LONGEST = 31

/**
 * Days as they are pasted from a notice, one line each: `2026-10-01 至 2026-10-07 国庆节放假`, `2026年10月10日 上班`.
 * A line without 上班, 调休 or 补班 is a holiday. Saturdays and Sundays inside of a holiday are no exception and are
 * left out, as are weekdays that are worked anyway.
 */
export function readCalendar(text: string): { days: CalendarEntry[]; faults: LineFault[] } {
  const days: CalendarEntry[] = []
  const faults: LineFault[] = []
  text.split(/\r?\n/).forEach((raw, at) => {
    const line = raw.normalize('NFKC').trim()
    if (line === '') return
    const read = readLine(line)
    if (typeof read === 'string') faults.push({ line: at + 1, text: raw.trim(), why: read })
    else days.push(...read)
  })
  return { days, faults }
}

function readLine(line: string): CalendarEntry[] | string {
  const found = LINE.exec(line)
  if (found === null) return '开头应是日期，如 2026-10-01'
  const from = dateText(found[1], found[2], found[3])
  const to = found[4] === undefined ? from : dateText(found[4], found[5], found[6])
  if (from === undefined || to === undefined) return '没有这一天'
  if (to < from) return '止日在起日之前'
  if (dayOf(to) - dayOf(from) >= LONGEST) return '一次最多 31 天'
  const rest = (found[7] ?? '').trim()
  const kind = /上班|调休|补班/.test(rest) ? 'work' : 'off'
  const name = rest.replace(/放假|休息|上班|调休|补班/g, '').replace(/^[\s()]+|[\s()]+$/g, '')
  const days: CalendarEntry[] = []
  for (let day = dayOf(from); day <= dayOf(to); day++) {
    const date = formatDate(day)
    if (isException(date, kind)) days.push({ date, kind, name })
  }
  if (days.length > 0) return days
  return kind === 'off' ? '这些天本来就是周末' : '这些天本来就上班'
}

/** True where the day is not what its weekday says already. */
export function isException(date: string, kind: CalendarEntry['kind']): boolean {
  return isWorkingDay(new Map(), date) === (kind === 'off')
}

function dateText(year = '', month = '', day = ''): string | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return parseDate(text) === undefined ? undefined : text
}

/** The entries of both, sorted; of one day the later word counts. */
export function merged(before: readonly CalendarEntry[], more: readonly CalendarEntry[]): CalendarEntry[] {
  const byDate = new Map([...before, ...more].map((day) => [day.date, day]))
  return [...byDate.values()].sort((a, b) => (a.date < b.date ? -1 : 1))
}
