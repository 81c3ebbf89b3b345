/** What several rows ask about work: which spell comes first, with whom it is, and whether there was work on some day. */
import type { DayNumber } from '../../../shared/domain/dates.ts'
import { coverage, weighPlace } from './conditions.ts'
import type { Bench } from './evaluator.ts'
import { BEFORE, NEVER, type PersonView, type SpellFact } from './facts.ts'
import { PLACE, type RegionRule } from './regions.ts'
import type { Row } from './row.ts'
import { BIT, type Candidate } from './weighing.ts'

/** Spell `i` stands before `j`: by `month` and `other`, then by the day it began, then by its id. */
export function precedes(view: PersonView, month: number, i: number, other: number, j: number): boolean {
  if (month !== other) return month < other
  const a = (view.spells[i] as SpellFact).from ?? BEFORE
  const b = (view.spells[j] as SpellFact).from ?? BEFORE
  return a !== b ? a < b : (view.spells[i] as SpellFact).id < (view.spells[j] as SpellFact).id
}

/** The spell is, or may be, with that employer; with any where `employer` is null. */
export function mayBeWith(s: SpellFact, employer: string | null): boolean {
  if (s.employer === undefined) return true
  return employer === null ? s.employer !== null : s.employer === employer
}

/** The employer lies in the paying territory, and the spell with it has begun. */
export function weighEmployerPlace(
  c: Candidate,
  row: Row,
  s: SpellFact,
  asked: string | null,
  b: Bench,
): void {
  const employer = asked ?? s.employer
  const county =
    employer === null || employer === undefined ? undefined : b.tables.employers.get(employer)?.county
  if (s.employer === undefined || s.from === undefined) {
    if (c.tracing) {
      if (s.employer === undefined) c.miss(`spells.${s.id}.employer`)
      if (s.from === undefined) c.miss(`spells.${s.id}.from`)
      if (county === undefined && employer) c.miss(`employers.${employer}.county`)
    }
    if (county !== undefined && row.workplace?.test(county) === PLACE.no) c.add(BIT.workplace, NEVER)
    else c.addUnknown(BIT.workplace, s.from ?? BEFORE)
    return
  }
  weighPlace(c, BIT.workplace, row.workplace, county, `employers.${employer}.county`, '')
  if (s.from > c.lo && c.lo < NEVER) c.lo = s.from
  if (s.from > c.day) c.day = s.from
  if (s.from > c.hi) c.hi = s.from
}

/** The spell covers some day of the range; used by rows that only ask for being employed then. */
export function weighEmployedDuring(
  c: Candidate,
  row: Row,
  view: PersonView,
  first: DayNumber,
  last: DayNumber,
): void {
  const rule = row.workplace as RegionRule
  let vague = false
  for (let i = 0; i < view.spells.length; i++) {
    const s = view.spells[i] as SpellFact
    const place = rule.test(s.county)
    if (place === PLACE.no) continue
    const covered = coverage(s, first, last)
    if (covered === PLACE.no) continue
    if (place === PLACE.yes && covered === PLACE.yes) {
      c.spell = i
      if (c.tracing) c.fact(`spells.${s.id}.county`, s.county ?? null, s.source)
      c.add(BIT.workplace, BEFORE)
      return
    }
    vague = true
    if (c.tracing) {
      if (place !== PLACE.yes) c.miss(`spells.${s.id}.county`)
      if (s.from === undefined) c.miss(`spells.${s.id}.from`)
      else if (covered !== PLACE.yes) c.miss(`spells.${s.id}.to`)
    }
  }
  if (vague) c.addUnknown(BIT.workplace)
  else c.add(BIT.workplace, NEVER)
}
