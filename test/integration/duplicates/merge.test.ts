import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { WriteLedger } from '../../../src/main/core/db/ledger.ts'
import { grants, households, householdYears, people } from '../../../src/main/core/db/schema/index.ts'
import {
  applyMerge,
  type MergeOrder,
  type PlannedMerge,
  planMerge,
} from '../../../src/main/core/duplicates/merge.ts'
import { PlanReads } from '../../../src/main/core/duplicates/merge-plan.ts'
import { idCheckDigit } from '../../../src/shared/domain/id-number.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { regions, smallLedger, TODAY } from '../../fixtures/small-ledger.ts'
import { clearBook, enter, everyLivingRow, type Life, life } from './two-records.ts'

let book: TestLedger
let ledger: WriteLedger
let small: ReturnType<typeof smallLedger>
beforeAll(async () => {
  book = await createTestLedger()
  ledger = book.ledger
  small = smallLedger(ledger)
})
afterEach(() => clearBook(ledger))
afterAll(() => book.cleanup())

const words = { today: TODAY, isKnownArea: (area: string) => regions.isKnownArea(area) }
const ID = `51113319850312004${idCheckDigit('51113319850312004')}`
const OTHER_ID = `51113319850312005${idCheckDigit('51113319850312005')}`
const by = { action: 'test', actor: 'U1' }

function merge(order: Pick<MergeOrder, 'keepId' | 'otherId'> & Partial<MergeOrder>) {
  const { txId, result } = ledger.write({ action: 'duplicates.merge', actor: '李芳' }, (tx): PlannedMerge => {
    const planned = planMerge(new PlanReads(tx), { kind: 'person', choices: {}, ...order }, words)
    applyMerge(tx, planned, { score: 90, note: null, by: '李芳' })
    return planned
  })
  return { txId, planned: result }
}
const all = <T>(sql: string, ...params: string[]) => ledger.reader.prepare<T>(sql).all(...params)
const one = <T>(sql: string, ...params: string[]) => ledger.reader.prepare<T>(sql).get(...params) as T

describe('property: two records of one person', () => {
  const twoLives: fc.Arbitrary<[Life, Life]> = fc.oneof(
    fc.tuple(life([ID]), life([ID])),
    fc.tuple(life([ID, null]), life([null, OTHER_ID])),
  )
  const KEPT = ['claims', 'grants', 'claim_entitlements', 'decisions', 'service_records']

  test('nothing is lost by merging, and undoing gives back exactly what was', () => {
    fc.assert(
      fc.property(twoLives, fc.boolean(), ([keepLife, otherLife], takeOther) => {
        const keepId = enter(ledger, '吉克·阿依', keepLife)
        const otherId = enter(ledger, '吉克阿依', otherLife)
        const before = everyLivingRow(ledger.reader)
        const months = insuredMonths(keepId, otherId)
        const counts = KEPT.map(livingIn)

        const { txId } = merge({
          keepId,
          otherId,
          choices: takeOther ? { phone: 'other', idNumber: 'other' } : {},
        })

        expect(insuredMonths(keepId)).toEqual(months)
        expect(KEPT.map(livingIn)).toEqual(counts)
        expect(namesNobodyGone(otherId)).toEqual([])
        expect(heldClaims()).toEqual(expect.arrayContaining(claimsUnderOneKey()))

        ledger.undo(txId, '李芳')
        expect(everyLivingRow(ledger.reader)).toEqual(before)
        clearBook(ledger)
      }),
      { numRuns: 40 },
    )
  })

  const livingIn = (table: string) =>
    one<{ n: number }>(`SELECT count(*) AS n FROM ${table} WHERE deleted_at IS NULL`).n

  /** Employer, county and year with the months that any of these people has there. */
  function insuredMonths(...ids: string[]): Map<string, number> {
    const months = new Map<string, number>()
    const rows = all<{ place: string; months: number }>(
      `SELECT coalesce(employer_text, '') || county || year AS place, months FROM insured_years
       WHERE deleted_at IS NULL AND person_id IN (SELECT value FROM json_each(?))`,
      JSON.stringify(ids),
    )
    for (const row of rows) months.set(row.place, (months.get(row.place) ?? 0) | row.months)
    return months
  }

  /** Living records that name the record that is gone, or a spell that is. */
  function namesNobodyGone(goneId: string): unknown[] {
    const columns = {
      claims: ['person_id', 'beneficiary_id'],
      grants: ['person_id', 'beneficiary_id'],
      decisions: ['person_id', 'beneficiary_id'],
      spells: ['person_id'],
      spell_years: ['person_id'],
      insured_years: ['person_id'],
      certificates: ['person_id'],
      attachments: ['owner_id'],
    }
    const named = Object.entries(columns).flatMap(([table, names]) =>
      names.flatMap((name) =>
        all(`SELECT id FROM ${table} WHERE ${name} = ? AND deleted_at IS NULL`, goneId),
      ),
    )
    const years = all(
      `SELECT y.id FROM spell_years y JOIN spells s ON s.id = y.spell_id
       WHERE y.deleted_at IS NULL AND s.deleted_at IS NOT NULL`,
    )
    return [...named, ...years]
  }

  const claimsUnderOneKey = () =>
    all<{ id: string }>(
      `SELECT e.claim_id AS id FROM claim_entitlements e WHERE e.deleted_at IS NULL AND EXISTS (
         SELECT 1 FROM claim_entitlements o WHERE o.entitlement_key = e.entitlement_key AND o.id <> e.id
         AND o.deleted_at IS NULL)`,
    ).map(({ id }) => id)
  const heldClaims = () =>
    all<{ id: string }>(
      'SELECT claim_id AS id FROM claim_holds WHERE deleted_at IS NULL AND released_at IS NULL',
    ).map(({ id }) => id)
})

