import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WriteLedger } from '../../../../../src/main/core/db/ledger.ts'
import {
  courses,
  employerRecognitions,
  enrolments,
  fairs,
  imports,
  serviceRecords,
  stations,
} from '../../../../../src/main/core/db/schema/index.ts'
import { type DutyScope, dutyEvidence } from '../../../../../src/main/core/services/duty-counts.ts'
import { dutyFigure, evidenceRows } from '../../../../../src/main/core/services/evidence.ts'
import { DUTY_COUNTS, type DutyCount } from '../../../../../src/shared/domain/duties.ts'
import type { PolicySide } from '../../../../../src/shared/domain/policy.ts'
import type { ServiceKind } from '../../../../../src/shared/domain/services.ts'
import { createTestLedger, type TestLedger } from '../../../../fixtures/ledger.ts'
import { smallLedger } from '../../../../fixtures/small-ledger.ts'

type Expected = { met: number; unmet?: number; unknown?: number; lastDay: string | null }
type Example = {
  /** what is in the ledger besides nothing */
  write: (ledger: WriteLedger) => void
  expected: Expected
  scope?: Partial<DutyScope>
}

const BY = { action: 'test', actor: 'U1' }
const host: { territory: string; side: PolicySide } = { territory: '3307', side: 'host' }

/** One record of the kind in the year, one before, one after today, one of another kind. */
const records = (kind: ServiceKind, other: ServiceKind): Example => ({
  write: (ledger) =>
    ledger.write(BY, (tx) => {
      const record = (kind: ServiceKind, onDate: string) =>
        tx.insert(serviceRecords, { kind, onDate, title: '一' })
      record(kind, '2022-03-01')
      record(kind, '2022-06-30')
      record(kind, '2021-12-31')
      record(kind, '2022-07-01')
      record(other, '2022-03-02')
      tx.remove(serviceRecords, record(kind, '2022-05-01'), '登错')
    }),
  expected: { met: 2, lastDay: '2022-06-30' },
})

const posts = (
  postKind: 'caring' | 'public-welfare',
  expected: Expected,
  extra: readonly { spell?: object; person?: object }[] = [{}],
): Example => ({
  write: (ledger) => {
    const make = smallLedger(ledger)
    const post = (name: string, spell: object, person: object = {}) =>
      make.spell(make.person(name, { homeCounty: '511133', ...person }), {
        county: '330702',
        postKind,
        fromDate: '2022-02-01',
        toState: 'open',
        employerText: name,
        ...spell,
      })
    extra.forEach(({ spell = {}, person }, i) => {
      post(`本${i}`, spell, person)
    })
    // None of these is such a post, there, in that year.
    post('往年', { fromDate: '2021-01-01', toState: 'ended', toDate: '2021-12-31' })
    post('别处', { county: '330603' })
    post('普通', { postKind: 'ordinary' })
    post('以后', { fromDate: '2022-07-01' })
  },
  expected,
})

