/** Months that are payable, less those granted, counted within the row's limit. */
import type { DayNumber, MonthIndex } from '../../../shared/domain/dates.ts'
import type { Decision, MonthPart } from './decision.ts'
import { type GrantFact, NEVER, type PersonView } from './facts.ts'
import { addGrantedMonths, countsBy } from './grants.ts'
import { monthBit } from './month-names.ts'
import { lastDayOf, MonthSet } from './month-set.ts'
import type { Row } from './row.ts'
import { BIT, OUT } from './weighing.ts'

/** Months that a grant already paid. Reused. */
export const granted = new MonthSet()

export class Tally {
  readonly parts: { month: MonthIndex; outcome: number; amountFen: number }[] = []
  left: number
  grantedAny = false
  /** months granted without saying which: the earliest payable ones are taken as used */
  usedUp = 0
  /** the one month that was asked for; undefined: all */
  private readonly only: MonthIndex | undefined

  constructor(row: Row, only: MonthIndex | undefined) {
    this.left = row.most > 0 ? row.most : NEVER
    this.only = only
  }

  settle(row: Row, out: Decision): void {
    if (this.parts.length > 1) this.parts.sort((a, b) => a.month - b.month)
    const { only } = this
    if (only !== undefined) this.grantedAny = granted.has(only)
    const wanted = only === undefined ? this.parts : this.parts.filter((p) => p.month === only)
    const best = wanted.some((p) => p.outcome === OUT.eligible)
      ? OUT.eligible
      : wanted.some((p) => p.outcome === OUT.discretionary)
        ? OUT.discretionary
        : OUT['needs-standard']
    const taken: MonthPart[] = []
    let sum = 0
    let used = this.usedUp
    let counted = 0
    for (const part of this.parts) {
      if (part.outcome !== best) continue
      const mine = only === undefined || part.month === only
      if (used > 0) {
        used--
        if (mine) this.grantedAny = true
      } else if (counted < this.left) {
        counted++
        if (!mine) continue
        taken.push(part)
        sum += part.amountFen
      }
    }
    const last = taken.at(-1)
    if (last !== undefined) {
      out.outcome = best
      out.amountFen = best === OUT['needs-standard'] ? -1 : sum
      out.months = taken.length
      out.qualifyingOn = lastDayOf(last.month)
      out.on = NEVER
      out.failed = 0
      out.unknown = 0
      out.missing.length = 0
      out.parts = taken
    } else if (
      this.grantedAny &&
      (!out.any || this.left === 0 || (out.outcome !== OUT.pending && out.outcome !== OUT.undetermined))
    ) {
      out.outcome = OUT['already-granted']
      out.failed = 0
      out.unknown = 0
      out.missing.length = 0
    } else if (!out.any) {
      out.outcome = OUT.ineligible
      const unnamed = only !== undefined && !wanted.some((p) => p.month === only)
      out.failed = 1 << (row.each === 'rent-month' ? BIT.rent : unnamed ? monthBit(row) : BIT.year)
    }
  }
}

/** Puts what was granted into `granted` and takes it off the tally's limit. */
export function readGrants(
  row: Row,
  view: PersonView,
  uses: ReadonlyMap<string, string>,
  asOf: DayNumber,
  tally: Tally,
): void {
  granted.clear()
  if (view.grants.length === 0) return
  const unnamed: GrantFact[] = []
  for (const grant of view.grants) {
    if (uses.get(grant.benefit) !== row.use || !countsBy(grant, asOf)) continue
    tally.grantedAny = true
    if (grant.period === undefined || !addGrantedMonths(grant.period, granted)) unnamed.push(grant)
  }
  tally.left -= granted.months().length
  for (const grant of unnamed) {
    const rate = row.amount.on(grant.on ?? asOf)
    const months = grant.amountFen === undefined || rate <= 0 ? NEVER : Math.round(grant.amountFen / rate)
    tally.usedUp += months
    tally.left -= months
  }
  if (tally.left < 0) tally.left = 0
}
