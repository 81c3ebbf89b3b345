/** 等着的交换文件: those that came before the one that they go on from, when their turn comes. */
import { and, eq } from 'drizzle-orm'
import { isRefusal, type Refusal } from '../../../shared/domain/refusal.ts'
import type { ReadLedger, WorkerLedger } from '../db/ledger.ts'
import { inbox } from '../db/schema/sync.ts'
import type { BundleSource } from './bundle-source.ts'
import { FAR_AHEAD } from './bundle-standing.ts'
import { type TakeInRequest, type TakenIn, takeIn } from './incoming.ts'
import { rejectedWhole } from './receipts.ts'

/** One that waited and could not be taken after all. */
export type RefusedWaiting = { readonly sequence: number; readonly code: string; readonly reason: string }

/**
 * Takes a bundle in and, where it was taken, those that waited for it; `requestFor` gives the request of each. One of these
 * that is refused stays in the inbox as such, is answered, and changes nothing of what was taken before it.
 * @throws Refusal `bundle.*` where the bundle itself is not taken; nothing has been changed then
 */
export async function takeInWithWaiting(
  ledger: WorkerLedger,
  source: BundleSource,
  requestFor: (source: BundleSource) => TakeInRequest,
): Promise<{
  readonly taken: TakenIn
  readonly followed: readonly number[]
  readonly refused: readonly RefusedWaiting[]
}> {
  const request = requestFor(source)
  const taken = await takeIn(ledger, request)
  const followed: number[] = []
  const refused: RefusedWaiting[] = []
  const { ledgerId } = taken.manifest.from
  while (taken.state === 'applied' && request.dryRun !== true) {
    const waiting = nextWaiting(ledger.reader, ledgerId)
    if (waiting === undefined) break
    const { sequence } = waiting
    const next = requestFor({ name: `第${sequence}份`, bytes: waiting.bytes })
    try {
      // Whoever let it wait although its sender's clock was far ahead has agreed to that clock.
      await takeIn(ledger, { ...next, acceptClock: next.acceptClock === true || waiting.skew > FAR_AHEAD })
      followed.push(sequence)
    } catch (error) {
      if (!isRefusal(error)) throw error
      refuse(ledger, ledgerId, sequence, error, next.by)
      refused.push({ sequence, code: error.code, reason: error.message })
    }
  }
  return { taken, followed, refused }
}

function refuse(ledger: WorkerLedger, ledgerId: string, sequence: number, why: Refusal, by: string): void {
  const params = { from: ledgerId, sequence, code: why.code }
  ledger.write({ action: 'sync.refuse', actor: by, params }, (tx) =>
    tx
      .local(inbox)
      .update(
        { state: 'refused', rejected: JSON.stringify([rejectedWhole(sequence, why)]), content: null },
        and(eq(inbox.ledgerId, ledgerId), eq(inbox.sequence, sequence)),
      ),
  )
}

/** The earliest waiting bundle of a sender whose turn has come. */
function nextWaiting(
  ledger: Pick<ReadLedger, 'prepare'>,
  ledgerId: string,
): { sequence: number; skew: number; bytes: Buffer } | undefined {
  return ledger
    .prepare<{ sequence: number; skew: number; bytes: Buffer }>(
      `SELECT w.sequence, w.skew, w.content AS bytes FROM inbox w
       WHERE w.ledger_id = ? AND w.state = 'waiting' AND EXISTS (
         SELECT 1 FROM inbox b WHERE b.ledger_id = w.ledger_id AND b.sequence = w.base AND b.state = 'applied')
       ORDER BY w.sequence LIMIT 1`,
    )
    .get(ledgerId)
}
