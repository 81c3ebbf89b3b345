/** 收发件箱: what was sent to each partner and answered, what came, what is missing, and what to do next. */
import type { InboxRow, OutboxRow, PartnerExchange, SyncAdvice } from '../../../shared/contract/sync.ts'
import type { ReadLedger } from '../db/ledger.ts'
import type { OutputOf } from '../procedure.ts'
import { openConflictCount } from './conflicts.ts'
import { missingBelow } from './incoming.ts'
import type { RejectedRow } from './manifest.ts'
import { ownCard } from './office-keys.ts'
import { listPartners, type Partner } from './partners.ts'
import { EXCHANGE_HOLD } from './twin-holds.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/** Days without an answer after which it is time to ask. */
const ASK_AFTER_DAYS = 7
/** Changes are counted up to here: more is simply many. */
const MOST_COUNTED = 10_000
const DAY = 24 * 3600 * 1000

export function syncOverview(ledger: Reading, now: number): OutputOf<'sync.overview'> {
  const seen = new Set<string>()
  const partners = listPartners(ledger).filter(({ ledgerId }) => !seen.has(ledgerId) && seen.add(ledgerId))
  return {
    fingerprint: ownCard(ledger)?.fingerprint ?? null,
    partners: partners.map((partner) => exchangeWith(ledger, partner, now)),
    openConflicts: openConflictCount(ledger),
    openHolds: Number(
      ledger
        .prepare(
          'SELECT count(*) FROM claim_holds WHERE check_id = ? AND released_at IS NULL AND deleted_at IS NULL',
        )
        .pluck()
        .get(EXCHANGE_HOLD),
    ),
  }
}

function exchangeWith(ledger: Reading, partner: Partner, now: number): PartnerExchange {
  const { ledgerId, name, kind, state, scope, node } = partner
  const sent = ledger
    .prepare<{ last: number | null; lastAt: string | null; open: number; oldest: string | null }>(
      `SELECT max(sequence) AS last, max(made_at) AS lastAt, coalesce(sum(receipt = 'none' AND kind <> 'receipt'), 0) AS open,
              min(CASE WHEN receipt = 'none' AND kind <> 'receipt' THEN made_at END) AS oldest
       FROM outbox WHERE ledger_id = ?`,
    )
    .get(ledgerId)
  const acknowledged = ledger
    .prepare<{ sequence: number; receipt: string }>(
      `SELECT sequence, receipt FROM outbox
       WHERE ledger_id = ? AND receipt <> 'none' AND kind <> 'receipt' ORDER BY sequence DESC LIMIT 1`,
    )
    .get(ledgerId)
  // What came from the partner is not told back to it.
  const since = Number(
    ledger
      .prepare(
        `SELECT count(*) FROM (SELECT 1 FROM change_log WHERE seq > (
           SELECT coalesce(max(through_seq), 0) FROM outbox WHERE ledger_id = ? AND kind <> 'receipt')
         AND substr(hlc, -10) <> ? LIMIT ${MOST_COUNTED})`,
      )
      .pluck()
      .get(ledgerId, node),
  )
  const received = ledger
    .prepare<{ last: number | null; lastAt: string | null; skew: number | null }>(
      'SELECT max(sequence) AS last, max(received_at) AS lastAt, skew FROM inbox WHERE ledger_id = ?',
    )
    .get(ledgerId)
  const waiting = ledger
    .prepare("SELECT sequence FROM inbox WHERE ledger_id = ? AND state = 'waiting' ORDER BY sequence")
    .pluck()
    .all(ledgerId) as number[]
  const missing = received?.last == null ? [] : missingBelow(ledger, ledgerId, received.last)
  const unanswered = Number(
    ledger
      .prepare(
        `SELECT count(*) FROM inbox WHERE ledger_id = ? AND state IN ('applied', 'refused') AND kind <> 'receipt' AND receipt_sent_in IS NULL`,
      )
      .pluck()
      .get(ledgerId),
  )
  const refused = ledger
    .prepare<number | null>(
      `SELECT max(sequence) FROM inbox WHERE ledger_id = @ledgerId AND state = 'refused' AND sequence > (
         SELECT coalesce(max(sequence), 0) FROM inbox WHERE ledger_id = @ledgerId AND state = 'applied')`,
    )
    .pluck()
    .get({ ledgerId }) as number | null
  const old = sent?.oldest != null && now - Date.parse(sent.oldest) > ASK_AFTER_DAYS * DAY
  const mend = acknowledged !== undefined && acknowledged.receipt !== 'accepted'
  const advice: [SyncAdvice, boolean][] = [
    ['ask-missing', waiting.length > 0],
    ['ask-refused', refused !== null],
    ['mend-rejected', mend],
    ['set-scope', scope.groups.length === 0],
    ['send-receipt', unanswered > 0],
    ['ask-receipt', old],
    ['send-changes', scope.groups.length > 0 && since > 0],
  ]
  return {
    ledgerId,
    name,
    kind,
    revoked: state === 'revoked',
    sent: {
      last: sent?.last ?? null,
      lastAt: sent?.lastAt ?? null,
      acknowledged: acknowledged?.sequence ?? null,
      open: sent?.open ?? 0,
      since,
    },
    received: {
      last: received?.last ?? null,
      lastAt: received?.lastAt ?? null,
      waiting,
      missing,
      unanswered,
      refused,
      skew: received?.skew ?? 0,
    },
    advice: state === 'revoked' ? [] : advice.flatMap(([name, applies]) => (applies ? [name] : [])),
  }
}

