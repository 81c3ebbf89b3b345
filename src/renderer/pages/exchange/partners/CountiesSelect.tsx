import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { api } from '../../../api.ts'

/** Chooses several counties by name, part of a name or code. */
export function CountiesSelect({
  value = [],
  onChange,
  id,
}: {
  value?: readonly string[]
  onChange?: (codes: string[]) => void
  id?: string
}) {
  const [text, setText] = useState('')
  const found = useQuery({
    ...api.regions.search.queryOptions({ input: { text, limit: 20 } }),
    enabled: text.trim() !== '',
    placeholderData: (before) => before,
  })
  const chosen = useQuery({
    ...api.regions.names.queryOptions({ input: { codes: [...value] } }),
    enabled: value.length > 0,
  })
  const hits = text.trim() === '' ? [] : (found.data ?? [])
  const options = [
    ...value
      .filter((code) => !hits.some((hit) => hit.code === code))
      .map((code) => ({ value: code, label: chosen.data?.[code] ?? code })),
    ...hits.map(({ code, fullName }) => ({ value: code, label: fullName })),
  ]
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      mode="multiple"
      aria-label="县（区）"
      showSearch={{ filterOption: false, onSearch: setText }}
      value={[...value]}
      style={{ width: '100%' }}
      placeholder="输入县（区）名称，如 马边"
      notFoundContent={text.trim() ? '没有找到，可换一种写法或输入 6 位代码' : '请输入名称或代码'}
      options={options}
      onChange={(codes: string[]) => onChange?.(codes)}
    />
  )
}
