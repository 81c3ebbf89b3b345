import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { api } from '../../api.ts'

/** Chooses an employer or an agent by name, pinyin or initials. */
export function OrgSelect({
  of,
  value,
  name,
  onChange,
  id,
}: {
  of: 'employers' | 'agents'
  value?: string | null
  /** name of the value chosen before */
  name?: string | null
  onChange?: (id: string | null) => void
  id?: string
}) {
  const [search, setSearch] = useState('')
  const input = { search, limit: 20, offset: 0 }
  const employers = useQuery({
    ...api.employers.list.queryOptions({ input }),
    enabled: of === 'employers',
    placeholderData: (before) => before,
  })
  const agents = useQuery({
    ...api.agents.list.queryOptions({ input }),
    enabled: of === 'agents',
    placeholderData: (before) => before,
  })
  const rows = (of === 'employers' ? employers.data?.rows : agents.data?.rows) ?? []
  const options = rows.map((row) => ({
    value: row.id,
    label: row.countyName ? `${row.name}（${row.countyName}）` : row.name,
  }))
  if (value && name && !options.some((option) => option.value === value))
    options.unshift({ value, label: name })
  return (
    <Select
      {...(id ? { id } : {})}
      aria-label={of === 'employers' ? '用人单位' : '劳务机构'}
      showSearch={{ filterOption: false, onSearch: setSearch }}
      allowClear
      value={value ?? null}
      placeholder={of === 'employers' ? '输入单位名称；不知道就留空' : '输入机构名称'}
      options={options}
      onChange={(next: string | null | undefined) => onChange?.(next ?? null)}
    />
  )
}
