import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  employerRecognitions,
  fairEmployers,
  fairs,
  grants,
  placements,
  schools,
  stations,
} from '../../../src/main/core/db/schema/index.ts'
import {
  collectEverybody,
  Explainer,
  explainFromLedger,
  explainPerson,
} from '../../../src/main/core/entitlements/explain.ts'
import { ledgerEngine } from '../../../src/main/core/entitlements/ledger-engine.ts'
import { ledgerTables } from '../../../src/main/core/entitlements/ledger-tables.ts'
import { PersonViewReader } from '../../../src/main/core/entitlements/person-views.ts'
import { tablesOfPerson } from '../../../src/main/core/entitlements/tables-of-few.ts'
import { isForPerson } from '../../../src/main/core/policy/grants.ts'
import type { Explanation } from '../../../src/shared/contract/policy.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { resources, smallLedger } from '../../fixtures/small-ledger.ts'
import { smallCounty } from './entitlement-desk.ts'

const AS_OF = '2022-06-30'
const context = { resources }
let t: TestLedger
beforeEach(async () => {
  t = await createTestLedger()
})
afterEach(() => t.cleanup())

/** A county where every body's award is looked at: a base with heads in two years, a school, a station, a fair. */
function county() {
  smallCounty(t.ledger)
  const make = smallLedger(t.ledger)
  const base = make.employer('绍兴某基地', { kind: 'enterprise', county: '330602', isPrivate: true })
  const other = make.employer('绍兴某厂', { kind: 'enterprise', county: '330602', isPrivate: true })
  const heads: string[] = []
  for (let at = 0; at < 14; at += 1) {
    const id = make.person(`工人${'甲乙丙丁戊己庚辛壬癸子丑寅卯'.charAt(at)}`, {
      idNumber: null,
      homeCounty: at === 13 ? null : '522601',
      categoriesKnown: true,
    })
    make.category(id, 'poverty-lifted', '2014-12-31')
    make.spell(id, {
      employerId: at === 12 ? other : base,
      employerText: '绍兴某基地',
      county: '330602',
      fromDate: at < 10 ? '2018-03-01' : '2019-05-01',
      toState: 'open',
      organisedState: 'no',
      insuredKnown: null,
    })
    heads.push(id)
  }
  const bodies = t.ledger.write({ action: 'test', actor: 'U1' }, (tx) => {
    tx.insert(employerRecognitions, { employerId: base, kind: 'provincial-base', onDate: '2018-02-01' })
    tx.insert(employerRecognitions, { employerId: base, kind: 'provincial-base', onDate: '2019-02-01' })
    const fair = tx.insert(fairs, { county: '511902', onDate: '2019-03-01' })
    tx.insert(fairEmployers, { fairId: fair, employerId: base })
    const school = tx.insert(schools, {
      name: '巴中某技师学院',
      nameFolded: '巴中某技师学院',
      county: '511902',
    })
    const station = tx.insert(stations, {
      name: '巴中站',
      nameFolded: '巴中站',
      county: '511902',
      cooperationBase: true,
    })
    for (const personId of heads)
      tx.insert(placements, {
        schoolId: school,
        personId,
        employerId: base,
        onDate: '2022-03-01',
        highSkill: true,
      })
    tx.insert(placements, {
      schoolId: null,
      personId: heads[0] ?? '',
      employerId: other,
      onDate: '2022-03-01',
    })
    tx.insert(grants, {
      benefit: 'JH-01',
      beneficiaryKind: 'station',
      beneficiaryId: station,
      entitlementKey: 'JH-01|x',
      grantedOn: '2022-01-01',
      amountFen: 1,
    })
    return { school, station }
  }).result
  return { base, other, ...bodies }
}

describe('an explanation from what the question concerns', () => {
  it('says the same as one from the whole ledger, for every person and every row', () => {
    county()
    const engine = ledgerEngine(context, t.ledger.reader, AS_OF)
    const whole = engine.run(ledgerTables(t.ledger.reader), AS_OF)
    const explainer = new Explainer(context, t.ledger.reader, AS_OF)
    const reader = new PersonViewReader(t.ledger.reader)
    const views = reader.split(1000).flatMap(([first, last]) => reader.range(first, last))
    expect(views.length).toBeGreaterThan(15)
    let compared = 0
    for (const view of views) {
      const expected: Explanation[] = []
      for (const row of engine.rows.filter((one) => isForPerson(one))) {
        const payees = new Set<string | undefined>()
        whole.decide(view, (result) => {
          if (result.row.id === row.id) payees.add(result.beneficiary ?? undefined)
        })
        const own = [...(payees.size === 0 ? [undefined] : payees)].map((beneficiary) =>
          explainer.explain(whole.evaluate(view, { benefit: row.id, beneficiary, for: view.id })),
        )
        const asked = { benefit: row.id, asOf: AS_OF, personId: view.id }
        expect(explainFromLedger(context, t.ledger.reader, asked)).toEqual(own)
        expected.push(...own)
      }
      compared += expected.length
      expect(explainPerson(context, t.ledger.reader, { personId: view.id, asOf: AS_OF })).toEqual(expected)
    }
    expect(compared).toBeGreaterThan(500)
  })

  it("says the same of bodies' own awards, heads counted", () => {
    const { base, other, school, station } = county()
    const engine = ledgerEngine(context, t.ledger.reader, AS_OF)
    const whole = engine.run(ledgerTables(t.ledger.reader), AS_OF)
    collectEverybody(t.ledger.reader, whole)
    const explainer = new Explainer(context, t.ledger.reader, AS_OF)
    const outcomes = new Set<string>()
    for (const row of engine.rows.filter((one) => !isForPerson(one))) {
      const ids = { employer: [base, other], school: [school], station: [station], agent: [], person: [] }
      for (const beneficiaryId of ids[row.beneficiary]) {
        const expected = explainer.explain(
          whole.evaluate(null, { benefit: row.id, beneficiary: beneficiaryId }),
        )
        const asked = { benefit: row.id, asOf: AS_OF, beneficiaryId }
        expect(explainFromLedger(context, t.ledger.reader, asked)).toEqual([expected])
        outcomes.add(`${row.id} ${expected.outcome}`)
      }
    }
    expect([...outcomes]).toEqual(expect.arrayContaining(['SX-13 closed', 'JH-01 already-granted']))
  })

  it('is computed afresh: what was changed since is seen', () => {
    const { base } = county()
    const person = t.ledger.reader
      .prepare<string>("SELECT id FROM people WHERE name = '工人甲'")
      .pluck()
      .get() as string
    const ask = () =>
      explainFromLedger(context, t.ledger.reader, { benefit: 'SX-01', asOf: AS_OF, personId: person })[0]
    const before = ask()
    smallLedger(t.ledger).insured(person, 2018, 0b111100, {
      employerId: base,
      employerText: '绍兴某基地',
      county: '330602',
    })
    expect(ask()?.conditions).not.toEqual(before?.conditions)
  })
})

describe('tables of few', () => {
  it('read a row when it is asked for, and all when they are walked', () => {
    const { base, other } = county()
    const few = tablesOfPerson(t.ledger.reader)
    const all = ledgerTables(t.ledger.reader)
    expect(few.employers.get(base)).toEqual(all.employers.get(base))
    expect(few.employers.get('nobody')).toBeUndefined()
    expect(few.employers.has(other)).toBe(true)
    expect([...few.employers.keys()]).toEqual([...all.employers.keys()])
    expect(few.employers.size).toBe(all.employers.size)
    expect([...few.employers]).toEqual([...all.employers])
  })
})
