import {
  type DayNumber,
  dayOf,
  formatDate,
  formatMonth,
  type MonthIndex,
  monthOfDay,
} from '../../../shared/domain/dates.ts'
import type { LossReason } from '../../../shared/domain/outlook.ts'
import type { Run } from '../policy/engine.ts'
import { BEFORE, type MonthMasks, NEVER, type PersonView, type SpellFact } from '../policy/facts.ts'
import { firstMonthEndingAfter } from '../policy/month-set.ts'
import { PLACE } from '../policy/regions.ts'
import { BIT, OUT } from '../policy/weighing.ts'
import { entitlementOf, type Found, foundOf, isMet, questionOf, spellIdOf } from './found.ts'
import { endingOn, goesOn, reopened } from './going-on.ts'
import type { Worlds } from './worlds.ts'

/** How long after the end of work it may still be mended or taken up again: the month it ended in and the next. */
const RECENT_DAYS = 60
/** How far ahead the end of a document or of a claim window is worth a warning. */
const AHEAD_DAYS = 366
/** Met so shortly before the document ends that a single month without work or insurance is too many. */
const TIGHT_DAYS = 31

/** Why one entitlement is about to be lost; what the words of it rest on. Stored as JSON. */
export interface LossDetail {
  readonly reason: LossReason
  /** the last day on which something can be done; `null`: it is over, unless the record is wrong */
  readonly deadline: string | null
  /** the end of the work, contract, document or window */
  readonly day: string | null
  /** the last insured month */
  readonly month: string | null
  /** days that may lie between two pieces of work, where work in a row is asked for */
  readonly gapDays: number | null
}

/** One entitlement that is lost unless something is done. Most urgent reason first. */
export interface Loss {
  readonly found: Found
  /** the day on which it would be met; `null`: it is met */
  readonly on: string | null
  readonly amountFen: number | null
  readonly spellId: string | null
  readonly details: readonly LossDetail[]
}

type Entry = Omit<Loss, 'details'> & { readonly details: LossDetail[] }

/**
 * 快要失去. Each reason is the difference between two answers of the calculation: what stands on record, and what would
 * stand if the work had not ended, the contract ended it, or the document went on.
 */
export class LossFinder {
  private readonly run: Run
  private readonly worlds: Worlds
  private readonly unending: Worlds
  private readonly asOf: DayNumber
  private list = new Map<string, Entry>()

  /** `worlds` asks the packs in force; `unending` the same packs as if no document ended. */
  constructor(run: Run, worlds: Worlds, unending: Worlds) {
    this.run = run
    this.worlds = worlds
    this.unending = unending
    this.asOf = worlds.asOf
  }

  /** What one person is about to lose. `now`: their answers of today, made of `view`. */
  person(view: PersonView, now: readonly Found[]): Loss[] {
    this.list = new Map()
    for (const found of now) {
      if (isMet(found.outcome)) this.window(found, view)
      else if (found.outcome === OUT.pending) this.pending(found, view)
      else if (found.outcome === OUT.ineligible && found.failed === 1 << BIT['in-force'])
        this.documentEnds(found, view)
    }
    this.stoppedWork(view, now)
    return [...this.list.values()].map((entry) => ({ ...entry, details: entry.details.sort(byUrgency) }))
  }

  /** What employers, schools and stations are about to lose: met, and the window closes. */
  bodies(now: readonly Found[]): Loss[] {
    this.list = new Map()
    for (const found of now) if (isMet(found.outcome)) this.window(found, null)
    return [...this.list.values()]
  }

  private add(
    found: Found,
    view: PersonView | null,
    on: DayNumber | null,
    detail: Partial<LossDetail> & Pick<LossDetail, 'reason'>,
    amount: () => number | null,
  ): void {
    const key = entitlementOf(found)
    let entry = this.list.get(key)
    if (entry === undefined) {
      entry = {
        found,
        on: on === null ? null : formatDate(on),
        amountFen: amount(),
        spellId: spellIdOf(view, found.spell),
        details: [],
      }
      this.list.set(key, entry)
    }
    entry.details.push({ deadline: null, day: null, month: null, gapDays: null, ...detail })
  }

