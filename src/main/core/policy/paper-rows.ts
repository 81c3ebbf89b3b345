/** Rows that rest on a paper of the person: certificate, course, enrolment. */
import { type DayNumber, formatDate, yearEnd, yearStart } from '../../../shared/domain/dates.ts'
import { weighYear } from './chain-rows.ts'
import { weighEmployerKind, weighFirstSpell, weighHome, weighPlace } from './conditions.ts'
import type { Decision } from './decision.ts'
import { weighEmployedDuring } from './employment.ts'
import type { Asked, Bench } from './evaluator.ts'
import { BEFORE, type EnrolmentFact, NEVER, type PersonView } from './facts.ts'
import { countsBy, grantYear } from './grants.ts'
import { PLACE, type RegionRule } from './regions.ts'
import type { Row } from './row.ts'
import { BIT, type Candidate } from './weighing.ts'

/** SX-03..05: a certificate of the grade, taken in the territory and inside the document's time, while employed there. */
export function evaluateCertificates(row: Row, view: PersonView, b: Bench, out: Decision): void {
  const rule = row.workplace as RegionRule
  if (!view.spells.some((s) => rule.test(s.county) !== PLACE.no)) {
    b.nothing(BIT.workplace, out)
    return
  }
  for (const certificate of view.certificates) {
    const c = b.c.begin(-1)
    weighHome(c, row, view)
    weighFirstSpell(c, row, view)
    const { grade, on, county, path } = certificate
    const place = rule.test(county)
    const inTime = on === undefined ? undefined : on >= row.terms.start && on <= row.terms.end
    if (c.tracing) {
      if (grade === undefined) c.miss(`${path}.grade`)
      else c.fact(`${path}.grade`, grade)
      if (on === undefined) c.miss(`${path}.on`)
      else c.fact(`${path}.on`, formatDate(on))
      if (county !== undefined) c.fact(`${path}.county`, county)
      if (place === PLACE.unknown) c.miss(`${path}.county`)
    }
    if ((grade !== undefined && grade !== row.grade) || inTime === false || place === PLACE.no)
      c.add(BIT.certificate, NEVER)
    else if (grade !== undefined && on !== undefined && place === PLACE.yes) c.add(BIT.certificate, on)
    else c.addUnknown(BIT.certificate, on ?? BEFORE)
    if (on !== undefined) weighEmployedDuring(c, row, view, on, on)
    b.settle(row, view, out, row.amount)
  }
  if (!out.any) b.lacking(row, view, BIT.certificate, out)
}

/** GZ-32 and training rows without a number: attended days of a course, qualifying on its last day. */
export function evaluateCourses(row: Row, view: PersonView, asked: Asked, b: Bench, out: Decision): void {
  for (const course of view.courses) {
    if (asked.period !== null && course.id !== asked.period) continue
    const c = b.c.begin(-1)
    weighHome(c, row, view)
    const path = `courses.${course.id}`
    const days = course.attendedDays
    const end = course.to ?? undefined
    if (c.tracing) {
      if (days === undefined) c.miss(`${path}.attendedDays`)
      else c.fact(`${path}.attendedDays`, days)
      if (end === undefined) c.miss(`${path}.to`)
      else c.fact(`${path}.to`, formatDate(end))
    }
    if (days === 0) c.add(BIT.attended, NEVER)
    else if (days !== undefined && end !== undefined) c.add(BIT.attended, end)
    else c.addUnknown(BIT.attended, end ?? course.from ?? BEFORE, end ?? NEVER)
    if (row.workplace !== null && end !== undefined)
      weighEmployedDuring(c, row, view, course.from ?? end, end)
    const byDay = { on: (day: DayNumber) => row.amount.on(day) * (days ?? 0) }
    b.settle(row, view, out, row.amount.kind === 'per-attended-day' ? byDay : row.amount)
  }
  if (!out.any) b.lacking(row, view, BIT.attended, out)
}

/** JH-11 by the year, JH-12 once: a student in the employer's apprenticeship or order class. */
export function evaluateEnrolments(
  row: Row,
  view: PersonView,
  asked: Asked,
  uses: ReadonlyMap<string, string>,
  b: Bench,
  out: Decision,
): void {
  for (const enrolment of view.enrolments) {
    if (!mayBe(enrolment, row, asked)) continue
    const c = b.c.begin(-1)
    weighHome(c, row, view)
    const employer = asked.beneficiary ?? enrolment.employer ?? undefined
    const school = enrolment.school
    if (row.workplace !== null) {
      const county = employer === undefined ? undefined : b.tables.employers.get(employer)?.county
      weighPlace(
        c,
        BIT.workplace,
        row.workplace,
        county,
        employer === undefined ? `${enrolment.path}.employer` : `employers.${employer}.county`,
        '',
      )
    }
    weighEmployerKind(c, row, employer, `${enrolment.path}.employer`, b.tables)
    weighSchool(c, row, school, `${enrolment.path}.school`, b)
    weighEnrolled(c, row, enrolment, school, b)
    const year = asked.year > 0 ? asked.year : enrolment.year
    if (year === undefined) {
      b.settle(row, view, out, row.amount)
      continue
    }
    weighYear(c, row, year)
    if (row.most > 0) weighMostYears(c, row, view, year, uses, b)
    const start = Math.max(yearStart(year), Math.min(row.terms.start, yearEnd(year)))
    if (c.lo < start) c.lo = start
    if (c.day < start) c.day = start
    if (c.hi < start) c.hi = start
    out.consider(b.settleWithin(row, view, start, yearEnd(year), row.amount))
  }
  if (!out.any) b.lacking(row, view, BIT.enrolled, out)
}

