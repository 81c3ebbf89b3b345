/** HLJ-08: wages paid to a person in a calendar year reach the year's line. */
import { type DayNumber, yearEnd, yearStart } from '../../../shared/domain/dates.ts'
import { weighYear } from './chain-rows.ts'
import { coverage, weighEmployerKind, weighHome } from './conditions.ts'
import type { Decision } from './decision.ts'
import { mayBeWith, weighEmployerPlace } from './employment.ts'
import type { Asked, Bench } from './evaluator.ts'
import { BEFORE, NEVER, type PersonView, type SpellFact } from './facts.ts'
import { PLACE } from './regions.ts'
import type { Row } from './row.ts'
import { BIT, type Candidate } from './weighing.ts'
import { sumOfYear } from './year-sums.ts'

/**
 * The wages of all spells with the employer are added. The qualifying day is the last day on which they can have
 * been earned: the end of the year, of the work, or `asOf`, whichever is first; the text gives no day of its own.
 */
export function evaluateYearWages(row: Row, view: PersonView, asked: Asked, b: Bench, out: Decision): void {
  const first = yearStart(asked.year)
  const last = yearEnd(asked.year)
  let at = -1
  let begun = NEVER
  let ended = BEFORE
  for (let i = 0; i < view.spells.length; i++) {
    const s = view.spells[i] as SpellFact
    if (!mayBeWith(s, asked.beneficiary) || !counts(s, asked.year, first, last)) continue
    if (at < 0 || isFirst(s, view.spells[at] as SpellFact)) at = i
    const from = Math.min(Math.max(s.from ?? first, first), last)
    if (from < begun) begun = from
    const to = Math.max(Math.min(s.to === null || s.to === undefined ? last : s.to, last), first)
    if (to > ended) ended = to
  }
  if (at < 0) {
    b.nothing(BIT.workplace, out)
    return
  }
  const s = view.spells[at] as SpellFact
  const c = b.c.begin(at)
  weighHome(c, row, view)
  weighEmployerPlace(c, row, s, asked.beneficiary, b)
  weighEmployerKind(c, row, asked.beneficiary ?? s.employer, `spells.${s.id}.employer`, b.tables)
  weighYear(c, row, asked.year)
  weighWages(c, row, view, asked, first, last, Math.max(begun, Math.min(ended, b.asOf)))
  out.consider(b.settleWithin(row, view, first, last, row.amount))
}

/**
 * The spell has a day in the year, or wages paid in it (of earlier work, say). Without either, what is not known
 * about its wages is not missing.
 */
function counts(s: SpellFact, year: number, first: DayNumber, last: DayNumber): boolean {
  return coverage(s, first, last) !== PLACE.no || (sumOfYear(s.wages, year) ?? 0) > 0
}

/** Work that is surely with the employer comes before what may be with any; then by the day it began. */
function isFirst(a: SpellFact, b: SpellFact): boolean {
  const sure = a.employer !== undefined && a.from !== undefined
  if (sure !== (b.employer !== undefined && b.from !== undefined)) return sure
  const from = a.from ?? BEFORE
  const other = b.from ?? BEFORE
  return from !== other ? from < other : a.id < b.id
}

function weighWages(
  c: Candidate,
  row: Row,
  view: PersonView,
  asked: Asked,
  first: DayNumber,
  last: DayNumber,
  day: DayNumber,
): void {
  const line = row.wageLine?.get(asked.year)
  let sum = 0
  let vague = false
  for (let i = 0; i < view.spells.length; i++) {
    const s = view.spells[i] as SpellFact
    if (!mayBeWith(s, asked.beneficiary) || !counts(s, asked.year, first, last)) continue
    const fen = sumOfYear(s.wages, asked.year)
    const path = `spells.${s.id}.wages.${asked.year}`
    if (fen === undefined || s.employer === undefined) {
      vague = true
      if (c.tracing) c.miss(fen === undefined ? path : `spells.${s.id}.employer`)
    } else {
      sum += fen
      if (c.tracing) c.fact(path, fen, s.wages?.source ?? s.source)
    }
  }
  if (line !== undefined && c.tracing) c.fact(`standard:${row.wageLineId}.${asked.year}`, line)
  if (line !== undefined && sum >= line) c.add(BIT.wages, day)
  else if (vague) c.addUnknown(BIT.wages)
  else if (line === undefined && sum > 0) {
    c.needsStandard = row.wageLineId
    c.add(BIT.wages, day)
  } else c.add(BIT.wages, NEVER)
}
