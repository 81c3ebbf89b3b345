/** What must hold in every world: over generated people, not single cases. */
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { caseSchema } from '../../../../../src/main/core/policy/case-schema.ts'
import { standardsOf, worldOf } from '../../../../../src/main/core/policy/case-world.ts'
import {
  createEngine,
  type Engine,
  type Result,
  type Run,
} from '../../../../../src/main/core/policy/engine.ts'
import type { World } from '../../../../../src/main/core/policy/facts.ts'
import { loadPacks } from '../../../../../src/main/core/policy/pack-load.ts'
import { dayOf, formatDate } from '../../../../../src/shared/domain/dates.ts'
import { conditionsOfMask, OUTCOMES } from '../../../../../src/shared/domain/policy.ts'

const packs = loadPacks(join(import.meta.dirname, '../../../../../resources/policies'))

const dates = [
  '2019-03-01',
  '2020-02-29',
  '2021-09-10',
  '2021-11-30',
  '2022-01-10',
  '2022-03-18',
  '2022-05-31',
]
const ends = [null, '2019-05-31', '2020-12-31', '2022-03-10', '2022-06-01', '2022-12-31']
const counties = ['330602', '330782', '330802', '440305', '520102', '230828']
const homes = ['511133', '511921', '513327', '520328', '230828', '330802']

type Facts = Record<string, unknown>
const known = (value: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 5, arbitrary: value }, { weight: 1, arbitrary: fc.constant(undefined) })

const spell = fc.record({
  employer: known(fc.constantFrom('c1', 'c2')),
  county: known(fc.constantFrom(...counties)),
  from: known(fc.constantFrom(...dates)),
  to: known(fc.constantFrom(...ends)),
  organisedBy: known(fc.constantFrom(null, 'g1')),
  filing: known(fc.constantFrom(null, { number: 'B1', on: '2022-04-01' })),
  contract: known(
    fc.constantFrom(null, { from: '2022-01-10', to: '2023-01-09' }, { from: '2022-01-10', to: '2022-06-30' }),
  ),
  insured: known(
    fc.constantFrom([], ['2022-01..2022-03'], ['2022-01', '2022-03..2022-04'], ['2019-03..2019-08']),
  ),
  fare: known(fc.constantFrom({}, { 2022: 320.5 })),
  wages: known(fc.constantFrom({}, { 2022: 8000 })),
})

const person = fc.record({
  home: known(fc.constantFrom(...homes)),
  categories: known(
    fc.constantFrom(
      {},
      { 'poverty-lifted': '2014-12-31' },
      { relocated: '2018-06-01' },
      { 'monitored-hardship': { from: '2022-02-01', to: '2022-08-31' } },
    ),
  ),
})

const worlds = fc.record({
  person,
  spells: fc.array(
    spell.filter((one) => typeof one.to !== 'string' || one.from === undefined || one.to >= String(one.from)),
    { maxLength: 3 },
  ),
  asOf: fc.constantFrom('2020-06-30', '2022-02-28', '2022-06-30', '2022-12-31'),
})
type Made = { person: Facts; spells: Facts[]; asOf: string }

function drop(facts: Facts): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
}

const EMPLOYERS = {
  c1: { kind: 'enterprise', county: '330782', private: true },
  c2: { kind: 'workshop', county: '230828' },
}
const STANDARDS = {
  'GZ-04': { amount: 400, document: 'x' },
  'ZJ-03': { amount: 300, document: 'x' },
  'HLJ-08.line': { 2022: 7000 },
}

/** Every answer of the hot path that names a payee, beside the traced one: both as text. */
function bothWays(made: Made): [string, string][] {
  const { engine, world, asOf } = build(made, (list) => list)
  const view = world.people.get('w1')
  if (view === undefined) throw new Error('no person')
  const hot: { question: Parameters<Run['evaluate']>[1]; text: string; failed: number }[] = []
  engine.run(world, asOf).person(view, (r) => {
    const beneficiary = r.beneficiary ?? undefined
    hot.push({
      question: {
        benefit: r.row.id,
        beneficiary,
        for: 'w1',
        period: r.year > 0 ? String(r.year) : (r.period ?? undefined),
      },
      text: `${r.row.id} ${beneficiary} ${r.year} ${OUTCOMES[r.outcome]} ${r.amountFen < 0 ? undefined : r.amountFen}`,
      failed: r.failed,
    })
  })
  const run = engine.run(world, asOf)
  return hot.map(({ question, text, failed }) => {
    const result = run.evaluate(view, question)
    const year = result.row.unit === 'person-year' && question.period !== undefined ? question.period : 0
    // What the hot path says has failed, the explanation says as well.
    const unsaid = conditionsOfMask(failed).filter((id) => !result.failed.includes(id))
    if (unsaid.length > 0 && question.period !== undefined) throw new Error(`${text}: ${unsaid}`)
    return [text, `${question.benefit} ${question.beneficiary} ${year} ${result.outcome} ${result.amountFen}`]
  })
}

