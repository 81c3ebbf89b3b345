/** What a changed value of a pack may be: money, whole numbers, readings, lists of counties, sums by year. */
import { shortYuan } from '../../../shared/domain/money.ts'
import { AGENT_KINDS, EMPLOYER_KINDS } from '../../../shared/domain/policy.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { PackParameter } from './pack.ts'

const PLACE_CODE = /^\d{2}(\d{2}){0,2}$/

/** What a value of a reading should be instead; undefined: it fits. */
export function parameterMisfit(
  parameter: PackParameter,
  value: number | string | readonly string[],
): string | undefined {
  const now = parameter.value
  if (typeof now === 'number')
    return typeof value === 'number' && Number.isInteger(value) && value > 0 ? undefined : '应为正整数'
  if (Array.isArray(now)) {
    if (!Array.isArray(value) || value.length === 0) return '至少要有一个'
    if (now.some((item) => PLACE_CODE.test(item))) {
      const wrong = value.find((item) => !PLACE_CODE.test(item))
      return wrong === undefined ? undefined : `“${wrong}”不是行政区划代码`
    }
    const kinds = new Set<string>([...EMPLOYER_KINDS, ...AGENT_KINDS])
    const wrong = value.find((item) => !kinds.has(item))
    return wrong === undefined ? undefined : `没有“${wrong}”这个单位类型`
  }
  const choices = parameter.choices
  if (typeof value !== 'string') return '应为一个选项'
  if (choices !== undefined && !choices.includes(value)) return `应为 ${choices.join('、')} 之一`
  return undefined
}

/** Codes of counties, at least one. @throws Refusal `scenario.value` */
export function wantCounties(key: string, codes: readonly string[] | undefined): readonly string[] {
  const wrong = codes?.find((code) => !/^\d{6}$/.test(code))
  if (codes === undefined || codes.length === 0) throw valueRefusal(key, '', '至少要有一个县')
  if (wrong !== undefined) throw valueRefusal(key, wrong, '县代码应为 6 位数字')
  return codes
}

/** Fen by year, at least one. @throws Refusal `scenario.value` */
export function wantYears(
  key: string,
  byYear: Readonly<Record<string, number>> | undefined,
): Map<number, number> {
  const years = Object.entries(byYear ?? {})
  if (years.length === 0) throw valueRefusal(key, '', '至少要有一年的金额')
  for (const [year, fen] of years) {
    if (!/^20\d\d$/.test(year)) throw valueRefusal(key, year, '年度应为 4 位数字')
    wantMoney(fen, `${key} ${year}年的金额`)
  }
  return new Map(years.map(([year, fen]) => [Number(year), fen]))
}

/** Whole fen above 0. @throws Refusal `scenario.value` */
export function wantMoney(fen: number, name: string): void {
  if (!Number.isSafeInteger(fen)) throw valueRefusal(name, String(fen), '应为整分')
  if (fen <= 0) throw valueRefusal(name, `${shortYuan(fen)} 元`, '应大于 0')
}

/** A whole number above 0. @throws Refusal `scenario.value` */
export function wantWhole(value: number, name: string): void {
  if (!Number.isSafeInteger(value) || value <= 0) throw valueRefusal(name, String(value), '应为大于 0 的整数')
}

export function valueText(value: number | string | readonly string[]): string {
  return Array.isArray(value) ? value.join('、') : String(value)
}

/** A value that cannot be, with what is wrong with it. */
export function valueRefusal(name: string, value: string, problem: string): Refusal {
  return new Refusal(
    'scenario.value',
    `${name}${value === '' ? '' : `改成 ${value}`}不成立：${problem}。请改正后再算。`,
    { name, value },
  )
}