const EXAMPLES: Record<DutyCount, Example> = {
  agreements: records('agreement', 'visit'),
  visits: records('visit', 'follow-up'),
  'demand-lists': records('demand-list', 'vacancy-list'),
  'vacancy-lists': records('vacancy-list', 'demand-list'),
  'lists-exchanged': records('list-exchange', 'demand-list'),
  matches: records('match', 'guidance'),
  'follow-ups': records('follow-up', 'visit'),
  'reports-sent': records('report', 'agreement'),
  'check-findings': records('correction', 'report'),
  stations: {
    write: (ledger) =>
      ledger.write(BY, (tx) => {
        const station = (name: string, openedOn: string | null, closedOn: string | null) =>
          tx.insert(stations, { name, nameFolded: name, openedOn, closedOn, cooperationBase: false })
        station('在', '2019-05-01', null)
        station('今年撤', '2020-01-01', '2022-01-01')
        station('去年撤', '2018-01-01', '2021-12-31')
        station('还没设', '2022-07-01', null)
      }),
    expected: { met: 2, lastDay: '2020-01-01' },
  },
  'cooperation-bases': {
    write: (ledger) =>
      ledger.write(BY, (tx) => {
        tx.insert(stations, {
          name: '基地',
          nameFolded: '基地',
          openedOn: '2021-05-01',
          cooperationBase: true,
        })
        tx.insert(stations, { name: '站', nameFolded: '站', openedOn: '2021-05-02', cooperationBase: false })
        tx.insert(stations, { name: '不清', nameFolded: '不清', openedOn: '2021-05-03' })
      }),
    expected: { met: 1, lastDay: '2021-05-01' },
  },
  fairs: {
    write: (ledger) =>
      ledger.write(BY, (tx) => {
        for (const onDate of ['2022-01-01', '2022-04-08', '2021-12-31', '2022-07-01'])
          tx.insert(fairs, { onDate })
        tx.insert(fairs, { name: '没有日期' })
      }),
    expected: { met: 2, lastDay: '2022-04-08' },
  },
  'caring-posts': posts('caring', { met: 1, lastDay: '2022-02-01' }),
  'welfare-posts': posts('public-welfare', { met: 2, lastDay: '2022-03-01' }, [
    {},
    { spell: { fromDate: '2022-03-01' } },
  ]),
  'weak-labour-posts': posts('public-welfare', { met: 1, lastDay: '2022-02-01' }, [
    { person: { labourText: '弱劳动力或半劳动力' } },
    { person: { labourText: '普通劳动力' } },
  ]),
  'insured-welfare-posts': posts('public-welfare', { met: 2, unmet: 2, unknown: 1, lastDay: '2022-03-01' }, [
    {
      spell: {
        contractFrom: '2022-02-01',
        contractTo: '2023-01-31',
        accidentState: 'yes',
        accidentFrom: '2022-02-01',
        accidentTo: '2023-01-31',
      },
    },
    {
      spell: {
        contractFrom: '2022-02-01',
        contractTo: '2023-01-31',
        accidentState: 'yes',
        accidentFrom: '2022-02-01',
        accidentTo: '2023-01-30',
      },
    },
    {
      spell: {
        fromDate: '2022-03-01',
        accidentState: 'yes',
        accidentFrom: '2022-03-01',
        accidentTo: '2022-12-31',
      },
    },
    { spell: { accidentState: 'no' } },
    {},
  ]),
  'organised-spells': {
    scope: { territory: '51', side: 'origin' },
    write: (ledger) => {
      const make = smallLedger(ledger)
      const person = make.person('本省', { homeCounty: '511133' })
      const spell = (personId: string, fromDate: string, organisedState: string | null) =>
        make.spell(personId, { fromDate, organisedState, county: '330702', employerText: fromDate })
      spell(person, '2022-01-01', 'yes')
      spell(person, '2022-05-01', 'yes')
      spell(person, '2022-06-01', 'no')
      spell(person, '2022-06-02', null)
      spell(person, '2021-12-31', 'yes')
      spell(make.person('外省', { homeCounty: '522301' }), '2022-02-02', 'yes')
    },
    expected: { met: 2, lastDay: '2022-05-01' },
  },
  'filed-spells': {
    write: (ledger) => {
      const make = smallLedger(ledger)
      const spell = (filingState: string, filingOn: string, county = '330702') =>
        make.spell(make.person('备案'), { filingState, filingOn, county })
      spell('yes', '2022-02-03')
      spell('yes', '2021-02-03')
      spell('no', '2022-02-04')
      spell('yes', '2022-02-05', '330603')
    },
    expected: { met: 1, lastDay: '2022-02-03' },
  },
  recognitions: {
    write: (ledger) => {
      const employerId = smallLedger(ledger).employer('东阳箱包厂')
      ledger.write(BY, (tx) => {
        tx.insert(employerRecognitions, { employerId, kind: 'city-base', onDate: '2022-05-05' })
        tx.insert(employerRecognitions, { employerId, kind: 'city-base', onDate: '2020-05-05' })
        tx.insert(employerRecognitions, {
          employerId,
          kind: 'provincial-demonstration-farm',
          onDate: '2022-05-06',
        })
      })
    },
    expected: { met: 1, lastDay: '2022-05-05' },
  },
  courses: {
    write: (ledger) => {
      const personId = smallLedger(ledger).person('学员')
      ledger.write(BY, (tx) => {
        tx.insert(courses, { personId, fromDate: '2022-03-01', toDate: '2022-03-10' })
        tx.insert(courses, { personId, fromDate: '2021-12-20', toDate: '2022-01-05' })
        tx.insert(courses, { personId, fromDate: '2021-03-01', toDate: '2021-03-10' })
        tx.insert(courses, { personId, name: '没有日期' })
      })
    },
    expected: { met: 2, lastDay: '2022-03-10' },
  },
  enrolments: {
    write: (ledger) => {
      const personId = smallLedger(ledger).person('学徒')
      ledger.write(BY, (tx) => {
        tx.insert(enrolments, { personId, year: 2022, kind: 'apprenticeship' })
        tx.insert(enrolments, { personId, year: 2021, kind: 'order-class' })
      })
    },
    expected: { met: 1, lastDay: null },
  },
  'roster-imports': {
    write: (ledger) =>
      ledger.write(BY, (tx) => {
        const one = (kind: string, importedAt: string, state = 'done') =>
          tx.insert(imports, {
            kind,
            fileName: `${kind}.xlsx`,
            sha256: '',
            headerRow: 1,
            mapping: '{}',
            importedAt,
            importedBy: '经办人',
            newCount: 3,
            changedCount: 1,
            sameCount: 0,
            refusedCount: 0,
            warnedCount: 0,
            state,
            txId: 'x',
          })
        // Beijing's new year begins at 16:00 UTC.
        one('roster', '2021-12-31T16:00:00.000Z')
        one('roster', '2021-12-31T15:59:59.999Z')
        one('roster', '2022-02-01T01:00:00.000Z', 'undone')
        one('insured', '2022-02-02T01:00:00.000Z')
      }),
    expected: { met: 1, lastDay: '2022-01-01' },
  },
  'ledger-entries': {
    write: (ledger) => {
      smallLedger(ledger).person('甲')
      smallLedger(ledger).person('乙')
      ledger.write({ action: 'people.reveal', actor: 'U1' }, () => undefined)
    },
    expected: { met: 2, lastDay: '2022-06-30' },
  },
}