function build(
  made: Made,
  order: (list: Facts[]) => Facts[],
): { engine: Engine; world: World; asOf: string } {
  const parsed = caseSchema.parse({
    title: 't',
    asOf: made.asOf,
    facts: {
      people: { w1: drop(made.person) },
      employers: EMPLOYERS,
      agents: { g1: { kind: 'agency' } },
      spells: order(made.spells.map((one, i) => ({ id: `e${i}`, person: 'w1', ...drop(one) }))),
    },
    standards: STANDARDS,
    expect: [{ benefit: 'JH-16', beneficiary: 'w1' }],
  })
  const engine = createEngine(packs, { standards: standardsOf(parsed.standards) })
  return { engine, world: worldOf(parsed.facts), asOf: parsed.asOf }
}

function evaluate(made: Made, order = (list: Facts[]) => list): Result[] {
  const { engine, world, asOf } = build(made, order)
  const run = engine.run(world, asOf)
  const view = world.people.get('w1')
  if (view === undefined) throw new Error('no person')
  return engine.rows
    .filter((row) => row.unit.startsWith('person-'))
    .map((row) => {
      const payee =
        row.beneficiary === 'person'
          ? 'w1'
          : row.beneficiary === 'agent'
            ? 'g1'
            : row.document.side === 'host'
              ? 'c1'
              : 'c2'
      return run.evaluate(view, { benefit: row.id, beneficiary: payee, for: 'w1' })
    })
}

const gist = (result: Result) => [
  result.benefit,
  result.outcome,
  result.amountFen,
  result.on,
  [...result.missing].sort(),
]

/** Every way in which one unknown fact of the made world can become known. */
function completions(made: Made): Made[] {
  const found: Made[] = []
  const values: Record<string, unknown[]> = {
    employer: ['c1', 'c2'],
    county: counties,
    from: dates,
    to: ends,
    organisedBy: [null, 'g1'],
    filing: [null, { number: 'B1', on: '2022-04-01' }],
    contract: [null, { from: '2022-01-10', to: '2023-01-09' }],
    insured: [[], ['2022-01..2022-03'], ['2019-03..2019-08']],
    fare: [{}, { 2022: 320.5 }],
    wages: [{}, { 2022: 8000 }],
  }
  made.spells.forEach((one, i) => {
    for (const [key, list] of Object.entries(values)) {
      if (one[key] !== undefined) continue
      for (const value of list) {
        if (key === 'insured' && !liesWithin(value as string[], one)) continue
        // Wages of a year without work are late pay: they count once recorded, and are not asked for.
        if (key === 'wages' && typeof one.to === 'string' && one.to < '2022-01-01') continue
        if (key === 'to' && value !== null && String(value) < String(one.from ?? '')) continue
        if (key === 'from' && typeof one.to === 'string' && String(value) > one.to) continue
        const dated = key === 'to' || key === 'from'
        const months = dated && Array.isArray(one.insured) ? (one.insured as string[]) : []
        if (!liesWithin(months, { ...one, [key]: value })) continue
        found.push({
          ...made,
          spells: made.spells.map((other, j) => (i === j ? { ...other, [key]: value } : other)),
        })
      }
    }
  })
  if (made.person.home === undefined)
    for (const home of homes) found.push({ ...made, person: { ...made.person, home } })
  if (made.person.categories === undefined) {
    for (const categories of [{}, { 'poverty-lifted': '2014-12-31' }])
      found.push({ ...made, person: { ...made.person, categories } })
  }
  return found
}

