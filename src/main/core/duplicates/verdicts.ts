/** 查重决定: what somebody decided about a pair, kept where every office will know it. */
import type { DuplicateKind, DuplicateVerdict } from '../../../shared/domain/duplicates.ts'
import type { WriteTx } from '../db/ledger.ts'
import { duplicateVerdicts } from '../db/schema/duplicates.ts'
import { type Reading, Scorer } from './candidates.ts'

/** Two records of one kind. */
export type Pair = { readonly kind: DuplicateKind; readonly firstId: string; readonly secondId: string }

/** The same pair, the lower id first. */
export function inOrder<P extends Pair>(pair: P): P {
  return pair.firstId <= pair.secondId ? pair : { ...pair, firstId: pair.secondId, secondId: pair.firstId }
}

/** SQL: the latest living verdict on the pair in `p.first_id`, `p.second_id`; NULL: nobody decided. */
export const LATEST_VERDICT = `(SELECT v.verdict FROM duplicate_verdicts v
  WHERE v.first_id = p.first_id AND v.second_id = p.second_id AND v.deleted_at IS NULL
  ORDER BY v.decided_at DESC, v.id DESC LIMIT 1)`

/** Records a verdict; `score` is that of the pair as it stands. */
export function recordVerdict(
  tx: WriteTx,
  pair: Pair,
  verdict: DuplicateVerdict,
  { score, note, by }: { score: number; note: string | null; by: string },
): string {
  const { kind, firstId, secondId } = inOrder(pair)
  return tx.insert(duplicateVerdicts, {
    kind,
    firstId,
    secondId,
    verdict,
    note,
    score,
    decidedAt: tx.at,
    decidedBy: by,
    source: 'entry',
  })
}

/** The pair's score now; 0 where one of the records is gone. */
export function scoreNow(ledger: Reading, { kind, firstId, secondId }: Pair): number {
  return new Scorer(ledger, kind).score([[firstId, secondId]])[0]?.score ?? 0
}

/** Takes the living verdicts on a pair back, so that it is offered again. Gives how many there were. */
export function takeBackVerdicts(tx: WriteTx, pair: Pair, reason: string): number {
  const { firstId, secondId } = inOrder(pair)
  const ids = tx
    .prepare<string>(
      `SELECT id FROM duplicate_verdicts WHERE first_id = ? AND second_id = ? AND verdict <> 'merged'
       AND deleted_at IS NULL`,
    )
    .pluck()
    .all(firstId, secondId) as string[]
  for (const id of ids) tx.remove(duplicateVerdicts, id, reason)
  return ids.length
}
