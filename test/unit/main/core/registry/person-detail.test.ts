import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { households, people, spells, spellYears } from '../../../../../src/main/core/db/schema/index.ts'
import { personDetail } from '../../../../../src/main/core/registry/person-detail.ts'
import { removePerson } from '../../../../../src/main/core/registry/remove-person.ts'
import { personDetail as personDetailSchema } from '../../../../../src/shared/contract/registry.ts'
import { Refusal } from '../../../../../src/shared/domain/refusal.ts'
import { createTestLedger, type TestLedger } from '../../../../fixtures/ledger.ts'
import { regions, smallLedger, TODAY } from '../../../../fixtures/small-ledger.ts'

describe('one person', () => {
  let t: TestLedger
  let make: ReturnType<typeof smallLedger>
  beforeEach(async () => {
    t = await createTestLedger()
    make = smallLedger(t.ledger)
  })
  afterEach(() => t.cleanup())
  const detail = (id: string) => personDetailSchema.parse(personDetail(t.ledger.reader, id, TODAY, regions))

  it('shows what is on record, masked, with where it came from', () => {
    const household = t.ledger.write(make.by, (tx) => tx.insert(households, { code: '1', size: 2 })).result
    const id = make.person('吉克阿依', {
      idNumber: '511133199001010025',
      payeeAccount: '6299990000000012345',
      householdId: household,
      relationToHead: '户主',
      birthDate: '1990-01-01',
      sex: 'female',
      source: 'import:01X#212',
    })
    const spouse = make.person('吉克木呷', {
      householdId: household,
      relationToHead: '配偶',
      birthDate: '1989-01-01',
    })
    make.spell(spouse, { toState: 'open' })
    const spell = make.spell(id, { county: '330702', employerText: '锦禾', organisedState: 'no' })
    t.ledger.write(make.by, (tx) =>
      tx.insert(spellYears, { spellId: spell, personId: id, year: 2022, wagesFen: 0 }),
    )
    make.category(id, 'poverty-lifted', '2014-12-31')
    make.insured(id, 2022, 3, { employerText: '锦禾' })
    make.claim(id, 'JH16-2022-7F3A-000001')

    const found = detail(id)
    expect(JSON.stringify(found)).not.toContain('19900101')
    expect(JSON.stringify(found)).not.toContain('6299990000000012345')
    expect(found).toMatchObject({
      name: '吉克阿依',
      sex: '女',
      age: 32,
      source: '工作簿 第 212 行',
      categoriesKnown: false,
      household: {
        members: [
          { id, working: false, relation: '户主' },
          { id: spouse, working: true, age: 33 },
        ],
      },
      spells: [
        {
          organisedState: 'no',
          filingState: null,
          contractState: null,
          toState: null,
          insuredKnown: false,
          years: [{ year: 2022, wagesFen: 0, fareFen: null }],
          source: '站点录入',
        },
      ],
      insured: [{ employerName: '锦禾', county: '330702', year: 2022, months: 3 }],
      claims: [{ number: 'JH16-2022-7F3A-000001', amountFen: 300_000 }],
    })
  })

  it('leaves everything unknown of whom only the name is known', () => {
    expect(detail(make.person('甲'))).toMatchObject({
      idMasked: null,
      age: null,
      sex: null,
      household: null,
      payeeAccountMasked: null,
      categories: [],
      spells: [],
      insured: [],
    })
  })

  it('does not know whoever is deleted, and shows no deleted part of whoever is not', () => {
    const id = make.person('甲')
    const spell = make.spell(id)
    t.ledger.write(make.by, (tx) => tx.remove(spells, spell, '填错'))
    expect(detail(id).spells).toEqual([])
    t.ledger.write(make.by, (tx) => tx.remove(people, id, '重复'))
    expect(() => detail(id)).toThrow(Refusal)
  })

  it('is removed with all that is only theirs, and comes back by undo', () => {
    const id = make.person('甲', { idNumber: '511133199001010025' })
    const spell = make.spell(id)
    t.ledger.write(make.by, (tx) => tx.insert(spellYears, { spellId: spell, personId: id, year: 2022 }))
    make.category(id, 'poverty-lifted', '2014-12-31')
    make.insured(id, 2022, 1)
    const left = () =>
      ['people', 'person_categories', 'spells', 'spell_years', 'insured_years'].map((table) =>
        t.ledger.reader
          .prepare<number>(`SELECT count(*) FROM ${table} WHERE deleted_at IS NULL`)
          .pluck()
          .get(),
      )
    const { txId } = t.ledger.write(make.by, (tx) => removePerson(tx, id, '迁出'))
    expect(left()).toEqual([0, 0, 0, 0, 0])
    // The ID number is free again, until the removal is undone.
    t.ledger.undo(txId, 'U1')
    expect(left()).toEqual([1, 1, 1, 1, 1])
  })

  it('is not removed while money is claimed, and nothing is changed then', () => {
    const id = make.person('甲')
    make.spell(id)
    make.claim(id, 'JH16-2022-7F3A-000001')
    expect(() => t.ledger.write(make.by, (tx) => removePerson(tx, id, '迁出'))).toThrow(
      /JH16-2022-7F3A-000001/,
    )
    expect(detail(id).spells).toHaveLength(1)
    expect(() => t.ledger.write(make.by, (tx) => removePerson(tx, 'nobody', '迁出'))).toThrow(Refusal)
  })
})