function mayBe(enrolment: EnrolmentFact, row: Row, asked: Asked): boolean {
  if (enrolment.kind !== undefined && enrolment.kind !== row.enrolmentKind) return false
  if (asked.year > 0 && enrolment.year !== undefined && enrolment.year !== asked.year) return false
  if (asked.beneficiary === null || enrolment.employer === undefined) return true
  return enrolment.employer === asked.beneficiary
}

/** The class is run with a school of a partner county. */
function weighSchool(
  c: Candidate,
  row: Row,
  school: string | null | undefined,
  path: string,
  b: Bench,
): void {
  if (row.partner === null) return
  if (school === undefined || school === null) {
    if (school === null) c.add(BIT.home, NEVER)
    else {
      if (c.tracing) c.miss(path)
      c.addUnknown(BIT.home)
    }
    return
  }
  weighPlace(
    c,
    BIT.home,
    row.partner,
    b.tables.schools.get(school)?.county,
    `schools.${school}.county`,
    row.partnerStandard,
  )
}

function weighEnrolled(
  c: Candidate,
  row: Row,
  enrolment: EnrolmentFact,
  school: string | null | undefined,
  b: Bench,
): void {
  const elsewhere =
    row.partner !== null &&
    (school === null ||
      (school !== undefined && row.partner.test(b.tables.schools.get(school)?.county) === PLACE.no))
  const path = enrolment.path
  if (c.tracing) {
    if (enrolment.kind === undefined) c.miss(`${path}.kind`)
    else c.fact(`${path}.kind`, enrolment.kind)
    if (enrolment.year === undefined) c.miss(`${path}.year`)
    else c.fact(`${path}.year`, enrolment.year)
    if (enrolment.employer === undefined) c.miss(`${path}.employer`)
  }
  if (elsewhere || enrolment.employer === null) c.add(BIT.enrolled, NEVER)
  else if (enrolment.kind === undefined || enrolment.year === undefined || enrolment.employer === undefined) {
    c.addUnknown(BIT.enrolled)
  } else c.add(BIT.enrolled, BEFORE)
}

/**
 * At most so many years for one person: the earliest ones not yet granted (settled detail 15). A year that the row can
 * never pay, because the employer lies elsewhere, takes none of them; one that it may pay leaves a later year unknown.
 */
function weighMostYears(
  c: Candidate,
  row: Row,
  view: PersonView,
  year: number,
  uses: ReadonlyMap<string, string>,
  b: Bench,
): void {
  const granted = new Set<number>()
  for (const grant of view.grants) {
    if (uses.get(grant.benefit) === row.use && countsBy(grant, b.asOf)) granted.add(grantYear(grant))
  }
  const sure = new Set<number>()
  const perhaps = new Map<number, string[]>()
  for (const enrolment of view.enrolments) {
    const other = enrolment.year
    if (other === undefined || other >= year || granted.has(other)) continue
    if (yearStart(other) > row.terms.end || yearEnd(other) < row.terms.start) continue
    const lacks = lacksToCount(enrolment, row, b)
    if (lacks === undefined) continue
    if (lacks.length === 0) sure.add(other)
    else perhaps.set(other, lacks)
  }
  granted.delete(year)
  const taken = sure.size + granted.size
  for (const other of sure) perhaps.delete(other)
  if (taken < row.most && taken + perhaps.size >= row.most) {
    if (c.tracing) for (const lacks of perhaps.values()) for (const path of lacks) c.miss(path)
    c.addUnknown(BIT.year)
  } else c.addKnown(BIT.year, taken < row.most)
}

/** The facts that are lacking to say that the row pays this enrolment's year; undefined where it never does. */
function lacksToCount(enrolment: EnrolmentFact, row: Row, b: Bench): string[] | undefined {
  const { employer, kind, path } = enrolment
  if (employer === null || (kind !== undefined && kind !== row.enrolmentKind)) return undefined
  const lacks = kind === undefined ? [`${path}.kind`] : []
  if (employer === undefined) return [...lacks, `${path}.employer`]
  const place = row.workplace?.test(b.tables.employers.get(employer)?.county) ?? PLACE.yes
  if (place === PLACE.no) return undefined
  return place === PLACE.yes ? lacks : [...lacks, `employers.${employer}.county`]
}
