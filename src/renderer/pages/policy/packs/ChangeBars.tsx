import { useMemo } from 'react'
import type { PackPreview } from '../../../../shared/contract/packs.ts'
import { formatYuan } from '../../../../shared/domain/money.ts'
import { PACK_CHANGES, type PackChange } from '../../../../shared/domain/packs.ts'
import { PACK_CHANGE_TEXT } from '../../../../shared/text/packs.ts'
import { Chart } from '../../../components/Chart.tsx'
import { count, Money } from '../../../components/values.tsx'
import { useMode } from '../../../state/appearance.ts'

const INK = { light: '#1f2329', dark: '#e6e9ee' } as const
/** Apart in lightness, so that the two are told without colour. */
const BARS = { light: ['#b9c0ca', '#2f6fc4'], dark: ['#5b6470', '#5f9be0'] } as const
const ROW = 44

/** Money before and after, a pair of bars for each benefit that differs; a click shows its cases. */
export function ChangeBars({
  preview,
  chosen,
  onChoose,
}: {
  preview: PackPreview
  chosen: string | undefined
  onChoose: (use: string | undefined, change?: PackChange) => void
}) {
  const mode = useMode()
  const touched = useMemo(
    () => preview.benefits.filter((one) => one.gain + one.lose + one.more + one.less + one.other > 0),
    [preview],
  )
  const paying = useMemo(
    () => touched.filter((one) => one.beforeFen > 0 || one.afterFen > 0).reverse(),
    [touched],
  )
  const after = preview.back ? '退回后' : '启用后'
  const option = useMemo(
    () => ({
      color: [...BARS[mode]],
      grid: { left: 8, right: 90, top: 28, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 8, textStyle: { color: INK[mode] } },
      tooltip: {
        trigger: 'axis',
        axisPointer: { type: 'shadow' },
        confine: true,
        valueFormatter: (yuan: number) => `${formatYuan(Math.round(yuan * 100))} 元`,
      },
      xAxis: { type: 'value', splitNumber: 3, axisLabel: { formatter: (yuan: number) => count(yuan) } },
      yAxis: {
        type: 'category',
        data: paying.map((one) => `${one.ids.at(-1)} ${one.name}`),
        axisTick: { show: false },
        axisLabel: { color: INK[mode], width: 190, overflow: 'truncate' },
      },
      series: (['beforeFen', 'afterFen'] as const).map((key) => ({
        name: key === 'beforeFen' ? '现在' : after,
        type: 'bar',
        barMaxWidth: 14,
        barGap: '10%',
        label: {
          show: true,
          position: 'right',
          color: INK[mode],
          formatter: ({ value }: { value: number }) => formatYuan(Math.round(value * 100)),
        },
        data: paying.map((one) => one[key] / 100),
      })),
    }),
    [paying, mode, after],
  )
  const idle = preview.benefits.filter((one) => !touched.includes(one))
  const dropped = idle.filter((one) => one.status === 'dropped')
  const fresh = idle.filter((one) => one.status === 'new')
  return (
    <section className="card pack-card" aria-label="按项目">
      <h2>
        按项目 <span className="quiet">可领金额（元），点一项看名单</span>
      </h2>
      {paying.length === 0 ? (
        <p className="quiet">各项可领的金额没有变化。</p>
      ) : (
        <Chart
          option={option}
          height={paying.length * ROW + 40}
          label={paying
            .map(
              (one) =>
                `${one.ids.at(-1)} ${one.name} 现在 ${formatYuan(one.beforeFen)} 元，${after} ${formatYuan(one.afterFen)} 元`,
            )
            .join('；')}
          onClick={({ dataIndex }) => onChoose(paying[dataIndex]?.use)}
        />
      )}
      <table className="plain-table pack-benefits" data-testid="pack-benefits">
        <thead>
          <tr>
            <th>项目</th>
            <th className="num">相差（元）</th>
            {PACK_CHANGES.map((change) => (
              <th key={change} className="num">
                {PACK_CHANGE_TEXT[change]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {touched.map((one) => (
            <tr key={one.use} aria-current={one.use === chosen}>
              <td>
                <button
                  type="button"
                  className="as-link"
                  onClick={() => onChoose(one.use === chosen ? undefined : one.use)}
                >
                  <span className="digits">{one.ids.join('、')}</span> {one.name}
                </button>
                {one.status === 'new' && <span className="cat">新增</span>}
                {one.status === 'dropped' && <span className="cat">取消</span>}
              </td>
              <td className={one.afterFen < one.beforeFen ? 'num bad' : 'num'}>
                {one.afterFen > one.beforeFen && '+'}
                <Money fen={one.afterFen - one.beforeFen} />
              </td>
              {PACK_CHANGES.map((change) => (
                <td key={change} className="num">
                  {one[change] > 0 && (
                    <button
                      type="button"
                      className="as-link"
                      aria-label={`${one.ids.join('、')} ${PACK_CHANGE_TEXT[change]} ${one[change]} 项`}
                      onClick={() => onChoose(one.use, change)}
                    >
                      {count(one[change])}
                    </button>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {[
        { title: '另有新增、暂时没有人受影响的', list: fresh },
        { title: '另有取消、没有人受影响的', list: dropped },
      ].map(
        ({ title, list }) =>
          list.length > 0 && (
            <p key={title} className="quiet">
              {title}：{list.map((one) => `${one.ids.join('、')} ${one.name}`).join('；')}
            </p>
          ),
      )}
    </section>
  )
}
