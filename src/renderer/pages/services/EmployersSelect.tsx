import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { api } from '../../api.ts'

type Named = { id: string; name: string }

/** Chooses several employers by name, pinyin or initials. */
export function EmployersSelect({
  value = [],
  known,
  onChange,
  id,
}: {
  value?: readonly string[]
  /** names of those chosen before */
  known: readonly Named[]
  onChange?: (ids: string[]) => void
  id?: string
}) {
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState<readonly Named[]>(known)
  const found = useQuery({
    ...api.employers.list.queryOptions({ input: { search, limit: 20, offset: 0 } }),
    placeholderData: (before) => before,
  })
  const rows = found.data?.rows ?? []
  const options = [...chosen.filter(({ id }) => !rows.some((row) => row.id === id)), ...rows].map((one) => ({
    value: one.id,
    label: one.name,
  }))
  return (
    <Select
      {...(id ? { id } : {})}
      mode="multiple"
      aria-label="参加的企业"
      showSearch={{ filterOption: false, onSearch: setSearch }}
      value={[...value]}
      placeholder="输入企业名称，可选多家"
      options={options}
      onChange={(ids: string[]) => {
        setChosen(
          options
            .filter((one) => ids.includes(one.value))
            .map(({ value, label }) => ({ id: value, name: label })),
        )
        onChange?.(ids)
      }}
    />
  )
}
