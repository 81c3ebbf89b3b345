import type { ClaimDetail } from '../../../../shared/contract/claims.ts'
import { momentText } from '../../../components/values.tsx'

const SIGN = { done: '✓', now: '', later: '' } as const
const SAID = { done: '已办', now: '现在', later: '以后' } as const

/** The steps of its procedure on one line: what is done and by whom, where it waits, what comes. */
export function ClaimSteps({ steps }: { steps: ClaimDetail['steps'] }) {
  return (
    <ol className="step-line" aria-label="办理步骤">
      {steps.map((step) => (
        <li key={step.id} className={step.state} aria-current={step.state === 'now' ? 'step' : undefined}>
          <span className="sign" aria-hidden="true">
            {SIGN[step.state]}
          </span>
          <b>{step.name}</b>
          <div className="faint digits">
            {step.at === null ? SAID[step.state] : momentText(step.at).slice(0, 10)}
          </div>
          {step.by !== null && <div className="faint ellipsis">{step.by}</div>}
        </li>
      ))}
    </ol>
  )
}
