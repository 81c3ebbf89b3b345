/** The plain way: worlds are written as a case file, read as one, and every question is asked by itself with its trace. */
import { stringify } from 'yaml'
import { caseSchema, type PolicyCase } from '../../../../src/main/core/policy/case-schema.ts'
import { standardsOf, worldOf } from '../../../../src/main/core/policy/case-world.ts'
import { createEngine, type Engine, type Result } from '../../../../src/main/core/policy/engine.ts'
import type { PersonView, World } from '../../../../src/main/core/policy/facts.ts'
import type { PackSet } from '../../../../src/main/core/policy/pack.ts'
import type { Row } from '../../../../src/main/core/policy/row.ts'
import { checkShape, readYaml } from '../../../../src/main/core/policy/yaml-source.ts'
import { dayOf } from '../../../../src/shared/domain/dates.ts'
import type { ConditionId } from '../../../../src/shared/domain/policy.ts'
import type { WorldFacts } from '../../../fixtures/worlds/invented-world.ts'
import { type Answer, type Answers, addTo, type Refusals, subject } from './answers.ts'

export interface AskedOfCase {
  readonly answers: Answers
  readonly refused: Refusals
  /** benefit → outcomes */
  readonly seen: ReadonlyMap<string, ReadonlySet<string>>
  readonly questions: number
}

export function askedOfCase(
  packs: PackSet,
  facts: WorldFacts,
  standards: PolicyCase['standards'],
  asOf: string,
): AskedOfCase {
  const expect = [{ benefit: 'JH-16', beneficiary: 'w0p1' }]
  const text = stringify(
    { title: 'worlds', asOf, facts, standards, expect },
    { aliasDuplicateObjects: false },
  )
  const [part] = readYaml('worlds.yaml', text)
  if (part === undefined) throw new Error('no case was written')
  const { value, problems } = checkShape('worlds.yaml', part, caseSchema)
  if (value === undefined) throw new Error(`the worlds are no case: ${JSON.stringify(problems[0])}`)
  const engine = createEngine(packs, { standards: standardsOf(value.standards) })
  const world = worldOf(value.facts)
  const run = engine.run(world, value.asOf)
  for (const view of world.people.values()) run.collect(view, true)

  const answers = new Map<string, Answer[]>()
  const refused = new Map<string, (readonly ConditionId[])[]>()
  const seen = new Map<string, Set<string>>()
  let questions = 0
  const take = (result: Result, payee: string) => {
    questions++
    seen.set(result.benefit, (seen.get(result.benefit) ?? new Set()).add(result.outcome))
    const key = subject(result.benefit, result.for ?? '')
    if (result.outcome !== 'ineligible') addTo(answers, key, answerOf(result, payee))
    else if (result.for !== undefined) addTo(refused, key, result.failed)
  }
  for (const row of engine.rows) {
    for (const view of row.unit.startsWith('person-') ? world.people.values() : [null]) {
      for (const payee of view === null ? bodiesFor(row, world) : payeesFor(row, view, world)) {
        for (const period of periodsFor(row, view, engine, asOf)) {
          const beneficiary = payee === '' ? undefined : payee
          take(run.evaluate(view, { benefit: row.id, beneficiary, for: view?.id, period }), payee)
        }
      }
    }
  }
  return { answers, refused, seen, questions }
}

function answerOf(result: Result, payee: string): Answer {
  return {
    benefit: result.benefit,
    person: result.for ?? '',
    payee,
    period: result.period ?? '',
    outcome: result.outcome,
    amountFen: result.amountFen ?? null,
    months: result.months ?? null,
    on: result.on ?? null,
  }
}

function bodiesFor(row: Row, world: World): string[] {
  if (row.beneficiary === 'school') return [...world.schools.keys()]
  return [...(row.beneficiary === 'station' ? world.stations : world.employers).keys()]
}

/** Whoever the facts name; where they name nobody in the territory, the question is asked of nobody in particular. */
function payeesFor(row: Row, view: PersonView, world: World): string[] {
  if (row.beneficiary === 'person') return [view.id]
  const named =
    row.beneficiary === 'agent'
      ? view.spells.map((spell) => spell.organisedBy)
      : row.each === 'enrolment'
        ? view.enrolments.map((enrolment) => enrolment.employer)
        : view.spells.map((spell) => spell.employer)
  const payees = [...new Set(named)].filter((id): id is string => {
    if (typeof id !== 'string') return false
    const county = row.beneficiary === 'agent' ? undefined : world.employers.get(id)?.county
    return county === undefined || county.startsWith(row.document.territory.prefix)
  })
  return payees.length > 0 ? payees : ['']
}

/** The calendar years of a yearly row, a person's courses one by one, else one answer for all. */
function periodsFor(row: Row, view: PersonView | null, engine: Engine, asOf: string): (string | undefined)[] {
  const years = row.unit.endsWith('-year') ? engine.years(row, dayOf(asOf)).map(String) : []
  if (years.length > 0) return years
  const courses = row.unit === 'person-course' ? (view?.courses ?? []).map((course) => course.id) : []
  return courses.length > 0 ? courses : [undefined]
}
