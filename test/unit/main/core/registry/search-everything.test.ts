import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readAudit } from '../../../../../src/main/core/db/audit-list.ts'
import { agents, employers, schools, stations } from '../../../../../src/main/core/db/schema/index.ts'
import { readOffice, saveOffice } from '../../../../../src/main/core/registry/office.ts'
import {
  savePairing,
  saveSchool,
  saveStation,
} from '../../../../../src/main/core/registry/organisation-writes.ts'
import { listAgents, listEmployers } from '../../../../../src/main/core/registry/organisations.ts'
import { listPairings, listSchools, listStations } from '../../../../../src/main/core/registry/places.ts'
import { regionProcedures } from '../../../../../src/main/core/registry/region-procedures.ts'
import { searchEverything } from '../../../../../src/main/core/registry/search-everything.ts'
import { createTestLedger, type TestLedger } from '../../../../fixtures/ledger.ts'
import { regions, resources, smallLedger, TODAY } from '../../../../fixtures/small-ledger.ts'

let t: TestLedger
let make: ReturnType<typeof smallLedger>
beforeEach(async () => {
  t = await createTestLedger()
  make = smallLedger(t.ledger)
})
afterEach(() => t.cleanup())

const CLAUSES = [
  {
    id: 'JH-16',
    name: '稳岗补贴',
    clause: '二（六）',
    wording: '按月参保的发给本人。',
    detail: 'JH-2021 二（六）',
  },
  { id: 'JH-1', name: '接送', clause: '三（二）', wording: '春节前后组织接送。', detail: 'JH-2021 三（二）' },
  {
    id: 'GZ-24',
    name: '摸清底数',
    clause: '（一）',
    wording: '按月核对参保名单。',
    detail: 'GZ-2021 （一）',
  },
]

describe('the search box', () => {
  const search = (text: string, limit = 12) =>
    searchEverything(t.ledger.reader, text, limit, CLAUSES, regions)

  it('leaves room for organisations and benefits where many people are found', () => {
    for (let i = 0; i < 20; i += 1) make.person(`金阿${'甲乙丙丁戊己庚辛壬癸'.charAt(i % 10)}`)
    make.employer('金华锦禾针织有限公司', { county: '330702' })
    make.agent('金川劳务公司')
    const kinds = search('金').map(({ kind }) => kind)
    expect(kinds).toHaveLength(12)
    expect(kinds.filter((kind) => kind === 'person')).toHaveLength(10)
    expect(kinds.slice(-2)).toEqual(['employer', 'agent'])
  })

  it('finds a claim by the beginning of its number, with or without the dash of the benefit', () => {
    const person = make.person('阿依')
    make.claim(person, 'JH16-2022-7F3A-000001')
    for (const text of ['JH16-2022', 'jh-16-2022-7f3a-000001'])
      expect(search(text)[0]).toMatchObject({ kind: 'claim', title: 'JH16-2022-7F3A-000001', detail: '阿依' })
    expect(search('JH-16').some(({ kind, id }) => kind === 'benefit' && id === 'JH-16')).toBe(true)
    expect(search('JH16-2023')).toEqual([])
  })

  it('finds a clause by its id without the dash, its number in any width, its name and its words', () => {
    const found = (text: string) => search(text).map(({ id }) => id)
    expect(found('jh16')).toEqual(['JH-16'])
    expect(found('jh-1')).toEqual(['JH-1', 'JH-16'])
    expect(found('二(六)')).toEqual(['JH-16'])
    expect(found('稳岗')).toEqual(['JH-16'])
    expect(found('参保')).toEqual(['JH-16', 'GZ-24'])
    expect(found('月')).toEqual([])
    expect(search('GZ-24')[0]).toMatchObject({
      kind: 'benefit',
      title: 'GZ-24 摸清底数',
      detail: 'GZ-2021 （一）',
    })
  })

  it('masks people, finds a phone, and finds nothing for nothing', () => {
    make.person('阿依', { idNumber: '511133199001010025', phone: '19900000001', homeCounty: '511133' })
    expect(JSON.stringify(search('19900000001'))).not.toContain('19900101')
    expect(search('19900000001')).toHaveLength(1)
    for (const text of ['', '  ', '·', '()', "'"]) expect(search(text)).toEqual([])
  })

  it('takes % and _ for themselves', () => {
    make.person('阿依')
    make.employer('锦禾针织有限公司')
    for (const text of ['%', '_', '阿%', "a'b"]) expect(search(text)).toEqual([])
  })
})

