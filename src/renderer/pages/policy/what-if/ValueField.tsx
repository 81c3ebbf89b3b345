import { DatePicker, Input, InputNumber, Select } from 'antd'
import dayjs from 'dayjs'
import type { Changeable } from '../../../../shared/contract/scenarios.ts'
import { RegionSelect } from '../../../components/RegionSelect.tsx'
import type { FormValue } from './form.ts'

/** One value that can be changed: what it is now beside the field for what it would be. Emptied, it stays as it is. */
export function ValueField({
  one,
  value,
  onChange,
}: {
  one: Changeable
  value: FormValue | undefined
  onChange: (value: FormValue | undefined) => void
}) {
  const changed = value !== undefined && value !== one.value
  return (
    <div className="what-if-field">
      <div className="row spread">
        <span>{one.label}</span>
        <span className="quiet digits" title="现在">
          {one.valueText}
        </span>
      </div>
      <div className={changed ? 'row what-if-changed' : 'row'}>
        <span aria-hidden="true" className="faint">
          →
        </span>
        <Field one={one} value={value} onChange={onChange} />
      </div>
      {one.hint !== '' && <div className="faint what-if-hint">{one.hint}</div>}
    </div>
  )
}

function Field({
  one,
  value,
  onChange,
}: {
  one: Changeable
  value: FormValue | undefined
  onChange: (value: FormValue | undefined) => void
}) {
  const label = `${one.label} 改为`
  switch (one.input) {
    case 'money':
      return (
        <InputNumber
          aria-label={label}
          style={{ flex: 1 }}
          precision={2}
          step={100}
          suffix={one.unit}
          placeholder={one.value === null ? '未录入' : String(Number(one.value) / 100)}
          value={typeof value === 'number' ? value / 100 : null}
          onChange={(yuan) => onChange(yuan === null ? undefined : Math.round(Number(yuan) * 100))}
        />
      )
    case 'whole':
      return (
        <InputNumber
          aria-label={label}
          style={{ flex: 1 }}
          precision={0}
          suffix={one.unit || undefined}
          placeholder={String(one.value ?? '')}
          value={typeof value === 'number' ? value : null}
          onChange={(whole) => onChange(whole === null ? undefined : Number(whole))}
        />
      )
    case 'choice':
      return one.choices.length === 0 ? (
        <Input
          aria-label={label}
          style={{ flex: 1 }}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
        />
      ) : (
        <Select
          aria-label={label}
          style={{ flex: 1, minWidth: 0 }}
          allowClear
          placeholder={one.valueText}
          value={typeof value === 'string' ? value : null}
          options={one.choices.map((choice) => ({ value: choice.value, label: choice.text }))}
          onChange={(chosen: string | null | undefined) => onChange(chosen ?? undefined)}
        />
      )
    case 'several':
    case 'counties':
      return <CodesField one={one} value={value} onChange={onChange} label={label} />
    case 'day':
      return (
        <DatePicker
          aria-label={label}
          style={{ flex: 1 }}
          placeholder={one.value === null ? '不限' : String(one.value)}
          value={typeof value === 'string' ? dayjs(value) : null}
          onChange={(day) => onChange(day ? day.format('YYYY-MM-DD') : undefined)}
        />
      )
    case 'years':
      return <YearField label={label} value={value} onChange={onChange} />
  }
}

/** Codes of a list; a county that is not in it can be added. */
function CodesField({
  one,
  value,
  onChange,
  label,
}: {
  one: Changeable
  value: FormValue | undefined
  onChange: (value: FormValue | undefined) => void
  label: string
}) {
  const now = Array.isArray(one.value) ? one.value : []
  const codes = Array.isArray(value) ? [...(value as readonly string[])] : now
  return (
    <div style={{ flex: 1, minWidth: 0 }}>
      <Select
        aria-label={label}
        mode="multiple"
        style={{ width: '100%' }}
        maxTagCount={2}
        value={codes}
        options={one.choices.map((choice) => ({ value: choice.value, label: choice.text }))}
        onChange={(chosen: string[]) => onChange(chosen)}
      />
      {one.input === 'counties' && (
        <RegionSelect
          label={`${one.label} 加一个县`}
          placeholder="加一个县（区）"
          value={null}
          onChange={(code) => code && !codes.includes(code) && onChange([...codes, code])}
          style={{ marginTop: 4 }}
        />
      )}
    </div>
  )
}

const THIS_YEARS = [2021, 2022, 2023, 2024, 2025, 2026]

/** A sum for each year, one year at a time. */
function YearField({
  value,
  onChange,
  label,
}: {
  value: FormValue | undefined
  onChange: (value: FormValue | undefined) => void
  label: string
}) {
  const years = typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, number>) : {}
  return (
    <div style={{ flex: 1 }}>
      {THIS_YEARS.map((year) => (
        <InputNumber
          key={year}
          aria-label={`${label} ${year}年`}
          style={{ width: '100%', marginBottom: 4 }}
          prefix={`${year}年`}
          suffix="元"
          precision={2}
          value={years[year] === undefined ? null : years[year] / 100}
          onChange={(yuan) => {
            const next: Record<string, number> = { ...years }
            if (yuan === null) delete next[year]
            else next[year] = Math.round(Number(yuan) * 100)
            onChange(Object.keys(next).length === 0 ? undefined : next)
          }}
        />
      ))}
    </div>
  )
}
