/**
 * A second opinion on the calculation: what a calculation over an encrypted ledger stores is what each question, asked by
 * itself of the same worlds in a case file, answers. Nothing here knows how results are packed, or which shortcuts the
 * calculation takes.
 */
import { afterEach, describe, expect, it } from 'vitest'
import type { PolicyCase } from '../../../../src/main/core/policy/case-schema.ts'
import { createEngine } from '../../../../src/main/core/policy/engine.ts'
import { loadPacks } from '../../../../src/main/core/policy/pack-load.ts'
import { OUTCOMES } from '../../../../src/shared/domain/policy.ts'
import { Random } from '../../../../src/shared/domain/random.ts'
import { createTestLedger, type TestLedger } from '../../../fixtures/ledger.ts'
import { resources } from '../../../fixtures/small-ledger.ts'
import { inventedWorld, sideBySide, worldAround } from '../../../fixtures/worlds/invented-world.ts'
import { type Answer, differences, refusalsAmiss } from './answers.ts'
import { askedOfCase } from './asked-of-a-case.ts'
import { CountyLedger } from './stored-in-a-ledger.ts'

/** Another seed gives other worlds: LIAISON_WORLDS_SEED=7 npx vitest run … */
const SEED = Number(process.env.LIAISON_WORLDS_SEED ?? 20_210_910)
/** Worlds that share one ledger. */
const WORLDS = 250
const DAYS = [
  '2019-12-31',
  '2020-12-31',
  '2021-12-31',
  '2022-01-01',
  '2022-06-30',
  '2023-03-30',
  '2024-02-29',
  '2026-01-01',
]

const STANDARDS: PolicyCase['standards'] = {
  'SX-03': { amount: 800, document: '绍市人社〔2019〕1号' },
  'GZ-04': { amount: 400, document: '某人社〔2022〕3号', from: '2022-01-01' },
  'JH-11': { amount: 5000, document: '金人社〔2022〕5号', from: '2021-01-01', to: '2022-12-31' },
  'JH-12': { amount: 2000, document: '金人社〔2022〕6号' },
  'ZJ-02': { amount: 300, document: '某人社〔2022〕7号' },
  'ZJ-03': { amount: 260.5, document: '某人社〔2022〕8号' },
  'GZ-21': { amount: 1000.01, document: '黔人社〔2021〕9号' },
  'HLJ-14': { amount: 866.67, document: '黑人社〔2021〕7号' },
  'GZ-09': { amount: 512.3, document: '黔人社〔2021〕2号' },
  'JH-04': { amount: 612.3, document: '金人社〔2021〕2号' },
  'JH-17': { amount: 9000, document: '金人社〔2021〕3号' },
  'HLJ-08.line': { 2021: 6300, 2022: 7000, 2023: 7000.01 },
  'JH-19.ganzi': ['513327', '513328'],
}

const packs = loadPacks(`${resources}/policies`)

describe(`in ${DAYS.length * WORLDS} worlds, a calculation over a ledger and the question asked of a case`, () => {
  let t: TestLedger | undefined
  afterEach(() => {
    t?.cleanup()
    t = undefined
  })

  const seen = new Map<string, Set<string>>()
  let questions = 0

  it.each(DAYS.map((asOf, i) => ({ asOf, i })))(
    `agree on every benefit of everybody on $asOf`,
    async ({ asOf, i }) => {
      const random = new Random(SEED, i)
      // A placement whose school nobody knows may be any school's, so such placements have a ledger of their own.
      const unknownSchools = i === DAYS.length - 1
      const facts = sideBySide(
        Array.from({ length: WORLDS }, (_, n) =>
          inventedWorld(random, { id: `w${n}`, asOf, unknownSchools }),
        ),
      )
      const standards = i % 4 === 1 ? {} : STANDARDS
      const asked = askedOfCase(packs, facts, standards, asOf)

      t = await createTestLedger()
      const county = new CountyLedger(t, facts, standards)
      const stored = await county.calculate(asOf)

      const apart = differences(asked.answers, stored.answers)
      expect(apart.map((one) => ({ ...one, world: worldAround(facts, one.subject) }))).toEqual([])
      expect(refusalsAmiss(asked, stored)).toEqual([])
      const some = [...asked.answers.values()].flat().filter((_, n) => n % 100 === 0)
      expect(some.map((answer) => county.explain(answer, asOf))).toEqual(some)

      questions += asked.questions
      for (const [benefit, outcomes] of asked.seen)
        seen.set(benefit, new Set([...(seen.get(benefit) ?? []), ...outcomes]))
    },
    // Seconds on a machine of its own; a busy one must not fail it.
    600_000,
  )

  it('met every outcome, and every benefit with its conditions met and with one failed', () => {
    const outcomes = new Set([...seen.values()].flatMap((some) => [...some]))
    expect([...outcomes].sort()).toEqual([...OUTCOMES].sort())
    const met: readonly Answer['outcome'][] = ['eligible', 'discretionary', 'needs-standard', 'delegated']
    const rows = createEngine(packs).rows.map((row) => row.id)
    expect(rows.filter((id) => !met.some((outcome) => seen.get(id)?.has(outcome)))).toEqual([])
    expect(rows.filter((id) => !seen.get(id)?.has('ineligible'))).toEqual([])
    expect(questions).toBeGreaterThan(DAYS.length * WORLDS * rows.length)
  })
})
