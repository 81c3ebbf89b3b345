import type { ActPlan } from '../../../../shared/contract/claims.ts'
import { count, Money } from '../../../components/values.tsx'

/** What a batch would take in, and what stays behind and why. */
export function PlanWords({ plan }: { plan: ActPlan }) {
  return (
    <div data-testid="batch-plan">
      <div>
        将编入 <b className="digits">{count(plan.able)}</b> 份，共{' '}
        <b>
          <Money fen={plan.amountFen} />
        </b>{' '}
        元
      </div>
      {plan.barred.map((barred) => (
        <div key={barred.reason} className="quiet">
          留下 {count(barred.count)} 份：{barred.reason}（{barred.numbers.join('、')}
          {barred.count > barred.numbers.length ? ' 等' : ''}）
        </div>
      ))}
    </div>
  )
}
