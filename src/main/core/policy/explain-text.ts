/** The trace of a result as plain lines, in the words of a case file: for reports of cases that differ. */
import { dayOf, formatDate } from '../../../shared/domain/dates.ts'
import { CONDITION_STATE_SIGN, CONDITION_TEXT, OUTCOME_TEXT } from '../../../shared/text/policy.ts'
import type { Result } from './engine.ts'
import { BEFORE, NEVER } from './facts.ts'
import { type FactValue, type FoundFact, stateOf } from './weighing.ts'

/** Lines: the outcome, then each condition with its state, day, facts and what is missing. */
export function explainText(result: Result, asOf: string): string[] {
  const { row } = result
  const whom = result.for === undefined || result.for === result.beneficiary.id ? '' : `（为 ${result.for}）`
  const period = result.period === undefined ? '' : ` ${result.period}`
  const pack = `${row.document.id} ${row.spec.clause}，包 ${row.document.version}`
  const lines = [
    `${row.id} ${row.spec.name}（${pack}）${result.beneficiary.id}${whom}${period}：${OUTCOME_TEXT[result.outcome]}`,
  ]
  for (const condition of result.conditions) {
    const state = stateOf(condition.lo, condition.day, dayOf(asOf))
    const dated = condition.day > BEFORE && condition.day < NEVER && (state === 'met' || state === 'not-yet')
    const on = dated ? ` ${formatDate(condition.day)}` : ''
    const missing =
      state === 'unknown' && condition.missing.length > 0 ? `，缺 ${condition.missing.join(' ')}` : ''
    lines.push(
      `${CONDITION_STATE_SIGN[state]} ${CONDITION_TEXT[condition.id]}（${condition.id}）${on}${missing}${factsText(condition.facts)}`,
    )
  }
  if (result.amountFacts.length > 0) lines.push(`· 金额依据${factsText(result.amountFacts)}`)
  for (const notice of result.notices) {
    if (notice.code === 'other-side-pays')
      lines.push(`! 另一侧也为同一用途支付：${notice.benefits.join('、')}`)
  }
  return lines
}

function factsText(facts: readonly FoundFact[]): string {
  return facts.length === 0
    ? ''
    : ` [${facts.map(({ path, value }) => `${path}=${valueText(path, value)}`).join(' ')}]`
}

function valueText(path: string, value: FactValue): string {
  // A spell or contract with no end still goes on.
  if (value === null && path.endsWith('.to')) return '至今'
  return value === null ? '无' : value === true ? '是' : value === false ? '否' : String(value)
}
