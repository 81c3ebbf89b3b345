/** Facts of a case file → the world that the engine reads. */
import { CATEGORIES } from '../../../shared/domain/categories.ts'
import { dayOf, monthIndexOf } from '../../../shared/domain/dates.ts'
import type { CaseFacts, PolicyCase } from './case-schema.ts'
import {
  type CategoryFact,
  type EmployerFact,
  type GrantFact,
  type HouseholdFact,
  NEVER,
  type PersonView,
  type SpellFact,
  type World,
  type YearSums,
} from './facts.ts'
import { packMonths } from './month-set.ts'
import type { Standard } from './standards.ts'

type CasePerson = CaseFacts['people'][string]
type CaseSpell = CaseFacts['spells'][number]

const day = (text: string | undefined) => (text === undefined ? undefined : dayOf(text))
const fen = (yuan: number) => Math.round(yuan * 100)

/** Builds the world of a case. People, employers … that are only referred to are wholly unknown. */
export function worldOf(facts: CaseFacts): World {
  const views = new Map<string, PersonView>()
  const ids = new Set<string>(Object.keys(facts.people))
  const referred: (string | undefined)[] = [
    ...facts.spells.map((spell) => spell.person),
    ...facts.rents.map((rent) => rent.person),
    ...facts.certificates.map((certificate) => certificate.person),
    ...facts.courses.map((course) => course.person),
    ...facts.enrolments.map((enrolment) => enrolment.person),
    ...facts.attendance.map((attendance) => attendance.person),
  ]
  for (const id of referred) if (id !== undefined) ids.add(id)
  const grants = facts.grants.map(grantOf)
  for (const id of ids) views.set(id, personOf(id, facts, grants))
  return {
    people: views,
    employers: new Map(
      Object.entries(facts.employers).map(([id, employer]) => [id, employerOf(id, employer)]),
    ),
    agents: new Map(Object.entries(facts.agents).map(([id, agent]) => [id, { id, kind: agent.kind }])),
    schools: new Map(
      Object.entries(facts.schools).map(([id, school]) => [id, { id, county: school.county }]),
    ),
    stations: new Map(
      Object.entries(facts.stations).map(([id, station]) => [
        id,
        { id, county: station.county, cooperationBase: station.cooperationBase },
      ]),
    ),
    fairs: facts.fairs.map((fair) => ({
      id: fair.id,
      county: fair.county,
      on: day(fair.on),
      employers: fair.employers,
    })),
    placements: facts.placements.map((placement, i) => ({
      path: `placements.${i}`,
      school: placement.school,
      person: placement.person,
      employer: placement.employer,
      on: day(placement.on),
      highSkill: placement.highSkill,
    })),
    grants: grants.filter((grant) => grant.for === undefined && !ids.has(grant.beneficiary)),
  }
}

/** What the case enters as standards. */
export function standardsOf(text: PolicyCase['standards']): Standard[] {
  return Object.entries(text).map(([key, value]) => {
    if (Array.isArray(value)) return { key, codes: value }
    if ('amount' in value && typeof value.amount === 'number') {
      const one = value as { amount: number; document?: string; from?: string; to?: string }
      return { key, amountFen: fen(one.amount), document: one.document, from: day(one.from), to: day(one.to) }
    }
    return {
      key,
      byYear: new Map(
        Object.entries(value as Record<string, number>).map(([year, sum]) => [Number(year), fen(sum)]),
      ),
    }
  })
}

function grantOf(grant: CaseFacts['grants'][number]): GrantFact {
  return {
    benefit: grant.benefit,
    beneficiary: grant.beneficiary,
    for: grant.for,
    period: grant.period,
    amountFen: grant.amount === undefined ? undefined : fen(grant.amount),
    on: day(grant.on),
  }
}

function employerOf(id: string, employer: CaseFacts['employers'][string]): EmployerFact {
  const { recognised } = employer
  return {
    id,
    kind: employer.kind,
    county: employer.county,
    private: employer.private,
    recognised:
      recognised === undefined
        ? undefined
        : new Map(
            Object.entries(recognised ?? {})
              .filter(([, on]) => on !== null && on !== undefined)
              .map(([kind, on]) => [kind, dayOf(on as string)]),
          ),
  }
}