describe('employers, agents and places', () => {
  const all = { search: '', offset: 0, limit: 50 }

  it('counts each worker of an employer once, only those who work there today, and leaves out the deleted', () => {
    const employer = make.employer('锦禾针织（金华）有限公司', {
      county: '330702',
      creditCode: '91330702MA28D4XJ0A',
    })
    const gone = make.employer('旧厂')
    t.ledger.write(make.by, (tx) => tx.remove(employers, gone, '重复'))
    const person = make.person('甲')
    make.spell(person, { employerId: employer, county: '330702', toState: 'open' })
    make.spell(person, { employerId: employer, county: '330703', toState: 'open' })
    make.spell(make.person('乙'), { employerId: employer, toState: 'ended', toDate: '2022-06-29' })
    make.spell(make.person('丙'), { employerId: employer })
    const list = (filter: object) => listEmployers(t.ledger.reader, { ...all, ...filter }, TODAY, regions)
    expect(list({})).toMatchObject({
      total: 1,
      rows: [{ id: employer, headcount: 1, isPrivate: null, recognised: [] }],
    })
    for (const search of ['锦禾针织(金华)', 'jinhe', 'jhzz', 'ma28d4', '锦 禾'])
      expect(list({ search }).total).toBe(1)
    for (const search of ['金禾', 'xinhe']) expect(list({ search }).total).toBe(0)
    expect(list({ county: '33' }).total).toBe(1)
    expect(list({ county: '34' }).total).toBe(0)
    expect(list({ kind: 'enterprise' }).total).toBe(0)
  })

  it('counts the people whose work an agent organised', () => {
    const agent = make.agent('大凉山劳务公司')
    const gone = make.agent('旧机构')
    t.ledger.write(make.by, (tx) => tx.remove(agents, gone, '重复'))
    make.spell(make.person('甲'), { agentId: agent, organisedState: 'yes' })
    expect(listAgents(t.ledger.reader, all, regions)).toMatchObject({
      total: 1,
      rows: [{ id: agent, headcount: 1 }],
    })
  })

  it('saves and lists schools, stations and pairings; unknown stays unknown', () => {
    const place = { county: null, contact: null, phone: null }
    const school = t.ledger.write(make.by, (tx) => saveSchool(tx, { name: '职业技术学校', ...place })).result
    const station = { name: '联络站', ...place, cooperationBase: null, openedOn: null, closedOn: null }
    const saved = t.ledger.write(make.by, (tx) => saveStation(tx, station)).result
    expect(listSchools(t.ledger.reader, regions)).toMatchObject([{ id: school, countyName: null }])
    expect(listStations(t.ledger.reader, regions)).toMatchObject([{ id: saved, cooperationBase: null }])
    expect(() =>
      t.ledger.write(make.by, (tx) =>
        saveStation(tx, { ...station, openedOn: '2022-02-01', closedOn: '2022-01-01' }),
      ),
    ).toThrow(/撤站日期/)
    t.ledger.write(make.by, (tx) => {
      tx.remove(schools, school, '重复')
      tx.remove(stations, saved, '重复')
    })
    expect(listSchools(t.ledger.reader, regions)).toEqual([])
    expect(listStations(t.ledger.reader, regions)).toEqual([])
    // A form that was open while somebody deleted the record is refused in words.
    expect(() =>
      t.ledger.write(make.by, (tx) => saveSchool(tx, { id: school, name: '学校', ...place })),
    ).toThrow(/已不在台账/)
    expect(() => t.ledger.write(make.by, (tx) => saveStation(tx, { ...station, id: saved }))).toThrow(
      /已不在台账/,
    )
  })

  it('refuses a pairing that overlaps another of the two counties, and lets it follow', () => {
    const save = (from: string, to: string | null, id?: string) =>
      t.ledger.write(make.by, (tx) =>
        savePairing(tx, { ...(id ? { id } : {}), eastCounty: '330602', westCounty: '511133', from, to }),
      ).result
    const first = save('2018-01-01', '2020-12-31')
    expect(() => save('2020-12-31', null)).toThrow(/重叠/)
    expect(() => save('2022-01-01', '2021-01-01')).toThrow(/早于/)
    save('2021-01-01', null)
    save('2018-01-01', '2020-06-30', first)
    expect(() => save('2018-01-01', null, first)).toThrow(/重叠/)
    expect(() => save('2017-01-01', '2017-06-30', 'none')).toThrow(/已不在台账/)
    expect(listPairings(t.ledger.reader, regions).map(({ from, to }) => [from, to])).toEqual([
      ['2018-01-01', '2020-06-30'],
      ['2021-01-01', null],
    ])
  })

  it('keeps the office in the ledger, changing only what is said', () => {
    expect(readOffice(t.ledger.reader)).toMatchObject({ office: '', tourClosed: false })
    t.ledger.write(make.by, (tx) => saveOffice(tx, { office: '马边联络站', county: '511133' }))
    t.ledger.write(make.by, (tx) => saveOffice(tx, { tourClosed: true, office: undefined }))
    expect(readOffice(t.ledger.reader)).toMatchObject({
      office: '马边联络站',
      county: '511133',
      tourClosed: true,
    })
  })

  it('names places without a ledger, and gives a code back that it does not know', () => {
    const procedures = regionProcedures({ resources })
    expect(procedures['regions.names']({ codes: ['511133', '999999'] })).toEqual({
      511133: expect.stringContaining('马边'),
      999999: '999999',
    })
    expect(procedures['regions.search']({ text: '马边', limit: 5 })[0]).toMatchObject({ code: '511133' })
  })
})

it('lists the audit, the newest first, in the words of the procedures', () => {
  t.ledger.write({ action: 'people.create', actor: '张三' }, () => undefined)
  t.ledger.write({ action: 'ledger.undo', actor: '李四' }, () => undefined)
  const { total, rows } = readAudit(t.ledger.reader, { search: '', offset: 0, limit: 2 })
  expect(total).toBeGreaterThanOrEqual(2)
  expect(rows.map(({ actor, label }) => [actor, label])).toEqual([
    ['李四', '撤销'],
    ['张三', '登记人员'],
  ])
  expect(readAudit(t.ledger.reader, { search: '', offset: 1, limit: 1 }).rows).toEqual([rows[1]])
})