describe('two records of one person', () => {
  test('a spell on both is one: what is unknown is filled, months are united, what is known stays', () => {
    const keepId = small.person('吉克·阿依', { idNumber: ID })
    const otherId = small.person('吉克阿依', { phone: '13900000001' })
    const where = { employerText: '甲厂', county: '330702' }
    const kept = small.spell(keepId, { ...where, toState: 'open', jobTitle: '缝纫工' })
    const gone = small.spell(otherId, { ...where, toState: 'ended', toDate: '2022-05-01', industry: '纺织' })
    small.insured(keepId, 2022, 0b0011, where)
    small.insured(otherId, 2022, 0b0110, where)
    const { planned } = merge({ keepId, otherId })
    expect(one('SELECT to_state, to_date, job_title, industry FROM spells WHERE id = ?', kept)).toEqual({
      to_state: 'open',
      to_date: null,
      job_title: '缝纫工',
      industry: '纺织',
    })
    expect(one('SELECT deleted_reason AS reason FROM spells WHERE id = ?', gone)).toEqual({
      reason: `合并到 ${kept}`,
    })
    expect(
      all('SELECT months FROM insured_years WHERE person_id = ? AND deleted_at IS NULL', keepId),
    ).toEqual([{ months: 0b0111 }])
    expect(planned.plan.months).toBe(1)
    expect(planned.plan.differing).toBe(1)
    expect(one('SELECT phone, id_number FROM people WHERE id = ?', keepId)).toEqual({
      phone: '13900000001',
      id_number: ID,
    })
  })

  test('claims of one entitlement made under a mistyped number are both held; the number that stays names them', () => {
    const keepId = enter(
      ledger,
      '吉克·阿依',
      lifeWith(ID, [{ benefit: 'JH-16', period: '2022', state: 'drafted' }]),
    )
    const otherId = enter(
      ledger,
      '吉克阿依',
      lifeWith(OTHER_ID, [
        { benefit: 'JH-16', period: '2022', state: 'drafted' },
        { benefit: 'GZ-04', period: '2022', state: 'drafted' },
      ]),
    )
    merge({ keepId, otherId })
    const rows = all<{ number: string; key: string; held: number; reason: string | null }>(
      `SELECT c.number, e.entitlement_key AS "key", (SELECT count(*) FROM claim_holds h WHERE h.claim_id = c.id) AS held,
         (SELECT reason FROM claim_holds h WHERE h.claim_id = c.id) AS reason
       FROM claims c JOIN claim_entitlements e ON e.claim_id = c.id WHERE c.deleted_at IS NULL ORDER BY c.number`,
    )
    expect(rows.map(({ key }) => key).sort()).toEqual([
      `GZ-04|${ID}|2022`,
      `JH-16|${ID}|2022`,
      `JH-16|${ID}|2022`,
    ])
    expect(rows.map(({ key, held }) => [key.slice(0, 5), held]).sort()).toEqual([
      ['GZ-04', 0],
      ['JH-16', 1],
      ['JH-16', 1],
    ])
    expect(rows.find(({ held }) => held === 1)?.reason).toContain('JH-16 2022 有不止一份申领')
  })

  test('a claim of what the other record was granted already is held', () => {
    const keepId = enter(
      ledger,
      '吉克·阿依',
      lifeWith(ID, [{ benefit: 'JH-16', period: '2022', state: 'drafted' }]),
    )
    const otherId = enter(ledger, '吉克阿依', {
      ...lifeWith(null, []),
      grants: [{ benefit: 'JH-16', period: '2022' }],
    })
    merge({ keepId, otherId })
    expect(all('SELECT check_id AS "check" FROM claim_holds WHERE deleted_at IS NULL')).toEqual([
      { check: 'entitlement-twice' },
    ])
    expect(
      one('SELECT person_id AS whom, entitlement_key AS "key" FROM grants WHERE deleted_at IS NULL'),
    ).toEqual({
      whom: keepId,
      key: `JH-16|${ID}|2022`,
    })
  })

  test('fields are chosen one by one, and typed where neither is right', () => {
    const keepId = small.person('吉克·阿依', { idNumber: ID, phone: '13900000001', note: '甲' })
    const otherId = small.person('吉克·阿依', { phone: '13900000002', note: '乙', homeVillage: '光明村' })
    merge({
      keepId,
      otherId,
      choices: { phone: 'other', note: { typed: '核实过' }, name: { typed: '吉克·阿依莫' } },
    })
    expect(
      one('SELECT name, name_folded, pinyin, phone, note, home_village FROM people WHERE id = ?', keepId),
    ).toEqual({
      name: '吉克·阿依莫',
      name_folded: '吉克·阿依莫',
      pinyin: 'jikeayimo',
      phone: '13900000002',
      note: '核实过',
      home_village: '光明村',
    })
  })

  test('refused: the same record, one that is gone, a number of somebody else, a field that is not typed', () => {
    const keepId = small.person('吉克·阿依', {})
    const otherId = small.person('吉克·阿依', {})
    small.person('沙马·木呷', { idNumber: ID })
    expect(() => merge({ keepId, otherId: keepId })).toThrow(
      expect.objectContaining({ code: 'duplicates.same' }),
    )
    expect(() => merge({ keepId, otherId: 'gone' })).toThrow(
      expect.objectContaining({ code: 'duplicates.gone' }),
    )
    expect(() => merge({ keepId, otherId, choices: { idNumber: { typed: ID } } })).toThrow(
      expect.objectContaining({ code: 'duplicates.number-taken' }),
    )
    expect(() => merge({ keepId, otherId, choices: { idNumber: { typed: '123' } } })).toThrow(
      expect.objectContaining({ code: 'id.length' }),
    )
    expect(() => merge({ keepId, otherId, choices: { payee: { typed: '62' } } })).toThrow(
      expect.objectContaining({ code: 'duplicates.no-typing' }),
    )
  })

  test('undo stands back where something newer is in the way', () => {
    const keepId = small.person('吉克·阿依', { idNumber: ID })
    const otherId = small.person('吉克阿依', { phone: '13900000001' })
    const { txId } = merge({ keepId, otherId })
    ledger.write(by, (tx) => tx.update(people, keepId, { phone: '13900000009' }))
    expect(() => ledger.undo(txId, '李芳')).toThrow(expect.objectContaining({ code: 'ledger.undo-conflict' }))
  })

  test('undo gives an ID number back only while nobody else has got it', () => {
    const keepId = small.person('吉克·阿依', { idNumber: ID })
    const otherId = small.person('吉克阿依', { idNumber: OTHER_ID })
    const { txId } = merge({ keepId, otherId })
    small.person('沙马·木呷', { idNumber: OTHER_ID })
    expect(() => ledger.undo(txId, '李芳')).toThrow(expect.objectContaining({ code: 'ledger.undo-conflict' }))
    expect(one('SELECT deleted_at IS NULL AS alive FROM people WHERE id = ?', otherId)).toEqual({ alive: 0 })
  })

  const lifeWith = (idNumber: string | null, claims: Life['claims']): Life => ({
    idNumber,
    phone: null,
    spells: [],
    insured: [],
    categories: [],
    certificates: [],
    visits: 0,
    files: [],
    claims,
    grants: [],
    decisions: [],
  })
})

