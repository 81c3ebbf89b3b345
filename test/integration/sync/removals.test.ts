/** 删除 that crosses what another office wrote: asked, decided once, and the same everywhere whatever came first. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { doctor } from '../../../src/main/core/db/doctor/doctor.ts'
import { claimEntitlements, claims } from '../../../src/main/core/db/schema/claims.ts'
import { people } from '../../../src/main/core/db/schema/registry.ts'
import { insuredYears, spells } from '../../../src/main/core/db/schema/work.ts'
import { MERGED_INTO } from '../../../src/main/core/duplicates/merge.ts'
import { saveOffice } from '../../../src/main/core/registry/office.ts'
import { removePerson } from '../../../src/main/core/registry/remove-person.ts'
import { decideConflicts } from '../../../src/main/core/sync/conflict-decisions.ts'
import { listConflicts } from '../../../src/main/core/sync/conflict-list.ts'
import { EVERYTHING } from '../../../src/shared/domain/sync-scope.ts'
import { ManyLedgers } from '../../fixtures/sync/many-ledgers.ts'
import { Office, records } from '../../fixtures/sync/office.ts'

const NAMES = ['荣丁镇站', '县人社局', '市人社局']
const NODES = ['AAAAAAAAAA', 'BBBBBBBBBB', 'CCCCCCCCCC']
const TABLES = ['people', 'spells', 'insured_years', 'conflict_decisions', 'claims', 'claim_holds']
let many: ManyLedgers
let clock: number
let all: Office[]
let a: Office
let b: Office
let c: Office

beforeAll(async () => {
  many = await ManyLedgers.begin()
})
afterAll(() => many.end())
beforeEach(async () => {
  clock = Date.parse('2026-06-01T01:00:00Z')
  all = []
  for (const [i, name] of NAMES.entries()) {
    const now = () => {
      clock += 1000
      return clock
    }
    const ledger = await many.ledger(`01M7ZGC0A0248AHXPMAD7FAT0${i}`, NODES[i] ?? '', now)
    ledger.write({ action: 'settings.save', actor: name }, (tx) =>
      saveOffice(tx, { office: name, officer: name }),
    )
    all.push(await Office.open(name, ledger, many.folder, now))
  }
  for (const one of all) for (const other of all) if (one !== other) one.trust(other, EVERYTHING)
  ;[a, b, c] = all as [Office, Office, Office]
})
afterEach(() => {
  for (const { ledger } of all) many.remove(ledger)
})

const ID = '513437199001011234'
const add = (at: Office, name: string, idNumber: string | null = null) =>
  at.ledger.write({ action: 'people.add', actor: `${at.name}经办` }, (tx) =>
    tx.insert(people, {
      name,
      nameFolded: name,
      pinyin: 'x',
      initials: 'x',
      idNumber,
      homeCounty: '513437',
      source: 'entry',
    }),
  ).result
const change = (at: Office, id: string, patch: object) =>
  at.ledger.write({ action: 'people.update', actor: `${at.name}经办` }, (tx) => tx.update(people, id, patch))
const remove = (at: Office, id: string, reason = '重复录入') =>
  at.ledger.write({ action: 'people.remove', actor: `${at.name}经办` }, (tx) => removePerson(tx, id, reason))
const see = (at: Office, id: string, table = 'people') =>
  at.ledger.reader.prepare<Record<string, unknown>>(`SELECT * FROM ${table} WHERE id = ?`).get(id)
const open = (at: Office) => listConflicts(at.ledger.reader, { state: 'open', offset: 0, limit: 100 }).rows
const decided = (at: Office) =>
  listConflicts(at.ledger.reader, { state: 'decided', offset: 0, limit: 100 }).rows
const decide = (at: Office, keep: boolean, reason = '已打电话核实') => {
  const [row] = open(at)
  if (row?.removal == null) throw new Error('no removal is asked about')
  const other = row.removal.side === 'earlier' ? 'later' : 'earlier'
  const choice = keep ? row.removal.side : other
  at.ledger.write({ action: 'sync.decide', actor: at.name }, (tx) =>
    decideConflicts(tx, { ids: [row.id], choice, reason }, at.name),
  )
}
const spell = (at: Office, personId: string, employerText: string) =>
  at.ledger.write({ action: 'people.saveSpell', actor: `${at.name}经办` }, (tx) =>
    tx.insert(spells, {
      personId,
      employerText,
      county: '330782',
      fromDate: '2022-03-01',
      toState: 'ongoing',
      postKind: 'assembly',
      source: 'entry',
    } as never),
  ).result
const claim = (at: Office, personId: string) =>
  at.ledger.write({ action: 'claims.draft', actor: `${at.name}经办` }, (tx) => {
    const id = tx.insert(claims, {
      number: `JH16-2022-${at.ledger.node.slice(0, 4)}-000001`,
      benefit: 'JH-16',
      beneficiaryKind: 'person',
      beneficiaryId: personId,
      personId,
      period: '2022',
      state: 'drafted',
      amountFen: 100_000,
      months: null,
      asOf: '2022-12-31',
      qualifyingOn: null,
      packVersion: '1',
      standard: null,
      facts: '{}',
      trace: '[]',
      draftedAt: tx.at,
      draftedBy: '甲',
      source: 'entry',
    })
    tx.insert(claimEntitlements, {
      claimId: id,
      entitlementKey: `JH-16|${personId}|2022`,
      period: '2022',
      amountFen: 100_000,
      source: 'entry',
    })
    return id
  }).result

/** Everybody to everybody, until nobody learns anything. */
async function agree(): Promise<void> {
  for (let round = 0; round < 6; round += 1) {
    let taken = 0
    for (const from of all)
      for (const to of all) if (from !== to) taken += (await to.take(await from.send(to))).taken
    if (taken === 0) return
  }
  throw new Error('they go on telling each other something new')
}
async function expectAgreement(): Promise<void> {
  const first = records(a.ledger, TABLES)
  for (const at of all) {
    expect(records(at.ledger, TABLES)).toEqual(first)
    expect(open(at).map(({ id }) => id)).toEqual(open(a).map(({ id }) => id))
    expect((await doctor(at.ledger.ticket)).findings).toEqual([])
  }
}
/** Known to all three. */
async function known(name = '吉克阿依', idNumber: string | null = ID): Promise<string> {
  const id = add(a, name, idNumber)
  await agree()
  return id
}

