/** What an office may write instead of a pack's reading, and how a value reads. */
import type { ReadingKind } from '../../../shared/contract/policy-readings.ts'
import { formatDate, parseDate } from '../../../shared/domain/dates.ts'
import { AGENT_KINDS, EMPLOYER_KINDS } from '../../../shared/domain/policy.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { readingCodeText } from '../../../shared/text/policy-readings.ts'
import type { ParameterValue } from '../policy/compile.ts'
import type { PackDocument } from '../policy/pack.ts'
import type { Regions } from '../registry/regions.ts'

/** One point that a document leaves to the office. */
export type ReadingPoint = {
  key: string
  document: PackDocument
  clause: string
  name: string
  /** the pack's reading in words */
  text: string
  kind: ReadingKind
  choices: readonly string[]
  shipped: ParameterValue
}

const LARGEST_NUMBER = 600
const YEAR = 1900

/** Every point that a document leaves to the office: its parameters, and a first day that the text does not give. */
export function readingPoints(document: PackDocument): ReadingPoint[] {
  const points = document.parameters.map((parameter): ReadingPoint => {
    const value = parameter.value as ParameterValue
    return {
      key: parameter.id,
      document,
      clause: parameter.clause,
      name: parameter.name,
      text: parameter.reading,
      ...kindOf(value, parameter.choices),
      shipped: value,
    }
  })
  const first = document.inForce.assumed.find(({ key }) => key === 'from')
  if (first === undefined) return points
  return [
    {
      key: `${document.id}.inForce.from`,
      document,
      clause: '施行日期',
      name: '开始施行的日期',
      text: first.reason,
      kind: 'day',
      choices: [],
      shipped: formatDate(document.inForce.from),
    },
    ...points,
  ]
}

function kindOf(
  value: ParameterValue,
  choices: readonly string[] | undefined,
): { kind: ReadingKind; choices: readonly string[] } {
  if (typeof value === 'boolean') return { kind: 'yes-no', choices: ['true', 'false'] }
  if (typeof value === 'number') return { kind: value >= YEAR ? 'year' : 'number', choices: [] }
  if (typeof value === 'string') return { kind: 'choice', choices: choices ?? [value] }
  if (value.every((code) => /^\d+$/.test(code))) return { kind: 'places', choices: [] }
  const kinds = [EMPLOYER_KINDS, AGENT_KINDS].find((known) =>
    value.every((code) => (known as readonly string[]).includes(code)),
  )
  return { kind: 'kinds', choices: kinds ?? value }
}

/** A value as a clerk reads it: 10, 2021年, 四川省、贵州省, 企业、小微企业. */
export function valueText(kind: ReadingKind, value: ParameterValue, regions: Regions): string {
  if (kind === 'yes-no') return value === true ? '是' : '否'
  if (kind === 'year') return `${String(value)}年`
  const words = Array.isArray(value) ? value : [String(value)]
  return words
    .map((word) => (kind === 'places' ? regions.fullName(word) : readingCodeText(word)) ?? word)
    .join('、')
}

/** A value as it is typed. */
export function valueWritten(value: ParameterValue): string {
  return Array.isArray(value) ? value.join(',') : String(value)
}

/**
 * What was typed, as the calculation takes it.
 * @throws Refusal `policy.reading-value` where the document does not allow it
 */
export function readingValue(point: ReadingPoint, typed: string, regions: Regions): ParameterValue {
  const words = typed
    .split(/[,，、\s]+/)
    .map((word) => word.trim())
    .filter((word) => word !== '')
  const [word = ''] = words
  const no = (wanted: string): never => {
    throw new Refusal('policy.reading-value', `${point.name}（${point.key}）没有改：${wanted}。`, {
      key: point.key,
    })
  }
  switch (point.kind) {
    case 'number': {
      const number = Number(word)
      if (words.length !== 1 || !/^\d+$/.test(word) || number < 1 || number > LARGEST_NUMBER)
        no(`应为 1 到 ${LARGEST_NUMBER} 的整数`)
      return number
    }
    case 'year': {
      const { from, to } = point.document.inForce
      const [first, last] = [formatDate(from).slice(0, 4), formatDate(to).slice(0, 4)]
      if (words.length !== 1 || !/^\d{4}$/.test(word) || word < first || word > last)
        no(`应为文件有效期内的年度（${first} 至 ${last}）`)
      return Number(word)
    }
    case 'day': {
      const day = parseDate(word)
      if (day === undefined || day > point.document.inForce.to)
        no(`应为不晚于文件终止日（${formatDate(point.document.inForce.to)}）的日期，写作 2021-09-10`)
      return word
    }
    case 'yes-no': {
      if (!['是', '否', 'true', 'false'].includes(word)) no('应为“是”或“否”')
      return word === '是' || word === 'true'
    }
    case 'choice':
      if (words.length !== 1 || !point.choices.includes(word))
        no(
          `文件只容许：${point.choices.map((choice) => `${choice}（${readingCodeText(choice) ?? choice}）`).join('、')}`,
        )
      return word
    case 'kinds': {
      const wrong = words.find((code) => !point.choices.includes(code))
      if (wrong !== undefined || words.length === 0)
        no(
          `${wrong === undefined ? '' : `没有“${wrong}”这种类型，`}可选：${point.choices.map((code) => `${code}（${readingCodeText(code) ?? code}）`).join('、')}`,
        )
      return [...new Set(words)]
    }
    case 'places':
      return places(point, words, regions, no)
  }
}

/** Counties that the text counts within one city cannot come from another. */
function places(
  point: ReadingPoint,
  words: readonly string[],
  regions: Regions,
  no: (wanted: string) => never,
): string[] {
  const unknown = words.find(
    (code) => !/^\d{2}(\d{2}){0,2}$/.test(code) || (!regions.exists(code) && !regions.isKnownArea(code)),
  )
  if (unknown !== undefined) no(`“${unknown}”不是已知的行政区划代码（2、4 或 6 位）`)
  if (words.length === 0) no('至少写一个行政区划代码')
  const shipped = point.shipped as readonly string[]
  const city = shipped[0]?.slice(0, 4) ?? ''
  const ofOneCity = shipped.every((code) => code.length === 6 && code.startsWith(city))
  const outside = ofOneCity ? words.find((code) => !code.startsWith(city)) : undefined
  if (outside !== undefined)
    no(`${regions.fullName(outside) ?? outside}不在${regions.fullName(city) ?? city}，文件只说了这里的县`)
  return [...new Set(words)]
}
