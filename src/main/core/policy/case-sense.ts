/** What has the shape of a case and still cannot be meant: turned dates, repeated ids, names that nothing bears. */
import { parseMonth } from '../../../shared/domain/dates.ts'
import { AGENT_KINDS, EMPLOYER_KINDS } from '../../../shared/domain/policy.ts'
import type { Expectation, PolicyCase } from './case-schema.ts'
import { isForPerson } from './grants.ts'
import { isEvaluated, type PackReferral, type PackRow, type PackSet } from './pack.ts'

export interface SenseProblem {
  readonly path: readonly PropertyKey[]
  readonly what: string
}

/** Everything in a case that cannot be meant; each is a fault of the file. */
export function senseProblems(one: PolicyCase, packs: PackSet): SenseProblem[] {
  return [...turnedDates(one), ...repeatedIds(one), ...missingPeople(one), ...wrongIds(one, packs)]
}

/** The person an `expect` row is about; undefined for rows that pay a body for itself, or where it is not said. */
export function personOf(row: Expectation, spec: AskedRow | undefined, one: PolicyCase): string | undefined {
  if (spec === undefined) return undefined
  if (isFrame(spec)) return spec.beneficiary === 'person' ? row.beneficiary : row.for
  if (!isForPerson(spec)) return undefined
  if (row.for !== undefined || spec.beneficiary === 'person') return row.for ?? row.beneficiary
  const people = Object.keys(one.facts.people)
  return people.length === 1 ? people[0] : undefined
}

/** What an `expect` row may speak of: what is computed, and referrals of a frame that a local document takes over. */
export type AskedRow = PackRow | PackReferral

/** The row of the packs that an `expect` row speaks of; undefined where nothing can be said of it. */
export function rowAsked(packs: PackSet, benefit: string): AskedRow | undefined {
  for (const document of packs.documents) {
    for (const row of document.rows) {
      if (row.id !== benefit) continue
      return isEvaluated(row) || (row.treatment === 'referral' && row.delegatesTo.length > 0)
        ? row
        : undefined
    }
  }
  return undefined
}

function isFrame(row: AskedRow): row is PackReferral {
  return row.treatment === 'referral'
}

function turnedDates({ facts, standards }: PolicyCase): SenseProblem[] {
  const found: SenseProblem[] = []
  const check = (path: PropertyKey[], range: { from?: unknown; to?: unknown } | null | undefined) => {
    const { from, to } = range ?? {}
    if (typeof from === 'string' && typeof to === 'string' && to < from)
      found.push({ path: [...path, 'to'], what: `结束日 ${to} 早于开始日 ${from}，请改正其中一个` })
  }
  for (const [id, person] of Object.entries(facts.people))
    for (const [name, when] of Object.entries(person.categories ?? {}))
      if (typeof when === 'object') check(['facts', 'people', id, 'categories', name], when)
  facts.spells.forEach((spell, i) => {
    check(['facts', 'spells', i], spell)
    check(['facts', 'spells', i, 'contract'], spell.contract)
  })
  facts.courses.forEach((course, i) => {
    check(['facts', 'courses', i], course)
  })
  for (const [key, standard] of Object.entries(standards))
    if (!Array.isArray(standard)) check(['standards', key], standard)
  return found
}

function repeatedIds({ facts }: PolicyCase): SenseProblem[] {
  const lists = { spells: facts.spells, courses: facts.courses, fairs: facts.fairs }
  return Object.entries(lists).flatMap(([list, items]) => {
    const seen = new Set<string>()
    return items.flatMap(({ id }, i) => {
      if (!seen.has(id)) {
        seen.add(id)
        return []
      }
      return [{ path: ['facts', list, i, 'id'], what: `编号 ${id} 写了两次，请改成不重复的编号` }]
    })
  })
}

/** Whoever works, rents, learns … stands in `people`; of a person who is not there even the name is a guess. */
function missingPeople({ facts }: PolicyCase): SenseProblem[] {
  const { spells, rents, certificates, courses, enrolments, attendance } = facts
  const lists = { spells, rents, certificates, courses, enrolments, attendance }
  return Object.entries(lists).flatMap(([list, items]) =>
    items.flatMap(({ person }, i) =>
      Object.hasOwn(facts.people, person)
        ? []
        : [{ path: ['facts', list, i, 'person'], what: `people 里没有 ${person}，请补上这个人或改正编号` }],
    ),
  )
}