  private window(found: Found, view: PersonView | null): void {
    const { windowEnd } = found.row.terms
    if (!this.isAhead(windowEnd) || (found.beneficiary === null && found.row.beneficiary !== 'person')) return
    const day = formatDate(windowEnd)
    this.add(found, view, null, { reason: 'window-closes', deadline: day, day }, () =>
      found.amountFen < 0 ? null : found.amountFen,
    )
  }

  private isAhead(day: DayNumber): boolean {
    return day >= this.asOf && day - this.asOf <= AHEAD_DAYS
  }

  private pending(found: Found, view: PersonView): void {
    const { row, on } = found
    const add = (detail: Partial<LossDetail> & Pick<LossDetail, 'reason'>) =>
      this.add(found, view, on, detail, () => this.worlds.amountOn(view, questionOf(found), on))
    const { windowEnd, end } = row.terms
    if (on > windowEnd) {
      const day = formatDate(windowEnd)
      add({ reason: 'window-closes', deadline: day, day })
    }
    // A month-by-month row loses one month with each, and nothing that was gathered.
    if (row.unit === 'person-month') return
    const insurance = this.insurance(found, view)
    if (insurance !== undefined) add(insurance)
    const contract = this.contract(found, view)
    if (contract !== undefined) add(contract)
    const asksTime = row.insuredMonths !== null || row.stableMonths !== null
    if (asksTime && on <= end && end - on < TIGHT_DAYS) {
      const day = formatDate(end)
      add({ reason: 'document-tight', deadline: formatDate(on), day })
    }
  }

  /** Insurance that stopped, or never began, though the row waits for it and the work goes on. */
  private insurance(
    found: Found,
    view: PersonView,
  ): (Partial<LossDetail> & Pick<LossDetail, 'reason'>) | undefined {
    const { row } = found
    if (row.insuredMonths === null) return undefined
    const lastEnded = firstMonthEndingAfter(this.asOf) - 1
    const spells = concernedSpells(found, view)
    const working = spells.filter((spell) => goesOn(spell, this.asOf) && spell.insured !== undefined)
    // Who began in the month that ended last may still be on the way to their first insured month.
    const begun = working.some((spell) => spell.from !== undefined && monthOfDay(spell.from) < lastEnded)
    if (!begun || working.some((spell) => isInsured(spell.insured as MonthMasks, lastEnded))) return undefined
    const { conditions } = this.worlds.ask(view, questionOf(found))
    const insured = conditions.find(({ id }) => id === 'insured')
    if (insured === undefined || insured.day <= this.asOf) return undefined
    const latest = Math.max(...spells.map((spell) => lastInsured(spell.insured ?? [], lastEnded)))
    const whileContract = this.worlds.resumeBy(this.untilContractsEnd(view), questionOf(found), row)
    const deadline =
      whileContract === 'late' ? this.worlds.resumeBy(view, questionOf(found), row) : whileContract
    if (typeof deadline !== 'number') return undefined
    return {
      reason: latest > BEFORE ? 'insurance-lapsed' : 'insurance-not-begun',
      deadline: formatDate(deadline),
      month: latest > BEFORE ? formatMonth(latest) : null,
    }
  }

  /** As if all work stopped when its contract ends. */
  private untilContractsEnd(view: PersonView): PersonView {
    const ends = this.contractEnds(view, NEVER)
    return ends.size === 0 ? view : endingOn(view, ends)
  }

  /** Ends, from today on and before `before`, of the contracts of work that goes on. */
  private contractEnds(view: PersonView, before: DayNumber): Map<number, DayNumber> {
    const ends = new Map<number, DayNumber>()
    for (const [i, spell] of view.spells.entries()) {
      const end = spell.contract?.to
      if (end === undefined || end === null || !goesOn(spell, this.asOf)) continue
      if (end < this.asOf || end >= before || (spell.to !== null && (spell.to as DayNumber) <= end)) continue
      ends.set(i, end)
    }
    return ends
  }

  private contract(
    found: Found,
    view: PersonView,
  ): (Partial<LossDetail> & Pick<LossDetail, 'reason'>) | undefined {
    const ends = this.contractEnds(view, found.on)
    if (ends.size === 0 || this.worlds.isAlive(endingOn(view, ends), questionOf(found))) return undefined
    const end = formatDate(ends.get(found.spell) ?? Math.min(...ends.values()))
    return { reason: 'contract-ends', deadline: end, day: end }
  }

