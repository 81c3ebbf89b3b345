/** Rows granted once to a person, or to an agent or employer for a person, that rest on one spell of work. */
import { type DayNumber, formatDate, monthOfDay } from '../../../shared/domain/dates.ts'
import {
  coverage,
  weighAgentKind,
  weighContract,
  weighEmployerKind,
  weighFiling,
  weighFirstSpell,
  weighHome,
  weighInsured,
  weighOrganised,
  weighPlace,
  weighWorkplace,
} from './conditions.ts'
import type { Asked, Bench } from './evaluator.ts'
import { BEFORE, NEVER, type PersonView, type SpellFact } from './facts.ts'
import { firstMonthEndingAfter } from './month-set.ts'
import { PLACE, type RegionRule } from './regions.ts'
import type { Row } from './row.ts'
import { BIT, type Candidate, type Decision } from './weighing.ts'

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

/** First insured month of each spell: the earliest it can be, and by known facts. */
const soonest: number[] = []
const certain: number[] = []

function firstInsuredMonths(row: Row, view: PersonView, asOf: DayNumber): boolean {
  const rule = row.workplace as RegionRule
  const open = firstMonthEndingAfter(asOf)
  let any = false
  for (let i = 0; i < view.spells.length; i++) {
    const s = view.spells[i] as SpellFact
    soonest[i] = NEVER
    certain[i] = NEVER
    const place = rule.test(s.county)
    if (place === PLACE.no) continue
    any = true
    const firstMonth = s.from === undefined ? BEFORE : monthOfDay(s.from)
    let lo = NEVER
    let day = NEVER
    if (s.insured === undefined) lo = firstMonth
    else {
      for (let k = 0; k < s.insured.length; k++) {
        const packed = s.insured[k] as number
        const mask = packed & 0xfff
        if (mask === 0) continue
        lo = (packed >> 12) * 12 + (31 - Math.clz32(mask & -mask))
        day = lo
        break
      }
      if (s.to === undefined || s.to === null || s.to > asOf) {
        const next = firstMonth > open ? firstMonth : open
        if (s.to === undefined || s.to === null || next <= monthOfDay(s.to)) {
          if (next < lo) lo = next
          if (s.to !== undefined && next < day) day = next
        }
      }
    }
    soonest[i] = lo
    certain[i] = place === PLACE.yes && s.from !== undefined ? day : NEVER
  }
  return any
}

function precedes(view: PersonView, month: number, i: number, other: number, j: number): boolean {
  if (month !== other) return month < other
  const a = (view.spells[i] as SpellFact).from ?? BEFORE
  const b = (view.spells[j] as SpellFact).from ?? BEFORE
  return a !== b ? a < b : (view.spells[i] as SpellFact).id < (view.spells[j] as SpellFact).id
}

/** The one spell that brought the first insured month in the territory: JH rows marked first (settled detail 1). */
export function evaluateFirstInsured(
  row: Row,
  view: PersonView,
  asked: Asked,
  b: Bench,
  out: Decision,
): void {
  if (!firstInsuredMonths(row, view, b.asOf)) {
    b.nothing(BIT.workplace, out)
    return
  }
  const rule = row.workplace as RegionRule
  const ask = row.spec.conditions
  const n = view.spells.length
  let fallback = -1
  let candidates = 0
  for (let i = 0; i < n; i++) {
    if (rule.test((view.spells[i] as SpellFact).county) === PLACE.no) continue
    if (fallback < 0 || precedes(view, 0, i, 0, fallback)) fallback = i
    if ((soonest[i] as number) >= NEVER || isPreceded(view, i, n)) continue
    candidates++
    weighFirstInsuredSpell(row, view, i, n, asked, b, ask, out)
  }
  if (candidates === 0) weighFirstInsuredSpell(row, view, fallback, n, asked, b, ask, out)
}

