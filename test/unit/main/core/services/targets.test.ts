import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WriteLedger } from '../../../../../src/main/core/db/ledger.ts'
import {
  courses,
  employerRecognitions,
  fairs,
  households,
  jobSeekers,
  serviceRecords,
  standards,
  vacancies,
} from '../../../../../src/main/core/db/schema/index.ts'
import { OfficeReading, rowsOf } from '../../../../../src/main/core/services/document-rows.ts'
import { figuresByPlace } from '../../../../../src/main/core/services/evidence.ts'
import { listEvidence } from '../../../../../src/main/core/services/evidence-list.ts'
import { targetEvidence } from '../../../../../src/main/core/services/target-measures.ts'
import { listTargets } from '../../../../../src/main/core/services/targets.ts'
import { TARGET_MEASURES, type TargetMeasure } from '../../../../../src/shared/domain/duties.ts'
import { createTestLedger, type TestLedger } from '../../../../fixtures/ledger.ts'
import { regions, resources, smallLedger } from '../../../../fixtures/small-ledger.ts'

const BY = { action: 'test', actor: 'U1' }
const PL = 'poverty-lifted'

/** Each measure with what it counts in 2022 for a document of province 52, by place. */
const EXAMPLES: Record<
  TargetMeasure,
  { write: (ledger: WriteLedger) => void; expected: Record<string, number[]> }
> = {
  'fairs-in-partner-places': {
    write: (ledger) =>
      ledger.write(BY, (tx) => {
        tx.insert(fairs, { county: '511902', onDate: '2022-03-01' })
        tx.insert(fairs, { county: '511902', onDate: '2022-03-02', online: true })
        tx.insert(fairs, { county: '511902', onDate: '2021-03-01' })
      }),
    expected: { '511902': [1, 0, 0] },
  },
  'people-taken-in': {
    write: (ledger) => {
      const make = smallLedger(ledger)
      const person = (name: string, category = PL) => {
        const id = make.person(name, { homeCounty: '511133' })
        make.category(id, category as typeof PL, '2014-12-31')
        return id
      }
      const two = person('两段')
      make.spell(two, { county: '520102', fromDate: '2022-01-01', employerText: '甲', toState: 'open' })
      make.spell(two, { county: '520103', fromDate: '2022-03-01', employerText: '乙' })
      make.spell(person('去年离开'), {
        county: '520102',
        fromDate: '2021-01-01',
        toState: 'ended',
        toDate: '2021-12-31',
      })
      make.spell(person('去年来的'), {
        county: '520102',
        fromDate: '2021-01-01',
        toState: 'ended',
        toDate: '2022-01-01',
      })
      make.spell(person('不知走没走'), { county: '520102', fromDate: '2021-01-01' })
      make.spell(person('别处'), { county: '330702', fromDate: '2022-01-01' })
      make.spell(person('不是脱贫人口', 'minimum-living'), { county: '520102', fromDate: '2022-01-01' })
    },
    expected: { '511133': [2, 0, 1] },
  },
  'household-employed': {
    write: (ledger) => {
      const make = smallLedger(ledger)
      const household = (code: string) => ledger.write(BY, (tx) => tx.insert(households, { code })).result
      const member = (householdId: string, labourText: string | null, category: string | null = PL) => {
        const id = make.person('户员', { householdId, labourText, homeCounty: '522301' })
        if (category !== null) make.category(id, category as typeof PL, '2014-12-31')
        return id
      }
      const employed = household('1')
      member(employed, '丧失劳动力')
      make.spell(member(employed, '普通劳动力', null), { county: '330702', toState: 'open' })
      const idle = household('2')
      member(idle, '普通劳动力', 'relocated')
      make.spell(member(idle, '技能劳动力'), { county: '330702', toState: 'ended', toDate: '2022-06-29' })
      member(household('3'), '无劳动力')
      member(household('4'), null)
      member(household('5'), '普通劳动力', 'minimum-living')
    },
    expected: { '522301': [1, 1, 1] },
  },
  'poverty-lifted-employed': {
    write: (ledger) => {
      const make = smallLedger(ledger)
      const worker = (homeCounty: string, category: string, spell: object) => {
        const id = make.person('在业', { homeCounty })
        make.category(id, category as typeof PL, '2014-12-31')
        make.spell(id, { county: '330702', ...spell })
      }
      worker('522301', PL, { toState: 'open' })
      worker('522301', PL, { toState: 'ended', toDate: '2022-06-30' })
      worker('522301', PL, { toState: 'ended', toDate: '2022-06-29' })
      worker('522301', 'relocated', { toState: 'open' })
      worker('511133', PL, { toState: 'open' })
    },
    expected: { '522301': [2, 0, 0] },
  },
  'vacancies-offered': {
    write: (ledger) =>
      ledger.write(BY, (tx) => {
        const vacancy = (heads: number, fromDate: string, county: string) =>
          tx.insert(vacancies, {
            employerText: '厂',
            title: '工',
            heads,
            postKind: 'ordinary',
            county,
            fromDate,
          })
        vacancy(30, '2022-01-01', '520102')
        vacancy(12, '2022-06-30', '520102')
        vacancy(7, '2021-12-31', '520102')
        vacancy(5, '2022-02-01', '522301')
      }),
    expected: { '520102': [42, 0, 0], '522301': [5, 0, 0] },
  },
  'demonstration-farms': {
    write: (ledger) => {
      const make = smallLedger(ledger)
      const farm = make.employer('山地家庭农场', { county: '522301' })
      const other = make.employer('帮扶车间', { county: '522301' })
      ledger.write(BY, (tx) => {
        tx.insert(employerRecognitions, {
          employerId: farm,
          kind: 'provincial-demonstration-farm',
          onDate: '2020-05-05',
        })
        tx.insert(employerRecognitions, {
          employerId: farm,
          kind: 'provincial-demonstration-farm',
          onDate: '2022-05-05',
        })
        tx.insert(employerRecognitions, {
          employerId: other,
          kind: 'assistance-workshop',
          onDate: '2021-05-05',
        })
      })
    },
    expected: { '522301': [1, 0, 0] },
  },
  'career-guidance': {
    write: (ledger) => {
      const personId = smallLedger(ledger).person('求职', { homeCounty: '522301' })
      ledger.write(BY, (tx) => {
        for (const onDate of ['2022-01-01', '2022-02-01', '2021-12-31'])
          tx.insert(serviceRecords, { kind: 'guidance', onDate, personId })
        tx.insert(serviceRecords, { kind: 'match', onDate: '2022-03-01', personId })
      })
    },
    expected: { '522301': [2, 0, 0] },
  },
  'suitable-vacancies': {
    write: (ledger) => {
      const personId = smallLedger(ledger).person('求职', { homeCounty: '522301' })
      ledger.write(BY, (tx) => {
        tx.insert(serviceRecords, { kind: 'match', onDate: '2022-01-01', personId, heads: 3 })
        tx.insert(serviceRecords, { kind: 'match', onDate: '2022-01-02', personId })
        tx.insert(serviceRecords, { kind: 'match', onDate: '2021-12-31', personId, heads: 9 })
      })
    },
    expected: { '522301': [4, 0, 0] },
  },
  'free-training': {
    write: (ledger) => {
      const personId = smallLedger(ledger).person('求职', { homeCounty: '522301' })
      ledger.write(BY, (tx) => {
        tx.insert(courses, { personId, toDate: '2022-01-01' })
        tx.insert(courses, { personId, toDate: '2021-12-31' })
      })
    },
    expected: { '522301': [1, 0, 0] },
  },
  'service-bundle': {
    write: (ledger) => bundle(ledger, '522301'),
    expected: { '522301': [1, 2, 0] },
  },
}

