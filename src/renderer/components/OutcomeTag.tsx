import type { Outcome } from '../../shared/domain/policy.ts'
import { OUTCOME_MEANING, OUTCOME_TEXT } from '../../shared/text/policy.ts'
import { outcomeColours } from '../outcome-colours.ts'
import { useMode } from '../state/appearance.ts'

/** One outcome in its words, sign and colour; for `pending` also the day. The same everywhere. */
export function OutcomeTag({ outcome, on, count }: { outcome: Outcome; on?: string | null; count?: number }) {
  const { ink, ground, line, sign } = outcomeColours(outcome, useMode())
  return (
    <span
      className="outcome-tag"
      title={OUTCOME_MEANING[outcome]}
      style={{
        color: ink,
        background: ground ?? 'transparent',
        borderColor: line,
        borderStyle: outcome === 'delegated' ? 'dashed' : 'solid',
      }}
    >
      <span className="outcome-sign" aria-hidden="true">
        {sign}
      </span>
      {OUTCOME_TEXT[outcome]}
      {outcome === 'pending' && on && <span className="digits"> {on}</span>}
      {count !== undefined && <span className="digits"> {count.toLocaleString('zh-CN')}</span>}
    </span>
  )
}
