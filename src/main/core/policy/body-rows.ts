/** Rows that pay employers, schools and stations for themselves. */
import { type DayNumber, formatDate, yearEnd, yearOfDay, yearStart } from '../../../shared/domain/dates.ts'
import { weighYear } from './chain-rows.ts'
import { weighPlace } from './conditions.ts'
import type { Decision } from './decision.ts'
import type { Asked, Bench } from './evaluator.ts'
import { BEFORE, NEVER } from './facts.ts'
import { PLACE } from './regions.ts'
import type { Row } from './row.ts'
import { BIT, type Candidate } from './weighing.ts'

/** Employers recognised as a base, workshop, incubator …: JH-07, GZ-16..18, GZ-26..29. */
export function evaluateEmployer(row: Row, asked: Asked, b: Bench, out: Decision): void {
  const c = b.c.begin(-1)
  weighOwnPlaceAndKind(c, row, asked.beneficiary ?? '', b)
  weighRecognised(c, row, asked.beneficiary ?? '', b)
  b.settle(row, null, out, row.amount)
}

function weighOwnPlaceAndKind(c: Candidate, row: Row, employer: string, b: Bench): void {
  const fact = b.tables.employers.get(employer)
  weighPlace(c, BIT.workplace, row.workplace, fact?.county, `employers.${employer}.county`, '')
  if (row.kinds === null) return
  if (fact?.kind === undefined) {
    if (c.tracing) c.miss(`employers.${employer}.kind`)
    c.addUnknown(BIT.kind)
  } else {
    if (c.tracing) c.fact(`employers.${employer}.kind`, fact.kind)
    c.addKnown(BIT.kind, row.kinds.has(fact.kind))
  }
}

function weighRecognised(c: Candidate, row: Row, employer: string, b: Bench): void {
  if (row.recognised.length === 0) return
  const recognised = b.tables.employers.get(employer)?.recognised
  const path = `employers.${employer}.recognised`
  if (recognised === undefined) {
    if (c.tracing) c.miss(path)
    c.addUnknown(BIT.recognised)
    return
  }
  let day = NEVER
  let vague = false
  for (const kind of row.recognised) {
    if (!recognised.has(kind)) continue
    const on = recognised.get(kind)
    if (on === undefined) {
      vague = true
      if (c.tracing) c.miss(`${path}.${kind}`)
    } else {
      if (c.tracing) c.fact(`${path}.${kind}`, formatDate(on))
      if (on < day) day = on
    }
  }
  if (vague) c.add(BIT.recognised, BEFORE, day)
  else c.add(BIT.recognised, day)
}

/** SX-12, SX-13: recognised, and enough people taken on in one calendar year; each year is looked at. */
export function evaluateHeadcount(row: Row, asked: Asked, b: Bench, out: Decision): void {
  const employer = asked.beneficiary ?? ''
  const from = yearOfDay(row.terms.start)
  const to = Math.min(yearOfDay(row.terms.end), Math.max(from, yearOfDay(b.asOf)))
  for (let year = from; year <= to; year++) {
    const c = b.c.begin(-1)
    weighOwnPlaceAndKind(c, row, employer, b)
    weighRecognised(c, row, employer, b)
    const heads = b.heads?.heads(row, employer, year)
    weighHeads(c, row, year, heads?.known ?? [], heads?.possible ?? [], heads?.missing ?? [], employer, 0)
    b.settle(row, null, out, row.amount)
  }
}

function weighHeads(
  c: Candidate,
  row: Row,
  year: number,
  known: readonly DayNumber[],
  possible: readonly DayNumber[],
  missing: readonly string[],
  owner: string,
  above: number,
): void {
  const need = (row.heads as NonNullable<Row['heads']>).at(yearStart(year)) + above
  const sorted = [...known].sort((a, b) => a - b)
  const day = sorted[need - 1] ?? NEVER
  let lo = day
  if (possible.length > 0 && (day >= NEVER || possible.some((other) => other < day))) {
    lo = [...sorted, ...possible].sort((a, b) => a - b)[need - 1] ?? NEVER
  }
  if (c.tracing) {
    c.fact(`headcount.${owner}.${year}`, known.length)
    c.short = need - known.length
    if (lo < day) for (const path of missing) c.miss(path)
  }
  c.add(BIT.headcount, lo, day)
}

/** SX-10: a fair in a partner county that the employer attended; by the year or by the fair. */
export function evaluateFairs(row: Row, asked: Asked, b: Bench, out: Decision): void {
  const employer = asked.beneficiary ?? ''
  let any = false
  for (const fair of b.tables.fairs) {
    if (row.perFair && asked.period !== null && fair.id !== asked.period) continue
    if (!row.perFair && asked.year > 0 && fair.on !== undefined && yearOfDay(fair.on) !== asked.year) continue
    if (fair.employers !== undefined && !fair.employers.includes(employer)) continue
    any = true
    const c = b.c.begin(-1)
    weighOwnPlaceAndKind(c, row, employer, b)
    const place = row.partner === null ? PLACE.yes : row.partner.test(fair.county)
    const path = `fairs.${fair.id}`
    if (c.tracing) {
      if (fair.on === undefined) c.miss(`${path}.on`)
      else c.fact(`${path}.on`, formatDate(fair.on))
      if (fair.county !== undefined) c.fact(`${path}.county`, fair.county)
      if (place === PLACE.needsStandard) c.miss(`standard:${row.partnerStandard}`)
      else if (place === PLACE.unknown) c.miss(`${path}.county`)
      if (fair.employers === undefined) c.miss(`${path}.employers`)
    }
    if (place === PLACE.no) c.add(BIT.fair, NEVER)
    else if (place === PLACE.yes && fair.on !== undefined && fair.employers !== undefined)
      c.add(BIT.fair, fair.on)
    else c.addUnknown(BIT.fair, fair.on ?? BEFORE, fair.on ?? NEVER)
    b.settle(row, null, out, row.amount)
  }
  if (any) return
  const c = b.c.begin(-1)
  weighOwnPlaceAndKind(c, row, employer, b)
  c.add(BIT.fair, NEVER)
  b.settle(row, null, out, row.amount)
}

