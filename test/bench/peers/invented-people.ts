/** Invented people for comparing rule engines: everything about them is known, and their spells follow one another. */
import type { AgentFact, EmployerFact, PersonView, SpellFact } from '../../../src/main/core/policy/facts.ts'
import { NEVER } from '../../../src/main/core/policy/facts.ts'
import { lastDayOf, packMonths } from '../../../src/main/core/policy/month-set.ts'
import { CATEGORIES, type Category } from '../../../src/shared/domain/categories.ts'
import { addMonths, dayNumber, monthOfDay } from '../../../src/shared/domain/dates.ts'

const HOMES = ['511133', '511921', '511922', '621222', '621126', '520328', '522301', '230828', '330602']
const PLACES = ['330602', '330683', '330782', '330726', '440305', '210204', '520102', '230102']
const KINDS = ['enterprise', 'enterprise', 'small-enterprise', 'workshop', 'cooperative']

/** A small repeatable generator (mulberry32). */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export type InventedPeople = {
  people: PersonView[]
  employers: Map<string, EmployerFact>
  agents: Map<string, AgentFact>
}

export function inventPeople(count: number, seed = 7): InventedPeople {
  const next = random(seed)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T
  const employers = new Map<string, EmployerFact>()
  for (let i = 0; i < 500; i += 1) {
    const id = `c${i}`
    const kind = pick(KINDS)
    employers.set(id, { id, kind, county: pick(PLACES), private: true, recognised: new Map() })
  }
  const ids = [...employers.keys()]
  const agents = new Map(['a1', 'a2'].map((id) => [id, { id, kind: 'agency' }]))

  const spell = (id: string, from: number): SpellFact => {
    const employer = employers.get(pick(ids)) as EmployerFact
    const length = 1 + Math.floor(next() * 18)
    const to = addMonths(from, length) - 1
    const months: number[] = []
    for (let month = monthOfDay(from); lastDayOf(month) <= to; month += 1)
      if (next() < 0.93) months.push(month)
    return {
      id,
      employer: employer.id,
      county: employer.county,
      from,
      to,
      organisedBy: next() < 0.5 ? pick(['a1', 'a2']) : null,
      filing: null,
      contract: next() < 0.5 ? { from, to: addMonths(from, next() < 0.5 ? 12 : 24) - 1 } : null,
      post: 'ordinary',
      insured: packMonths(months),
      training: [],
      wages: { complete: true, sums: [] },
      fare: { complete: true, sums: [2021, Math.round(next() * 80_000)] },
    }
  }

  const people = Array.from({ length: count }, (_, i): PersonView => {
    const spells: SpellFact[] = []
    let from = dayNumber(
      pick([2018, 2019, 2021, 2021]),
      1 + Math.floor(next() * 12),
      1 + Math.floor(next() * 27),
    )
    for (let k = 1 + Math.floor(next() * 2); k > 0; k -= 1) {
      const one = spell(`e${i}-${k}`, from)
      spells.push(one)
      from = (one.to as number) + pick([3, 40])
    }
    const category: Category = next() < 0.85 ? 'poverty-lifted' : pick(CATEGORIES)
    const since = next() < 0.9 ? dayNumber(2014, 12, 31) : dayNumber(2021, 10, 1)
    const until = next() < 0.9 ? NEVER : dayNumber(2021, 11, 15)
    return {
      id: `p${i}`,
      home: pick(HOMES),
      categories: [{ code: CATEGORIES.indexOf(category), from: since, to: until }],
      household: null,
      spells,
      rents: [],
      certificates: [],
      courses: [],
      enrolments: [],
      attendance: [],
      grants: [],
    }
  })
  return { people, employers, agents }
}
