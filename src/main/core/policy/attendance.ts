/** A month in a public-welfare post, paid by the days attended: GZ-21, HLJ-14. */
import type { DayNumber, MonthIndex } from '../../../shared/domain/dates.ts'
import { coverage } from './conditions.ts'
import { BEFORE, NEVER, type PersonView, type SpellFact } from './facts.ts'
import { inPlace } from './month-names.ts'
import { PLACE } from './regions.ts'
import type { Row } from './row.ts'
import { BIT, type Candidate } from './weighing.ts'

/** Public-welfare post: standard ÷ required days × attended days, never more than the standard, to the fen. */
export function weighAttendance(
  c: Candidate,
  row: Row,
  view: PersonView,
  month: MonthIndex,
  first: DayNumber,
  last: DayNumber,
): number {
  let place: 0 | 1 | 2 = PLACE.no
  for (let i = 0; i < view.spells.length; i++) {
    const s = view.spells[i] as SpellFact
    if (s.post !== row.onlyPost) continue
    const covered = coverage(s, first, last)
    const there = inPlace(row, s)
    if (covered === PLACE.no || there === PLACE.no) continue
    if (covered === PLACE.yes && there === PLACE.yes) {
      place = PLACE.yes
      c.spell = i
      break
    }
    place = PLACE.unknown
    if (c.tracing) {
      if (there !== PLACE.yes) c.miss(`spells.${s.id}.county`)
      if (s.from === undefined) c.miss(`spells.${s.id}.from`)
      else if (covered !== PLACE.yes) c.miss(`spells.${s.id}.to`)
    }
  }
  if (place === PLACE.unknown) c.addUnknown(BIT.post)
  else c.addKnown(BIT.post, place === PLACE.yes)
  const standard = row.amount.on(last)
  let sum = -1
  let vague = false
  for (const fact of view.attendance) {
    if (fact.month !== month) continue
    if (fact.attendedDays === 0) {
      sum = Math.max(sum, 0)
      continue
    }
    if (fact.attendedDays === undefined || fact.requiredDays === undefined) {
      vague = true
      if (c.tracing) {
        if (fact.attendedDays === undefined) c.miss(`${fact.path}.attendedDays`)
        if (fact.requiredDays === undefined) c.miss(`${fact.path}.requiredDays`)
      }
      continue
    }
    if (c.tracing) c.fact(`${fact.path}.attendedDays`, fact.attendedDays)
    if (standard < 0) sum = Math.max(sum, 1)
    else sum = Math.max(sum, attendanceShare(standard, fact.attendedDays, fact.requiredDays))
  }
  if (sum > 0) c.add(BIT.attended, BEFORE)
  else if (vague) c.addUnknown(BIT.attended)
  else c.add(BIT.attended, NEVER)
  return standard < 0 ? -1 : Math.min(standard, Math.max(sum, 0))
}

/** Fen, rounded half up. No required days: whoever attended is paid in full. */
export function attendanceShare(standard: number, attended: number, required: number): number {
  if (required <= 0) return standard
  return Math.min(standard, Math.floor((2 * standard * attended + required) / (2 * required)))
}
