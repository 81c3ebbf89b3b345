import { shortYuan } from '../../../shared/domain/money.ts'
import type { PackRow } from './pack.ts'

/** The amount as a clerk says it: 3000 元, 不超过 500 元（由当地定标准）. */
export function amountText(row: PackRow): string {
  const { amount } = row
  const latest = (entries: readonly { value: number }[] | undefined) => {
    const value = entries?.at(-1)?.value
    return value === undefined ? undefined : `${shortYuan(Math.round(value * 100))} 元`
  }
  switch (amount.kind) {
    case 'fixed':
      return `${latest(amount.yuan)}${unitSuffix(row)}`
    case 'actual-up-to':
      return `据实，最高 ${latest(amount.yuan)}${unitSuffix(row)}`
    case 'per-attended-day':
      return `每天 ${latest(amount.yuan)}`
    case 'per-head-above':
      return `超出部分每人 ${latest(amount.yuan)}`
    case 'standard':
    case 'attendance-share': {
      const ceiling = latest(amount.ceiling)
      return ceiling === undefined ? '由当地定标准' : `不超过 ${ceiling}（由当地定标准）`
    }
  }
}

function unitSuffix(row: PackRow): string {
  if (row.unit === 'person-month') return '/人·月'
  if (row.unit === 'person-year') return '/人·年'
  return row.unit.startsWith('person') ? '/人' : ''
}