function personOf(id: string, facts: CaseFacts, grants: readonly GrantFact[]): PersonView {
  const person: CasePerson = facts.people[id] ?? {}
  return {
    id,
    home: person.home,
    categories: categoriesOf(person),
    household: householdOf(person, facts),
    spells: facts.spells.filter((spell) => spell.person === id).map(spellOf),
    rents: facts.rents.flatMap((rent, i) =>
      rent.person === id
        ? [{ path: `rents.${i}`, months: rent.months === undefined ? undefined : monthsOf(rent.months) }]
        : [],
    ),
    certificates: facts.certificates.flatMap((certificate, i) =>
      certificate.person === id
        ? [
            {
              path: `certificates.${i}`,
              grade: certificate.grade,
              on: day(certificate.on),
              county: certificate.county,
              institution: certificate.institution,
            },
          ]
        : [],
    ),
    courses: facts.courses
      .filter((course) => course.person === id)
      .map((course) => ({
        id: course.id,
        from: day(course.from),
        to: course.to === null ? null : day(course.to),
        attendedDays: course.attendedDays,
      })),
    enrolments: facts.enrolments.flatMap((enrolment, i) =>
      enrolment.person === id
        ? [
            {
              path: `enrolments.${i}`,
              employer: enrolment.employer,
              school: enrolment.school,
              year: enrolment.year,
              kind: enrolment.kind,
            },
          ]
        : [],
    ),
    attendance: facts.attendance.flatMap((attendance, i) =>
      attendance.person === id
        ? [
            {
              path: `attendance.${i}`,
              month: monthIndexOf(attendance.month),
              attendedDays: attendance.attendedDays,
              requiredDays: attendance.requiredDays,
            },
          ]
        : [],
    ),
    grants: grants.filter(
      (grant) => grant.for === id || (grant.for === undefined && grant.beneficiary === id),
    ),
  }
}

function categoriesOf(person: CasePerson): CategoryFact[] | undefined {
  if (person.categories === undefined) return undefined
  return Object.entries(person.categories ?? {}).flatMap(([name, when]) => {
    if (when === null || when === undefined) return []
    const code = (CATEGORIES as readonly string[]).indexOf(name)
    if (typeof when === 'string') return [{ code, from: dayOf(when), to: NEVER }]
    return [
      { code, from: day(when.from), to: when.to === null || when.to === undefined ? NEVER : dayOf(when.to) },
    ]
  })
}

function householdOf(person: CasePerson, facts: CaseFacts): HouseholdFact | null | undefined {
  const id = person.household
  if (id === undefined || id === null) return id
  const production = facts.households[id]?.production
  return {
    id,
    production:
      production === undefined
        ? undefined
        : new Map(Object.entries(production ?? {}).map(([year, own]) => [Number(year), own])),
    complete: true,
  }
}

function spellOf(spell: CaseSpell): SpellFact {
  return {
    id: spell.id,
    employer: spell.employer,
    county: spell.county,
    from: day(spell.from),
    to: spell.to === null ? null : day(spell.to),
    organisedBy: spell.organisedBy,
    filing:
      spell.filing === undefined || spell.filing === null
        ? spell.filing
        : { number: spell.filing.number, on: day(spell.filing.on) },
    contract:
      spell.contract === undefined || spell.contract === null
        ? spell.contract
        : { from: day(spell.contract.from), to: spell.contract.to === null ? null : day(spell.contract.to) },
    post: spell.post ?? 'ordinary',
    insured: spell.insured === undefined ? undefined : monthsOf(spell.insured ?? []),
    training: spell.training === undefined ? undefined : monthsOf(spell.training ?? []),
    wages: sumsOf(spell.wages),
    fare: sumsOf(spell.fare),
  }
}

function sumsOf(sums: CaseSpell['wages']): YearSums | undefined {
  if (sums === undefined) return undefined
  const list = Object.entries(sums ?? {})
    .map(([year, yuan]) => [Number(year), yuan === null ? 0 : fen(yuan)] as const)
    .sort((a, b) => a[0] - b[0])
  return { complete: true, sums: list.flat() }
}

function monthsOf(list: readonly string[]): number[] {
  const months: number[] = []
  for (const text of list) {
    const [from = '', to = from] = text.split('..')
    for (let month = monthIndexOf(from); month <= monthIndexOf(to); month++) months.push(month)
  }
  return packMonths(months)
}
