import type { z } from 'zod'
import type { UnclaimedRow, unclaimedFilter } from '../../../shared/contract/outlook.ts'
import type { ReadLedger } from '../db/ledger.ts'
import type { PackBenefit } from '../entitlements/packs.ts'
import { latestRun } from '../entitlements/runs.ts'
import type { Regions } from '../registry/regions.ts'
import { type Conditions, narrowing } from './narrowing.ts'
import { STORED_COLUMNS, type StoredRow, whoAndWhat } from './who-and-what.ts'

export type UnclaimedFilter = z.output<typeof unclaimedFilter>

/**
 * What is already claimed of a month-by-month row: claims name each of its months, `use|whom|YYYY-MM`, the stored result
 * the last of them.
 */
const CLAIMED_MONTHS = `FROM claim_entitlements c WHERE c.deleted_at IS NULL
  AND c.entitlement_key >= substr(r.entitlement_key, 1, length(r.entitlement_key) - 7)
  AND c.entitlement_key < substr(r.entitlement_key, 1, length(r.entitlement_key) - 7) || '~'`

const LEFT_FEN = `iif(r.months IS NULL, r.amount_fen, r.amount_fen - (SELECT coalesce(sum(c.amount_fen), 0) ${CLAIMED_MONTHS}))`
const LEFT_MONTHS = `iif(r.months IS NULL, NULL, r.months - (SELECT count(*) ${CLAIMED_MONTHS}))`

/** Eligible, with no living claim and no grant on the entitlement. */
function owed(
  ledger: Pick<ReadLedger, 'prepare'>,
  filter: UnclaimedFilter,
  benefits: readonly PackBenefit[],
): Conditions {
  const conditions = narrowing(ledger, filter, benefits)
    .add("r.outcome = 'eligible'")
    .add(
      `iif(r.months IS NULL,
        NOT EXISTS (SELECT 1 FROM claim_entitlements c WHERE c.entitlement_key = r.entitlement_key AND c.deleted_at IS NULL),
        r.months > (SELECT count(*) ${CLAIMED_MONTHS}))`,
    )
    .add(
      'NOT EXISTS (SELECT 1 FROM grants g WHERE g.entitlement_key = r.entitlement_key AND g.deleted_at IS NULL)',
    )
  if (filter.keys !== undefined)
    conditions.add('r.entitlement_key IN (SELECT value FROM json_each(?))', JSON.stringify(filter.keys))
  return conditions
}

type Owed = StoredRow & { months: number | null }

/** 应享未享: entitled by the latest calculation and never claimed, in its order: `limit` from `offset`, and how many in all. */
export function listUnclaimed(
  ledger: Pick<ReadLedger, 'prepare'>,
  filter: UnclaimedFilter & { offset: number; limit: number },
  benefits: readonly PackBenefit[],
  regions: Regions,
  phones: 'masked' | 'full' = 'masked',
): { total: number; rows: UnclaimedRow[] } {
  const { sql, params } = owed(ledger, filter, benefits)
  const total = ledger
    .prepare(`SELECT count(*) FROM evaluation_results r ${sql}`)
    .pluck()
    .get(...params) as number
  const found = ledger
    .prepare<Owed>(
      `SELECT ${STORED_COLUMNS.replace('r.amount_fen', LEFT_FEN)}, ${LEFT_MONTHS} AS months
       FROM evaluation_results r ${sql} ORDER BY r.seq LIMIT ? OFFSET ?`,
    )
    .all(...params, filter.limit, filter.offset)
  const rows = whoAndWhat(ledger, found, benefits, regions, phones)
  return { total, rows: rows.map((row, i) => ({ ...row, months: (found[i] as Owed).months })) }
}

type Sum = { benefit: string; count: number; amountFen: number; unpriced: number }

/** Sums of the same list by benefit, the largest first. */
export function unclaimedSums(
  ledger: Pick<ReadLedger, 'prepare'>,
  filter: UnclaimedFilter,
  benefits: readonly PackBenefit[],
): Sum[] {
  const { sql, params } = owed(ledger, filter, benefits)
  return ledger
    .prepare<Sum>(
      `SELECT r.benefit, count(*) AS count, coalesce(sum(${LEFT_FEN}), 0) AS amountFen, sum(r.amount_fen IS NULL) AS unpriced
       FROM evaluation_results r ${sql} GROUP BY r.benefit ORDER BY amountFen DESC, r.benefit`,
    )
    .all(...params)
}

export function sumOf(sums: readonly { count: number; amountFen: number }[]) {
  return {
    count: sums.reduce((sum, one) => sum + one.count, 0),
    amountFen: sums.reduce((sum, one) => sum + one.amountFen, 0),
  }
}

/** The same with how many people these are, and what is met too but waits for the office. */
export function unclaimedTotals(
  ledger: Pick<ReadLedger, 'prepare'>,
  filter: UnclaimedFilter,
  benefits: readonly PackBenefit[],
) {
  const { sql, params } = owed(ledger, filter, benefits)
  const sums = unclaimedSums(ledger, filter, benefits)
  const people = ledger
    .prepare(`SELECT count(DISTINCT r.person_id) FROM evaluation_results r ${sql}`)
    .pluck()
    .get(...params) as number
  const waiting = (outcome: string) =>
    (latestRun(ledger)?.counts ?? [])
      .filter((one) => one.outcome === outcome)
      .reduce((sum, one) => sum + one.count, 0)
  return {
    ...sumOf(sums),
    people,
    byBenefit: sums.map((one) => ({ ...one, name: nameOf(benefits, one.benefit) })),
    waiting: { discretionary: waiting('discretionary'), needsStandard: waiting('needs-standard') },
  }
}

export function nameOf(benefits: readonly PackBenefit[], id: string): string {
  return benefits.find((benefit) => benefit.id === id)?.name ?? id
}
