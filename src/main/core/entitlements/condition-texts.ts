import type { Category } from '../../../shared/domain/categories.ts'
import { formatDate } from '../../../shared/domain/dates.ts'
import type { ConditionId } from '../../../shared/domain/policy.ts'
import { CATEGORY_TEXT } from '../../../shared/text/policy.ts'
import {
  AGENT_KIND_TEXT,
  CERTIFICATE_GRADE_TEXT,
  EMPLOYER_KIND_TEXT,
  ENROLMENT_KIND_TEXT,
  POST_KIND_TEXT,
  RECOGNISED_KIND_TEXT,
} from '../../../shared/text/registry.ts'
import type { ParameterValue } from '../policy/compile.ts'
import type { PackConditions, PackDocument, PackRow } from '../policy/pack.ts'
import type { Regions } from '../registry/regions.ts'

/** A reading's value in force: the office's, or the pack's. */
export type ReadAs = (parameter: string) => ParameterValue | undefined

/**
 * What each condition of a row asks, in our own words and with the row's own numbers, so that a clerk can read it
 * without the document. In the order in which an explanation shows them.
 */
export function conditionTexts(
  row: PackRow,
  document: PackDocument,
  readAs: ReadAs,
  regions: Regions,
): Map<ConditionId, string> {
  const asks = row.conditions
  const texts = new Map<ConditionId, string>()
  const number = (value: Threshold) => thresholdText(value, readAs)
  if (asks.category)
    texts.set(
      'category',
      `在满足其他条件的那天属于${anyOf(asks.category.map((c: Category) => CATEGORY_TEXT[c]))}`,
    )
  if (asks.home) texts.set('home', `户籍${placeText(asks.home, document, readAs, regions)}`)
  if (asks.workplace)
    texts.set('workplace', `${workplaceSubject(row)}${placeText(asks.workplace, document, readAs, regions)}`)
  if (asks.first) texts.set('first', firstText(asks.first, document, number))
  if (asks.organised) texts.set('organised', '由劳务机构或经纪人有组织输出')
  if (asks.insured) {
    const where = asks.insured.over === 'territory' ? `在${document.territory.name}` : '在这份工作中'
    texts.set(
      'insured',
      `${where}${asks.insured.consecutive ? '连续' : '累计'}参保满 ${number(asks.insured.months)} 个月`,
    )
  }
  if (asks.stable) {
    texts.set(
      'stable',
      `稳定就业满 ${number(asks.stable.months)} 个月（两份工作相隔不超过 ${number(asks.stable.gapDays)} 天视为连续）`,
    )
  }
  if (asks.contract) texts.set('contract', `劳动合同期限不少于 ${number(asks.contract.months)} 个月`)
  if (asks.filing) texts.set('filing', '已备案确认（有备案号和日期）')
  if (asks.kind) texts.set('kind', kindText(asks.kind, row, readAs))
  if (asks.recognised)
    texts.set('recognised', `已认定为${anyOf(asks.recognised.map((kind) => RECOGNISED_KIND_TEXT[kind]))}`)
  if (asks.headcount) texts.set('headcount', `一个年度内不少于 ${number(asks.headcount.heads)} 人`)
  if (asks.certificate) {
    texts.set(
      'certificate',
      asks.certificate.by === 'grade'
        ? `在当地培训并取得${CERTIFICATE_GRADE_TEXT[asks.certificate.grade]}证书`
        : '就业前取得该培训机构的证书',
    )
  }
  if (asks.post) {
    texts.set(
      'post',
      'only' in asks.post
        ? `在${POST_KIND_TEXT[asks.post.only]}上岗`
        : `不在${POST_KIND_TEXT[asks.post.not]}上岗`,
    )
  }
  if (asks.year) {
    const year = 'only' in asks.year ? `仅限 ${number(asks.year.only)} 年` : `截至 ${asks.year.until}`
    texts.set('year', year)
  }
  if (asks.production) texts.set('production', '家中其他成员自主发展生产经营')
  if (asks.wages) texts.set('wages', '当年支付给本人的工资达到当年监测线（由当地录入）')
  if (asks.rent) texts.set('rent', '当月自行租房（单位宿舍不算）')
  if (asks.attended) texts.set('attended', '有参加培训的天数')
  if (asks.enrolled) texts.set('enrolled', `参加该单位的${ENROLMENT_KIND_TEXT[asks.enrolled.kind]}`)
  if (asks.fair) texts.set('fair', '参加在结对县举办的招聘会')
  if (asks.training) texts.set('training', '当月开展以工代训，且未由其他单位领取过')
  texts.set('in-force', inForceText(document, readAs))
  return texts
}

