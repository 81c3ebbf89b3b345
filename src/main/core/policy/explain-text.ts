/** An explanation as plain lines, for the command line and for case reports. */
import { CONDITION_STATE_SIGN, OUTCOME_TEXT } from '../../../shared/text/policy.ts'
import type { Result } from './engine.ts'
import { explain } from './explain.ts'
import type { FactValue } from './weighing.ts'

/** Lines: the verdict, then each condition with its state, day, facts and what is missing. */
export function explainText(result: Result, asOf: string): string[] {
  const explanation = explain(result, asOf)
  const { row } = result
  const whom = result.for === undefined || result.for === result.beneficiary.id ? '' : `（为 ${result.for}）`
  const period = result.period === undefined ? '' : ` ${result.period}`
  const lines = [
    `${row.id} ${row.spec.name}（${row.document.id} ${row.spec.clause}，包 ${explanation.packVersion}）${result.beneficiary.id}${whom}${period}：${OUTCOME_TEXT[result.outcome]}。${explanation.verdict}`,
  ]
  for (const condition of explanation.conditions) {
    const facts = condition.facts.map((fact) => `${fact.path}=${valueText(fact.value)}`).join(' ')
    const missing = condition.missing.length === 0 ? '' : `，缺 ${condition.missing.join(' ')}`
    lines.push(
      `${CONDITION_STATE_SIGN[condition.state]} ${condition.label}（${condition.id}）：${condition.asks}；${condition.says}${missing}${facts === '' ? '' : ` [${facts}]`}`,
    )
  }
  for (const fact of explanation.amountFacts) lines.push(`· 金额依据 ${fact.path}=${valueText(fact.value)}`)
  for (const notice of result.notices) {
    if (notice.code === 'other-side-pays')
      lines.push(`! 另一侧也为同一用途支付：${notice.benefits.join('、')}`)
  }
  return lines
}

function valueText(value: FactValue): string {
  return value === null ? '无' : value === true ? '是' : value === false ? '否' : String(value)
}
