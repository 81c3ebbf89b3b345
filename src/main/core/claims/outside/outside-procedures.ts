import type { WriteTx } from '../../db/ledger.ts'
import { type Implementations, query, write } from '../../procedure.ts'
import { chosenClaims } from '../workflow/claim-acts.ts'
import { listAnswers, outsideCounts } from './answers-list.ts'
import { handIn } from './hand-in.ts'

/** Claims that the other side neither has nor has taken; the others are not handed in a second time by hand. */
function notWithThem(tx: Pick<WriteTx, 'prepare'>, ids: readonly string[]): string[] {
  return tx
    .prepare<string>(
      `SELECT c.id FROM json_each(?) k JOIN claims c ON c.id = k.value
       WHERE c.outside_state IS NULL OR c.outside_state = 'rejected' ORDER BY k.key`,
    )
    .pluck()
    .all(JSON.stringify(ids)) as string[]
}

export const outsideProcedures: Implementations = {
  'outside.answers': query('outside.answers', ({ ledger }, input) => listAnswers(ledger, input)),
  'outside.counts': query('outside.counts', ({ ledger }, { batchId }) => outsideCounts(ledger, batchId)),
  'outside.handIn': write('outside.handIn', (context, { on, note, ...chosen }) => {
    const by = context.actor.name
    const { txId, result } = context.ledger.write({ action: 'outside.handIn', actor: by }, (tx) =>
      // By hand there is no file: the transaction tells one handing-in from another.
      handIn(tx, by, notWithThem(tx, chosenClaims(tx, chosen)), { on, fileName: note, sha256: tx.id }),
    )
    return { handedIn: result, txId: result === 0 ? null : txId }
  }),
}
