import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listClaims } from '../../../../../src/main/core/claims/claims-list.ts'
import {
  households,
  imports,
  people,
  personCategories,
} from '../../../../../src/main/core/db/schema/index.ts'
import { behindOrganisation } from '../../../../../src/main/core/registry/organisation-behind.ts'
import { listPeople, type PeopleFilter } from '../../../../../src/main/core/registry/people-list.ts'
import { searchEverything } from '../../../../../src/main/core/registry/search-everything.ts'
import { createTestLedger, type TestLedger } from '../../../../fixtures/ledger.ts'
import { explaining, frozenFacts, regions, smallLedger, TODAY } from '../../../../fixtures/small-ledger.ts'

const claimFilter = (filter: { organisationId: string }) => ({ search: '', ...filter, offset: 0, limit: 9 })

describe('list of people', () => {
  let t: TestLedger
  let make: ReturnType<typeof smallLedger>
  beforeEach(async () => {
    t = await createTestLedger()
    make = smallLedger(t.ledger)
  })
  afterEach(() => t.cleanup())
  const list = (filter: Partial<PeopleFilter> & { offset?: number; limit?: number } = {}) =>
    listPeople(
      t.ledger.reader,
      { search: '', categories: [], offset: 0, limit: 50, ...filter },
      TODAY,
      regions,
    )
  const names = (search: string) => list({ search }).rows.map((row) => row.name)

  it('finds a name by part, with or without its dots, the whole name before its parts', () => {
    make.person('吉克·阿依')
    make.person('吉克阿依木')
    make.person('阿依')
    make.person('王秀英')
    expect(names('阿依')).toEqual(['阿依', '吉克·阿依', '吉克阿依木'])
    expect(names('吉克阿依')).toEqual(['吉克·阿依', '吉克阿依木'])
    expect(names('吉克•阿依')).toEqual(['吉克·阿依', '吉克阿依木'])
    expect(names('克阿')).toHaveLength(2)
    expect(names('依克')).toEqual([])
    expect(names('·')).toHaveLength(4)
  })

  it('finds by pinyin, initials and ü typed either way; a whole match comes first', () => {
    make.person('吕芳')
    make.person('吉克阿依')
    make.person('吉克')
    expect(names('lvfang')).toEqual(['吕芳'])
    expect(names('Lü Fang')).toEqual(['吕芳'])
    expect(names('lf')).toEqual(['吕芳'])
    expect(names('jike')).toEqual(['吉克', '吉克阿依'])
    expect(names('jkay')).toEqual(['吉克阿依'])
    expect(names('ayi')).toEqual(['吉克阿依'])
  })

  it('finds by whole ID number, its tail first among parts, and by phone', () => {
    make.person('中间', { idNumber: '511133200110250014' })
    make.person('末尾', { idNumber: '511133198001011025' })
    make.person('电话', { phone: '19900000001' })
    make.person('无号')
    expect(names('1025')).toEqual(['末尾', '中间'])
    expect(names('511133 19800101 1025')).toEqual(['末尾'])
    expect(names('199 0000 0001')).toEqual(['电话'])
    expect(names('19900000002')).toEqual([])
    // Its end, and while it is being typed; whoever has the digits in his ID number comes first.
    expect(names('0000001')).toEqual(['电话'])
    expect(names('199000')).toEqual(['电话'])
    make.person('号里有', { idNumber: '511133199001010025', phone: '13800000014' })
    expect(names('0014')).toEqual(['中间', '号里有'])
  })

  it('never shows whoever is deleted, and counts without them', () => {
    const gone = make.person('阿依', { idNumber: '511133199001010025', phone: '19900000001' })
    make.person('阿依木')
    t.ledger.write(make.by, (tx) => tx.remove(people, gone, '重复登记'))
    for (const search of ['', '阿依', 'ayi', '511133199001010025', '19900000001'])
      expect(list({ search }).rows.every((row) => row.id !== gone)).toBe(true)
    expect(list().total).toBe(1)
    expect(list({ search: '阿依' }).total).toBe(1)
  })

  it('pages that do not overlap hold everybody once, also where all are called the same', () => {
    const ids = Array.from({ length: 40 }, (_, i) => make.person(i % 3 === 0 ? '王秀英' : '王秀'))
    for (const filter of [
      {},
      { search: '王秀' },
      { search: 'wx' },
      { sex: undefined, working: 'no' as const },
    ]) {
      const seen: string[] = []
      for (let offset = 0; offset < 49; offset += 7) {
        const { total, rows } = list({ ...filter, offset, limit: 7 })
        expect(total).toBe(40)
        seen.push(...rows.map((row) => row.id))
      }
      expect(seen.toSorted()).toEqual(ids.toSorted())
      expect(seen).toEqual(list({ ...filter }).rows.map((row) => row.id))
    }
  })

  it('masks what identifies, and leaves unknown unknown', () => {
    make.person('甲', {
      idNumber: '511133199001010025',
      phone: '19900001234',
      sex: 'female',
      birthDate: '1990-07-01',
    })
    make.person('乙')
    const [known, unknown] = list().rows
    expect(JSON.stringify(known)).not.toContain('19900101')
    expect(JSON.stringify(known)).not.toContain('19900001234')
    expect(known).toMatchObject({ name: '甲', sex: '女', age: 31 })
    expect(known?.idMasked).toMatch(/^511133\*+0025$/)
    expect(unknown).toMatchObject({
      name: '乙',
      idMasked: null,
      phoneMasked: null,
      sex: null,
      age: null,
      workText: null,
    })
    expect(unknown?.categories).toEqual([])
  })

  it('shows and filters the categories that hold today, each once', () => {
    const held = make.person('甲')
    const past = make.person('乙')
    const future = make.person('丙')
    const removed = make.person('丁')
    make.category(held, 'poverty-lifted', '2014-12-31')
    make.category(held, 'poverty-lifted', '2016-12-31')
    make.category(held, 'relocated', '2018-01-01', TODAY)
    make.category(past, 'poverty-lifted', '2014-12-31', '2022-06-29')
    make.category(future, 'poverty-lifted', '2022-07-01')
    const mark = make.category(removed, 'poverty-lifted', '2014-12-31')
    t.ledger.write(make.by, (tx) => tx.remove(personCategories, mark, '填错'))
    const { total, rows } = list({ categories: ['poverty-lifted', 'relocated'] })
    expect(total).toBe(1)
    expect(rows).toMatchObject([{ id: held, categories: ['poverty-lifted', 'relocated'] }])
  })

  it('takes an unknown end for neither working nor ended, and shows the latest work', () => {
    const works = make.person('甲')
    const until = make.person('乙')
    const unknown = make.person('丙')
    const ended = make.person('丁')
    const first = make.employer('锦禾针织有限公司')
    make.spell(works, { employerId: first, county: '330603', fromDate: '2021-01-01', toState: 'open' })
    make.spell(works, { employerText: '外地餐馆', county: '440306', fromDate: '2022-03-01', toState: 'open' })
    make.spell(until, { county: '330702', toState: 'ended', toDate: TODAY })
    make.spell(unknown, { county: '330702' })
    make.spell(ended, { county: '330702', toState: 'ended', toDate: '2022-06-29' })
    const ids = (filter: Partial<PeopleFilter>) => list(filter).rows.map((row) => row.id)
    expect(ids({ working: 'yes' }).toSorted()).toEqual([works, until].toSorted())
    expect(ids({ working: 'no' }).toSorted()).toEqual([unknown, ended].toSorted())
    expect(ids({ workCounty: '33' }).toSorted()).toEqual([works, until].toSorted())
    expect(ids({ workCounty: '440306' })).toEqual([works])
    expect(list({ search: '甲' }).rows[0]).toMatchObject({ workText: '外地餐馆', workCounty: '440306' })
  })

  it('filters by home, sex, ethnicity and age to the day', () => {
    const sixteen = make.person('甲', {
      homeCounty: '511133',
      sex: 'male',
      birthDate: '2006-06-30',
      ethnicityCode: '03',
    })
    const notYet = make.person('乙', { homeCounty: '513226', sex: 'female', birthDate: '2006-07-01' })
    make.person('丙')
    const ids = (filter: Partial<PeopleFilter>) => list(filter).rows.map((row) => row.id)
    expect(ids({ ageFrom: 16 })).toEqual([sixteen])
    expect(ids({ ageTo: 15 })).toEqual([notYet])
    expect(ids({ homeCounty: '51' })).toHaveLength(2)
    expect(ids({ homeCounty: '513226' })).toEqual([notYet])
    expect(ids({ sex: '男' })).toEqual([sixteen])
    expect(ids({ ethnicity: '03' })).toEqual([sixteen])
    expect(ids({ homeCounty: '5_' })).toEqual([])
  })

  it('lists who stands behind an organisation, is insured in a month, has a contract that ends, heads a household', () => {
    const { ledger } = t
    const home = (code: string) => ledger.write(make.by, (tx) => tx.insert(households, { code })).result
    const [one, two] = [home('H1'), home('H2')]
    const child = make.person('甲子', { householdId: one, relationToHead: '之子' })
    const head = make.person('甲', { householdId: one, relationToHead: '户主' })
    const first = make.person('乙', { householdId: two, relationToHead: '之女' })
    make.person('丙', { householdId: two })
    make.person('无户')
    const firm = make.employer('锦禾针织有限公司')
    const agent = make.agent('马边劳务公司')
    make.spell(head, { employerId: firm, fromDate: '2021-01-01', toState: 'open', contractTo: '2022-07-30' })
    make.spell(child, { employerId: firm, toState: 'ended', toDate: '2022-06-29', contractTo: '2022-07-01' })
    make.spell(first, { agentId: agent, organisedState: 'yes', toState: 'open', contractTo: '2022-07-31' })
    // Works today, but no longer here.
    make.spell(child, { county: '330702', fromDate: '2022-06-30', toState: 'open' })
    make.insured(first, 2022, 1 << 4)
    const ids = (filter: Partial<PeopleFilter>) =>
      list(filter)
        .rows.map((row) => row.id)
        .toSorted()
    expect(ids({ oneOfHousehold: true })).toEqual([head, first].toSorted())
    expect(ids({ organisationId: firm })).toEqual([head, child].toSorted())
    expect(ids({ organisationId: firm, working: 'yes' })).toEqual([head])
    expect(ids({ organisationId: agent })).toEqual([first])
    expect(ids({ insuredIn: '2022-05' })).toEqual([first])
    expect(ids({ insuredIn: '2022-06' })).toEqual([])
    expect(ids({ contractEnding: true })).toEqual([head])
    const claimed = frozenFacts('甲')
    make.claim(head, 'JH16-2022-7F3A-000001', {
      facts: JSON.stringify({ ...claimed, work: { ...claimed.work, employerId: firm } }),
    })
    expect(behindOrganisation(ledger.reader, firm, TODAY)).toEqual({
      name: '锦禾针织有限公司',
      kind: 'employer',
      workingNow: 1,
      ever: 2,
      claims: [{ state: 'drafted', count: 1, amountFen: 300_000 }],
    })
    expect(listClaims(ledger.reader, claimFilter({ organisationId: firm }), new Map()).total).toBe(1)
    expect(listClaims(ledger.reader, claimFilter({ organisationId: agent }), new Map()).total).toBe(0)
    expect(behindOrganisation(ledger.reader, agent, TODAY)).toMatchObject({
      workingNow: 1,
      ever: 1,
      claims: [],
    })
    expect(behindOrganisation(ledger.reader, 'none', TODAY)).toBeNull()
  })

  it('lists the people that one import wrote or changed', () => {
    make.person('别人')
    const changed = make.person('旧人')
    const written = t.ledger.write(make.by, (tx) => {
      tx.update(people, changed, { phone: '19900000001' })
      return tx.insert(people, { name: '新人', nameFolded: '新人', pinyin: 'xinren', initials: 'xr' })
    })
    const importId = t.ledger.write(make.by, (tx) =>
      tx.insert(imports, {
        kind: 'roster',
        fileName: '花名册.xlsx',
        sha256: '',
        headerRow: 1,
        mapping: '{}',
        importedAt: '2022-06-30T00:00:00Z',
        importedBy: 'U1',
        newCount: 1,
        changedCount: 1,
        sameCount: 0,
        refusedCount: 0,
        warnedCount: 0,
        state: 'done',
        txId: written.txId,
      }),
    ).result
    expect(
      list({ importId })
        .rows.map((row) => row.id)
        .toSorted(),
    ).toEqual([changed, written.result].toSorted())
    expect(list({ importId: 'none' }).total).toBe(0)
  })

  it.each(['', '阿依', '吉克·阿依', 'jike', '1025', '19900000001'])(
    'never walks the table of people for “%s”',
    (search) => {
      const { reader, plans } = explaining(t.ledger.reader)
      listPeople(reader, { search, categories: [], offset: 0, limit: 50 }, TODAY, regions)
      searchEverything(reader, search, 12, [], regions)
      const index = /^\p{Script=Han}/u.test(search)
        ? 'people_name'
        : search === '19900000001'
          ? 'people_phone'
          : 'people_search'
      const scans = plans.filter((plan) => /\bSCAN (p|people)\b/.test(plan))
      expect(scans.filter((plan) => !plan.includes(`SCAN p USING COVERING INDEX ${index}`))).toEqual([])
      if (index === 'people_phone') {
        expect(plans.some((plan) => plan.includes('USING INDEX people_phone (phone=?)'))).toBe(true)
      } else expect(scans.length).toBeGreaterThan(0)
      // Nothing to sort where the index stands in the order of the list.
      if (index === 'people_search') expect(scans.filter((plan) => plan.includes('TEMP B-TREE'))).toEqual([])
    },
  )
})
