import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import type { EChartsCoreOption } from 'echarts/core'
import * as echarts from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { useMode } from '../state/appearance.ts'
import { FONT } from '../theme.ts'

echarts.use([
  BarChart,
  LineChart,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  SVGRenderer,
])

/** ECharts itself; loaded only where a chart is shown. A chart in the page's ink, with its content also in words for those who cannot see it. */
export default function EchartsBox({
  option,
  height,
  label,
  onClick,
}: {
  option: EChartsCoreOption
  height: number
  /** what the chart shows, in one sentence */
  label: string
  onClick?: (part: { name: string; seriesName: string; dataIndex: number }) => void
}) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<echarts.ECharts>(undefined)
  const click = useRef(onClick)
  click.current = onClick
  const mode = useMode()
  useEffect(() => {
    if (!box.current) return
    const made = echarts.init(box.current, mode === 'dark' ? 'dark' : null, { renderer: 'svg' })
    made.on('click', (part) =>
      click.current?.({ name: part.name, seriesName: part.seriesName ?? '', dataIndex: part.dataIndex }),
    )
    const watch = new ResizeObserver(() => made.resize())
    watch.observe(box.current)
    chart.current = made
    return () => {
      watch.disconnect()
      made.dispose()
    }
  }, [mode])
  useEffect(() => {
    const ink = mode === 'dark' ? '#b6bdc7' : '#4d545e'
    chart.current?.setOption(
      {
        backgroundColor: 'transparent',
        animation: false,
        textStyle: { color: ink, fontFamily: FONT },
        ...option,
      },
      { notMerge: true },
    )
  }, [option, mode])
  return <div ref={box} role="img" aria-label={label} style={{ height }} />
}
