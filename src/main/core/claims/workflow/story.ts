import type { ClaimEventKind } from '../../../../shared/domain/claim-states.ts'
import type { WriteTx } from '../../db/ledger.ts'
import { claimEvents } from '../../db/schema/claims.ts'

/** What an event tells besides its kind; `note` is shown as it stands. */
export type EventData = { readonly note?: string } & Readonly<Record<string, unknown>>

/** Writes what happened into the stories of these claims. Events are never changed afterwards. */
export function tell(
  tx: WriteTx,
  by: string,
  events: readonly { readonly claimId: string; readonly kind: ClaimEventKind; readonly data: EventData }[],
): void {
  tx.insertMany(
    claimEvents,
    events.map(({ claimId, kind, data }) => ({
      claimId,
      kind,
      at: tx.at,
      by,
      data: JSON.stringify(data),
      source: 'entry',
    })),
  )
}
