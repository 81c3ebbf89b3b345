/**
 * What another set of documents does to everybody: both sides' answers are matched by entitlement (use, payee, person,
 * period), so that a benefit and the one that takes its place are compared and not counted as lost and won.
 */
import type { PackChangeSums } from '../../../shared/contract/packs.ts'
import type { PackChange } from '../../../shared/domain/packs.ts'
import { PACK_CHANGES } from '../../../shared/domain/packs.ts'
import { type BeneficiaryKind, conditionBit } from '../../../shared/domain/policy.ts'
import type { HotResult, Run } from '../policy/engine.ts'
import type { PersonView } from '../policy/facts.ts'
import type { Row } from '../policy/row.ts'
import { OUT } from '../policy/weighing.ts'

/** One answer that is no plain refusal. */
export type Answer = {
  readonly row: Row
  readonly beneficiary: string
  readonly person: string | null
  readonly period: string | null
  readonly outcome: number
  /** fen payable as of the day; 0 where the outcome pays nothing */
  readonly fen: number
  readonly on: number
  readonly unknown: number
}

/** One entitlement whose outcome or amount differs; `undefined`: refused on that side, for the reasons in `failed`. */
export type Case = {
  readonly change: PackChange
  readonly use: string
  readonly kind: BeneficiaryKind
  readonly beneficiary: string
  readonly person: string | null
  readonly period: string | null
  readonly county: string
  readonly before: Answer | undefined
  readonly after: Answer | undefined
  /** bits of the conditions that failed on the side that has no answer; `undefined`: it was not asked */
  readonly failed: number | undefined
}

/** The answers of one person, or of one body, under one set. Reused: `begin` empties it. */
export class Side {
  readonly rows: readonly Row[]
  answers: Answer[] = []
  /** row, year, failed conditions of each refusal, one after another: most answers are refusals, few are looked at */
  private readonly refused: number[] = []
  private used = 0

  private readonly run: Run
  private view: PersonView | null = null

  constructor(run: Run) {
    this.run = run
    this.rows = run.engine.rows
  }

  /** Starts a person; a body starts with nothing. */
  begin(view: PersonView): void {
    this.answers = []
    this.used = 0
    this.view = view
  }

  add(result: HotResult): void {
    if (result.outcome === OUT.ineligible) {
      this.refused[this.used++] = result.row.index
      this.refused[this.used++] = result.year
      this.refused[this.used++] = result.failed
      return
    }
    const paid = result.outcome === OUT.eligible || result.outcome === OUT.discretionary
    const answer: Answer = {
      row: result.row,
      beneficiary: result.beneficiary ?? '',
      person: result.person,
      period: result.year > 0 ? String(result.year) : result.period,
      outcome: result.outcome,
      fen: paid ? Math.max(0, result.amountFen) : 0,
      on: result.on,
      unknown: result.unknown,
    }
    const i = this.answers.findIndex((other) => isSame(other, answer))
    if (i < 0) this.answers.push(answer)
    else if (isBetter(answer, this.answers[i] as Answer)) this.answers[i] = answer
  }

  /**
   * Bits of the conditions that failed in the rows of a use, for the other side's answer; `undefined`: nothing was asked
   * for that period. Where all years were refused alike the year itself is asked again: years without any work fail
   * for other reasons than the one that is looked at.
   */
  failedOf(use: string, answer: Answer): number | undefined {
    let bits: number | undefined
    for (let i = 0; i < this.used; i += 3) {
      const row = this.rows[this.refused[i] as number] as Row
      const year = this.refused[i + 1] as number
      if (row.use !== use) continue
      if (year === 0 && answer.period !== null) bits = (bits ?? 0) | this.failedIn(row, answer, answer.period)
      else if (year === 0 || String(year) === answer.period)
        bits = (bits ?? 0) | (this.refused[i + 2] as number)
    }
    return bits
  }

  private failedIn(row: Row, answer: Answer, period: string): number {
    const { failed } = this.run.evaluate(this.view, {
      benefit: row.id,
      beneficiary: answer.beneficiary === '' ? undefined : answer.beneficiary,
      for: answer.person ?? undefined,
      period,
    })
    return failed.reduce((bits, id) => bits | conditionBit(id), 0)
  }
}

/** One use is payable once: rows that share it are one entitlement. */
function isSame(a: Answer, b: Answer): boolean {
  return a.row.use === b.row.use && a.beneficiary === b.beneficiary && a.period === b.period
}

function isBetter(a: Answer, b: Answer): boolean {
  return a.fen !== b.fen ? a.fen > b.fen : a.outcome > b.outcome
}

/** Sums by benefit, fund and county, and the cases behind them. */
export class ChangeBook {
  readonly totals = noSums()
  readonly byUse = new Map<string, PackChangeSums>()
  readonly byCounty = new Map<string, PackChangeSums>()
  readonly byFund = new Map<string, { beforeFen: number; afterFen: number }>()
  private readonly fundOfRow = new Map<Row, { beforeFen: number; afterFen: number }>()
  readonly people = { better: 0, worse: 0 }
  matching = 0
  private readonly net = new Map<string, number>()
  private readonly kept = new Map<PackChange, Case[]>(PACK_CHANGES.map((change) => [change, []]))
  private readonly most: number
  private readonly wanted: (one: Case) => boolean