type Threshold = NonNullable<PackConditions['contract']>['months'] | number

function thresholdText(value: Threshold, readAs: ReadAs): string {
  if (typeof value === 'number') return String(value)
  if ('parameter' in value) return String(readAs(value.parameter) ?? '？')
  return value.map((entry) => String(entry.value)).join('→')
}

function firstText(
  first: NonNullable<PackConditions['first']>,
  document: PackDocument,
  number: (value: Threshold) => string,
): string {
  switch (first.by) {
    case 'spell':
      return `${first.since} 以后首次到${document.territory.name}就业`
    case 'insurance':
      return `首次到${document.territory.name}就业（以参保为准）`
    case 'organised':
      return '首次有组织输出'
    case 'new-move':
      return `此前 ${number(first.months)} 个月内没有在省外务工（新跨省）`
  }
}

function kindText(kind: NonNullable<PackConditions['kind']>, row: PackRow, readAs: ReadAs): string {
  const codes = Array.isArray(kind) ? kind : (readAs(kind.parameter) as readonly string[] | undefined)
  const words: Readonly<Record<string, string>> =
    row.beneficiary === 'agent' ? AGENT_KIND_TEXT : EMPLOYER_KIND_TEXT
  const named = anyOf((codes ?? []).map((code) => words[code] ?? code))
  return row.beneficiary === 'agent' ? `组织单位是${named}` : `用人单位是${named}`
}

/** Whose place the `workplace` condition looks at. */
function workplaceSubject(row: PackRow): string {
  return row.each === 'employer' || row.each === 'headcount' ? '单位' : '务工地点'
}

function placeText(name: string, document: PackDocument, readAs: ReadAs, regions: Regions): string {
  const place = document.places[name]
  if (place === undefined) return `在“${name}”`
  const codes = (list: { parameter: string } | readonly string[] | undefined): readonly string[] =>
    list === undefined
      ? []
      : 'parameter' in list
        ? ((readAs(list.parameter) as readonly string[] | undefined) ?? [])
        : list
  const inside = [...codes(place.within), ...(place.and ?? []).flatMap(codes)]
  const outside = codes(place.outside)
  const named = (list: readonly string[]) =>
    anyOf(grouped(list).map((code) => regions.fullName(code) ?? code))
  const parts: string[] = []
  if (inside.length > 0) parts.push(`在${named(inside)}`)
  if (outside.length > 0) parts.push(`在${named(outside)}以外`)
  if (place.open) parts.push(`${named(place.open.within)}的县由办公室选定`)
  return parts.join('，') || `在${document.territory.name}`
}

/** More than six counties of one city are told by their city. */
function grouped(codes: readonly string[]): readonly string[] {
  if (codes.length <= 6) return codes
  const cities = [...new Set(codes.map((code) => code.slice(0, 4)))]
  return cities.flatMap((city) => {
    const own = codes.filter((code) => code.startsWith(city))
    return own.length > 3 ? [city] : own
  })
}

function inForceText(document: PackDocument, readAs: ReadAs): string {
  const { from, to, assumed } = document.inForce
  const decided = readAs(`${document.id}.inForce.from`)
  const note =
    decided !== undefined ? '，起始日由本单位决定' : assumed.length > 0 ? '，起始日为推定，请办公室确认' : ''
  return `满足条件的那天在文件有效期内（${decided === undefined ? formatDate(from) : String(decided)} 至 ${formatDate(to)}${note}）`
}

function anyOf(words: readonly string[]): string {
  return words.join('、')
}
