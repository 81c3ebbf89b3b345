/** What the office enters itself: a local amount with the number of its document, or a named value. */
import { type DayNumber, formatDate } from '../../../shared/domain/dates.ts'
import { shortYuan } from '../../../shared/domain/money.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { Dated } from './dated.ts'
import { NEVER } from './facts.ts'

export interface Standard {
  /** benefit id (`GZ-04`) or named value (`HLJ-08.line`, `JH-19.ganzi`) */
  readonly key: string
  /** fen; for a benefit's amount */
  readonly amountFen?: number | undefined
  /** year → fen; for a line by year */
  readonly byYear?: ReadonlyMap<number, number> | undefined
  /** county codes; for a list that the office chooses */
  readonly codes?: readonly string[] | undefined
  /** number of the local document; a benefit's amount without it counts as not entered (settled detail 22) */
  readonly document?: string | undefined
  /** first and last day it applies to; absent: no limit */
  readonly from?: DayNumber | undefined
  readonly to?: DayNumber | undefined
}

/**
 * Refuses an amount above the ceiling the clause sets on any day it applies to.
 * @throws Refusal `policy.standard-over-ceiling`
 */
export function checkCeiling(standard: Standard, ceiling: Dated<number> | undefined, clause: string): void {
  if (ceiling === undefined || standard.amountFen === undefined) return
  const first = standard.from ?? -NEVER
  const last = standard.to ?? NEVER
  for (const entry of ceiling.entries) {
    if (entry.from > last || entry.to < first) continue
    if (standard.amountFen <= entry.value) continue
    throw new Refusal(
      'policy.standard-over-ceiling',
      `${standard.key} 的标准 ${shortYuan(standard.amountFen)} 元超过文件${clause}规定的上限 ${shortYuan(entry.value)} 元（${formatDate(entry.from)}起）。请改为不超过上限的金额。`,
      { key: standard.key, amountFen: standard.amountFen, ceilingFen: entry.value },
    )
  }
}

/** The standards of one key that count: with a document number where they are an amount. */
export function entered(standards: readonly Standard[], key: string): Standard[] {
  return standards.filter(
    (standard) =>
      standard.key === key && (standard.amountFen === undefined || (standard.document ?? '').trim() !== ''),
  )
}

/** The standard that applies on a day; the one that began last wins. */
export function standardInForce(standards: readonly Standard[], day: DayNumber): Standard | undefined {
  let best: Standard | undefined
  for (const standard of standards) {
    if (standard.amountFen === undefined) continue
    if ((standard.from ?? -NEVER) > day || (standard.to ?? NEVER) < day) continue
    if (best === undefined || (standard.from ?? -NEVER) >= (best.from ?? -NEVER)) best = standard
  }
  return best
}

/** Fen of the standard that applies on a day, or -1. */
export function standardOn(standards: readonly Standard[], day: DayNumber): number {
  return standardInForce(standards, day)?.amountFen ?? -1
}
