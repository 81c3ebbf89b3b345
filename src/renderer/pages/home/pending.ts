import type { DashboardView } from '../../../shared/contract/dashboard.ts'

type Pending = NonNullable<DashboardView['run']>['pendingByMonth']
/** One colour of the stack. `benefit` is `null` for all the smaller ones together. */
export type Layer = { benefit: string | null; label: string; counts: number[] }

/** More layers than this cannot be told apart in one stack. */
const MOST = 6

/** Months in order, and the largest benefits as layers; what is smaller stands together as 其他. */
export function pendingLayers(
  pending: Pending,
  nameOf: (benefit: string) => string,
): { months: string[]; layers: Layer[]; totals: number[] } {
  const months = [...new Set(pending.map((row) => row.month))].sort()
  const at = new Map(months.map((month, i) => [month, i]))
  const none = () => months.map(() => 0)
  const byBenefit = new Map<string, number[]>()
  const totals = none()
  for (const row of pending) {
    const i = at.get(row.month) ?? 0
    const counts = byBenefit.get(row.benefit) ?? none()
    counts[i] = (counts[i] ?? 0) + row.count
    totals[i] = (totals[i] ?? 0) + row.count
    byBenefit.set(row.benefit, counts)
  }
  const sum = (counts: readonly number[]) => counts.reduce((all, one) => all + one, 0)
  const ranked = [...byBenefit].sort(([a, x], [b, y]) => sum(y) - sum(x) || a.localeCompare(b))
  const shown = ranked.length > MOST + 1 ? ranked.slice(0, MOST) : ranked
  const layers: Layer[] = shown.map(([benefit, counts]) => ({ benefit, label: nameOf(benefit), counts }))
  const rest = ranked.slice(shown.length)
  if (rest.length > 0)
    layers.push({
      benefit: null,
      label: `其他 ${rest.length} 项`,
      counts: months.map((_, i) => sum(rest.map(([, counts]) => counts[i] ?? 0))),
    })
  return { months, layers, totals }
}
