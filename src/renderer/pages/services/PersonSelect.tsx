import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { api } from '../../api.ts'

/** Chooses a person by name, pinyin, initials or ID number. */
export function PersonSelect({
  value,
  name,
  onChange,
  id,
}: {
  value?: string | null
  /** name of the value chosen before */
  name?: string | null
  onChange?: (id: string | null) => void
  id?: string
}) {
  const [search, setSearch] = useState('')
  const found = useQuery({
    ...api.people.list.queryOptions({ input: { search, limit: 20, offset: 0 } }),
    enabled: search.trim() !== '',
    placeholderData: (before) => before,
  })
  const options = (search.trim() === '' ? [] : (found.data?.rows ?? [])).map((row) => ({
    value: row.id,
    label: `${row.name}（${[row.sex, row.age === null ? '' : `${row.age}岁`, row.homeText].filter(Boolean).join(' ')}）`,
  }))
  if (value && name && !options.some((option) => option.value === value))
    options.unshift({ value, label: name })
  return (
    <Select
      {...(id ? { id } : {})}
      aria-label="人员"
      showSearch={{ filterOption: false, onSearch: setSearch }}
      allowClear
      value={value ?? null}
      placeholder="输入姓名、拼音或证件号"
      notFoundContent={search.trim() ? '没有找到这个人' : '请输入姓名、拼音或证件号'}
      options={options}
      onChange={(next: string | null | undefined) => onChange?.(next ?? null)}
    />
  )
}