/** One person who had everything, one who lacks a vacancy, one who lacks training, one who does not look for work. */
function bundle(ledger: WriteLedger, homeCounty: string): void {
  const make = smallLedger(ledger)
  const seeker = (name: string, vacancies: number, trained: boolean, looking = true) => {
    const personId = make.person(name, { homeCounty })
    make.category(personId, PL, '2014-12-31')
    ledger.write(BY, (tx) => {
      if (looking) tx.insert(jobSeekers, { personId, fromDate: '2022-02-01' })
      tx.insert(serviceRecords, { kind: 'guidance', onDate: '2022-02-02', personId })
      tx.insert(serviceRecords, { kind: 'match', onDate: '2022-02-03', personId, heads: vacancies })
      if (trained) tx.insert(courses, { personId, toDate: '2022-03-01' })
    })
  }
  seeker('齐了', 3, true)
  seeker('少一个岗位', 2, true)
  seeker('没培训', 3, false)
  seeker('不想就业', 3, true, false)
}

describe('targets', () => {
  let t: TestLedger
  beforeEach(async () => {
    t = await createTestLedger()
  })
  afterEach(() => t.cleanup())

  const office = (asOf: string) => new OfficeReading({ resources }, t.ledger.reader, asOf)
  const targets = (asOf: string) => listTargets(office(asOf), t.ledger.reader, asOf, regions)
  const target = (id: string, asOf: string) => {
    const found = targets(asOf).find((one) => one.id === id)
    if (found === undefined) throw new Error(`no target ${id}`)
    return found
  }

  it.each(TARGET_MEASURES)('%s counts what it says', (measure) => {
    const evidence = targetEvidence(measure, {
      from: '2022-01-01',
      to: '2022-06-30',
      territory: '52',
      owed: { 'career-guidance': 1, 'suitable-vacancies': 3, 'free-training': 1 },
    })
    expect(figuresByPlace(t.ledger.reader, evidence)).toEqual([])
    EXAMPLES[measure].write(t.ledger)
    const found = figuresByPlace(t.ledger.reader, evidence)
    expect(
      Object.fromEntries(found.map(({ place, met, unmet, unknown }) => [place, [met, unmet, unknown]])),
    ).toEqual(EXAMPLES[measure].expected)
  })

  it('all eleven have progress, and the doors lead to as many rows as they say', () => {
    for (const { write } of Object.values(EXAMPLES)) write(t.ledger)
    const all = targets('2022-06-30')
    expect(all.map(({ id }) => id).sort()).toEqual(
      rowsOf(office('2022-06-30').packs, 'target')
        .map(({ row }) => row.id)
        .sort(),
    )
    expect(all).toHaveLength(11)
    for (const { id, measureText, done, lacking, compare } of all) {
      if (measureText === '提供的岗位') continue
      const total = (which: 'met' | 'unmet') =>
        listEvidence(
          office('2022-06-30'),
          t.ledger.reader,
          { row: id, asOf: '2022-06-30', which, offset: 0, limit: 5 },
          '2022-06-30',
          regions,
        ).total
      expect([id, total('met')]).toEqual([id, done])
      if (compare === 'all') expect([id, total('unmet')]).toEqual([id, lacking])
    }
  })

  it('SX-15 is the sum of its two parts, and SX-18 lies within SX-16', () => {
    const make = smallLedger(t.ledger)
    const newcomer = (homeCounty: string | null, county = '330603') => {
      const id = make.person('来绍', { homeCounty })
      make.category(id, PL, '2014-12-31')
      make.spell(id, { county, fromDate: '2018-05-01', toState: 'open' })
    }
    for (const home of ['511133', '511133', '522301', '410102', null]) newcomer(home)
    newcomer('330702')
    newcomer('511133', '330702')
    const figures = ['SX-15', 'SX-16', 'SX-17', 'SX-18'].map((id) => {
      const { done, goal, unknown, reached } = target(id, '2022-06-30')
      return [id, done, goal, unknown, reached]
    })
    expect(figures).toEqual([
      ['SX-15', 4, 1784, 1, false],
      ['SX-16', 3, 415, 1, false],
      ['SX-17', 1, 1369, 1, false],
      ['SX-18', 2, 346, 1, false],
    ])
    expect(target('SX-16', '2022-06-30')).toMatchObject({
      within: null,
      periodText: '2018年',
      to: '2018-12-31',
      byPlace: [
        { code: '511133', figure: 2 },
        { code: '522301', figure: 1 },
      ],
    })
    // Asked for a day in 2018, what began later that year does not count yet.
    expect(target('SX-15', '2018-04-30').done).toBe(0)
  })

  it('a fair counts where the office says which counties are partners; in Ganzi only once it has said so', () => {
    t.ledger.write(BY, (tx) => {
      tx.insert(fairs, { county: '511902', onDate: '2022-03-01', organiserCounty: '330702' })
      tx.insert(fairs, { county: '513327', onDate: '2022-04-01' })
      tx.insert(fairs, { county: '330702', onDate: '2022-05-01' })
    })
    expect(target('JH-18', '2022-06-30')).toMatchObject({ done: 1, unknown: 1, goal: 1, reached: true })
    t.ledger.write(BY, (tx) =>
      tx.insert(standards, { key: 'JH-19.ganzi', value: JSON.stringify({ codes: ['513327', '513328'] }) }),
    )
    expect(target('JH-18', '2022-06-30')).toMatchObject({ done: 2, unknown: 0 })
    expect(target('JH-18', '2023-06-30')).toMatchObject({ done: 0, reached: false })
  })

  it('steady employment is compared with the same day a year before', () => {
    const make = smallLedger(t.ledger)
    const worker = (fromDate: string, toDate: string | null) => {
      const id = make.person('在业', { homeCounty: '522301' })
      make.category(id, PL, '2014-12-31')
      make.spell(id, { county: '330702', fromDate, toState: toDate === null ? 'open' : 'ended', toDate })
    }
    worker('2021-01-01', null)
    worker('2021-01-01', '2021-06-30')
    expect(target('GZ-03', '2022-06-30')).toMatchObject({ done: 1, goal: 2, reached: false })
    worker('2022-01-01', null)
    expect(target('GZ-03', '2022-06-30')).toMatchObject({ done: 2, goal: 2, reached: true })
  })

  it('the one-three-one service names each of its parts', () => {
    bundle(t.ledger, '232700')
    expect(target('HLJ-17', '2022-06-30')).toMatchObject({
      done: 1,
      goal: 3,
      lacking: 2,
      from: '2021-07-01',
      parts: [
        { measure: 'career-guidance', owed: 1, done: 3, goal: 3 },
        { measure: 'suitable-vacancies', owed: 3, done: 2, goal: 3 },
        { measure: 'free-training', owed: 1, done: 2, goal: 3 },
      ],
    })
    const lacking = listEvidence(
      office('2022-06-30'),
      t.ledger.reader,
      { row: 'HLJ-17', asOf: '2022-06-30', part: 'free-training', which: 'unmet', offset: 0, limit: 5 },
      '2022-06-30',
      regions,
    )
    expect(lacking.rows.map(({ name }) => name)).toEqual(['没培训'])
  })

  it('vacancies in Guiyang count for Guiyang', () => {
    EXAMPLES['vacancies-offered'].write(t.ledger)
    expect(target('GZ-13', '2022-06-30')).toMatchObject({ done: 42, goal: 150_000 })
  })
})