/** JH-13, JH-14: high-skill people a partner county's school placed in private employers of the territory in a year. */
export function evaluateSchoolYear(row: Row, asked: Asked, b: Bench, out: Decision): void {
  const school = asked.beneficiary ?? ''
  const year = asked.year
  const known = new Map<string, DayNumber>()
  const possible = new Map<string, DayNumber>()
  const lacksOf = new Map<string, string[]>()
  for (const placement of b.tables.placements) {
    const { path, employer, on, person } = placement
    const fact = employer === undefined || employer === null ? undefined : b.tables.employers.get(employer)
    const place = row.workplace === null ? PLACE.yes : row.workplace.test(fact?.county)
    if (placement.school !== undefined && placement.school !== school) continue
    if (employer === null || placement.highSkill === false || fact?.private === false || place === PLACE.no)
      continue
    if (on !== undefined && yearOfDay(on) !== year) continue
    const lacks: string[] = []
    if (placement.school === undefined) lacks.push(`${path}.school`)
    if (placement.highSkill === undefined) lacks.push(`${path}.highSkill`)
    if (on === undefined) lacks.push(`${path}.on`)
    if (person === undefined) lacks.push(`${path}.person`)
    if (employer === undefined) lacks.push(`${path}.employer`)
    else {
      if (fact?.private === undefined) lacks.push(`employers.${employer}.private`)
      if (place !== PLACE.yes) lacks.push(`employers.${employer}.county`)
    }
    const who = person ?? path
    const day = on ?? yearStart(year)
    const list = lacks.length === 0 ? known : possible
    list.set(who, Math.min(list.get(who) ?? NEVER, day))
    if (lacks.length > 0) lacksOf.set(who, [...(lacksOf.get(who) ?? []), ...lacks])
  }
  for (const who of known.keys()) {
    possible.delete(who)
    lacksOf.delete(who)
  }
  const missing = [...new Set([...lacksOf.values()].flat())]
  const c = b.c.begin(-1)
  weighPlace(
    c,
    BIT.home,
    row.partner,
    b.tables.schools.get(school)?.county,
    `schools.${school}.county`,
    row.partnerStandard,
  )
  weighYear(c, row, year)
  const above = row.amount.kind === 'per-head-above' ? 1 : 0
  weighHeads(c, row, year, [...known.values()], [...possible.values()], missing, school, above)
  const base = (row.heads as NonNullable<Row['heads']>).at(yearStart(year))
  let now = 0
  for (const day of known.values()) if (day <= b.asOf) now++
  if (above === 1 && known.size > base) weighUncertainHeads(c, possible, missing, b.asOf)
  const surplus = { on: (day: DayNumber) => row.amount.on(day) * Math.max(0, now - base) }
  const decision = b.settleWithin(
    row,
    null,
    yearStart(year),
    yearEnd(year),
    above === 1 ? surplus : row.amount,
  )
  out.consider(decision)
}

/**
 * JH-14 is paid once for a school-year by the number of heads: a head of which something is unknown leaves the amount
 * unknown, as an unknown fare does, where it would leave a threshold that known heads reach alone.
 */
function weighUncertainHeads(
  c: Candidate,
  possible: ReadonlyMap<string, DayNumber>,
  missing: readonly string[],
  asOf: DayNumber,
): void {
  if (![...possible.values()].some((day) => day <= asOf)) return
  c.amountUnknown = true
  if (c.tracing) for (const path of missing) if (!c.amountMissing.includes(path)) c.amountMissing.push(path)
}

/** JH-01, JH-17: a station; no day, so no in-force check where the row says so (settled detail 19). */
export function evaluateStation(row: Row, asked: Asked, b: Bench, out: Decision): void {
  const station = asked.beneficiary ?? ''
  const fact = b.tables.stations.get(station)
  const c = b.c.begin(-1)
  if (row.partner !== null) {
    weighPlace(c, BIT.home, row.partner, fact?.county, `stations.${station}.county`, row.partnerStandard)
    if (fact?.cooperationBase === undefined) {
      if (c.tracing) c.miss(`stations.${station}.cooperationBase`)
      c.addUnknown(BIT.kind)
    } else {
      if (c.tracing) c.fact(`stations.${station}.cooperationBase`, fact.cooperationBase)
      c.addKnown(BIT.kind, fact.cooperationBase)
    }
  }
  if (row.workplace !== null) {
    weighPlace(c, BIT.workplace, row.workplace, fact?.county, `stations.${station}.county`, '')
  }
  b.settle(row, null, out, row.amount)
}