/** Some other spell surely had its first insured month before this one can have had it. */
function isPreceded(view: PersonView, i: number, n: number): boolean {
  for (let j = 0; j < n; j++) {
    if (
      j !== i &&
      (certain[j] as number) < NEVER &&
      precedes(view, certain[j] as number, j, soonest[i] as number, i)
    )
      return true
  }
  return false
}

function weighFirstInsuredSpell(
  row: Row,
  view: PersonView,
  i: number,
  n: number,
  asked: Asked,
  b: Bench,
  ask: Row['spec']['conditions'],
  out: Decision,
): void {
  const s = view.spells[i] as SpellFact
  const rule = row.workplace as RegionRule
  const c = b.c.begin(i)
  weighHome(c, row, view)
  weighWorkplace(c, rule, s)
  weighFirstByInsurance(c, row, view, i, n)
  if (ask.organised === true) weighOrganised(c, s, asked.beneficiary)
  if (row.kinds !== null) {
    if (row.beneficiary === 'agent') weighAgentKind(c, row, asked.beneficiary ?? s.organisedBy, b.tables)
    else weighEmployerKind(c, row, s.employer, `spells.${s.id}.employer`, b.tables)
  }
  weighInsured(c, row, view, i, b.asOf, rule)
  if (ask.certificate?.by === 'agent') weighAgentCertificate(c, view, s, asked.beneficiary ?? s.organisedBy)
  if (ask.filing === true) weighFiling(c, s)
  b.settle(row, view, out, row.amount)
}

function weighFirstByInsurance(c: Candidate, row: Row, view: PersonView, i: number, n: number): void {
  const s = view.spells[i] as SpellFact
  if (c.tracing && s.from !== undefined) c.fact(`spells.${s.id}.from`, formatDate(s.from), s.source)
  if ((soonest[i] as number) >= NEVER || (s.from !== undefined && s.from < row.terms.start)) {
    c.add(BIT.first, NEVER)
    return
  }
  let vague = s.from === undefined
  for (let j = 0; j < n; j++) {
    if (j === i || (soonest[j] as number) >= NEVER) continue
    if (!precedes(view, soonest[j] as number, j, certain[i] as number, i)) continue
    vague = true
    if (!c.tracing) break
    missFirst(c, row, view.spells[j] as SpellFact, certain[j] as number)
    missFirst(c, row, s, certain[i] as number)
  }
  if (vague) c.addUnknown(BIT.first, s.from ?? BEFORE)
  else c.add(BIT.first, s.from as number)
}

function missFirst(c: Candidate, row: Row, s: SpellFact, known: number): void {
  if (known < NEVER) return
  if ((row.workplace as RegionRule).test(s.county) !== PLACE.yes) c.miss(`spells.${s.id}.county`)
  if (s.from === undefined) c.miss(`spells.${s.id}.from`)
  if (s.insured === undefined) c.miss(`spells.${s.id}.insured`)
  else if (s.to === undefined) c.miss(`spells.${s.id}.to`)
}

/** JH-15: a certificate from that institution, dated before the spell. */
function weighAgentCertificate(
  c: Candidate,
  view: PersonView,
  s: SpellFact,
  agent: string | null | undefined,
): void {
  let vague = false
  let met = false
  for (const certificate of view.certificates) {
    const same = certificate.institution === undefined ? undefined : certificate.institution === agent
    const before = certificate.on === undefined || s.from === undefined ? undefined : certificate.on < s.from
    if (same === false || before === false) continue
    if (c.tracing && certificate.institution !== undefined) {
      c.fact(`${certificate.path}.institution`, certificate.institution)
    }
    if (same === true && before === true) {
      met = true
      break
    }
    vague = true
    if (c.tracing) {
      if (same === undefined) c.miss(`${certificate.path}.institution`)
      if (certificate.on === undefined) c.miss(`${certificate.path}.on`)
    }
  }
  if (met) c.add(BIT.certificate, BEFORE)
  else if (vague) c.addUnknown(BIT.certificate)
  else c.add(BIT.certificate, NEVER)
}

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
  if (!out.any) b.nothing(outside ? BIT.organised : BIT.workplace, out)
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
