import { Select } from 'antd'
import { useDay } from '../../state/day.ts'

/** Chooses a year: this one, and those back to the first document's. `all` offers all years as well. */
export function YearSelect({
  value,
  onChange,
  all = false,
}: {
  value: number | undefined
  onChange: (year: number | undefined) => void
  all?: boolean
}) {
  const { today } = useDay()
  const last = Number(today.slice(0, 4))
  const years = Array.from({ length: Math.max(1, last - 2018 + 1) }, (_, i) => last - i)
  return (
    <Select
      aria-label="年度"
      style={{ width: 104 }}
      value={value ?? 0}
      options={[
        ...(all ? [{ value: 0, label: '全部年度' }] : []),
        ...years.map((year) => ({ value: year, label: `${year}年` })),
      ]}
      onChange={(year) => onChange(year === 0 ? undefined : year)}
    />
  )
}
