import { type MonthIndex, parseMonth } from '../../../shared/domain/dates.ts'

/** Months from `from` to `to`, both included. */
export type MonthRange = { readonly from: MonthIndex; readonly to: MonthIndex }

const QUARTER: Readonly<Record<string, number>> = { 一: 1, 二: 2, 三: 3, 四: 4, 1: 1, 2: 2, 3: 3, 4: 4 }
const QUARTERS = /(\d{4})(?:年第?([一二三四1-4])季度|-?Q([1-4]))(?!\d)/
const MONTHS = /(\d{4})年(\d{1,2})(?:月份?)?(?:[至到—~－-](?:(\d{4})年)?(\d{1,2}))?月/
const MONTH = /(?<![\d-])(\d{4}-(?:0[1-9]|1[0-2]))(?![\d-])/
const YEAR = /(?<![\d-])(\d{4})年/

/** The months that a title or a period speaks of: 2022年3月, 2022年1至3月, 2022年第一季度, 2022Q1, 2022-03, 2022年, 2022. */
export function statedPeriod(text: string): MonthRange | undefined {
  const plain = text.normalize('NFKC').replace(/\s+/g, '')
  const quarter = QUARTERS.exec(plain)
  if (quarter !== null) {
    const first = Number(quarter[1]) * 12 + ((QUARTER[quarter[2] ?? quarter[3] ?? ''] ?? 1) - 1) * 3
    return { from: first, to: first + 2 }
  }
  const months = MONTHS.exec(plain)
  if (months !== null) {
    const from = Number(months[1]) * 12 + Number(months[2]) - 1
    const to = months[4] === undefined ? from : Number(months[3] ?? months[1]) * 12 + Number(months[4]) - 1
    return to >= from ? { from, to } : { from: to, to: from }
  }
  const month = parseMonth(MONTH.exec(plain)?.[1] ?? '')
  if (month !== undefined) return { from: month, to: month }
  const year = YEAR.exec(plain)?.[1] ?? (/^\d{4}$/.test(plain) ? plain : undefined)
  return year === undefined ? undefined : { from: Number(year) * 12, to: Number(year) * 12 + 11 }
}

/** The months of a claim's own period: `2022`, `2022-03`, `2019-03..2019-09,2019-11`; undefined where it has none. */
export function claimMonths(period: string | null): (MonthRange & { readonly byMonth: boolean }) | undefined {
  const found = period?.match(/\d{4}-\d{2}/g)?.map((text) => parseMonth(text) ?? 0)
  if (found !== undefined && found.length > 0) {
    return { from: Math.min(...found), to: Math.max(...found), byMonth: true }
  }
  if (period === null || !/^\d{4}$/.test(period)) return undefined
  return { from: Number(period) * 12, to: Number(period) * 12 + 11, byMonth: false }
}