describe('what the ledger counts for a duty', () => {
  let t: TestLedger
  beforeEach(async () => {
    t = await createTestLedger()
  })
  afterEach(() => t.cleanup())

  it.each(DUTY_COUNTS)('%s: none, then just those of the year and the place', (count) => {
    const example = EXAMPLES[count]
    const scope: DutyScope = { from: '2022-01-01', to: '2022-06-30', ...host, ...example.scope }
    const evidence = dutyEvidence(count, scope)
    const before = dutyFigure(t.ledger.reader, evidence)
    expect({ ...before, lastDay: null }).toEqual({ met: 0, unmet: 0, unknown: 0, lastDay: null })
    example.write(t.ledger)
    expect(dutyFigure(t.ledger.reader, evidence)).toEqual({ unmet: 0, unknown: 0, ...example.expected })
    const rows = (which: 'met' | 'unmet' | 'unknown') =>
      evidenceRows(t.ledger.reader, evidence, { which, places: undefined, offset: 0, limit: 10 })
    expect(rows('met').total).toBe(example.expected.met)
    expect(rows('met').rows).toHaveLength(example.expected.met)
    expect(rows('unmet').total).toBe(example.expected.unmet ?? 0)
    expect(rows('unknown').total).toBe(example.expected.unknown ?? 0)
  })

  it('counts a person in two posts once', () => {
    const make = smallLedger(t.ledger)
    const person = make.person('两岗', { homeCounty: '522301' })
    for (const employerText of ['甲村', '乙村'])
      make.spell(person, { postKind: 'public-welfare', county: '522301', employerText, toState: 'open' })
    const evidence = dutyEvidence('welfare-posts', {
      from: '2022-01-01',
      to: '2022-06-30',
      territory: '52',
      side: 'origin',
    })
    expect(dutyFigure(t.ledger.reader, evidence).met).toBe(1)
    const { total, rows } = evidenceRows(t.ledger.reader, evidence, {
      which: 'met',
      places: undefined,
      offset: 0,
      limit: 10,
    })
    expect([total, rows.map(({ name }) => name)]).toEqual([1, ['两岗']])
  })
})