describe('in every world', () => {
  it('the order of rows says nothing: 300 worlds', () => {
    fc.assert(
      fc.property(worlds, (made) => {
        expect(evaluate(made as Made, (list) => [...list].reverse()).map(gist)).toEqual(
          evaluate(made as Made).map(gist),
        )
      }),
      { numRuns: 300 },
    )
  })

  it('learning an unknown fact never turns a known no into a yes: 150 worlds', () => {
    fc.assert(
      fc.property(worlds, (made) => {
        const before = evaluate(made as Made)
        for (const fuller of completions(made as Made)) {
          const after = evaluate(fuller)
          before.forEach((result, i) => {
            if (result.outcome !== 'ineligible') return
            const now = after[i]?.outcome
            const wanted = now === 'delegated' ? now : 'ineligible'
            expect(`${result.benefit} ${now} ${JSON.stringify(fuller)}`).toBe(
              `${result.benefit} ${wanted} ${JSON.stringify(fuller)}`,
            )
          })
        }
      }),
      { numRuns: 150 },
    )
  })

  it('learning an unknown fact never takes a known yes away, nor a promised day: 150 worlds', () => {
    const payable = ['eligible', 'discretionary']
    fc.assert(
      fc.property(worlds, (made) => {
        const before = evaluate(made as Made)
        for (const fuller of completions(made as Made)) {
          const after = evaluate(fuller)
          before.forEach((result, i) => {
            // Delegation asks where any spell lies: a place that becomes known may hand the row on.
            const now = after[i]?.outcome ?? 'none'
            if (now === 'delegated') return
            const where = JSON.stringify([result.benefit, result.outcome, now, made, fuller])
            if (payable.includes(result.outcome)) expect(payable, where).toContain(now)
            if (result.outcome === 'pending')
              expect([...payable, 'needs-standard', 'pending'], where).toContain(now)
          })
        }
      }),
      { numRuns: 150 },
    )
  })

  it('undetermined names what is missing, and nothing else does: 300 worlds', () => {
    fc.assert(
      fc.property(worlds, (made) => {
        for (const result of evaluate(made as Made)) {
          if (result.outcome === 'undetermined')
            expect([result.benefit, result.missing.length > 0]).toEqual([result.benefit, true])
          else if (result.outcome !== 'needs-standard') expect(result.missing).toEqual([])
        }
      }),
      { numRuns: 300 },
    )
  })

  it('on the day a pending result names, with work and insurance going on, it is met, and not before: 600 worlds', () => {
    fc.assert(
      fc.property(worlds, (made) => {
        for (const result of evaluate(made as Made)) {
          if (result.outcome !== 'pending' || result.on === undefined) continue
          const later = goingOn(made as Made, result.on).find((other) => other.benefit === result.benefit)
          expect([made, result.benefit, result.on, later?.outcome]).toEqual([
            made,
            result.benefit,
            result.on,
            expect.stringMatching(/^(eligible|discretionary|needs-standard)$/),
          ])
          const eve = formatDate(dayOf(result.on) - 1)
          if (eve < (made as Made).asOf) continue
          const early = goingOn(made as Made, eve).find((other) => other.benefit === result.benefit)
          expect([made, result.benefit, early?.outcome, early?.on]).toEqual([
            made,
            result.benefit,
            'pending',
            result.on,
          ])
        }
      }),
      { numRuns: 600 },
    )
  })

  it('the hot path and the traced path give the same: 600 worlds', () => {
    fc.assert(
      fc.property(worlds, (made) => {
        for (const [hot, traced] of bothWays(made as Made)) expect(hot).toBe(traced)
      }),
      { numRuns: 600 },
    )
  })

  it('amounts never exceed their ceilings: 300 worlds', () => {
    fc.assert(
      fc.property(worlds, (made) => {
        for (const result of evaluate(made as Made)) {
          const amount = result.row.spec.amount
          if (result.amountFen === undefined) continue
          const ceiling =
            'ceiling' in amount
              ? amount.ceiling?.[0]?.value
              : 'yuan' in amount && result.months === undefined
                ? amount.yuan[0]?.value
                : undefined
          if (ceiling !== undefined && amount.kind !== 'per-attended-day')
            expect(result.amountFen).toBeLessThanOrEqual(ceiling * 100)
        }
      }),
      { numRuns: 300 },
    )
  })
})

/** The answers of a later day on which open work and its insurance went on until then. */
function goingOn(made: Made, asOf: string): Result[] {
  const spells = made.spells.map((one) => {
    const to = one.to === null ? '9999-12' : String(one.to ?? '').slice(0, 7)
    if (!Array.isArray(one.insured)) return one
    const from = [made.asOf, String(one.from ?? '')].sort()[1]?.slice(0, 7) ?? ''
    const month = nextMonth(made.asOf, from)
    const last = [asOf.slice(0, 7), to].sort()[0] ?? ''
    return month > last ? one : { ...one, insured: [...one.insured, `${month}..${last}`] }
  })
  return evaluate({ ...made, spells, asOf })
}

/** First month that ends after the day, not before `from`. */
function nextMonth(asOf: string, from: string): string {
  const [year = 0, month = 0, day = 0] = asOf.split('-').map(Number)
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const index = day === last ? year * 12 + month : year * 12 + month - 1
  const text = `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
  return text > from ? text : from
}

/** Insurance of a spell lies inside its months; other worlds contradict themselves. */
function liesWithin(months: string[], one: Facts): boolean {
  const last = typeof one.to === 'string' ? one.to.slice(0, 7) : '9999-12'
  return months.every((run) => {
    const [from = '', to = from] = run.split('..')
    return from >= String(one.from ?? '').slice(0, 7) && to <= last
  })
}
