/** Worlds that did not happen (yet): the same person, with work that goes on, comes back or stops. */
import { type DayNumber, type MonthIndex, monthOfDay } from '../../../shared/domain/dates.ts'
import type { MonthMasks, PersonView, SpellFact } from '../policy/facts.ts'
import { firstMonthEndingAfter } from '../policy/month-set.ts'

/** Open, or with a known last day that is still to come. An unknown end is neither. */
export function goesOn(spell: SpellFact, day: DayNumber): boolean {
  return spell.to === null || (spell.to !== undefined && spell.to > day)
}

/**
 * The person as they will stand on record on `until` if all work that goes on after `from` does so and its insurance
 * with it: every month of it that ends after `from` is insured (READINGS, settled detail 6). Unknown insurance and
 * unknown ends stay unknown.
 */
export function goingOn(view: PersonView, from: DayNumber, until: DayNumber): PersonView {
  const open = firstMonthEndingAfter(from)
  const last = firstMonthEndingAfter(until) - 1
  if (last < open) return view
  let changed = false
  const spells = view.spells.map((spell) => {
    if (spell.insured === undefined || spell.from === undefined || !goesOn(spell, from)) return spell
    const first = Math.max(open, monthOfDay(spell.from))
    const end = spell.to === null ? last : Math.min(last, monthOfDay(spell.to as DayNumber))
    if (end < first) return spell
    changed = true
    return { ...spell, insured: withMonths(spell.insured, first, end) }
  })
  return changed ? { ...view, spells } : view
}

/** The same person with the ends of these spells taken back, as if the work had never stopped. */
export function reopened(view: PersonView, spells: readonly number[]): PersonView {
  return {
    ...view,
    spells: view.spells.map((spell, i) => (spells.includes(i) ? { ...spell, to: null } : spell)),
  }
}

/** The same person with the work of these spells ending on the given days. */
export function endingOn(view: PersonView, ends: ReadonlyMap<number, DayNumber>): PersonView {
  return {
    ...view,
    spells: view.spells.map((spell, i) => {
      const end = ends.get(i)
      return end === undefined ? spell : { ...spell, to: end }
    }),
  }
}

/** Packed months with those from `first` to `last` added. */
function withMonths(masks: MonthMasks, first: MonthIndex, last: MonthIndex): MonthMasks {
  const years = new Map(masks.map((packed) => [packed >> 12, packed & 0xfff]))
  for (let month = first; month <= last; month++) {
    const year = Math.floor(month / 12)
    years.set(year, (years.get(year) ?? 0) | (1 << (month % 12)))
  }
  return [...years].sort(([a], [b]) => a - b).map(([year, mask]) => year * 4096 + mask)
}