describe('a removal that crosses a change', () => {
  it('made later, without knowing of it, is asked with both sides; the removal stands meanwhile', async () => {
    const id = await known()
    change(b, id, { phone: '13800000002', note: '在义乌' })
    remove(a, id)
    await agree()
    for (const at of all) {
      expect(see(at, id)).toMatchObject({ deleted_reason: '重复录入', phone: '13800000002' })
      expect(open(at)).toMatchObject([
        {
          tbl: 'people',
          title: '吉克阿依',
          field: 'deleted_at',
          suggestion: null,
          removal: {
            side: 'later',
            reason: '重复录入',
            changes: [
              { text: '联系电话：空 → 138****0002', office: '县人社局', by: '县人社局经办' },
              { text: '备注：空 → 在义乌', office: '县人社局' },
            ],
          },
        },
      ])
    }
    expect(open(b)[0]?.cameWith).toMatchObject({ sequence: expect.any(Number) })
    await expectAgreement()
  })

  it('is the same in whatever order the files come', async () => {
    const id = await known()
    change(b, id, { phone: '13800000002' })
    remove(a, id)
    change(c, id, { note: '在绍兴' })
    const [fromA, fromB, fromC] = [await a.send(c), await b.send(c), await c.send(b)]
    await c.take(fromA)
    expect(open(c).map(({ removal }) => removal?.changes.map(({ text }) => text))).toEqual([
      ['备注：空 → 在绍兴'],
    ])
    await c.take(fromB)
    await b.take(fromC)
    expect(open(b)).toEqual([])
    await agree()
    for (const at of all)
      expect(open(at).map(({ removal }) => removal?.changes.map(({ text }) => text))).toEqual([
        ['联系电话：空 → 138****0002', '备注：空 → 在绍兴'],
      ])
    await expectAgreement()
  })

  it('is not asked about where its maker knew, or where the change says what he knew', async () => {
    const id = await known()
    change(b, id, { phone: '13800000002' })
    await a.take(await b.send(a))
    remove(a, id)
    await agree()
    expect(open(a)).toEqual([])
    const other = await known('沙马木果', null)
    change(a, other, { phone: '13900000000' })
    change(b, other, { phone: '13900000000' })
    remove(a, other)
    await agree()
    expect(open(b)).toEqual([])
    await expectAgreement()
  })

  it('taken back by one office: the person is there again everywhere, with what went along', async () => {
    const id = await known()
    const work = spell(a, id, '义乌某厂')
    await agree()
    change(b, id, { phone: '13800000002' })
    b.ledger.write({ action: 'people.saveSpell', actor: '乙' }, (tx) =>
      tx.update(spells, work, { jobTitle: '缝纫工' }),
    )
    remove(a, id)
    await agree()
    // The person and the spell: two questions with one answer.
    expect(open(c)).toHaveLength(2)
    decide(c, false)
    expect(open(c)).toEqual([])
    await agree()
    for (const at of all) {
      expect(see(at, id)).toMatchObject({ deleted_at: null, deleted_reason: null, phone: '13800000002' })
      expect(see(at, work, 'spells')).toMatchObject({ deleted_at: null, job_title: '缝纫工' })
      expect(open(at)).toEqual([])
      expect(decided(at)).toHaveLength(2)
      expect(decided(at)[0]?.decision).toMatchObject({ by: '市人社局', reason: '已打电话核实' })
    }
    await expectAgreement()
  })

  it('that is taken back at the spell brings the person, too', async () => {
    const id = await known()
    const work = spell(a, id, '义乌某厂')
    const other = spell(a, id, '绍兴某厂')
    await agree()
    b.ledger.write({ action: 'people.saveSpell', actor: '乙' }, (tx) =>
      tx.update(spells, work, { jobTitle: '缝纫工' }),
    )
    remove(a, id)
    await agree()
    expect(open(b)).toMatchObject([{ tbl: 'spells' }])
    decide(b, false)
    await agree()
    for (const at of all) {
      expect(see(at, id)).toMatchObject({ deleted_at: null })
      for (const one of [work, other]) expect(see(at, one, 'spells')).toMatchObject({ deleted_at: null })
    }
    await expectAgreement()
  })

  it('that is upheld stays, and what comes to light later is asked anew', async () => {
    const id = await known()
    change(b, id, { phone: '13800000002' })
    change(c, id, { note: '在绍兴' })
    remove(a, id)
    await a.take(await b.send(a))
    decide(a, true)
    expect(open(a)).toEqual([])
    await a.take(await c.send(a))
    expect(open(a)).toHaveLength(1)
    decide(a, true)
    await agree()
    for (const at of all) {
      expect(see(at, id)).toMatchObject({ deleted_reason: '重复录入' })
      expect(open(at)).toEqual([])
    }
    await expectAgreement()
  })

  it('by undoing an import', async () => {
    const { txId, result: ids } = a.ledger.write({ action: 'import.roster', actor: '甲' }, (tx) =>
      tx.insertMany(
        people,
        ['甲', '乙', '丙'].map((name) => ({
          name,
          nameFolded: name,
          pinyin: 'x',
          initials: 'x',
          source: 'entry',
        })),
      ),
    )
    await agree()
    change(b, ids[1] ?? '', { note: '核实过' })
    a.ledger.undo(txId, '甲')
    await agree()
    for (const at of all)
      expect(open(at)).toMatchObject([
        {
          title: '乙',
          removal: { reason: '撤销了录入它的那次操作', changes: [{ text: '备注：空 → 核实过' }] },
        },
      ])
    decide(b, false)
    await agree()
    for (const at of all)
      expect(ids.map((id) => see(at, id)?.deleted_at === null)).toEqual([false, true, false])
    await expectAgreement()
  })
})

