import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { actionLabel, readAudit } from '../../../../../src/main/core/db/audit-list.ts'
import { claims, payments, people, spells } from '../../../../../src/main/core/db/schema/index.ts'
import { auditChanges } from '../../../../../src/main/core/reports/audit-changes.ts'
import { CLAIM_ACTS } from '../../../../../src/shared/domain/claim-procedure.ts'
import { createTestLedger, type TestLedger } from '../../../../fixtures/ledger.ts'
import { regions, smallLedger } from '../../../../fixtures/small-ledger.ts'

describe('what an act changed', () => {
  let t: TestLedger
  let make: ReturnType<typeof smallLedger>
  beforeEach(async () => {
    t = await createTestLedger()
    make = smallLedger(t.ledger)
  })
  afterEach(() => t.cleanup())
  const list = (asked: Partial<Parameters<typeof readAudit>[1]> = {}) =>
    readAudit(t.ledger.reader, { search: '', offset: 0, limit: 50, ...asked })
  const latest = () => list().rows[0]?.seq ?? 0
  const changes = (seq: number) => auditChanges(t.ledger.reader, { seq, offset: 0, limit: 50 }, regions).rows

  it('says before and after in words, masks what is private, and names step, county and record', () => {
    const id = make.person('吉克阿依', { phone: '19900000001', payeeAccount: '6229990000000001' })
    const claim = make.claim(id, 'JH16-2022-7F3A-000001', { step: 'village', state: 'received' })
    t.ledger.write({ action: 'people.update', actor: '木果' }, (tx) => {
      tx.update(people, id, { phone: '19900001234', homeCounty: '511133', payeeAccount: '6229990000009999' })
      tx.update(claims, claim, { step: 'township', state: 'reviewing' })
      tx.remove(claims, claim, '重复申领')
    })
    const [person, moved, removed] = changes(latest())
    expect(person).toMatchObject({
      table: '人员',
      title: '吉克阿依',
      personId: id,
      claimId: null,
      op: 'update',
    })
    expect(person?.fields).toEqual(
      expect.arrayContaining([
        { name: '联系电话', before: '199****0001', after: '199****1234' },
        { name: '户籍县', before: '空', after: regions.fullName('511133') },
      ]),
    )
    expect(JSON.stringify(person)).not.toMatch(/6229990000009999|19900001234/)
    expect(moved).toMatchObject({ table: '申领', title: 'JH16-2022-7F3A-000001 · 吉克阿依', claimId: claim })
    expect(moved?.fields).toEqual(
      expect.arrayContaining([
        { name: '所在步骤', before: '村级审核', after: '乡镇审核' },
        { name: '状态', before: '已收件', after: '审核中' },
      ]),
    )
    expect(removed).toMatchObject({ op: 'remove', reason: '重复申领', fields: [] })
  })

  it('shows a new record by what is filled in it, its account masked under any name', () => {
    make.person('阿依', { homeTownshipText: '荣丁镇' })
    const [made] = changes(latest())
    expect(made).toMatchObject({ op: 'insert', title: '阿依' })
    expect(made?.fields).toContainEqual({ name: '户籍乡镇', before: null, after: '荣丁镇' })
    expect(made?.fields.map(({ after }) => after)).not.toContain('空')
    expect(changes(99_999)).toEqual([])
    const columns = Object.keys(payments)
    expect(columns).toEqual(expect.arrayContaining(['account', 'payeeIdNumber']))
  })

  it('finds acts by words, officer and day, and by whom they concern, also where somebody only looked', () => {
    const id = make.person('甲')
    const other = make.person('乙')
    const spell = make.spell(id)
    t.ledger.write({ action: 'people.saveSpell', actor: '木果' }, (tx) =>
      tx.update(spells, spell, { jobTitle: '缝纫工' }),
    )
    t.ledger.write({ action: 'people.reveal', actor: '阿支', params: { person: id } }, () => undefined)
    t.ledger.write({ action: 'people.update', actor: '阿支' }, (tx) =>
      tx.update(people, other, { note: '乙' }),
    )
    const told = (asked: Parameters<typeof list>[0]) => list(asked).rows.map(({ label }) => label)
    expect(told({ about: { of: 'person', id } }).slice(0, 2)).toEqual([
      '查看完整证件号和账号',
      '登记务工经历',
    ])
    expect(told({ about: { of: 'person', id } })).not.toContain('修改人员')
    expect(told({ search: '查看完整' })).toEqual(['查看完整证件号和账号'])
    expect(told({ search: '阿支' })).toEqual(['修改人员', '查看完整证件号和账号'])
    const day = new Date(Date.parse(list().rows[0]?.at ?? '') + 8 * 3_600_000).toISOString().slice(0, 10)
    expect(list({ from: day, to: day }).total).toBe(list().total)
    expect(list({ to: '2000-01-01' }).total).toBe(0)
  })

  it('has a Chinese name for each act on claims', () => {
    for (const act of CLAIM_ACTS) expect(actionLabel(`claims.${act}`)).toMatch(/^\p{Script=Han}+$/u)
  })
})
