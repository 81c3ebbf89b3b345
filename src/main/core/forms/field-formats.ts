import { capitals } from '../../../shared/domain/capitals.ts'
import { formatYuan } from '../../../shared/domain/money.ts'

/** What a field holds: this decides the formats a layout may ask for. The first format of a kind is its usual one. */
export const formatsOfKind = {
  text: ['原样'],
  number: ['原样'],
  /** Whole fen. */
  money: ['金额', '大写金额'],
  /** `YYYY-MM-DD`. */
  date: ['年月日', '数字日期'],
  /** `YYYY-MM`. */
  month: ['年月'],
  idNumber: ['原样', '分组', '脱敏'],
  account: ['四位分组', '原样', '脱敏', '分组'],
  phone: ['原样', '分组', '脱敏'],
  /** A set of codes, for check boxes only. */
  codes: [],
} as const

export type FieldKind = keyof typeof formatsOfKind
export type FieldFormat = (typeof formatsOfKind)[FieldKind][number]
export type FieldValue = string | number | readonly string[] | null | undefined

/** One field that a layout may print: its name in the office's words, what it holds, and where it comes from. */
export interface Field<Data> {
  readonly name: string
  readonly kind: FieldKind
  readonly read: (data: Data) => FieldValue
}

/** All fields of one kind of paper, and whose paper it is (for messages). */
export interface FieldCatalogue<Data> {
  readonly name: string
  readonly fields: ReadonlyMap<string, Field<Data>>
  readonly person: (data: Data) => string
}

/** A catalogue from a plain list; throws when a name occurs twice. */
export function fieldCatalogue<Data>(
  name: string,
  person: (data: Data) => string,
  fields: readonly Field<Data>[],
): FieldCatalogue<Data> {
  const byName = new Map(fields.map((field) => [field.name, field]))
  if (byName.size !== fields.length) throw new Error(`A field name occurs twice in ${name}`)
  return { name, person, fields: byName }
}

/** A value as it stands on paper; undefined where nothing is known (or known to be none), for the caller to leave blank. */
export function formatValue(value: FieldValue, format: FieldFormat): string | undefined {
  if (value === undefined || value === null || value === '') return undefined
  switch (format) {
    case '原样':
      return String(value)
    case '金额':
      return formatYuan(Number(value))
    case '大写金额':
      return capitals(Number(value))
    case '年月日': {
      const [year, month, day] = dateParts(value, 3)
      return `${year}年${month}月${day}日`
    }
    case '数字日期':
      return dateParts(value, 3)
        .map((part) => String(part).padStart(2, '0'))
        .join('-')
    case '年月': {
      const [year, month] = dateParts(value, 2)
      return `${year}年${month}月`
    }
    case '分组':
      return grouped(String(value))
    case '四位分组':
      return byFour(String(value))
    case '脱敏':
      return masked(String(value))
  }
}

/** What an unknown value leaves inside a sentence: room to write by hand. */
export function blankFor(format: FieldFormat): string {
  if (format === '年月日') return '　　　年　　月　　日'
  if (format === '年月') return '　　　年　　月'
  if (format === '大写金额') return '____________________'
  return '____________'
}

function dateParts(value: FieldValue, count: 2 | 3): number[] {
  const parts = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(String(value))
  if (!parts || (count === 3) !== (parts[3] !== undefined)) {
    throw new Error(`Not a ${count === 3 ? 'date' : 'month'} for paper: ${String(value)}`)
  }
  return parts.slice(1, 1 + count).map(Number)
}

/** ID numbers as region, birth and order (6-8-4), phones 3-4-4, accounts by four. */
function grouped(value: string): string {
  if (/^\d{17}[\dX]$/.test(value)) return `${value.slice(0, 6)} ${value.slice(6, 14)} ${value.slice(14)}`
  if (/^1\d{10}$/.test(value)) return `${value.slice(0, 3)} ${value.slice(3, 7)} ${value.slice(7)}`
  return byFour(value)
}

/** Also accounts of 18 digits, which look like ID numbers. */
function byFour(value: string): string {
  return /^\d+$/.test(value) ? value.replace(/(\d{4})(?=\d)/g, '$1 ') : value
}

/** For eyes that may not see all: ID numbers keep the first 6 and last 4, phones 3 and 4, accounts the last 4. */
function masked(value: string): string {
  const [head, tail] = /^\d{17}[\dX]$/.test(value) ? [6, 4] : /^1\d{10}$/.test(value) ? [3, 4] : [0, 4]
  const hidden = Math.max(value.length - head - tail, 0)
  return `${value.slice(0, head)}${'*'.repeat(hidden)}${hidden > 0 ? value.slice(-tail) : '*'.repeat(tail)}`
}
