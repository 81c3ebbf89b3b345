import type { BenefitSum } from '../../../../shared/contract/outlook.ts'

type Cell = { month: string; benefit: string; count: number; amountFen: number }
/** One colour of the stack. `benefit` is `null` for all the smaller ones together. */
export type Layer = { benefit: string | null; label: string; counts: number[] }
export type Month = { month: string; count: number; amountFen: number }

/** More layers than this cannot be told apart in one stack. */
const MOST = 6

/** All months in order, and the largest benefits as layers; what is smaller stands together as 其他. Money in fen. */
export function layersOf(
  totals: { months: readonly string[]; benefits: readonly BenefitSum[]; cells: readonly Cell[] } | undefined,
): { months: Month[]; layers: Layer[] } {
  if (totals === undefined) return { months: [], layers: [] }
  const months = totals.months.map((month) => {
    const cells = totals.cells.filter((cell) => cell.month === month)
    return {
      month,
      count: cells.reduce((sum, cell) => sum + cell.count, 0),
      amountFen: cells.reduce((sum, cell) => sum + cell.amountFen, 0),
    }
  })
  const countsOf = (benefit: string) =>
    totals.months.map(
      (month) => totals.cells.find((cell) => cell.month === month && cell.benefit === benefit)?.count ?? 0,
    )
  const ranked = totals.benefits
  const shown = ranked.length > MOST + 1 ? ranked.slice(0, MOST) : ranked
  const layers: Layer[] = shown.map((one) => ({
    benefit: one.benefit,
    label: `${one.benefit} ${one.name}`,
    counts: countsOf(one.benefit),
  }))
  const rest = ranked.slice(shown.length)
  if (rest.length > 0) {
    const parts = rest.map((one) => countsOf(one.benefit))
    layers.push({
      benefit: null,
      label: `其他 ${rest.length} 项`,
      counts: totals.months.map((_, i) => parts.reduce((sum, part) => sum + (part[i] ?? 0), 0)),
    })
  }
  return { months, layers }
}
