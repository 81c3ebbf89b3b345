import { monthEnd, monthIndexOf } from '../../../shared/domain/dates.ts'
import { OUTCOMES } from '../../../shared/domain/policy.ts'
import { isPayable } from '../policy/decision.ts'
import type { HotResult, Run } from '../policy/engine.ts'
import { NEVER, type PersonView, type Tables } from '../policy/facts.ts'
import { entitlementKey } from '../policy/grants.ts'
import type { Row } from '../policy/row.ts'
import { OUT } from '../policy/weighing.ts'
import { Side } from './side.ts'

/** A benefit as both sides have it. Its people and money are in the sums where `counted`, and in the budget's where `budgeted`. */
export interface ComparedBenefit {
  readonly base: Row
  readonly changed: Row
  readonly counted: boolean
  readonly budgeted: boolean
}

/** One entitlement that is due, or becomes due on a day. */
export interface Due {
  /** index among the compared benefits */
  benefit: number
  key: string
  beneficiary: string
  /** -1: no amount is known yet */
  amountFen: number
  /** day on which the conditions are met; NEVER: it has no date */
  on: number
  pending: boolean
  /** '' where the ledger does not know it */
  workCounty: string
}

/** How one benefit stands for one person or body. */
export interface Standing {
  /** index in OUTCOMES */
  outcome: number
  /** fen due; -1: none */
  amountFen: number
  /** with pending: the day it becomes met */
  on: number
  /** bits of the conditions that failed or are unknown */
  mask: number
  beneficiary: string
}

/** A person, or a body, for whom the two sides differ in money. */
export interface Moved {
  readonly move: 'gained' | 'lost' | 'more' | 'less'
  readonly person: string | null
  readonly benefit: number
  readonly base: Standing
  readonly changed: Standing
  /** all that the changed side pays for them more, over every counted benefit; negative: less */
  readonly differenceFen: number
  readonly workCounty: string
}

/** Fewer is better: what a person who asks would be told first. */
const ORDER = [
  'eligible',
  'discretionary',
  'needs-standard',
  'pending',
  'undetermined',
  'already-granted',
  'closed',
  'delegated',
  'ineligible',
] as const
const RANK: readonly number[] = OUTCOMES.map((outcome) => ORDER.indexOf(outcome))

/**
 * Decides the same people under two sets of rules in one pass and counts both sides, by benefit, county and month. An
 * entitlement that may be granted once is counted once, whoever would be paid.
 */
export class Comparison {
  readonly base: Side
  readonly changed: Side
  private readonly benefits: readonly ComparedBenefit[]
  private readonly indexOf = new Map<string, number>()
  private readonly tables: Tables
  private readonly moved: (moved: Moved) => void
  private view: PersonView | null = null
  private readonly sinks: readonly [(result: HotResult) => void, (result: HotResult) => void]

  constructor(
    benefits: readonly ComparedBenefit[],
    runs: { readonly base: Run; readonly changed: Run },
    tables: Tables,
    moved: (moved: Moved) => void,
  ) {
    this.benefits = benefits
    this.tables = tables
    this.moved = moved
    for (const [i, { base }] of benefits.entries()) this.indexOf.set(base.id, i)
    this.base = new Side(runs.base, benefits)
    this.changed = new Side(runs.changed, benefits)
    this.sinks = [(result) => this.take(this.base, result), (result) => this.take(this.changed, result)]
  }

  person(view: PersonView): void {
    this.view = view
    for (const [side, sink] of this.sides()) {
      side.begin()
      side.run.person(view, sink)
      side.close(view.home ?? '')
    }
    this.compare(view.id)
  }

  /** What employers, schools and stations get for themselves; call after every person was passed. */
  bodies(): void {
    this.view = null
    const answers = new Map<string, [HotResult[], HotResult[]]>()
    for (const [at, [side]] of this.sides().entries()) {
      side.run.finish((result) => {
        const body = `${result.row.beneficiary} ${result.beneficiary ?? ''}`
        let kept = answers.get(body)
        if (kept === undefined) {
          kept = [[], []]
          answers.set(body, kept)
        }
        kept[at === 0 ? 0 : 1].push({ ...result })
      })
    }
    for (const [ofBase, ofChanged] of answers.values()) {
      this.base.begin()
      for (const result of ofBase) this.take(this.base, result)
      this.base.close(null)
      this.changed.begin()
      for (const result of ofChanged) this.take(this.changed, result)
      this.changed.close(null)
      this.compare(null)
    }
  }

