/** A result in words: what each condition asks, what was found, and one sentence for the whole. */
import { type DateText, type DayNumber, dayOf, formatDate } from '../../../shared/domain/dates.ts'
import { shortYuan } from '../../../shared/domain/money.ts'
import type { ConditionId, ConditionState } from '../../../shared/domain/policy.ts'
import { CATEGORY_TEXT, CONDITION_TEXT } from '../../../shared/text/policy.ts'
import type { Result } from './engine.ts'
import { factFix, factLabel } from './fact-labels.ts'
import { BEFORE, NEVER } from './facts.ts'
import type { Row } from './row.ts'
import { type ConditionTrace, type FactValue, stateOf } from './weighing.ts'

export interface ExplainedFact {
  readonly path: string
  readonly label: string
  readonly value: FactValue
  readonly source: string | undefined
}

export interface ExplainedCondition {
  readonly id: ConditionId
  readonly label: string
  readonly state: ConditionState
  /** the day it became, or will become, met */
  readonly on: DateText | undefined
  readonly asks: string
  readonly says: string
  readonly facts: readonly ExplainedFact[]
  readonly missing: readonly string[]
  readonly clause: string
}

export interface Explanation {
  readonly result: Result
  readonly packVersion: string
  readonly asOf: DateText
  /** one sentence */
  readonly verdict: string
  readonly conditions: readonly ExplainedCondition[]
  /** facts that only the amount rests on */
  readonly amountFacts: readonly ExplainedFact[]
  readonly missing: readonly { readonly path: string; readonly label: string; readonly fix: string }[]
}

/** Puts a result into words. */
export function explain(result: Result, asOf: DateText): Explanation {
  const day = dayOf(asOf)
  const conditions = result.conditions.map((condition) => explainCondition(result.row, condition, day))
  return {
    result,
    packVersion: `${result.row.document.id}@${result.row.document.version}`,
    asOf,
    verdict: verdict(result, conditions),
    conditions,
    amountFacts: result.amountFacts.map((fact) => ({
      ...fact,
      label: factLabel(fact.path),
      source: fact.source,
    })),
    missing: result.missing.map((path) => ({ path, label: factLabel(path), fix: factFix(path) })),
  }
}

function explainCondition(row: Row, condition: ConditionTrace, asOf: DayNumber): ExplainedCondition {
  const state = stateOf(condition.lo, condition.day, asOf)
  const dated = condition.day > BEFORE && condition.day < NEVER
  const on = dated && (state === 'met' || state === 'not-yet') ? formatDate(condition.day) : undefined
  return {
    id: condition.id,
    label: CONDITION_TEXT[condition.id],
    state,
    on,
    asks: asks(row, condition.id),
    says: says(condition, state, on),
    facts: condition.facts.map((fact) => ({ ...fact, label: factLabel(fact.path), source: fact.source })),
    missing: state === 'unknown' ? condition.missing : [],
    clause: row.spec.clause,
  }
}

function says(condition: ConditionTrace, state: ConditionState, on: string | undefined): string {
  if (state === 'unknown') {
    const lacking = condition.missing.map(factLabel).join('、')
    return lacking === '' ? '还不知道' : `还不知道：${lacking}`
  }
  if (state === 'not-yet') {
    const short = condition.short
    return short !== undefined && short > 0
      ? `还差 ${short} ${UNITS[condition.id] ?? ''}，照现在这样 ${on} 满足`
      : `照现在这样 ${on} 满足`
  }
  if (state === 'met') return on === undefined ? '满足' : `${on} 起满足`
  const short = condition.short
  return short !== undefined && short > 0
    ? `还差 ${short} ${UNITS[condition.id] ?? ''}，且以后不会再增加`
    : '不满足'
}

const UNITS: Partial<Record<ConditionId, string>> = { insured: '个月参保', headcount: '人' }

