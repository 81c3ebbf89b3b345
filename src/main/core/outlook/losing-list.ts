import type { z } from 'zod'
import type { LosingRow, losingFilter } from '../../../shared/contract/outlook.ts'
import { dayOf, formatDate } from '../../../shared/domain/dates.ts'
import { LOSS_REASONS, lossBit } from '../../../shared/domain/outlook.ts'
import { lossTodo, lossWhy } from '../../../shared/text/outlook.ts'
import type { ReadLedger } from '../db/ledger.ts'
import type { PackBenefit } from '../entitlements/packs.ts'
import type { Regions } from '../registry/regions.ts'
import type { LossDetail } from './losing.ts'
import { type Conditions, narrowing } from './narrowing.ts'
import { nameOf } from './unclaimed.ts'
import { STORED_COLUMNS, type StoredRow, whoAndWhat } from './who-and-what.ts'

export type LosingFilter = z.output<typeof losingFilter>

/** What is claimed meanwhile is no longer lost when the window closes. */
const STILL_LOST = `(r.on_date IS NOT NULL OR NOT EXISTS
  (SELECT 1 FROM claim_entitlements c WHERE c.entitlement_key = r.entitlement_key AND c.deleted_at IS NULL))`

function wanted(
  ledger: Pick<ReadLedger, 'prepare'>,
  filter: LosingFilter,
  benefits: readonly PackBenefit[],
  asOf: string,
): Conditions {
  const conditions = narrowing(ledger, filter, benefits).add(STILL_LOST)
  if (filter.reason !== undefined) conditions.add('(r.reasons & ?) <> 0', lossBit(filter.reason))
  if (filter.within !== undefined) conditions.add('r.deadline <= ?', formatDate(dayOf(asOf) + filter.within))
  return conditions
}

type Stored = StoredRow & { on: string | null; deadline: string | null; details: string }

/** 快要失去, the most urgent first; what is over unless the record is wrong comes last. */
export function listLosing(
  ledger: Pick<ReadLedger, 'prepare'>,
  filter: LosingFilter & { offset: number; limit: number },
  benefits: readonly PackBenefit[],
  regions: Regions,
  asOf: string,
  phones: 'masked' | 'full' = 'masked',
): { total: number; rows: LosingRow[] } {
  const { sql, params } = wanted(ledger, filter, benefits, asOf)
  const total = ledger
    .prepare(`SELECT count(*) FROM outlook_losing r ${sql}`)
    .pluck()
    .get(...params) as number
  const found = ledger
    .prepare<Stored>(
      `SELECT ${STORED_COLUMNS}, r.on_date AS "on", r.deadline, r.details
       FROM outlook_losing r ${sql} ORDER BY r.deadline NULLS LAST, r.seq LIMIT ? OFFSET ?`,
    )
    .all(...params, filter.limit, filter.offset)
  const rows = whoAndWhat(ledger, found, benefits, regions, phones)
  return {
    total,
    rows: rows.map((row, i) => {
      const { on, deadline, details } = found[i] as Stored
      return {
        ...row,
        on,
        deadline,
        daysLeft: deadline === null ? null : dayOf(deadline) - dayOf(asOf),
        losses: (JSON.parse(details) as LossDetail[]).map((detail) => ({
          reason: detail.reason,
          why: lossWhy(detail, on),
          todo: lossTodo(detail),
        })),
      }
    }),
  }
}

/** Counts by reason and sums by benefit of the same list. */
export function losingTotals(
  ledger: Pick<ReadLedger, 'prepare'>,
  filter: LosingFilter,
  benefits: readonly PackBenefit[],
  asOf: string,
) {
  const { sql, params } = wanted(ledger, filter, benefits, asOf)
  const groups = ledger
    .prepare<{ benefit: string; reasons: number; count: number; amountFen: number; unpriced: number }>(
      `SELECT r.benefit, r.reasons, count(*) AS count, coalesce(sum(r.amount_fen), 0) AS amountFen,
         sum(r.amount_fen IS NULL) AS unpriced FROM outlook_losing r ${sql} GROUP BY 1, 2`,
    )
    .all(...params)
  const sums = new Map<string, { benefit: string; count: number; amountFen: number; unpriced: number }>()
  const byReason = LOSS_REASONS.map((reason) => ({ reason, count: 0 }))
  for (const group of groups) {
    const sum = sums.get(group.benefit) ?? { benefit: group.benefit, count: 0, amountFen: 0, unpriced: 0 }
    sum.count += group.count
    sum.amountFen += group.amountFen
    sum.unpriced += group.unpriced
    sums.set(group.benefit, sum)
    for (const one of byReason) if ((group.reasons & lossBit(one.reason)) !== 0) one.count += group.count
  }
  const list = [...sums.values()].sort((a, b) => b.count - a.count || (a.benefit < b.benefit ? -1 : 1))
  return {
    count: list.reduce((sum, one) => sum + one.count, 0),
    amountFen: list.reduce((sum, one) => sum + one.amountFen, 0),
    unpriced: list.reduce((sum, one) => sum + one.unpriced, 0),
    people: ledger
      .prepare(`SELECT count(DISTINCT r.person_id) FROM outlook_losing r ${sql}`)
      .pluck()
      .get(...params) as number,
    byReason: byReason.filter(({ count }) => count > 0),
    benefits: list.map((one) => ({ ...one, name: nameOf(benefits, one.benefit) })),
  }
}
