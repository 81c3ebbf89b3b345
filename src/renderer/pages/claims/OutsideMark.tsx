import type { OutsideState } from '../../../shared/domain/outside-results.ts'
import { OUTSIDE_STATE_TEXT } from '../../../shared/text/claims.ts'

const LOOK: Readonly<Record<OutsideState, string>> = {
  submitted: 'cat',
  accepted: 'mark mark-taken',
  rejected: 'mark mark-held',
  paid: 'mark mark-taken',
}

/** Where a claim stands with the system that it was handed in to; nothing where it was not. */
export function OutsideMark({ state }: { state: OutsideState | null }) {
  return state === null ? null : <span className={LOOK[state]}>{OUTSIDE_STATE_TEXT[state]}</span>
}
