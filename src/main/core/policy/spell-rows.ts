/** Rows granted once to a person, or to an agent or employer for a person, that rest on one spell of work or on all. */
import {
  weighAgentKind,
  weighContract,
  weighEmployerKind,
  weighFiling,
  weighFirstSpell,
  weighHome,
  weighInsured,
  weighOrganised,
  weighWorkplace,
} from './conditions.ts'
import type { Decision } from './decision.ts'
import { mayBeWith, precedes, weighEmployerPlace } from './employment.ts'
import type { Asked, Bench } from './evaluator.ts'
import { BEFORE, type PersonView, type SpellFact } from './facts.ts'
import { PLACE, type RegionRule } from './regions.ts'
import type { Row } from './row.ts'
import { BIT, type Candidate } from './weighing.ts'

/** No event of its own: what holds on the document's first day or later. */
export function evaluatePerson(row: Row, view: PersonView, b: Bench, out: Decision): void {
  const c = b.c.begin(-1)
  weighHome(c, row, view)
  if (row.terms.start > c.lo) {
    c.lo = row.terms.start
    if (c.day < row.terms.start) c.day = row.terms.start
    if (c.hi < row.terms.start) c.hi = row.terms.start
  }
  b.settle(row, view, out, row.amount)
}

/** All work in the territory together: SX-01. */
export function evaluateTerritoryWork(row: Row, view: PersonView, b: Bench, out: Decision): void {
  const rule = row.workplace as RegionRule
  let sure = -1
  let maybe = -1
  for (let i = 0; i < view.spells.length; i++) {
    const s = view.spells[i] as SpellFact
    const place = rule.test(s.county)
    if (place === PLACE.no) continue
    if (place !== PLACE.yes || s.from === undefined) {
      if (maybe < 0 || precedes(view, 0, i, 0, maybe)) maybe = i
    } else if (sure < 0 || precedes(view, 0, i, 0, sure)) sure = i
  }
  if (sure < 0 && maybe < 0) {
    b.nothing(BIT.workplace, out)
    return
  }
  const c = b.c.begin(sure < 0 ? maybe : sure)
  weighHome(c, row, view)
  weighTerritory(c, rule, view, sure, maybe)
  if (row.spec.conditions.first?.by === 'spell') weighFirstSpell(c, row, view)
  weighInsured(c, row, view, -1, b.asOf, rule)
  b.settle(row, view, out, row.amount)
}

/** Work in the territory from the earliest spell that is surely there; a spell that may be there can be earlier. */
function weighTerritory(c: Candidate, rule: RegionRule, view: PersonView, sure: number, maybe: number): void {
  if (sure < 0 || maybe < 0 || !precedes(view, 0, maybe, 0, sure)) {
    weighWorkplace(c, rule, view.spells[sure < 0 ? maybe : sure] as SpellFact)
    return
  }
  const possible = view.spells[maybe] as SpellFact
  const known = view.spells[sure] as SpellFact
  if (c.tracing) {
    c.fact(`spells.${known.id}.county`, known.county ?? null, known.source)
    c.miss(`spells.${possible.id}.${possible.from === undefined ? 'from' : 'county'}`)
  }
  c.add(BIT.workplace, possible.from ?? BEFORE, known.from as number)
}

/** Each spell by itself, in the row's workplace where it asks for one: SX-09, GZ-07, HLJ-01, ZJ-02, ZJ-03. */
export function evaluateSpells(row: Row, view: PersonView, asked: Asked, b: Bench, out: Decision): void {
  const rule = row.workplace
  const ask = row.spec.conditions
  for (let i = 0; i < view.spells.length; i++) {
    const s = view.spells[i] as SpellFact
    if (rule !== null && rule.test(s.county) === PLACE.no) continue
    const c = b.c.begin(i)
    weighHome(c, row, view)
    weighWorkplace(c, rule, s)
    if (ask.organised === true) weighOrganised(c, s, asked.beneficiary)
    if (row.kinds !== null && row.beneficiary === 'agent') {
      weighAgentKind(c, row, asked.beneficiary ?? s.organisedBy, b.tables)
    }
    if (ask.first?.by === 'spell') weighFirstSpell(c, row, view)
    weighContract(c, row, s)
    if (ask.insured !== undefined) {
      if (ask.insured.over === 'territory') weighInsured(c, row, view, -1, b.asOf, rule)
      else weighInsured(c, row, view, i, b.asOf, rule)
    }
    if (ask.filing === true) weighFiling(c, s)
    b.settle(row, view, out, row.amount)
  }
  if (!out.any) b.nothing(BIT.workplace, out)
}

/** A spell with the employer that is paid: GZ-08. */
export function evaluateEmployerSpells(
  row: Row,
  view: PersonView,
  asked: Asked,
  b: Bench,
  out: Decision,
): void {
  for (let i = 0; i < view.spells.length; i++) {
    const s = view.spells[i] as SpellFact
    if (!mayBeWith(s, asked.beneficiary)) continue
    const c = b.c.begin(i)
    weighHome(c, row, view)
    weighEmployerPlace(c, row, s, asked.beneficiary, b)
    weighEmployerKind(c, row, asked.beneficiary ?? s.employer, `spells.${s.id}.employer`, b.tables)
    b.settle(row, view, out, row.amount)
  }
  if (!out.any) b.nothing(BIT.workplace, out)
}
