import { type DayNumber, formatDate, parseDate } from '../../../shared/domain/dates.ts'
import { NEVER } from './facts.ts'

/** Checks a dated list: in order, no gap, no overlap, inside the document's time. */
export function checkDated(
  list: readonly { from: string; to?: string | undefined }[],
  document: { readonly from: DayNumber; readonly to: DayNumber },
  say: (index: number, key: string, what: string) => void,
): void {
  let next: DayNumber | undefined
  list.forEach((entry, i) => {
    const from = parseDate(entry.from) as DayNumber
    const to = entry.to === undefined ? undefined : (parseDate(entry.to) as DayNumber)
    if (from < document.from || from > document.to) {
      say(
        i,
        'from',
        `日期在文件有效期（${formatDate(document.from)} 至 ${formatDate(document.to)}）之外，请改正`,
      )
    }
    if (to !== undefined && (to < from || to > document.to))
      say(i, 'to', '终止日早于起始日或在文件有效期之外，请改正')
    if (next !== undefined && from < next) say(i, 'from', `与上一段重叠，应从 ${formatDate(next)} 起`)
    if (next !== undefined && next < NEVER && from > next)
      say(i, 'from', `与上一段之间有空档，应从 ${formatDate(next)} 起`)
    if (
      i > 0 &&
      next === undefined &&
      from <= (parseDate((list[i - 1] as { from: string }).from) as DayNumber)
    ) {
      say(i, 'from', '日期没有晚于上一段，请按先后排列')
    }
    next = to === undefined ? undefined : to + 1
  })
  const first = list[0]
  if (first !== undefined && (parseDate(first.from) as DayNumber) > document.from) {
    say(0, 'from', `文件自 ${formatDate(document.from)} 起有效，第一段应从这一天起`)
  }
  const last = list.at(-1)
  if (last?.to !== undefined && (parseDate(last.to) as DayNumber) < document.to) {
    say(list.length - 1, 'to', `文件至 ${formatDate(document.to)} 有效，最后一段应到这一天或不写 to`)
  }
}
