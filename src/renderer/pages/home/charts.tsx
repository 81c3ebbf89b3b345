import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useNavigate } from 'react-router'
import type { DashboardView } from '../../../shared/contract/dashboard.ts'
import { OUTCOMES, type Outcome } from '../../../shared/domain/policy.ts'
import { OUTCOME_TEXT } from '../../../shared/text/policy.ts'
import { api } from '../../api.ts'
import { Chart } from '../../components/Chart.tsx'
import { count } from '../../components/values.tsx'
import { outcomeColours } from '../../outcome-colours.ts'
import { useMode } from '../../state/appearance.ts'
import { pendingLayers } from './pending.ts'

type Run = NonNullable<DashboardView['run']>

/** Numbers beside bars stand in the page's own ink, not in the bar's. */
const INK = { light: '#1f2329', dark: '#e6e9ee' } as const
const GRID = { left: 8, right: 16, top: 30, bottom: 4, containLabel: true }
/** Apart in lightness as well as in hue, so that neighbours in a stack are told apart without colour. */
const STACK = ['#2f6fc4', '#e0a030', '#2d8f6f', '#8b6fc9', '#c8695a', '#5fb0c9', '#8a8f98']

/** People and employers who will meet a benefit in each coming month; a click opens them. */
export function PendingChart({ run }: { run: Run }) {
  const navigate = useNavigate()
  const mode = useMode()
  const documents = useQuery(api.policy.documents.queryOptions({ input: {} }))
  const { months, layers, totals } = useMemo(() => {
    const benefits = (documents.data ?? []).flatMap((document) => document.benefits)
    return pendingLayers(run.pendingByMonth, (id) => {
      const name = benefits.find((benefit) => benefit.id === id)?.name
      return name ? `${id} ${name}` : id
    })
  }, [run, documents.data])
  const option = useMemo(
    () => ({
      color: STACK,
      grid: { ...GRID, right: 210, top: 12 },
      legend: {
        type: 'scroll',
        orient: 'vertical',
        top: 4,
        right: 0,
        itemWidth: 12,
        itemHeight: 8,
        itemGap: 6,
        textStyle: { color: INK[mode], width: 190, overflow: 'truncate' },
      },
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, confine: true },
      xAxis: { type: 'category', data: months, axisTick: { show: false } },
      yAxis: { type: 'value', minInterval: 1, splitNumber: 3 },
      series: layers.map((layer) => ({
        name: layer.label,
        type: 'bar',
        stack: 'all',
        barMaxWidth: 36,
        data: layer.counts,
      })),
    }),
    [months, layers, mode],
  )
  if (months.length === 0) return <p className="quiet">今后 12 个月里没有只差时间的。</p>
  return (
    <Chart
      option={option}
      height={190}
      label={`今后各月将满足条件的共 ${totals.reduce((sum, one) => sum + one, 0)} 项：${months
        .map((month, i) => `${month} ${totals[i]} 项`)
        .join('，')}`}
      onClick={(part) => {
        const benefit = layers.find((layer) => layer.label === part.seriesName)?.benefit
        navigate(
          `/policy/results?outcome=pending&onMonth=${part.name}${benefit ? `&benefit=${benefit}` : ''}`,
        )
      }}
    />
  )
}

/** How many results there are of each outcome; a click opens them. */
export function OutcomesChart({ run }: { run: Run }) {
  const navigate = useNavigate()
  const mode = useMode()
  const rows = useMemo(
    () =>
      OUTCOMES.flatMap((outcome) => {
        const found = run.outcomes.find((row) => row.outcome === outcome)
        return found && found.count > 0 ? [{ outcome, count: found.count }] : []
      }),
    [run],
  )
  const option = useMemo(() => barOption(rows, mode), [rows, mode])
  return (
    <Chart
      option={option}
      height={190}
      label={rows.map((row) => `${OUTCOME_TEXT[row.outcome]} ${row.count}`).join('，')}
      onClick={(part) => {
        const row = rows[part.dataIndex]
        if (row) navigate(`/policy/results?outcome=${row.outcome}`)
      }}
    />
  )
}

function barOption(rows: readonly { outcome: Outcome; count: number }[], mode: 'light' | 'dark') {
  return {
    grid: { ...GRID, left: 16, top: 4, right: 64 },
    tooltip: { confine: true },
    xAxis: { type: 'log', min: 0.8, show: false },
    yAxis: {
      type: 'category',
      data: rows.map((row) => OUTCOME_TEXT[row.outcome]),
      axisTick: { show: false },
      axisLine: { show: false },
    },
    series: [
      {
        type: 'bar',
        barMaxWidth: 16,
        label: {
          show: true,
          position: 'right',
          color: INK[mode],
          formatter: ({ value }: { value: number }) => count(value),
        },
        data: rows.map((row) => {
          const { ink, ground, line } = outcomeColours(row.outcome, mode)
          return {
            value: row.count,
            itemStyle: { color: ground === null ? 'transparent' : line, borderColor: ink },
          }
        }),
      },
    ],
  }
}

/** Where people work now; a click opens those of the province. */
export function ProvinceChart({ rows }: { rows: DashboardView['workingByProvince'] }) {
  const navigate = useNavigate()
  const mode = useMode()
  const option = useMemo(
    () => ({
      color: ['#2f6fc4'],
      grid: { ...GRID, top: 20 },
      tooltip: { confine: true },
      xAxis: {
        type: 'category',
        data: rows.map((row) => row.name),
        axisTick: { show: false },
        axisLabel: { interval: 0, width: 72, overflow: 'truncate' },
      },
      yAxis: { type: 'value', minInterval: 1, splitNumber: 3 },
      series: [
        {
          type: 'bar',
          barMaxWidth: 36,
          label: { show: true, position: 'top', color: INK[mode] },
          data: rows.map((row) => row.count),
        },
      ],
    }),
    [rows, mode],
  )
  return (
    <Chart
      option={option}
      height={180}
      label={rows.map((row) => `${row.name} ${row.count} 人`).join('，')}
      onClick={() => navigate('/people?working=yes')}
    />
  )
}
