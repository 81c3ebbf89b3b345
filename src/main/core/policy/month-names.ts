/** Which months a person's facts name for a month-by-month row, surely or perhaps. */
import { monthOfDay } from '../../../shared/domain/dates.ts'
import { mayBeWith } from './employment.ts'
import type { Asked, Bench } from './evaluator.ts'
import type { PersonView, SpellFact } from './facts.ts'
import { firstMonthEndingAfter, MonthSet } from './month-set.ts'
import { PLACE, type RegionRule } from './regions.ts'
import type { Row } from './row.ts'
import { BIT } from './weighing.ts'

/** Months that facts name for the row; those that an unknown fact could name stand in `maybe`. Reused. */
export const named = new MonthSet()
export const maybe = new MonthSet()
/** By spell that may be with the employer: the employer does not lie in the row's workplace. Reused. */
export const elsewhere: boolean[] = []

/** Puts the months into `named` and `maybe`; returns the bit of the condition that fails where there are none, or -1. */
export function nameMonths(row: Row, view: PersonView, asked: Asked, b: Bench): number {
  named.clear()
  maybe.clear()
  if (row.each === 'rent-month') return nameRentMonths(row, view)
  if (row.each === 'attendance-month') {
    for (const fact of view.attendance) named.addRange(fact.month, fact.month)
    const inPost = view.spells.some((s) => s.post === row.onlyPost && inPlace(row, s) !== PLACE.no)
    if (!inPost) return view.spells.some((s) => inPlace(row, s) !== PLACE.no) ? BIT.post : BIT.workplace
    return view.attendance.length === 0 ? BIT.attended : -1
  }
  return nameSpellMonths(row, view, asked, b)
}

/** The spell lies in the row's workplace, perhaps where the county is unknown. */
export function inPlace(row: Row, s: SpellFact): 0 | 1 | 2 | 3 {
  return row.workplace === null ? PLACE.yes : row.workplace.test(s.county)
}

function nameRentMonths(row: Row, view: PersonView): number {
  const rule = row.workplace as RegionRule
  if (!view.spells.some((s) => rule.test(s.county) !== PLACE.no)) return BIT.workplace
  let any = false
  for (const rent of view.rents) {
    if (rent.months === undefined) {
      any = true
      maybe.addRange(monthOfDay(row.terms.start), monthOfDay(row.terms.end))
    } else {
      if (rent.months.length > 0) any = true
      named.addMasks(rent.months)
    }
  }
  return any ? -1 : BIT.rent
}

function nameSpellMonths(row: Row, view: PersonView, asked: Asked, b: Bench): number {
  const open = firstMonthEndingAfter(b.asOf)
  const startMonth = monthOfDay(row.terms.start)
  const endMonth = monthOfDay(row.terms.end)
  let withEmployer = false
  let any = false
  for (let i = 0; i < view.spells.length; i++) {
    const s = view.spells[i] as SpellFact
    if (!mayBeWith(s, asked.beneficiary)) continue
    const county = b.tables.employers.get(asked.beneficiary ?? s.employer ?? '')?.county
    elsewhere[i] = row.workplace?.test(county) === PLACE.no
    if (elsewhere[i]) continue
    withEmployer = true
    if (row.onlyPost !== '' && s.post !== row.onlyPost) continue
    const from = s.from === undefined ? startMonth : monthOfDay(s.from)
    const last = s.to === undefined || s.to === null ? Math.max(open, from) : monthOfDay(s.to)
    if (row.each === 'post-month') {
      any = true
      // One month outside the document's time is enough to say that it is outside.
      const first = Math.max(from, startMonth)
      const end = Math.min(last, endMonth)
      if (first > end) named.addRange(from, from)
      else if (s.to !== undefined) named.addRange(first, end)
      else {
        named.addRange(from, from)
        maybe.addRange(Math.max(from + 1, first), Math.max(from + 1, Math.min(end, from + 1)))
      }
      continue
    }
    const months = row.each === 'insured-month' ? s.insured : s.training
    if (months === undefined) {
      any = true
      const first = Math.max(from, startMonth)
      maybe.addRange(first, Math.max(first, Math.min(last, endMonth, first)))
      continue
    }
    if (months.length > 0) {
      any = true
      named.addMasks(months)
    }
    if (row.each !== 'insured-month') continue
    const next = Math.max(open, from, startMonth)
    if (s.to === undefined) {
      any = true
      maybe.addRange(next, next)
    } else if (s.to === null || s.to > b.asOf) {
      if (s.to === null || next <= monthOfDay(s.to)) {
        any = true
        named.addRange(next, next)
      }
    }
  }
  if (!withEmployer) return BIT.workplace
  if (any) return -1
  return monthBit(row)
}

/** The condition that says what makes a month of the row. */
export function monthBit(row: Row): number {
  if (row.each === 'attendance-month') return BIT.attended
  return row.each === 'post-month' ? BIT.post : row.each === 'insured-month' ? BIT.insured : BIT.training
}
