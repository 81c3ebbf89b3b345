import { CLAIM_STATES, type ClaimState } from '../../../shared/domain/claim-states.ts'
import { CLAIM_STATE_TEXT } from '../../../shared/text/claims.ts'

/** Words of a claim's state; a state of a newer version shows as it is. */
export function claimStateText(state: string): string {
  return (CLAIM_STATES as readonly string[]).includes(state) ? CLAIM_STATE_TEXT[state as ClaimState] : state
}