  /** Only the document's end stands in the way: met, but too late. */
  private documentEnds(found: Found, view: PersonView): void {
    const { end } = found.row.terms
    if (!this.isAhead(end)) return
    const question = questionOf(found)
    const longer = this.unending.ask(view, question)
    if (longer.outcome !== 'pending' || longer.on === undefined) return
    const on = dayOf(longer.on)
    const day = formatDate(end)
    const spell = view.spells.findIndex(({ id }) => id === longer.spell)
    this.add({ ...found, spell }, view, on, { reason: 'document-ends', deadline: day, day }, () =>
      this.unending.amountOn(view, question, on),
    )
  }

  /** Work that ended lately, or has its end on record, where going on would have brought it. */
  private stoppedWork(view: PersonView, now: readonly Found[]): void {
    const stopped: number[] = []
    for (const [i, { to, from }] of view.spells.entries()) {
      if (typeof to === 'number' && to >= this.asOf - RECENT_DAYS && from !== undefined) stopped.push(i)
    }
    if (stopped.length === 0) return
    const alive = new Set(now.filter(({ outcome }) => outcome !== OUT.ineligible).map(entitlementOf))
    const asIf = reopened(view, stopped)
    const lost: Found[] = []
    this.run.decide(asIf, (result) => {
      if (result.outcome !== OUT.pending && !isMet(result.outcome)) return
      const found = foundOf(result)
      if (found.row.unit !== 'person-month' && !alive.has(entitlementOf(found))) lost.push(found)
    })
    for (const found of lost) this.stopped(found, view, asIf, stopped)
  }

  private stopped(found: Found, view: PersonView, asIf: PersonView, stopped: readonly number[]): void {
    const { row } = found
    const spell = stopped.includes(found.spell) ? found.spell : (stopped.at(-1) as number)
    const end = view.spells[spell]?.to as DayNumber
    const on = found.outcome === OUT.pending ? found.on : found.qualifyingOn
    const gapDays = row.stableMonths === null ? null : row.gapDays
    const day = formatDate(end)
    const amount = () => this.worlds.amountOn(asIf, questionOf(found), Math.max(on, this.asOf))
    if (end >= this.asOf) {
      this.add(found, view, on, { reason: 'work-ends', deadline: day, day, gapDays }, amount)
      return
    }
    const deadline = this.takenUpBy(found, asIf, end)
    if (deadline !== undefined && deadline < this.asOf) return
    const detail = {
      reason: 'work-ended',
      deadline: deadline === undefined ? null : formatDate(deadline),
      day,
      gapDays,
    } as const
    this.add(found, view, on, detail, amount)
  }

  /** The day by which new work (or insurance at new work) takes it up again; `undefined`: nothing takes it up. */
  private takenUpBy({ row, ...found }: Found, asIf: PersonView, end: DayNumber): DayNumber | undefined {
    if (row.stableMonths !== null) return end + row.gapDays + 1
    if (row.insuredMonths === null || row.spec.conditions.insured?.over !== 'territory') return undefined
    const day = this.worlds.resumeBy(asIf, questionOf({ row, ...found }), row)
    return typeof day === 'number' ? day : undefined
  }
}

/** The spells whose insured months count: the one looked at, or all in the row's workplace. */
function concernedSpells({ row, spell }: Found, view: PersonView): readonly SpellFact[] {
  if (row.spec.conditions.insured?.over === 'spell') {
    const one = view.spells[spell]
    return one === undefined ? [] : [one]
  }
  return view.spells.filter((one) => row.workplace === null || row.workplace.test(one.county) !== PLACE.no)
}

function isInsured(masks: MonthMasks, month: MonthIndex): boolean {
  return masks.some(
    (packed) => packed >> 12 === Math.floor(month / 12) && (packed & (1 << (month % 12))) !== 0,
  )
}

/** The last insured month up to `until`, or BEFORE. */
function lastInsured(masks: MonthMasks, until: MonthIndex): MonthIndex {
  for (let month = until; month > until - 120; month--) if (isInsured(masks, month)) return month
  return BEFORE
}

function byUrgency(a: LossDetail, b: LossDetail): number {
  if (a.deadline === b.deadline) return 0
  if (a.deadline === null) return 1
  return b.deadline === null || a.deadline < b.deadline ? -1 : 1
}
