import { formatMonth, monthOfDay } from '../../../shared/domain/dates.ts'
import { OUTCOMES } from '../../../shared/domain/policy.ts'
import type { HotResult, Run } from '../policy/engine.ts'
import { BEFORE, NEVER } from '../policy/facts.ts'
import { OUT } from '../policy/weighing.ts'
import type { ComparedBenefit, Due, Standing } from './comparison.ts'

export interface Sum {
  people: number
  amountFen: number
}

export interface MonthSum {
  count: number
  amountFen: number
  pendingCount: number
  pendingFen: number
}

/** What counts against the budget: fen, the day on which it is met, and whether that day is still to come. */
export interface BudgetEntry {
  readonly on: number
  readonly amountFen: number
  readonly pending: boolean
}

const NO_STANDING: Readonly<Standing> = {
  outcome: OUT.ineligible,
  amountFen: -1,
  on: NEVER,
  mask: 0,
  beneficiary: '',
}

/** The counts of one side. Between `begin` and `close` it takes the answers for one person or body. */
export class Side {
  readonly run: Run
  readonly total: Sum = { people: 0, amountFen: 0 }
  readonly pending = { people: 0, amountFen: 0, without: 0 }
  entitlements = 0
  merged = 0
  readonly outcomes: number[] = OUTCOMES.map(() => 0)
  readonly benefits: readonly (Sum & { outcomes: number[] })[]
  readonly homes = new Map<string, Sum>()
  readonly works = new Map<string, Sum>()
  /** by `2022-03`; '' where it has no date */
  readonly months = new Map<string, MonthSum>()
  readonly budget: BudgetEntry[] = []

  /** of the person or body at hand: what is due and counted */
  dues = 0
  dueFen = 0
  firstCounty = ''
  readonly standings: Standing[]
  private readonly ranks: number[]
  private readonly rows: readonly ComparedBenefit[]
  private found: Due[] = []

  constructor(run: Run, rows: readonly ComparedBenefit[]) {
    this.run = run
    this.rows = rows
    this.benefits = rows.map(() => ({ people: 0, amountFen: 0, outcomes: OUTCOMES.map(() => 0) }))
    this.standings = rows.map(() => ({ ...NO_STANDING }))
    this.ranks = rows.map(() => OUTCOMES.length)
  }

  begin(): void {
    this.found = []
    this.dues = 0
    this.dueFen = 0
    this.firstCounty = ''
    for (let i = 0; i < this.standings.length; i++) {
      Object.assign(this.standings[i] as Standing, NO_STANDING)
      this.ranks[i] = OUTCOMES.length
    }
  }

  count(benefit: number, outcome: number): void {
    const { outcomes } = this.benefits[benefit]!
    outcomes[outcome] = (outcomes[outcome] as number) + 1
    if (this.rows[benefit]!.counted) this.outcomes[outcome] = (this.outcomes[outcome] as number) + 1
  }

  /** Notes the best answer of a benefit. */
  stand(benefit: number, result: HotResult, rank: number): void {
    if (rank >= (this.ranks[benefit] as number)) return
    this.ranks[benefit] = rank
    const standing = this.standings[benefit] as Standing
    standing.outcome = result.outcome
    standing.on = result.outcome === OUT.pending ? result.on : NEVER
    standing.mask = result.outcome === OUT.ineligible ? result.failed : result.unknown
    standing.beneficiary = result.beneficiary ?? ''
  }

  add(due: Due): void {
    this.found.push(due)
  }

  /** Counts what was taken. `home`: county of the person, '' where unknown; null: a body. */
  close(home: string | null): void {
    if (this.found.length === 0) return
    this.perBenefit()
    const counted = once(this.found.filter((due) => this.rows[due.benefit]!.counted))
    this.merged += counted.merged
    this.sums(counted.dues, home)
    const budgeted = this.rows.every((row) => row.budgeted === row.counted)
      ? counted
      : once(this.found.filter((due) => this.rows[due.benefit]!.budgeted))
    for (const { on, amountFen, pending } of budgeted.dues)
      if (amountFen > 0) this.budget.push({ on, amountFen, pending })
  }

  /** What counts against the budget, by `2022-03`. */
  budgetMonths(): Map<string, MonthSum> {
    const months = new Map<string, MonthSum>()
    for (const { on, amountFen, pending } of this.budget) {
      const sum = monthOf(months, on)
      if (pending) {
        sum.pendingCount += 1
        sum.pendingFen += amountFen
      } else {
        sum.count += 1
        sum.amountFen += amountFen
      }
    }
    return months
  }

  private perBenefit(): void {
    const seen = this.found.length === 1 ? this.found : []
    if (this.found.length > 1)
      for (let i = 0; i < this.rows.length; i++) {
        const own = this.found.filter((due) => due.benefit === i && !due.pending)
        seen.push(...once(own).dues)
      }
    for (const due of seen) {
      if (due.pending) continue
      const sum = this.benefits[due.benefit]!
      const standing = this.standings[due.benefit] as Standing
      if (standing.amountFen < 0) {
        standing.amountFen = 0
        sum.people += 1
      }
      const fen = Math.max(0, due.amountFen)
      standing.amountFen += fen
      sum.amountFen += fen
    }
  }

  private sums(dues: readonly Due[], home: string | null): void {
    let waiting = false
    const counties: string[] = []
    for (const due of dues) {
      const fen = Math.max(0, due.amountFen)
      const month = monthOf(this.months, due.on)
      if (due.pending) {
        waiting = true
        this.pending.amountFen += fen
        if (due.amountFen < 0) this.pending.without += 1
        month.pendingCount += 1
        month.pendingFen += fen
        continue
      }
      this.dues += 1
      this.dueFen += fen
      month.count += 1
      month.amountFen += fen
      const work = sumOf(this.works, due.workCounty)
      if (!counties.includes(due.workCounty)) {
        counties.push(due.workCounty)
        work.people += 1
      }
      work.amountFen += fen
    }
    this.firstCounty = counties[0] ?? ''
    if (waiting) this.pending.people += 1
    if (this.dues === 0) return
    this.entitlements += this.dues
    this.total.people += 1
    this.total.amountFen += this.dueFen
    if (home === null) return
    const sum = sumOf(this.homes, home)
    sum.people += 1
    sum.amountFen += this.dueFen
  }
}

function monthOf(months: Map<string, MonthSum>, day: number): MonthSum {
  const key = day > BEFORE && day < NEVER ? formatMonth(monthOfDay(day)) : ''
  let sum = months.get(key)
  if (sum === undefined) {
    sum = { count: 0, amountFen: 0, pendingCount: 0, pendingFen: 0 }
    months.set(key, sum)
  }
  return sum
}

/** Each entitlement once: what is due before what is pending, then the larger amount. */
function once(dues: Due[]): { dues: Due[]; merged: number } {
  if (dues.length < 2) return { dues, merged: 0 }
  const byKey = new Map<string, Due>()
  for (const due of dues) {
    const other = byKey.get(due.key)
    if (other === undefined || better(due, other)) byKey.set(due.key, due)
  }
  return { dues: [...byKey.values()], merged: dues.length - byKey.size }
}

function better(a: Due, b: Due): boolean {
  return a.pending !== b.pending ? !a.pending : a.amountFen > b.amountFen
}

function sumOf(sums: Map<string, Sum>, key: string): Sum {
  let sum = sums.get(key)
  if (sum === undefined) {
    sum = { people: 0, amountFen: 0 }
    sums.set(key, sum)
  }
  return sum
}
