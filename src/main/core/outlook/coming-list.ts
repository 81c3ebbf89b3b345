import type { z } from 'zod'
import type { ComingRow, comingFilter } from '../../../shared/contract/outlook.ts'
import { formatDate, formatMonth, monthEnd, monthIndexOf } from '../../../shared/domain/dates.ts'
import type { ComingOutcome } from '../../../shared/domain/outlook.ts'
import type { ReadLedger } from '../db/ledger.ts'
import type { PackBenefit } from '../entitlements/packs.ts'
import type { Regions } from '../registry/regions.ts'
import { type Conditions, narrowing } from './narrowing.ts'
import { nameOf } from './unclaimed.ts'
import { STORED_COLUMNS, type StoredRow, whoAndWhat } from './who-and-what.ts'

export type ComingFilter = z.output<typeof comingFilter>

function wanted(
  ledger: Pick<ReadLedger, 'prepare'>,
  filter: ComingFilter,
  benefits: readonly PackBenefit[],
): Conditions {
  const conditions = narrowing(ledger, filter, benefits)
  if (filter.outcome !== undefined) conditions.add('r.outcome = ?', filter.outcome)
  if (filter.first) conditions.add('r.again = 0')
  // Of months in a row only the earliest one is a first time.
  if (filter.month !== undefined)
    conditions.add(
      `r.month <= ? AND ${filter.first ? 'r.month' : 'coalesce(r.last_month, r.month)'} >= ?`,
      filter.month,
      filter.month,
    )
  return conditions
}

type Stored = StoredRow & {
  month: string
  lastMonth: string | null
  on: string
  outcome: ComingOutcome
  again: number
}

/**
 * 将要可领, by day: `limit` from `offset`, and how many in all. Months in a row of a month-by-month benefit stand in one
 * row with their sum; asked for one month, that month's share.
 */
export function listComing(
  ledger: Pick<ReadLedger, 'prepare'>,
  filter: ComingFilter & { offset: number; limit: number },
  benefits: readonly PackBenefit[],
  regions: Regions,
  phones: 'masked' | 'full' = 'masked',
): { total: number; rows: ComingRow[] } {
  const { sql, params } = wanted(ledger, filter, benefits)
  const total = ledger
    .prepare(`SELECT count(*) FROM outlook_coming r ${sql}`)
    .pluck()
    .get(...params) as number
  const found = ledger
    .prepare<Stored>(
      `SELECT ${STORED_COLUMNS}, r.month, r.last_month AS lastMonth, r.on_date AS "on", r.outcome, r.again
       FROM outlook_coming r ${sql} ORDER BY r.on_date, r.seq LIMIT ? OFFSET ?`,
    )
    .all(...params, filter.limit, filter.offset)
  const shown = found.map((row) =>
    shownMonths(filter.first ? { ...row, lastMonth: null } : row, filter.month),
  )
  const rows = whoAndWhat(ledger, shown, benefits, regions, phones)
  return {
    total,
    rows: rows.map((row, i) => {
      const { on, outcome, again } = shown[i] as Stored
      return { ...row, on, outcome, again: again === 1 }
    }),
  }
}

/** Months in a row as the list shows them. */
function shownMonths(row: Stored, asked: string | undefined): Stored {
  if (row.lastMonth === null) return row
  if (asked !== undefined)
    return {
      ...row,
      period: asked,
      on: asked === row.month ? row.on : formatDate(monthEnd(monthIndexOf(asked))),
      again: asked === row.month ? row.again : 1,
    }
  const months = monthIndexOf(row.lastMonth) - monthIndexOf(row.month) + 1
  return {
    ...row,
    period: `${row.month}..${row.lastMonth}`,
    amountFen: row.amountFen === null ? null : row.amountFen * months,
  }
}

/** Counts and sums by month and benefit: what the chart shows. */
export function comingTotals(
  ledger: Pick<ReadLedger, 'prepare'>,
  filter: ComingFilter,
  benefits: readonly PackBenefit[],
  span: { first: string; last: string } | null,
) {
  const { sql, params } = wanted(ledger, filter, benefits)
  const groups = ledger
    .prepare<{
      month: string
      lastMonth: string | null
      benefit: string
      count: number
      amountFen: number
      unpriced: number
    }>(
      `SELECT r.month, r.last_month AS lastMonth, r.benefit, count(*) AS count, coalesce(sum(r.amount_fen), 0) AS amountFen,
         sum(r.amount_fen IS NULL) AS unpriced
       FROM outlook_coming r ${sql} GROUP BY 1, 2, 3`,
    )
    .all(...params)
  const cells = new Map<string, { month: string; benefit: string; count: number; amountFen: number }>()
  const sums = new Map<string, { benefit: string; count: number; amountFen: number; unpriced: number }>()
  for (const group of groups) {
    const { benefit } = group
    const last = filter.first ? group.month : (group.lastMonth ?? group.month)
    for (let i = monthIndexOf(group.month); i <= monthIndexOf(last); i++) {
      const month = formatMonth(i)
      if (filter.month !== undefined && filter.month !== month) continue
      const cell = cells.get(`${month}|${benefit}`) ?? { month, benefit, count: 0, amountFen: 0 }
      const sum = sums.get(benefit) ?? { benefit, count: 0, amountFen: 0, unpriced: 0 }
      for (const one of [cell, sum]) {
        one.count += group.count
        one.amountFen += group.amountFen
      }
      sum.unpriced += group.unpriced
      cells.set(`${month}|${benefit}`, cell)
      sums.set(benefit, sum)
    }
  }
  const list = [...sums.values()].sort((a, b) => b.count - a.count || (a.benefit < b.benefit ? -1 : 1))
  return {
    count: list.reduce((sum, one) => sum + one.count, 0),
    amountFen: list.reduce((sum, one) => sum + one.amountFen, 0),
    unpriced: list.reduce((sum, one) => sum + one.unpriced, 0),
    people: ledger
      .prepare(`SELECT count(DISTINCT r.person_id) FROM outlook_coming r ${sql}`)
      .pluck()
      .get(...params) as number,
    months: span === null ? [] : monthsOf(span),
    benefits: list.map((one) => ({ ...one, name: nameOf(benefits, one.benefit) })),
    cells: [...cells.values()].sort((a, b) => (a.month + a.benefit < b.month + b.benefit ? -1 : 1)),
  }
}

function monthsOf({ first, last }: { first: string; last: string }): string[] {
  const months: string[] = []
  for (let i = monthIndexOf(first); i <= monthIndexOf(last); i++) months.push(formatMonth(i))
  return months
}