describe('a removal of somebody for whom another office goes on', () => {
  it('shows what was added; upheld, that goes as well', async () => {
    const id = await known()
    const work = spell(b, id, '义乌某厂')
    remove(a, id)
    await agree()
    for (const at of all)
      expect(open(at)).toMatchObject([
        { tbl: 'people', removal: { changes: [{ text: '另录了 务工经历 义乌某厂', office: '县人社局' }] } },
      ])
    decide(c, true)
    await agree()
    for (const at of all) {
      expect(see(at, id)?.deleted_at).not.toBeNull()
      expect(see(at, work, 'spells')).toMatchObject({ deleted_reason: '已打电话核实' })
      expect(open(at)).toEqual([])
    }
    await expectAgreement()
  })

  it('taken back, what was added stands with the person', async () => {
    const id = await known()
    const months = b.ledger.write({ action: 'people.saveInsured', actor: '乙' }, (tx) =>
      tx.insert(insuredYears, {
        personId: id,
        employerText: '义乌某厂',
        county: '330782',
        year: 2022,
        months: 7,
        source: 'entry',
      }),
    ).result
    remove(a, id)
    await agree()
    expect(open(a)[0]?.removal?.changes).toMatchObject([{ text: '另录了 参保月份 义乌某厂 2022 1、2、3 月' }])
    decide(a, false)
    await agree()
    expect(see(c, id)?.deleted_at).toBeNull()
    expect(see(c, months, 'insured_years')?.deleted_at).toBeNull()
    await expectAgreement()
  })

  it('holds a claim that another office has drafted, and is upheld only once that is dealt with', async () => {
    const id = await known()
    const drafted = claim(b, id)
    remove(a, id)
    await agree()
    for (const at of all)
      expect(records(at.ledger, ['claim_holds']).claim_holds).toMatchObject([
        { claim_id: drafted, check_id: 'exchange', released_at: null },
      ])
    expect(() => decide(c, true)).toThrow(/已有申领或发放记录/)
    expect(open(c)).toHaveLength(1)
    decide(c, false)
    await agree()
    expect(see(a, id)?.deleted_at).toBeNull()
    await expectAgreement()
  })

  it('is not taken back where it was a merge of two: that is undone as a whole', async () => {
    const id = await known()
    const kept = await known('吉克阿衣', null)
    change(b, id, { phone: '13800000002' })
    a.ledger.write({ action: 'duplicates.merge', actor: '甲' }, (tx) =>
      tx.remove(people, id, MERGED_INTO + kept),
    )
    await agree()
    expect(open(c)).toMatchObject([{ removal: { reason: '查重时合并到了“吉克阿衣”', stays: 'merged' } }])
    expect(() => decide(c, false)).toThrow(/撤销合并/)
    decide(c, true)
    await agree()
    await expectAgreement()
  })

  it('is not taken back over a person who was entered anew', async () => {
    const id = await known()
    change(b, id, { phone: '13800000002' })
    remove(a, id)
    add(a, '吉克阿依', ID)
    await agree()
    expect(() => decide(a, false)).toThrow(/删除以后又录入了同一个人/)
    expect(see(a, id)?.deleted_at).not.toBeNull()
    decide(a, true)
    await agree()
    await expectAgreement()
  })
})