/** 发件箱 of one partner, the latest first. */
export function outboxOf(ledger: Reading, ledgerId: string): OutboxRow[] {
  return ledger
    .prepare<Omit<OutboxRow, 'rejected'> & { receiptJson: string | null }>(
      `SELECT id, sequence, kind, base, sha256, bytes, entries, file_name AS fileName, made_at AS madeAt,
              made_by AS madeBy, receipt, receipt_at AS receiptAt, receipt_json AS receiptJson
       FROM outbox WHERE ledger_id = ? ORDER BY sequence DESC`,
    )
    .all(ledgerId)
    .map(({ receiptJson, ...row }) => ({
      ...row,
      rejected:
        receiptJson === null
          ? []
          : withNumbers(ledger, (JSON.parse(receiptJson) as { rejected: RejectedRow[] }).rejected),
    }))
}

/** 收件箱 of one partner, the latest first. */
export function inboxOf(ledger: Reading, ledgerId: string): InboxRow[] {
  return ledger
    .prepare<Omit<InboxRow, 'rejected'> & { rejected: string }>(
      `SELECT id, sequence, kind, base, sha256, made_at AS madeAt, received_at AS receivedAt,
              received_by AS receivedBy, state, entries, taken, rejected, conflicts, twins, skew,
              receipt_sent_in AS receiptSentIn
       FROM inbox WHERE ledger_id = ? ORDER BY sequence DESC`,
    )
    .all(ledgerId)
    .map((row) => ({ ...row, rejected: withNumbers(ledger, JSON.parse(row.rejected) as RejectedRow[]) }))
}

/** The rejected rows with the numbers of the claims that they belong to. */
export function withNumbers(
  ledger: Reading,
  rejected: readonly RejectedRow[],
): OutputOf<'sync.outbox'>[number]['rejected'] {
  const number = ledger.prepare<string>('SELECT number FROM claims WHERE id = ?').pluck()
  return rejected.map(({ tbl, rowId, claimId, code, message }) => ({
    tbl,
    rowId,
    code,
    message,
    ...(claimId === undefined
      ? {}
      : { claimId, claimNumber: (number.get(claimId) as string | undefined) ?? null }),
  }))
}
