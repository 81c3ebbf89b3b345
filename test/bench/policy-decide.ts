/**
 * How fast the hot path decides: generated people in the form the ledger adapter hands over, streamed one by one.
 * Run: node_modules/.bin/node test/bench/policy-decide.ts [people]
 */
import { join } from 'node:path'
import { createEngine } from '../../src/main/core/policy/engine.ts'
import {
  type EmployerFact,
  NEVER,
  NO_TABLES,
  type PersonView,
  type SpellFact,
} from '../../src/main/core/policy/facts.ts'
import { packMonths } from '../../src/main/core/policy/month-set.ts'
import { loadPacks } from '../../src/main/core/policy/pack-load.ts'
import { CATEGORIES } from '../../src/shared/domain/categories.ts'
import { dayNumber } from '../../src/shared/domain/dates.ts'
import { OUTCOMES } from '../../src/shared/domain/policy.ts'

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

const HOMES = [
  '511133',
  '513226',
  '511921',
  '511922',
  '621222',
  '621126',
  '513327',
  '520328',
  '522301',
  '230828',
]
const PLACES = [
  '330602',
  '330683',
  '330782',
  '330726',
  '330802',
  '440305',
  '210204',
  '520102',
  '230102',
  '511102',
]

const next = random(7)
const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T

const employers = new Map<string, EmployerFact>()
for (let i = 0; i < 2000; i++) {
  const id = `c${i}`
  employers.set(id, {
    id,
    kind: pick(['enterprise', 'enterprise', 'small-enterprise', 'workshop', 'cooperative']),
    county: pick(PLACES),
    private: true,
    recognised: next() < 0.05 ? new Map([['city-base', dayNumber(2022, 5, 1)]]) : new Map(),
  })
}
const agents = new Map(['a1', 'a2', 'a3'].map((id) => [id, { id, kind: 'agency' }]))
const ids = [...employers.keys()]

function spell(person: number, k: number, year: number): SpellFact {
  const employer = pick(ids)
  const month = 1 + Math.floor(next() * 11)
  const from = dayNumber(year, month, 1 + Math.floor(next() * 27))
  const open = next() < 0.4
  const length = 1 + Math.floor(next() * 14)
  const first = year * 12 + month - 1
  const months: number[] = []
  for (let m = 0; m < length; m++) if (next() < 0.93) months.push(first + m)
  return {
    id: `e${person}-${k}`,
    employer,
    county: employers.get(employer)?.county,
    from,
    to: open ? null : from + length * 30,
    organisedBy: next() < 0.5 ? pick(['a1', 'a2', 'a3']) : null,
    filing: next() < 0.3 ? { number: 'B', on: from + 10 } : null,
    contract: next() < 0.5 ? { from, to: from + 400 } : null,
    post: next() < 0.03 ? 'public-welfare' : 'ordinary',
    insured: next() < 0.05 ? undefined : packMonths(months),
    training: [],
    wages: { complete: true, sums: [year, 2_000_000] },
    fare: next() < 0.5 ? { complete: true, sums: [year, 40_000] } : undefined,
  }
}

function person(i: number): PersonView {
  const spells: SpellFact[] = []
  const n = 1 + Math.floor(next() * 2)
  for (let k = 0; k < n; k++) spells.push(spell(i, k, 2018 + Math.floor(next() * 5)))
  return {
    id: `p${i}`,
    home: pick(HOMES),
    categories:
      next() < 0.02
        ? undefined
        : [
            {
              code: next() < 0.85 ? 0 : Math.floor(next() * CATEGORIES.length),
              from: dayNumber(2014, 12, 31),
              to: NEVER,
            },
          ],
    household: null,
    spells,
    rents:
      next() < 0.1
        ? [{ path: 'rents', months: packMonths([2019 * 12 + 3, 2019 * 12 + 4, 2019 * 12 + 5]) }]
        : [],
    certificates: [],
    courses: [],
    enrolments: [],
    attendance: [],
    grants: [],
  }
}

const TWELVE = [
  'SX-01',
  'SX-02',
  'SX-08',
  'JH-02',
  'JH-03',
  'JH-16',
  'GZ-04',
  'GZ-06',
  'GZ-07',
  'HLJ-02',
  'HLJ-08',
  'ZJ-03',
]

const count = Number(process.argv[2] ?? 200_000)
const people: PersonView[] = []
let months = 0
for (let i = 0; i < count; i++) {
  const one = person(i)
  for (const s of one.spells)
    for (const packed of s.insured ?? []) for (let b = packed & 0xfff; b !== 0; b &= b - 1) months++
  people.push(one)
}
const engine = createEngine(loadPacks(join(import.meta.dirname, '../../resources/policies')))
const tables = { ...NO_TABLES, employers, agents }

for (const [name, benefits] of [
  ['12 rows', TWELVE],
  [`${engine.rows.length} rows`, undefined],
] as const) {
  for (let round = 0; round < 2; round++) {
    const tally = new Array<number>(OUTCOMES.length).fill(0)
    let results = 0
    const run = engine.run(tables, '2022-06-30', benefits)
    const started = performance.now()
    const before = process.threadCpuUsage()
    const sink = (result: { outcome: number }) => {
      results++
      tally[result.outcome] = (tally[result.outcome] as number) + 1
    }
    for (const one of people) run.person(one, sink)
    run.finish(sink)
    const ms = performance.now() - started
    const cpu = process.threadCpuUsage(before).user / 1000
    if (round === 1) {
      console.log(
        `${name}: ${count} people, ${months} insured months, ${results} results: ${ms.toFixed(0)} ms, ${cpu.toFixed(0)} ms of it on the CPU`,
      )
      console.log(OUTCOMES.map((outcome, i) => `${outcome} ${tally[i]}`).join(', '))
    }
  }
}
