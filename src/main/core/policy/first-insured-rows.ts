/** Rows that look at the employment with the first insured month in the territory: JH rows marked *first*. */
import { type DayNumber, formatDate, monthOfDay } from '../../../shared/domain/dates.ts'
import {
  weighAgentKind,
  weighEmployerKind,
  weighFiling,
  weighHome,
  weighInsured,
  weighOrganised,
  weighWorkplace,
} from './conditions.ts'
import type { Decision } from './decision.ts'
import { precedes } from './employment.ts'
import type { Asked, Bench } from './evaluator.ts'
import { BEFORE, NEVER, type PersonView, type SpellFact } from './facts.ts'
import { firstMonthEndingAfter } from './month-set.ts'
import { PLACE, type RegionRule } from './regions.ts'
import type { Row } from './row.ts'
import { BIT, type Candidate } from './weighing.ts'

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
