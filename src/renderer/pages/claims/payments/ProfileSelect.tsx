import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useEffect } from 'react'
import { Link } from 'react-router'
import { api } from '../../../api.ts'
import { readKept } from '../../../state/kept.ts'

/** The bank's format; the one used last stands there already. */
export function ProfileSelect({
  value,
  onChange,
}: {
  value: string | undefined
  onChange: (id: string) => void
}) {
  const profiles = useQuery(api.payments.profiles.queryOptions({ input: {} }))
  const list = profiles.data
  useEffect(() => {
    if (value !== undefined || !list || list.length === 0) return
    const kept = readKept<string>('payments.profile', '')
    const found = list.find(({ id }) => id === kept) ?? list[0]
    if (found) onChange(found.id)
  }, [value, list, onChange])
  const shown = list?.find(({ id }) => id === value)
  return (
    <div>
      <div className="row">
        <span className="nowrap">银行格式</span>
        <Select
          aria-label="银行格式"
          style={{ flex: 1 }}
          value={value ?? null}
          options={(list ?? []).map((one) => ({
            value: one.id,
            label: `${one.name} · ${one.formatText} · ${one.own ? '本单位' : '软件自带'}`,
          }))}
          onChange={(id: string) => onChange(id)}
        />
        <Link className="door nowrap" to="/claims/payments/profiles">
          看和改格式
        </Link>
      </div>
      {shown && <div className="faint">{shown.origin}</div>}
    </div>
  )
}