  /** Keeps at most `most` cases of each kind that are `wanted`; sums are over all. */
  constructor(most: number, wanted: (one: Case) => boolean) {
    this.most = most
    this.wanted = wanted
  }

  /** Compares one person's, or one body's, answers. `county`: the person's home, or where the body is. */
  compare(before: Side, after: Side, county: string): void {
    let own = 0
    const left = [...after.answers]
    for (const answer of before.answers) {
      const i = left.findIndex((other) => isSame(other, answer))
      const [other] = i < 0 ? [] : left.splice(i, 1)
      own += this.one(answer, other, county, after)
    }
    for (const answer of left) own += this.one(undefined, answer, county, before)
    if (own > 0) this.people.better += 1
    if (own < 0) this.people.worse += 1
  }

  /** Those who lose come first, then as they were met; at most as many as asked for. */
  cases(): Case[] {
    return PACK_CHANGES.flatMap((change) => this.kept.get(change) ?? []).slice(0, this.most)
  }

  bodies(): { better: number; worse: number } {
    const all = [...this.net.values()]
    return { better: all.filter((fen) => fen > 0).length, worse: all.filter((fen) => fen < 0).length }
  }

  /** Gives what a person gets more or less of their own. */
  private one(before: Answer | undefined, after: Answer | undefined, county: string, refusing: Side): number {
    const answer = (after ?? before) as Answer
    const use = answer.row.use
    const sums = [this.totals, sumsOf(this.byUse, use), sumsOf(this.byCounty, county)]
    const beforeFen = before?.fen ?? 0
    const afterFen = after?.fen ?? 0
    for (const sum of sums) {
      sum.beforeFen += beforeFen
      sum.afterFen += afterFen
      sum.beforeCount += pays(before) ? 1 : 0
      sum.afterCount += pays(after) ? 1 : 0
    }
    if (before !== undefined) this.fund(before).beforeFen += beforeFen
    if (after !== undefined) this.fund(after).afterFen += afterFen
    const change = changeOf(before, after)
    if (change === undefined) return 0
    for (const sum of sums) sum[change] += 1
    const kind = answer.row.beneficiary
    const { beneficiary, person, period } = answer
    this.keep({ change, use, kind, beneficiary, person, period, county, before, after, failed: 0 }, refusing)
    if (kind === 'person') return afterFen - beforeFen
    if (answer.beneficiary !== '') {
      const body = `${kind} ${answer.beneficiary}`
      this.net.set(body, (this.net.get(body) ?? 0) + afterFen - beforeFen)
    }
    return 0
  }

  private keep(one: Case, refusing: Side): void {
    if (!this.wanted(one)) return
    this.matching += 1
    const kept = this.kept.get(one.change)
    if (kept === undefined || kept.length >= this.most) return
    const { before, after } = one
    const answer = before === undefined ? after : after === undefined ? before : undefined
    // Asking again costs; only what is shown is asked.
    kept.push(answer === undefined ? one : { ...one, failed: refusing.failedOf(one.use, answer) })
  }

  private fund(answer: Answer): { beforeFen: number; afterFen: number } {
    let sums = this.fundOfRow.get(answer.row)
    if (sums === undefined) {
      const name = answer.row.spec.fund.join(' ')
      sums = this.byFund.get(name) ?? { beforeFen: 0, afterFen: 0 }
      this.byFund.set(name, sums)
      this.fundOfRow.set(answer.row, sums)
    }
    return sums
  }
}

function changeOf(before: Answer | undefined, after: Answer | undefined): PackChange | undefined {
  if (!pays(before)) {
    if (pays(after)) return 'gain'
    return before?.outcome === after?.outcome ? undefined : 'other'
  }
  if (!pays(after)) return 'lose'
  const difference = (after?.fen ?? 0) - (before?.fen ?? 0)
  if (difference !== 0) return difference > 0 ? 'more' : 'less'
  return before?.outcome === after?.outcome ? undefined : 'other'
}

function pays(answer: Answer | undefined): boolean {
  return answer?.outcome === OUT.eligible || answer?.outcome === OUT.discretionary
}

function sumsOf(map: Map<string, PackChangeSums>, key: string): PackChangeSums {
  const known = map.get(key)
  if (known !== undefined) return known
  const sums = noSums()
  map.set(key, sums)
  return sums
}

/** Nothing on either side. */
export function noSums(): PackChangeSums {
  return {
    beforeFen: 0,
    afterFen: 0,
    beforeCount: 0,
    afterCount: 0,
    gain: 0,
    lose: 0,
    more: 0,
    less: 0,
    other: 0,
  }
}
