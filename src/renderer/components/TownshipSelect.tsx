import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { api } from '../api.ts'
import { count } from './values.tsx'

/** Chooses a township among those that people on record are from, in the chosen county or anywhere. */
export function TownshipSelect({
  county,
  value,
  onChange,
  style,
}: {
  county: string | null
  value: string | null
  onChange: (township: string | null) => void
  style?: React.CSSProperties
}) {
  const [opened, setOpened] = useState(false)
  const found = useQuery({
    ...api.people.townships.queryOptions({ input: county ? { homeCounty: county } : {} }),
    enabled: opened,
  })
  const options = (found.data ?? []).map((one) => ({
    value: one.name,
    label: `${one.name}（${count(one.people)}）`,
  }))
  if (value && !options.some((option) => option.value === value)) options.unshift({ value, label: value })
  return (
    <Select
      aria-label="户籍乡镇"
      allowClear
      showSearch
      optionFilterProp="label"
      placeholder="户籍乡镇"
      popupMatchSelectWidth={220}
      style={{ width: '100%', ...style }}
      loading={opened && found.isPending}
      value={value}
      options={options}
      onOpenChange={(open) => open && setOpened(true)}
      onChange={(township: string | null | undefined) => onChange(township ?? null)}
    />
  )
}
