/** The answers for one person (or body) on the hot path: objects that are filled anew for the next one. */

import { yearOfDay } from '../../../shared/domain/dates.ts'
import { type Decision, isPayable } from './decision.ts'
import { NEVER } from './facts.ts'
import type { HotResult, Sink } from './result.ts'
import type { Row } from './row.ts'
import { OUT } from './weighing.ts'

export class HotAnswers {
  private readonly pool: HotResult[] = []
  private used = 0

  begin(): void {
    this.used = 0
  }

  get count(): number {
    return this.used
  }

  give(sink: Sink): void {
    for (let i = 0; i < this.used; i++) sink(this.pool[i] as HotResult)
  }

  /** Benefits that pay, or paid, in the calendar year `year`. */
  payingIn(year: number): string[] {
    const benefits: string[] = []
    for (let i = 0; i < this.used; i++) {
      const result = this.pool[i] as HotResult
      if (paysOrPaid(result.outcome) && qualifyingYear(result) === year && !benefits.includes(result.row.id))
        benefits.push(result.row.id)
    }
    return benefits
  }

  push(
    row: Row,
    decision: Decision,
    beneficiary: string | null,
    person: string | null,
    year: number,
    period: string | null,
  ): HotResult {
    let result = this.pool[this.used]
    if (result === undefined) {
      result = {
        row,
        beneficiary,
        person,
        year,
        period,
        outcome: 0,
        amountFen: -1,
        months: 0,
        on: NEVER,
        qualifyingOn: NEVER,
        failed: 0,
        unknown: 0,
        spell: -1,
      }
      this.pool[this.used] = result
    }
    this.used++
    result.row = row
    result.beneficiary = beneficiary
    result.person = person
    result.year = year
    result.period = period
    result.outcome = decision.outcome
    result.amountFen = decision.amountFen
    result.months = decision.months
    result.on = decision.on
    result.qualifyingOn = decision.qualifyingOn
    result.failed = decision.failed
    result.unknown = decision.unknown
    result.spell = decision.spell
    return result
  }

  /** Of several payees that all get nothing, one answer is enough. */
  dropIneligible(start: number): void {
    let kept = start
    for (let i = start; i < this.used; i++) {
      const result = this.pool[i] as HotResult
      if (result.outcome === OUT.ineligible && (i > start || this.used > start + 1)) continue
      this.pool[i] = this.pool[kept] as HotResult
      this.pool[kept++] = result
    }
    if (kept === start) {
      const result = this.pool[start] as HotResult
      for (let i = start + 1; i < this.used; i++) result.failed |= (this.pool[i] as HotResult).failed
      result.beneficiary = null
      kept++
    }
    this.used = kept
  }
}

/** True for what can lead to money now or has led to it. */
export function paysOrPaid(outcome: number): boolean {
  return isPayable(outcome) || outcome === OUT['already-granted']
}

function qualifyingYear(result: HotResult): number {
  return result.qualifyingOn > -NEVER && result.qualifyingOn < NEVER ? yearOfDay(result.qualifyingOn) : 0
}