/** What the row asks for under one condition, with its figures. */
export function asks(row: Row, id: ConditionId): string {
  const at = row.terms.start > BEFORE ? row.terms.start : row.document.inForce.from
  const ask = row.spec.conditions
  switch (id) {
    case 'category':
      return `资格日当天是：${(ask.category ?? []).map((category) => CATEGORY_TEXT[category]).join('、')}`
    case 'home':
      return row.home === null
        ? '院校或站点在协作地区'
        : placeText('户籍', row.home.spec.outside, row.home.spec.within, row)
    case 'workplace':
      return row.workplace === null
        ? '有务工记录'
        : placeText('务工地', row.workplace.spec.outside, row.workplace.spec.within, row)
    case 'first':
      if (ask.first?.by === 'spell')
        return `在${row.document.territory.name}首次就业不早于 ${ask.first.since}`
      if (ask.first?.by === 'insurance')
        return `在${row.document.territory.name}首次就业（以参保为准），且不早于文件起始日`
      if (ask.first?.by === 'new-move') return `这次外出前 ${row.newMoveMonths} 个月内没有在省外工作过`
      return '户籍县以外第一段有组织的工作'
    case 'insured':
      return `${ask.insured?.consecutive === true ? '连续' : '累计'}参保满 ${row.insuredMonths?.at(at) ?? 0} 个月`
    case 'stable':
      return `连续工作满 ${row.stableMonths?.at(at) ?? 0} 个月（换单位空档不超过 ${row.gapDays} 天）`
    case 'contract':
      return `劳动合同不少于 ${row.contractMonths?.at(at) ?? 0} 个月`
    case 'organised':
      return '由该机构有组织输出'
    case 'filing':
      return '已备案，有编号和日期'
    case 'kind':
      return '单位或机构属于文件列明的类型'
    case 'recognised':
      return '已获认定'
    case 'headcount':
      return `一个日历年内不少于 ${(row.heads?.at(at) ?? 0) + (row.amount.kind === 'per-head-above' ? 1 : 0)} 人`
    case 'certificate':
      return '在文件有效期内取得相应证书'
    case 'post':
      return row.notPost === '' ? '在相应岗位上' : '不是公益性岗位'
    case 'year':
      return row.onlyYear > 0
        ? `只执行 ${row.onlyYear} 年`
        : row.most > 0
          ? `最多 ${row.most} 年`
          : '在条款执行的时间内'
    case 'in-force':
      return `资格日在 ${formatDate(at)} 至 ${formatDate(Math.min(row.terms.end, row.document.inForce.to))} 之间`
    case 'production':
      return '家庭其他成员自主发展生产'
    case 'wages':
      return '当年工资达到监测线'
    case 'rent':
      return '当月自行租房'
    case 'attended':
      return '有实际出勤'
    case 'enrolled':
      return '在该单位的学徒班或订单班'
    case 'fair':
      return '参加在协作地区举办的招聘会'
    case 'training':
      return '当月以工代训，且没有在别的单位享受过'
  }
}

function placeText(what: string, outside: boolean, within: readonly string[], row: Row): string {
  const own = within.length === 1 && within[0] === row.document.territory.prefix
  if (own)
    return outside ? `${what}在${row.document.territory.name}以外` : `${what}在${row.document.territory.name}`
  return outside ? `${what}在 ${within.join('、')} 以外` : `${what}在文件规定的协作地区`
}

/** One sentence: 还差1个月参保，最早 2022-03-31 可领. */
function verdict(result: Result, conditions: readonly ExplainedCondition[]): string {
  const money = result.amountFen === undefined ? '' : `${shortYuan(result.amountFen)} 元`
  const months = result.months !== undefined && result.months > 0 ? `${result.months} 个月，` : ''
  switch (result.outcome) {
    case 'eligible':
      return `条件全部满足，可领 ${months}${money}。`
    case 'discretionary':
      return `条件全部满足，是否给予 ${months}${money} 由本单位研究决定。`
    case 'needs-standard':
      return `条件全部满足，还没有录入当地标准（${result.missing.map((path) => path.replace('standard:', '')).join('、')}）。`
    case 'pending': {
      const waiting = conditions.filter((condition) => condition.state === 'not-yet')
      const insured = waiting.find((condition) => condition.id === 'insured')
      const short = /还差 \d+ 个月参保/.exec(insured?.says ?? '')?.[0]
      return `${short === undefined ? '只差时间' : short.replaceAll(' ', '')}，最早 ${result.on} 可领。`
    }
    case 'undetermined':
      return `还不能判断，缺：${result.missing.map(factLabel).join('、')}。`
    case 'closed':
      return `申领期限已于 ${formatDate(result.row.terms.windowEnd)} 截止。`
    case 'already-granted':
      return '这一项已经发放过。'
    case 'delegated':
      return `由当地文件的 ${result.delegatedTo} 执行。`
    case 'ineligible':
      return `不符合：${result.failed.map((id) => CONDITION_TEXT[id]).join('、')}。`
  }
}
