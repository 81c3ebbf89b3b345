import type { Explanation } from '../../../shared/contract/policy.ts'
import { formatYuan } from '../../../shared/domain/money.ts'
import { CONDITION_TEXT } from '../../../shared/text/policy.ts'
import type { ConditionTrace } from '../policy/weighing.ts'

/** The answer in one sentence, as an officer would say it to the person at the desk. */
export function verdict(answer: Omit<Explanation, 'verdict'>, traces: readonly ConditionTrace[]): string {
  const money = answer.amountFen === null ? '' : `${formatYuan(answer.amountFen)} 元`
  const months = answer.months === null || answer.months === 0 ? '' : `（${answer.months} 个月）`
  switch (answer.outcome) {
    case 'eligible':
      return `全部条件满足，可领 ${money}${months}。`
    case 'discretionary':
      return `条件都已满足，${money === '' ? '' : `金额 ${money}${months}，`}文件为“可给予”，须由办公室研究决定。`
    case 'needs-standard':
      return `条件都已满足，只差当地标准：${answer.missing.map(({ label }) => label).join('、')}。`
    case 'pending': {
      const waits = answer.conditions
        .filter(({ state }) => state === 'not-yet')
        .map(({ id, label }) => {
          const short = traces.find((trace) => trace.id === id)?.short
          return short === undefined ? label : `${label.replace('月数', '')} ${short} 个月`
        })
      const on = answer.on === null ? '' : `，最早 ${answer.on} 可领`
      return `还差${waits.join('、') || '时间'}${on}（按仍在职并继续参保推算）。`
    }
    case 'undetermined':
      return `缺少信息，不能判定：${answer.missing.map(({ label }) => label).join('、')}。`
    case 'closed':
      return '条件曾经满足，但兑现截止时间已过，不能再领。'
    case 'already-granted':
      return '这项待遇已经发放过，不能重复享受。'
    case 'delegated':
      return `省级框架条款，由当地文件 ${answer.delegatedTo ?? ''} 执行。`
    case 'ineligible': {
      const failed = answer.conditions
        .filter(({ state }) => state === 'unmet')
        .map(({ id }) => CONDITION_TEXT[id])
      return `不符合：${[...new Set(failed)].join('、') || '条件未满足'}。`
    }
  }
}