describe('employers, agents and households', () => {
  test('two spellings of an employer: its workers, recognitions and awards go over, double spells become one', () => {
    const keepId = small.employer('金华甲服饰有限公司', {
      creditCode: '91330702MA2E4X1Y5A',
      county: '330702',
    })
    const otherId = small.employer('金华甲服饰公司', { county: '330702', phone: '13900000001' })
    const worker = small.person('吉克·阿依', { idNumber: ID })
    const where = { county: '330702', fromDate: '2022-01-10' }
    small.spell(worker, { ...where, employerId: keepId, employerText: '金华甲服饰有限公司' })
    small.spell(worker, { ...where, employerId: otherId, employerText: '金华甲服饰公司', jobTitle: '缝纫工' })
    const award = ledger.write(by, (tx) =>
      tx.insert(grants, {
        benefit: 'JH-19',
        beneficiaryKind: 'employer',
        beneficiaryId: otherId,
        personId: null,
        period: '2021',
        entitlementKey: `JH-19|${otherId}|2021`,
        amountFen: 1,
        grantedOn: '2022-01-01',
      }),
    ).result
    const before = everyLivingRow(ledger.reader)
    const { txId } = merge({ kind: 'employer', keepId, otherId })
    expect(
      all('SELECT employer_id AS employer, job_title AS job FROM spells WHERE deleted_at IS NULL'),
    ).toEqual([{ employer: keepId, job: '缝纫工' }])
    expect(
      one('SELECT beneficiary_id AS whom, entitlement_key AS "key" FROM grants WHERE id = ?', award),
    ).toEqual({
      whom: keepId,
      key: `JH-19|${keepId}|2021`,
    })
    expect(one('SELECT phone FROM employers WHERE id = ?', keepId)).toEqual({ phone: '13900000001' })
    ledger.undo(txId, '李芳')
    expect(everyLivingRow(ledger.reader)).toEqual(before)
  })

  test('an agent that came twice, and two households of one code', () => {
    const agentsIn = ['甘洛县普昌劳务有限公司', '甘洛县（普昌）劳务公司'].map((name) => small.agent(name))
    const worker = small.person('吉克·阿依', { idNumber: ID })
    const spell = small.spell(worker, { agentId: agentsIn[1] as string, organisedState: 'yes' })
    merge({ kind: 'agent', keepId: agentsIn[0] as string, otherId: agentsIn[1] as string })
    expect(one('SELECT agent_id AS agent FROM spells WHERE id = ?', spell)).toEqual({ agent: agentsIn[0] })
    const [first = '', second = ''] = ledger.write(by, (tx) =>
      tx.allowingTwins(() => {
        const ids = [0, 1].map(() => tx.insert(households, { code: '5111330001' }))
        for (const householdId of ids)
          tx.insert(householdYears, { householdId, year: 2022, ownProduction: null })
        tx.update(people, worker, { householdId: ids[1] as string })
        return ids
      }),
    ).result
    const { planned } = merge({ kind: 'household', keepId: first, otherId: second })
    expect(one('SELECT household_id AS household FROM people WHERE id = ?', worker)).toEqual({
      household: first,
    })
    expect(planned.plan.joined.get('household_years')).toBe(1)
  })
})
