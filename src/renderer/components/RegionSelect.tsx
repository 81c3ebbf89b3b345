import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { api } from '../api.ts'

/** Chooses a county by name, part of a name or code. */
export function RegionSelect({
  value,
  onChange,
  placeholder = '输入县（区）名称，如 马边',
  allowClear = true,
  style,
  id,
  disabled = false,
  label,
}: {
  value?: string | null | undefined
  onChange?: (code: string | null) => void
  placeholder?: string
  allowClear?: boolean
  style?: React.CSSProperties
  id?: string
  disabled?: boolean
  label?: string
}) {
  const [text, setText] = useState('')
  const found = useQuery({
    ...api.regions.search.queryOptions({ input: { text, limit: 20 } }),
    enabled: text.trim() !== '',
    placeholderData: (before) => before,
  })
  const chosen = useQuery({
    ...api.regions.names.queryOptions({ input: { codes: value ? [value] : [] } }),
    enabled: Boolean(value),
  })
  const options = (text.trim() ? (found.data ?? []) : []).map((region) => ({
    value: region.code,
    label: region.fullName,
  }))
  if (value && !options.some((option) => option.value === value))
    options.unshift({ value, label: chosen.data?.[value] ?? value })
  return (
    <Select
      {...(id ? { id } : {})}
      aria-label={label ?? '县（区）'}
      showSearch={{ filterOption: false, onSearch: setText }}
      allowClear={allowClear}
      value={value ?? null}
      disabled={disabled}
      style={{ width: '100%', ...style }}
      placeholder={placeholder}
      notFoundContent={text.trim() ? '没有找到，可换一种写法或输入 6 位代码' : '请输入名称或代码'}
      options={options}
      onChange={(code: string | null | undefined) => onChange?.(code ?? null)}
    />
  )
}
