/** What a target, a limit or a duty must say so that it can be counted, checked or shown. */
import { formatDate, parseDate } from '../../../shared/domain/dates.ts'
import { checkDated } from './dated-check.ts'
import type { PackAnyRow, PackDocument, PackDuty, PackLimit, PackTarget } from './pack.ts'

type Say = (key: readonly PropertyKey[], what: string) => void

/** Tells through `say` what cannot be right about a target by itself. References are checked by the caller. */
export function checkTarget(row: PackTarget, document: PackDocument, say: Say): void {
  if (row.home !== undefined && document.places[row.home] === undefined)
    say(['home'], `document.yaml 的 places 中没有 ${row.home}，请补上或改正`)
  if (row.parts.length > 0 && row.figure !== null)
    say(['figure'], '已有 parts 时 figure 应为 null，请删去其中一个')
  if (row.compare === 'steady' && row.figure !== null)
    say(['figure'], 'steady 与上年比较，figure 应为 null，请改正')
  if (row.compare !== 'steady' && row.parts.length === 0 && row.figure === null)
    say(['figure'], '缺少目标数，请写上 figure 或 parts')
  checkPeriod(row, document, say)
}

function checkPeriod(row: PackTarget, document: PackDocument, say: Say): void {
  if (typeof row.period === 'string' || 'parameter' in row.period) return
  const { from, to } = document.inForce
  const times = `${formatDate(from)} 至 ${formatDate(to)}`
  if ('by' in row.period) {
    const by = parseDate(row.period.by) as number
    if (by < from || by > to) say(['period', 'by'], `日期在文件有效期（${times}）之外，请改正`)
    return
  }
  const years = [from, to].map((day) => Number(formatDate(day).slice(0, 4)))
  if (row.period.year < (years[0] as number) || row.period.year > (years[1] as number))
    say(['period', 'year'], `年度在文件有效期（${times}）之外，请改正`)
}

/** Tells what does not agree between a target and the targets that it names. */
export function checkTargetSums(
  row: PackTarget,
  rowOf: (id: string) => PackAnyRow | undefined,
  say: Say,
): void {
  const named = (id: string, key: readonly PropertyKey[]): PackTarget | undefined => {
    const other = rowOf(id)
    if (other?.treatment === 'target') return other
    say(key, `没有编号为 ${id} 的目标任务，请改正`)
    return undefined
  }
  const parts = row.sumOf.map((id, i) => named(id, ['sumOf', i]))
  if (parts.length > 0 && parts.every((part) => part !== undefined)) {
    const sum = parts.reduce((total, part) => total + (part?.figure ?? 0), 0)
    if (sum !== row.figure) say(['figure'], `应等于 ${row.sumOf.join(' + ')} 之和 ${sum}，请改正其中一个数`)
  }
  const outer = row.within === undefined ? undefined : named(row.within, ['within'])
  if (outer !== undefined && (row.figure ?? 0) > (outer.figure ?? 0))
    say(['figure'], `含在 ${outer.id} 之内，不应大于它的 ${outer.figure}，请改正其中一个数`)
}

/** Tells what cannot be right about a limit: it is held by checks, or by something that is always looked at. */
export function checkLimit(row: PackLimit, document: PackDocument, say: Say): void {
  const { from, to } = document.inForce
  if (row.checks.length === 0 && row.carriedBy === undefined)
    say([], '没有写怎样限制，请写上 checks 或 carriedBy')
  if (row.checks.length > 0 && row.carriedBy !== undefined) say(['carriedBy'], '已有 checks，请删去其中一个')
  row.checks.forEach(({ most }, i) => {
    checkDated(most, { from, to }, (j, key, what) => say(['checks', i, 'most', j, key], what))
  })
}

/** Tells what cannot be right about a duty's evidence. */
export function checkDuty(row: PackDuty, say: Say): void {
  if (row.evidence === 'counted' && row.counts === undefined)
    say(['counts'], 'evidence: counted 必须写 counts（台账数什么），请补上')
  if (row.evidence === 'attached' && row.counts !== undefined)
    say(['counts'], 'evidence: attached 不数台账，请删去 counts 或改为 counted')
}
