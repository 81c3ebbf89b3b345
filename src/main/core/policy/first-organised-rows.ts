/** Rows that look at the first organised spell away from home: GZ-05, GZ-06. */
import { weighHome, weighOrganised, weighWorkplace } from './conditions.ts'
import type { Decision } from './decision.ts'
import { precedes } from './employment.ts'
import type { Bench } from './evaluator.ts'
import { BEFORE, NEVER, type PersonView, type SpellFact } from './facts.ts'
import { PLACE, type RegionRule } from './regions.ts'
import type { Row } from './row.ts'
import { BIT, type Candidate } from './weighing.ts'

/** The first organised spell outside the home county: GZ-05, GZ-06 (settled detail 7). */
export function evaluateFirstOrganised(row: Row, view: PersonView, b: Bench, out: Decision): void {
  const n = view.spells.length
  let sure = -1
  let outside = false
  for (let i = 0; i < n; i++) {
    const state = organisedAway(view, i)
    if (state !== AWAY.no) outside = true
    if (state === AWAY.sure && (sure < 0 || precedes(view, 0, i, 0, sure))) sure = i
  }
  for (let i = 0; i < n; i++) {
    const state = organisedAway(view, i)
    if (i !== sure && (state !== AWAY.maybe || (sure >= 0 && !mayPrecede(view, i, sure)))) continue
    weighOrganisedSpell(row, view, i, n, sure, b, out)
  }
  if (out.any) return
  if (outside) b.lacking(row, view, BIT.organised, out)
  else b.nothing(BIT.workplace, out)
}

const AWAY = { no: 0, unorganised: 1, maybe: 2, sure: 3 } as const

function organisedAway(view: PersonView, i: number): number {
  const s = view.spells[i] as SpellFact
  if (s.county !== undefined && s.county === view.home) return AWAY.no
  if (s.organisedBy === null) return AWAY.unorganised
  const known = s.county !== undefined && view.home !== undefined && s.from !== undefined
  return known && s.organisedBy !== undefined ? AWAY.sure : AWAY.maybe
}

function mayPrecede(view: PersonView, i: number, j: number): boolean {
  return (view.spells[i] as SpellFact).from === undefined || precedes(view, 0, i, 0, j)
}

function weighOrganisedSpell(
  row: Row,
  view: PersonView,
  i: number,
  n: number,
  sure: number,
  b: Bench,
  out: Decision,
): void {
  const s = view.spells[i] as SpellFact
  const rule = row.workplace as RegionRule
  const c = b.c.begin(i)
  weighHome(c, row, view)
  weighWorkplace(c, rule, s)
  weighOrganised(c, s, null)
  let vague = false
  let later = false
  for (let j = 0; j < n; j++) {
    if (j === i) continue
    const state = organisedAway(view, j)
    if (state === AWAY.maybe && mayPrecede(view, j, i)) {
      vague = true
      if (c.tracing) missOrganised(c, view, view.spells[j] as SpellFact)
    }
    // A spell that would have qualified, had it been the first.
    if (state === AWAY.sure && i === sure && rule.test((view.spells[j] as SpellFact).county) === PLACE.yes)
      later = true
  }
  if (later && rule.test(s.county) === PLACE.no) c.add(BIT.first, NEVER)
  else if (vague) c.addUnknown(BIT.first, s.from ?? BEFORE)
  else c.add(BIT.first, s.from ?? BEFORE)
  b.settle(row, view, out, row.amount)
}

function missOrganised(c: Candidate, view: PersonView, s: SpellFact): void {
  if (s.organisedBy === undefined) c.miss(`spells.${s.id}.organisedBy`)
  if (s.county === undefined) c.miss(`spells.${s.id}.county`)
  if (view.home === undefined) c.miss(`people.${view.id}.home`)
  if (s.from === undefined) c.miss(`spells.${s.id}.from`)
}
