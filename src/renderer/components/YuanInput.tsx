import { Input } from 'antd'
import { readYuan } from '../../shared/domain/money.ts'

/** Money as a clerk types it, kept as text until it is sent; see `yuanRule` and `fenOf`. */
export function YuanInput({
  value,
  onChange,
  id,
  label,
  placeholder,
}: {
  value?: string
  onChange?: (text: string) => void
  id?: string
  label: string
  placeholder?: string
}) {
  return (
    <Input
      {...(id ? { id } : {})}
      aria-label={label}
      inputMode="decimal"
      suffix="元"
      maxLength={20}
      value={value ?? ''}
      {...(placeholder === undefined ? {} : { placeholder })}
      onChange={(event) => onChange?.(event.target.value)}
    />
  )
}

/** Fen of what was typed; `null` where nothing was. Throws where `yuanRule` let nothing pass. */
export function fenOf(text: string | undefined): number | null {
  if (text === undefined || text.trim() === '') return null
  const reading = readYuan(text)
  if (!reading.ok) throw new Error(`not money: ${text}`)
  return reading.fen
}

/** For a form's field that holds money. */
export function yuanRule(required: boolean) {
  return {
    validator: (_: unknown, text: string | undefined) => {
      if (text === undefined || text.trim() === '')
        return required ? Promise.reject(new Error('请填写金额')) : Promise.resolve()
      const reading = readYuan(text)
      return reading.ok && reading.fen >= 0
        ? Promise.resolve()
        : Promise.reject(new Error('金额应如 3000 或 3000.50，最多两位小数'))
    },
  }
}
