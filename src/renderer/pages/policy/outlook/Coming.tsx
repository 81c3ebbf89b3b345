import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox } from 'antd'
import { useMemo, useRef } from 'react'
import type { ComingRow } from '../../../../shared/contract/outlook.ts'
import { api } from '../../../api.ts'
import { Chart } from '../../../components/Chart.tsx'
import { EmptyTeach } from '../../../components/EmptyTeach.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { ColumnPicker } from '../../../components/table/ColumnPicker.tsx'
import { useColumns } from '../../../components/table/columns.ts'
import { type TableHandle, WindowTable } from '../../../components/table/WindowTable.tsx'
import { useWindows } from '../../../components/table/windows.ts'
import { count, Money } from '../../../components/values.tsx'
import { useMode } from '../../../state/appearance.ts'
import { ExplainPanel } from '../ExplainPanel.tsx'
import { COMING_COLUMNS } from './columns.tsx'
import { comingFilterOf, useAddress } from './filter.ts'
import { layersOf } from './layers.ts'
import { NarrowedBy, Narrowing } from './Narrowing.tsx'
import { TakeAway } from './TakeAway.tsx'
import { useOpen } from './use-open.ts'

const INK = { light: '#1f2329', dark: '#e6e9ee' } as const
/** Apart in lightness as well as in hue, so that neighbours in a stack are told apart without colour. */
const STACK = ['#2f6fc4', '#e0a030', '#2d8f6f', '#8b6fc9', '#c8695a', '#5fb0c9', '#8a8f98']

/** What becomes payable in each of the next twelve months if work goes on; each bar and each month opens its rows. */
export function Coming({ asOf }: { asOf: string }) {
  const address = useAddress()
  const { params, set } = address
  const mode = useMode()
  const filter = useMemo(() => comingFilterOf(params), [params])
  const filterKey = JSON.stringify(filter)
  const columns = useColumns('outlook.coming', COMING_COLUMNS)
  const table = useRef<TableHandle>(null)
  const { open, setOpen, close } = useOpen<ComingRow>(table, filterKey)
  const list = useWindows<ComingRow>(filterKey, (offset, limit) =>
    api.outlook.coming.queryOptions({ input: { ...filter, offset, limit } }),
  )
  // The chart keeps all months and benefits, also while one of them is chosen below.
  const { month: _month, benefit: _benefit, ...others } = filter
  const chart = useQuery({
    ...api.outlook.comingTotals.queryOptions({ input: others }),
    placeholderData: (before) => before,
  })
  const totals = useQuery({
    ...api.outlook.comingTotals.queryOptions({ input: filter }),
    placeholderData: (before) => before,
  })
  const { layers, months } = useMemo(() => layersOf(chart.data), [chart.data])
  const option = useMemo(
    () => ({
      color: STACK,
      // As wide as the months below it, so that each bar stands over its month.
      grid: { left: 48, right: 230, top: 10, bottom: 4, containLabel: false },
      legend: {
        type: 'scroll',
        orient: 'vertical',
        top: 0,
        right: 0,
        itemWidth: 12,
        itemHeight: 8,
        itemGap: 4,
        textStyle: { color: INK[mode], width: 205, overflow: 'truncate' },
      },
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, confine: true },
      xAxis: {
        type: 'category',
        data: months.map((one) => one.month),
        axisTick: { show: false },
        axisLabel: { show: false },
      },
      yAxis: { type: 'value', minInterval: 1, splitNumber: 3 },
      series: layers.map((layer) => ({
        name: layer.label,
        type: 'bar',
        stack: 'all',
        barMaxWidth: 40,
        data: layer.counts,
      })),
    }),
    [layers, months, mode],
  )
  const total = list.total ?? 0
  return (
    <>
      {months.some((one) => one.count > 0) && (
        <div className="outlook-band">
          <Chart
            option={option}
            height={132}
            label={`今后十二个月将要可领的：${months.map((one) => `${one.month} ${one.count} 项`).join('，')}`}
            onClick={(part) =>
              set({
                month: part.name,
                benefit: layers.find((layer) => layer.label === part.seriesName)?.benefit ?? null,
              })
            }
          />
          <ul className="outlook-months" aria-label="按月">
            {months.map((one) => (
              <li key={one.month}>
                <button
                  type="button"
                  aria-pressed={filter.month === one.month}
                  aria-label={`${one.month} ${one.count} 项`}
                  title={`${one.month}：${count(one.count)} 项`}
                  onClick={() => set({ month: filter.month === one.month ? null : one.month, benefit: null })}
                >
                  <span className="faint digits">{one.month}</span>
                  <b className={one.count > 0 ? 'digits door' : 'digits faint'}>{count(one.count)}</b>
                  <span className="digits quiet">
                    {one.amountFen > 0 ? <Money fen={one.amountFen} /> : '—'}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Narrowing
        address={address}
        benefits={chart.data?.benefits ?? []}
        onDown={() => table.current?.focus()}
      >
        <Checkbox
          checked={filter.first === false}
          onChange={(event) => set({ again: event.target.checked ? '1' : null })}
        >
          <span title="每年、每月都能领的，第二次起也算进来">含再次可领</span>
        </Checkbox>
        {totals.data && (
          <span
            className="quiet digits nowrap"
            title={`${count(totals.data.unpriced)} 项金额待定（当地标准未录或到时才知道），没有计入`}
          >
            {count(totals.data.people)} 人，
            <Money fen={totals.data.amountFen} /> 元
          </span>
        )}
        <span className="spring" />
        <ColumnPicker all={COMING_COLUMNS} columns={columns} />
        <TakeAway shown={{ view: 'coming', filter }} total={total} />
      </Narrowing>
      <NarrowedBy
        address={address}
        more={
          filter.month
            ? [{ key: 'month', text: `${filter.month} 满足`, onRemove: () => set({ month: null }) }]
            : []
        }
      />
      <Problem error={chart.error ?? totals.error} />
      <div className="list-area">
        <WindowTable
          label="将要可领"
          handle={table}
          columns={columns.shown}
          list={list}
          rowId={(row) => `${row.key} ${row.benefit} ${row.beneficiaryId}`}
          openId={open ? `${open.key} ${open.benefit} ${open.beneficiaryId}` : null}
          onOpen={setOpen}
          empty={
            <EmptyTeach
              title="今后十二个月没有将要可领的"
              actions={
                filter.first ? (
                  <Button onClick={() => set({ again: '1' })}>含再次可领的看看</Button>
                ) : undefined
              }
            >
              推算假定在岗的继续在岗、参保的继续参保。没有，可能是文件都已到期（装入接续的文件后再推算），也可能是上面的筛选条件太窄。
            </EmptyTeach>
          }
        />
        {open && (
          <ExplainPanel
            key={`${open.key} ${open.benefit}`}
            row={{
              ...open,
              period: /^\d{4}$/.test(open.period ?? '') && (open.period ?? '') <= asOf ? open.period : null,
            }}
            asOf={asOf}
            onClose={close}
          />
        )}
      </div>
    </>
  )
}
