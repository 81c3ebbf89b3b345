import { useMemo } from 'react'
import type { ScenarioCounty, ScenarioMonth } from '../../../../shared/contract/scenarios.ts'
import { formatYuan } from '../../../../shared/domain/money.ts'
import { Chart } from '../../../components/Chart.tsx'
import { useMode } from '../../../state/appearance.ts'
import { cumulative } from './cumulative.ts'

/** Now, and as it would be: apart in lightness as well as in hue. */
const TWO = { light: ['#8a94a3', '#1f57a6'], dark: ['#8a94a3', '#7fb2f5'] } as const
const INK = { light: '#1f2329', dark: '#e6e9ee' } as const
const LINE = { light: '#b3261e', dark: '#ff8d84' } as const

const yuan = (fen: number) => fen / 100
const wan = (value: number) =>
  Math.abs(value) >= 10_000 ? `${(value / 10_000).toLocaleString('zh-CN')} 万` : value.toLocaleString('zh-CN')

/** Money added up month by month on both sides, against the line of the budget; what is still to come is dashed. */
export function CumulativeChart({
  months,
  lineFen,
}: {
  months: readonly ScenarioMonth[]
  lineFen: number | null
}) {
  const mode = useMode()
  const sums = useMemo(() => cumulative(months), [months])
  const option = useMemo(() => {
    const [now, then] = TWO[mode]
    const series = (name: string, color: string, data: readonly (number | null)[], dashed: boolean) => ({
      name,
      type: 'line',
      step: 'end',
      symbol: 'none',
      lineStyle: { width: 2, type: dashed ? 'dashed' : 'solid', color },
      itemStyle: { color },
      data: data.map((fen) => (fen === null ? null : yuan(fen))),
    })
    return {
      grid: { left: 8, right: 24, top: 30, bottom: 4, containLabel: true },
      // Lines without dots, so that what is still to come is dashed here as well.
      legend: {
        top: 0,
        left: 0,
        itemWidth: 22,
        itemStyle: { opacity: 0 },
        textStyle: { color: INK[mode] },
      },
      tooltip: { trigger: 'axis', confine: true, valueFormatter: (value: unknown) => tip(value) },
      xAxis: { type: 'category', data: sums.months, axisTick: { show: false } },
      yAxis: {
        type: 'value',
        splitNumber: 3,
        axisLabel: { formatter: (value: number) => wan(value) },
        ...(lineFen === null
          ? {}
          : { max: ({ max }: { max: number }) => Math.max(max, yuan(lineFen)) * 1.08 }),
      },
      series: [
        series('现在', now, sums.base.due, false),
        series('现在（将满足）', now, sums.base.coming, true),
        series('改后', then, sums.changed.due, false),
        {
          ...series('改后（将满足）', then, sums.changed.coming, true),
          ...(lineFen === null
            ? {}
            : {
                markLine: {
                  silent: true,
                  symbol: 'none',
                  lineStyle: { color: LINE[mode], type: 'solid', width: 1.5 },
                  label: {
                    formatter: `预算线 ${formatYuan(lineFen)} 元`,
                    position: 'insideStartTop',
                    color: LINE[mode],
                  },
                  data: [{ yAxis: yuan(lineFen) }],
                },
              }),
        },
      ],
    }
  }, [sums, lineFen, mode])
  const last = (values: readonly (number | null)[]) => values.findLast((value) => value !== null) ?? 0
  const money = [sums.base.due, sums.base.coming, sums.changed.due, sums.changed.coming].some(
    (values) => last(values) > 0,
  )
  if (!money) return <p className="quiet">两边都还没有带日期的金额，画不出逐月累计。</p>
  return (
    <Chart
      option={option}
      height={220}
      label={`逐月累计金额：现在 ${formatYuan(last(sums.base.due))} 元，改后 ${formatYuan(last(sums.changed.due))} 元${lineFen === null ? '' : `，预算线 ${formatYuan(lineFen)} 元`}`}
    />
  )
}

function tip(value: unknown): string {
  return typeof value === 'number' ? `${formatYuan(Math.round(value * 100))} 元` : '—'
}

/** Counties that are drawn; all of them stand in the table. */
const DRAWN = 12

/** Money of each county on both sides. */
export function CountyChart({ counties }: { counties: readonly ScenarioCounty[] }) {
  const mode = useMode()
  const shown = useMemo(() => counties.slice(0, DRAWN), [counties])
  const option = useMemo(
    () => ({
      color: [...TWO[mode]],
      grid: { left: 8, right: 12, top: 30, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 8, textStyle: { color: INK[mode] } },
      tooltip: {
        trigger: 'axis',
        axisPointer: { type: 'shadow' },
        confine: true,
        valueFormatter: (value: unknown) => tip(value),
      },
      xAxis: {
        type: 'category',
        data: shown.map(({ name }) => name),
        axisTick: { show: false },
        axisLabel: { interval: 0, width: 52, overflow: 'truncate' },
      },
      yAxis: {
        type: 'value',
        splitNumber: 3,
        axisLabel: { formatter: (value: number) => wan(value) },
      },
      series: [
        { name: '现在', type: 'bar', barMaxWidth: 18, data: shown.map((one) => yuan(one.base.amountFen)) },
        { name: '改后', type: 'bar', barMaxWidth: 18, data: shown.map((one) => yuan(one.changed.amountFen)) },
      ],
    }),
    [shown, mode],
  )
  return (
    <Chart
      option={option}
      height={200}
      label={shown
        .map(({ name, base, changed }) => `${name} 现在 ${base.people} 改后 ${changed.people}`)
        .join('，')}
    />
  )
}
