import type { ActPlan } from '../../../../shared/contract/claims.ts'
import { count, Digits, Money } from '../../../components/values.tsx'

/** What an act would do: how many it is possible for, what they become, and who stays behind and why. */
export function PlanView({ plan }: { plan: ActPlan }) {
  const barred = plan.barred.reduce((sum, one) => sum + one.count, 0)
  return (
    <div className="stack" data-testid="act-plan">
      <p>
        可办 <b className="digits">{count(plan.able)}</b> 份，共{' '}
        <b>
          <Money fen={plan.amountFen} />
        </b>{' '}
        元
        {barred > 0 && (
          <>
            ；<b className="bad digits">{count(barred)}</b> 份办不了，留在原处
          </>
        )}
        。
      </p>
      {plan.becomes.length > 0 && (
        <ul className="lines" aria-label="会变成">
          {plan.becomes.map((one) => (
            <li key={`${one.from}-${one.to}`} className="row spread">
              <span>
                {one.from} → <b>{one.to}</b>
              </span>
              <span className="digits nowrap">{count(one.count)} 份</span>
            </li>
          ))}
        </ul>
      )}
      {plan.barred.length > 0 && (
        <ul className="lines barred" aria-label="办不了的">
          {plan.barred.map((one) => (
            <li key={one.reason}>
              <div className="row spread">
                <span>✗ {one.reason}</span>
                <span className="digits nowrap">{count(one.count)} 份</span>
              </div>
              {one.numbers.length > 0 && (
                <div className="faint">
                  <Digits>{one.numbers.join('、')}</Digits>
                  {one.count > one.numbers.length && ' 等'}
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
