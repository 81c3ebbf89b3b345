import type { ScenarioMonth } from '../../../../shared/contract/scenarios.ts'

/** `due` ends with the last month that has something due; `coming` goes on from there. Fen; null: nothing to draw. */
export type Cumulative = { due: (number | null)[]; coming: (number | null)[] }

/** Money added up month by month, months without anything filled in; what has no month is in the first. */
export function cumulative(lines: readonly ScenarioMonth[]): {
  months: string[]
  base: Cumulative
  changed: Cumulative
} {
  const dated = lines.filter(({ month }) => month !== '')
  const first = dated[0]?.month
  const last = dated.at(-1)?.month
  if (first === undefined || last === undefined)
    return { months: [], base: { due: [], coming: [] }, changed: { due: [], coming: [] } }
  const months: string[] = []
  for (let month = first; month <= last; month = next(month)) months.push(month)
  const side = (name: 'base' | 'changed'): Cumulative => {
    const of = new Map(lines.map((line) => [line.month, line[name]]))
    const lastDue = months.findLastIndex((month) => (of.get(month)?.amountFen ?? 0) > 0)
    const anyComing = months.some((month) => (of.get(month)?.pendingFen ?? 0) > 0)
    let due = of.get('')?.amountFen ?? 0
    let all = due
    const result: Cumulative = { due: [], coming: [] }
    for (const [i, month] of months.entries()) {
      due += of.get(month)?.amountFen ?? 0
      all += (of.get(month)?.amountFen ?? 0) + (of.get(month)?.pendingFen ?? 0)
      result.due.push(i <= lastDue || lastDue < 0 ? due : null)
      result.coming.push(anyComing && i >= lastDue ? all : null)
    }
    return result
  }
  return { months, base: side('base'), changed: side('changed') }
}

function next(month: string): string {
  const year = Number(month.slice(0, 4))
  const number = Number(month.slice(5))
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}