  private sides(): readonly [Side, (result: HotResult) => void][] {
    return [
      [this.base, this.sinks[0]],
      [this.changed, this.sinks[1]],
    ]
  }

  private take(side: Side, result: HotResult): void {
    const benefit = this.indexOf.get(result.row.id) as number
    side.count(benefit, result.outcome)
    const pending = result.outcome === OUT.pending
    const payable = isPayable(result.outcome)
    side.stand(benefit, result, RANK[result.outcome] as number)
    if (!payable && !pending) return
    const workCounty = this.workCounty(result)
    const beneficiary = result.beneficiary ?? ''
    if (payable && result.row.unit === 'person-month') {
      for (const part of this.months(side.run, result)) {
        side.add({
          benefit,
          key: entitlementKey(result.row, beneficiary, result.person ?? undefined, part.period),
          beneficiary,
          amountFen: part.amountFen,
          on: monthEnd(monthIndexOf(part.period)),
          pending: false,
          workCounty,
        })
      }
      return
    }
    const period = result.year > 0 ? String(result.year) : (result.period ?? undefined)
    side.add({
      benefit,
      key: entitlementKey(result.row, beneficiary, result.person ?? undefined, period),
      beneficiary,
      amountFen: payable ? result.amountFen : expected(result),
      on: payable ? result.qualifyingOn : result.on,
      pending,
      workCounty,
    })
  }

  /** Which months of a month-by-month benefit are payable, which only the traced path says. */
  private months(run: Run, result: HotResult): readonly { period: string; amountFen: number }[] {
    if (result.months === 0) return []
    const { monthsPayable } = run.evaluate(this.view, {
      benefit: result.row.id,
      beneficiary: result.beneficiary ?? undefined,
      for: result.person ?? undefined,
    })
    return monthsPayable
  }

  private workCounty(result: HotResult): string {
    if (this.view !== null) return result.spell < 0 ? '' : (this.view.spells[result.spell]?.county ?? '')
    const id = result.beneficiary ?? ''
    const { employers, schools, stations } = this.tables
    switch (result.row.beneficiary) {
      case 'employer':
        return employers.get(id)?.county ?? ''
      case 'school':
        return schools.get(id)?.county ?? ''
      case 'station':
        return stations.get(id)?.county ?? ''
      default:
        return ''
    }
  }

  /** Tells of the person (or body) where the two sides pay differently. */
  private compare(person: string | null): void {
    const { base, changed } = this
    if (base.dueFen === changed.dueFen && base.dues === changed.dues) return
    const move =
      base.dues === 0
        ? 'gained'
        : changed.dues === 0
          ? 'lost'
          : changed.dueFen >= base.dueFen
            ? 'more'
            : 'less'
    let benefit = -1
    for (let i = 0; i < this.benefits.length && benefit < 0; i++) {
      if (!(this.benefits[i] as ComparedBenefit).counted) continue
      const before = base.standings[i] as Standing
      const after = changed.standings[i] as Standing
      if (before.amountFen !== after.amountFen || isPayable(before.outcome) !== isPayable(after.outcome))
        benefit = i
    }
    if (benefit < 0) return
    this.moved({
      move,
      person,
      benefit,
      base: { ...(base.standings[benefit] as Standing) },
      changed: { ...(changed.standings[benefit] as Standing) },
      differenceFen: changed.dueFen - base.dueFen,
      workCounty: changed.firstCounty || base.firstCounty,
    })
  }
}

/** What something that is not due yet will come to, where that does not wait for facts. */
function expected(result: HotResult): number {
  const { amount } = result.row
  return (amount.kind === 'fixed' || amount.kind === 'standard') &&
    result.on < NEVER &&
    result.row.unit !== 'person-month'
    ? amount.on(result.on)
    : -1
}