function wrongIds(one: PolicyCase, packs: PackSet): SenseProblem[] {
  const found: SenseProblem[] = []
  const rows = packs.documents.flatMap((document) => document.rows)
  const ids = new Set(rows.map((row) => row.id))
  one.facts.grants.forEach((grant, i) => {
    if (!ids.has(grant.benefit))
      found.push({
        path: ['facts', 'grants', i, 'benefit'],
        what: `没有编号为 ${grant.benefit} 的条款，请改正编号`,
      })
  })
  const shapes = standardShapes(packs)
  for (const [key, standard] of Object.entries(one.standards)) {
    const shape = shapes.get(key)
    if (shape === undefined)
      found.push({ path: ['standards', key], what: `没有条款或标准叫 ${key}，请改正编号` })
    else if (shape !== shapeOf(standard))
      found.push({ path: ['standards', key], what: `${key} 应写成 ${STANDARD_SHAPES[shape]}` })
  }
  one.expect.forEach((row, i) => {
    const spec = rowAsked(packs, row.benefit)
    if (spec === undefined)
      found.push({
        path: ['expect', i, 'benefit'],
        what: `没有可测算的条款 ${row.benefit}，请改正编号`,
      })
    else found.push(...wrongRow(row, spec, one).map(([key, what]) => ({ path: ['expect', i, key], what })))
  })
  return found
}

/** How a standard is written, by what it sets: a benefit's amount, a line by year, a list of counties. */
const STANDARD_SHAPES = {
  amount: '{ amount: 金额, document: 文号 }',
  years: '{ 年份: 金额 }',
  codes: '[ 县代码, … ]',
} as const
type StandardShape = keyof typeof STANDARD_SHAPES

function shapeOf(standard: PolicyCase['standards'][string]): StandardShape {
  if (Array.isArray(standard)) return 'codes'
  return 'amount' in standard ? 'amount' : 'years'
}

function standardShapes(packs: PackSet): Map<string, StandardShape> {
  const shapes = new Map<string, StandardShape>()
  for (const document of packs.documents) {
    for (const { open } of Object.values(document.places)) if (open) shapes.set(open.standard, 'codes')
    for (const row of document.rows) {
      shapes.set(row.id, 'amount')
      if (isEvaluated(row) && row.conditions.wages !== undefined)
        shapes.set(row.conditions.wages.atLeast, 'years')
    }
  }
  return shapes
}

function wrongRow(row: Expectation, spec: AskedRow, one: PolicyCase): [key: string, what: string][] {
  const found: [string, string][] = []
  if (spec.beneficiary === 'person' && row.for !== undefined && row.for !== row.beneficiary)
    found.push(['for', `${spec.id} 发给本人，for 只能是 ${row.beneficiary}，请改正或删去`])
  if (!isFrame(spec) && isForPerson(spec) && personOf(row, spec, one) === undefined)
    found.push(['for', `${spec.id} 按人计算，案例里不止一个人，请用 for 写明为谁`])
  const { benefit: _b, beneficiary: _p, for: _f, period, ...compared } = row
  if (Object.values(compared).every((value) => value === undefined))
    found.push(['benefit', '这一项没有写要核对的结果，请写 outcome'])
  if (period === undefined || isFrame(spec)) return found
  const isFair = spec.each === 'fair' && one.facts.fairs.some((fair) => fair.id === period)
  if (spec.unit.endsWith('-year') && !isFair && !/^\d{4}$/.test(period))
    found.push(['period', `${spec.id} 按年计算，period 应为年份，如 "2022"`])
  if (spec.unit === 'person-month' && parseMonth(period) === undefined)
    found.push(['period', `${spec.id} 按月计算，period 应为月份，如 2022-03`])
  return found
}

/** What is allowed and may yet be a slip: ids of `expect` that occur nowhere, kinds that no clause knows. */
export function senseRemarks({ facts, expect }: PolicyCase): string[] {
  const known = new Set<string | null | undefined>()
  for (const map of [facts.people, facts.employers, facts.agents, facts.schools, facts.stations])
    for (const id of Object.keys(map)) known.add(id)
  for (const spell of facts.spells) known.add(spell.employer).add(spell.organisedBy)
  for (const certificate of facts.certificates) known.add(certificate.institution)
  const asked = expect.flatMap((row) =>
    row.for === undefined ? [row.beneficiary] : [row.beneficiary, row.for],
  )
  const strangers = [...new Set(asked)].filter((id) => !known.has(id))
  return [
    ...strangers.map((id) => `expect 中的 ${id} 在 facts 里没有出现，请核对拼写`),
    ...unknownKinds('employers', facts.employers, EMPLOYER_KINDS),
    ...unknownKinds('agents', facts.agents, AGENT_KINDS),
  ]
}

function unknownKinds(
  list: string,
  bodies: Readonly<Record<string, { readonly kind?: string | undefined }>>,
  kinds: readonly string[],
): string[] {
  return Object.entries(bodies).flatMap(([id, { kind }]) =>
    kind === undefined || kinds.includes(kind)
      ? []
      : [`${list}.${id}.kind：没有条款认得类型 ${kind}，请核对拼写`],
  )
}
