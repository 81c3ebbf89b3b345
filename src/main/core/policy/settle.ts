/** A weighed candidate becomes an answer: category and document on the qualifying day, window, what is unknown, money. */
import type { DayNumber } from '../../../shared/domain/dates.ts'
import { CONDITION_IDS, type ConditionId } from '../../../shared/domain/policy.ts'
import { categoryFacts, firstHold, firstMayHold, missingCategories } from './category-days.ts'
import type { Decision } from './decision.ts'
import { BEFORE, NEVER, type PersonView } from './facts.ts'
import { AMOUNT_BIT, BIT, type Candidate, OUT } from './weighing.ts'

/** Fen for a qualifying day, or -1 where a local standard is lacking. */
export interface Amount {
  on(day: DayNumber): number
}

/** Where no candidate can be paid. */
export const NO_AMOUNT: Amount = { on: () => -1 }

/** What settling needs to know of the row and the period. */
export interface Terms {
  /** group of categories as a bit mask over CATEGORIES; 0: the row asks for none */
  readonly categoryMask: number
  /** first and last day on which the qualifying day may lie */
  readonly start: DayNumber
  readonly end: DayNumber
  /** last day of the claim window, or NEVER */
  readonly windowEnd: DayNumber
  readonly discretionary: boolean
  /** the condition that failed when the qualifying day lies outside start..end */
  readonly lateBit: number
}

/**
 * Settles a weighed candidate: category and in-force are judged on the qualifying day (READINGS, "Outcomes" and
 * settled details 3, 4, 21), then the first outcome that applies is taken. `amount` gives fen for the qualifying
 * day, or -1 where a local standard is lacking.
 */
export function settle(
  c: Candidate,
  out: Decision,
  terms: Terms,
  view: PersonView | null,
  asOf: DayNumber,
  amount: Amount,
): void {
  let lo = c.lo
  let day = c.day
  let hi = c.hi
  const mask = terms.categoryMask
  if (mask !== 0 && view !== null) {
    const list = view.categories
    const from = lo
    const base = day
    if (list === undefined) {
      day = NEVER
      hi = NEVER
      c.unknown |= 1 << BIT.category
    } else {
      lo = firstMayHold(list, mask, from)
      day = base >= NEVER ? NEVER : firstHold(list, mask, base)
      // Where all is known the three are one day, and are looked up once.
      hi = hi >= NEVER ? NEVER : hi === base ? day : firstHold(list, mask, hi)
      if (lo >= NEVER) c.failed |= 1 << BIT.category
      else if (base < NEVER && (base === from ? lo : firstMayHold(list, mask, base)) < day)
        c.unknown |= 1 << BIT.category
    }
    if (c.tracing) {
      const own = list === undefined ? NEVER : firstHold(list, mask, base < NEVER ? base : from)
      const vague = (c.unknown & (1 << BIT.category)) !== 0
      const at = vague ? from : own
      c.conditions.unshift({
        id: 'category',
        lo: lo >= NEVER ? NEVER : at,
        day: lo >= NEVER ? NEVER : own,
        facts: categoryFacts(view),
        missing: vague ? missingCategories(view, mask) : [],
      })
    }
  }
  const failedBefore = c.failed !== 0
  const tooLate = lo < NEVER && lo > terms.end
  const tooEarly = !failedBefore && hi < terms.start
  if (tooLate || tooEarly) c.failed |= 1 << terms.lateBit
  const known = day <= terms.end && day >= terms.start
  if (
    c.tracing &&
    terms.start > BEFORE &&
    (tooLate || tooEarly || (!failedBefore && terms.lateBit === BIT['in-force']))
  ) {
    c.conditions.push({
      id: CONDITION_IDS[terms.lateBit] as ConditionId,
      lo: tooLate || tooEarly ? NEVER : Math.max(lo, terms.start),
      day: tooLate || tooEarly || !known ? NEVER : Math.max(lo < day && day > asOf ? lo : day, terms.start),
      facts: [],
      missing: [],
    })
  }
  out.begin()
  out.spell = c.spell
  out.failed = c.failed
  if (c.tracing) {
    out.conditions = c.conditions
    out.facts = c.amountFacts
  }
  if (c.failed !== 0) {
    out.outcome = OUT.ineligible
    return
  }
  if (known) out.qualifyingOn = day
  if (asOf > terms.windowEnd) {
    out.outcome = OUT.closed
    return
  }
  const metNow = known && day <= asOf
  if ((!metNow && lo < day) || c.amountUnknown) {
    out.outcome = OUT.undetermined
    out.unknown = c.unknown | (c.amountUnknown ? 1 << AMOUNT_BIT : 0)
    if (c.tracing) gatherMissing(c, out, asOf)
    return
  }
  if (!metNow) {
    out.outcome = OUT.pending
    out.on = day
    return
  }
  const fen = c.needsStandard === '' ? amount.on(day) : -1
  out.amountFen = fen
  out.needsStandard = c.needsStandard
  out.outcome = fen < 0 ? OUT['needs-standard'] : terms.discretionary ? OUT.discretionary : OUT.eligible
}

function gatherMissing(c: Candidate, out: Decision, asOf: DayNumber): void {
  // What known facts meet by now needs nothing more, unless known facts meet it only after the document's end.
  const vague = c.conditions.filter((condition) => condition.lo < condition.day)
  const open = vague.filter((condition) => condition.day > asOf)
  for (const condition of open.length > 0 || c.amountUnknown ? open : vague) {
    for (const path of condition.missing) if (!out.missing.includes(path)) out.missing.push(path)
  }
  for (const path of c.amountMissing) if (!out.missing.includes(path)) out.missing.push(path)
}
