import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  grants,
  households,
  householdYears,
  insuredYears,
  people,
  rentYears,
  spellYears,
} from '../../../../../src/main/core/db/schema/index.ts'
import { PersonViewReader } from '../../../../../src/main/core/entitlements/person-views.ts'
import { NEVER } from '../../../../../src/main/core/policy/facts.ts'
import { CATEGORIES } from '../../../../../src/shared/domain/categories.ts'
import { dayOf } from '../../../../../src/shared/domain/dates.ts'
import { createTestLedger, type TestLedger } from '../../../../fixtures/ledger.ts'
import { smallLedger } from '../../../../fixtures/small-ledger.ts'

describe('people as a calculation sees them', () => {
  let t: TestLedger
  let make: ReturnType<typeof smallLedger>
  beforeEach(async () => {
    t = await createTestLedger()
    make = smallLedger(t.ledger)
  })
  afterEach(() => t.cleanup())
  const view = (id: string) => new PersonViewReader(t.ledger.reader).one(id)

  it('keeps unknown, known none and known something apart', () => {
    const unknown = make.person('甲')
    make.spell(unknown)
    expect(view(unknown)).toMatchObject({ home: undefined, categories: undefined, household: undefined })
    expect(view(unknown)?.spells[0]).toMatchObject({
      employer: undefined,
      county: undefined,
      to: undefined,
      organisedBy: undefined,
      filing: undefined,
      contract: undefined,
      insured: undefined,
      training: undefined,
      wages: undefined,
      fare: undefined,
    })

    const none = make.person('乙', { categoriesKnown: true })
    make.spell(none, {
      toState: 'open',
      organisedState: 'no',
      filingState: 'no',
      contractState: 'no',
      insuredKnown: true,
    })
    expect(view(none)?.categories).toEqual([])
    expect(view(none)?.spells[0]).toMatchObject({
      to: null,
      organisedBy: null,
      filing: null,
      contract: null,
      insured: [],
    })

    const agent = make.agent('大凉山劳务公司')
    const known = make.person('丙', { categoriesKnown: true, homeCounty: '511133' })
    make.category(known, 'relocated', '2018-01-01')
    make.category(known, 'monitored-marginal', '2020-01-01', '2021-01-01')
    const spell = make.spell(known, {
      county: '330702',
      toState: 'ended',
      toDate: '2022-05-31',
      organisedState: 'yes',
      agentId: agent,
      filingState: 'yes',
      filingNumber: '备1',
      filingOn: '2022-02-01',
      contractState: 'yes',
      contractFrom: '2022-01-10',
    })
    t.ledger.write(make.by, (tx) => {
      tx.insert(spellYears, { spellId: spell, personId: known, year: 2022, wagesFen: 0, trainingMonths: 0 })
      tx.insert(spellYears, {
        spellId: spell,
        personId: known,
        year: 2021,
        fareFen: 62_000,
        trainingMonths: 3,
      })
    })
    expect(view(known)?.categories).toEqual(
      expect.arrayContaining([
        { code: CATEGORIES.indexOf('relocated'), from: dayOf('2018-01-01'), to: NEVER, source: 'entry' },
        {
          code: CATEGORIES.indexOf('monitored-marginal'),
          from: dayOf('2020-01-01'),
          to: dayOf('2021-01-01'),
          source: 'entry',
        },
      ]),
    )
    expect(view(known)?.spells).toMatchObject([
      {
        id: spell,
        to: dayOf('2022-05-31'),
        organisedBy: agent,
        filing: { number: '备1', on: dayOf('2022-02-01') },
        contract: { from: dayOf('2022-01-10'), to: undefined },
        training: [2021 * 4096 + 3],
        wages: { complete: false, sums: [2022, 0] },
        fare: { complete: false, sums: [2021, 62_000] },
      },
    ])
  })

  it('takes a year with no insured month for no work of unknown dates', () => {
    const person = make.person('甲')
    make.insured(person, 2022, 0, { employerText: '锦禾' })
    expect(view(person)?.spells).toEqual([])
    make.insured(person, 2021, 1, { employerText: '锦禾' })
    make.insured(person, 2021, 2, { employerText: '别的' })
    const spells = view(person)?.spells ?? []
    const inOrder = spells.toSorted((a, b) => (a.insured?.[0] ?? 0) - (b.insured?.[0] ?? 0))
    expect(inOrder).toMatchObject([
      { from: undefined, to: undefined, county: '330702', insured: [2021 * 4096 + 1] },
      { from: undefined, to: undefined, county: '330702', insured: [2021 * 4096 + 2] },
    ])
    expect(new Set(spells.map(({ id }) => id)).size).toBe(2)
  })

  it('leaves out what is deleted', () => {
    const person = make.person('甲', { categoriesKnown: true })
    const gone = make.person('乙')
    const insured = make.insured(person, 2021, 1)
    t.ledger.write(make.by, (tx) => {
      tx.remove(people, gone, '重复')
      tx.remove(insuredYears, insured, '填错')
    })
    const reader = new PersonViewReader(t.ledger.reader)
    expect(reader.one(gone)).toBeUndefined()
    expect(reader.split(10).flatMap(([first, last]) => reader.range(first, last))).toMatchObject([
      { id: person, spells: [] },
    ])
  })

  it('reads household, rents and grants', () => {
    const household = t.ledger.write(make.by, (tx) => {
      const id = tx.insert(households, { code: '1' })
      tx.insert(householdYears, { householdId: id, year: 2021, ownProduction: true })
      tx.insert(householdYears, { householdId: id, year: 2022, ownProduction: null })
      return id
    }).result
    const person = make.person('甲', { householdId: household })
    t.ledger.write(make.by, (tx) => {
      tx.insert(rentYears, { personId: person, year: 2021, months: 7 })
      tx.insert(grants, {
        benefit: 'JH-16',
        beneficiaryKind: 'person',
        beneficiaryId: person,
        personId: person,
        period: '2021',
        entitlementKey: 'k',
        amountFen: 300_000,
        grantedOn: '2021-12-01',
      })
    })
    expect(view(person)).toMatchObject({
      household: { id: household, production: new Map([[2021, true]]), complete: false },
      rents: [{ months: [2021 * 4096 + 7] }],
      grants: [
        { benefit: 'JH-16', for: person, period: '2021', amountFen: 300_000, on: dayOf('2021-12-01') },
      ],
    })
  })

  it.each([1, 3, 7, 100])('ranges of %i hold everybody once, in order, with their own facts', (size) => {
    const ids = Array.from({ length: 20 }, (_, i) => {
      const id = make.person(`人${i}`)
      for (let n = 0; n < i % 3; n += 1) make.spell(id, { county: `33070${n}`, fromDate: `202${n}-01-10` })
      if (i % 2 === 0) make.insured(id, 2021, 1, { county: '330700' })
      return id
    })
    const reader = new PersonViewReader(t.ledger.reader)
    const views = reader.split(size).flatMap(([first, last]) => reader.range(first, last))
    expect(views.map(({ id }) => id)).toEqual(ids.toSorted())
    for (const each of views) expect(each).toEqual(reader.one(each.id))
  })
})
