import { createHash } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { claims } from '../../../src/main/core/db/schema/claims.ts'
import { employers, people } from '../../../src/main/core/db/schema/registry.ts'
import { vacancies } from '../../../src/main/core/db/schema/services.ts'
import { insuredYears, spells } from '../../../src/main/core/db/schema/work.ts'
import { saveProfile } from '../../../src/main/core/exchange/export/own-profiles.ts'
import { Cancelled } from '../../../src/main/core/procedure.ts'
import { shippedDefinition } from './definitions.ts'
import { type ExportDesk, exportDesk, sheetRows } from './export-desk.ts'

let desk: ExportDesk
beforeEach(async () => {
  desk = await exportDesk()
})
afterEach(() => desk.close())

const PERSON = 'export-province-person'
const WORK = 'export-work-monitoring'

function write<T>(body: Parameters<typeof desk.ledger.write<T>>[1]): T {
  return desk.ledger.write({ action: 'test.edit', actor: 'test' }, body).result
}

function person(name: string, idNumber: string | null): string {
  return write((tx) =>
    tx.insert(people, {
      name,
      nameFolded: name,
      pinyin: name,
      initials: name,
      idNumber,
      homeCounty: '511133',
      source: 'entry',
    }),
  )
}

async function names(bytes: Uint8Array): Promise<unknown[]> {
  return (await sheetRows(bytes)).slice(1).map((cells) => cells[0])
}

it('sends only who changed since the last export, and names who left', async () => {
  const a = person('甲', '511133199001010011')
  const b = person('乙', '51113319900101002X')
  person('丙', '511133199001010038')
  const first = await desk.export(PERSON)
  expect(await names(first.bytes)).toEqual(['甲', '乙', '丙'])
  expect(first.result).toMatchObject({ rows: 3, first: true, since: 'none', remembered: true, lastAt: null })
  expect(await desk.changes(PERSON)).toMatchObject({ chosen: 3, changed: 0, gone: { count: 0 } })
  await expect(desk.export(PERSON)).rejects.toMatchObject({ code: 'exports.unchanged' })

  write((tx) => tx.update(people, a, { phone: '13900001234' }))
  write((tx) => tx.remove(people, b, '重复'))
  const added = person('丁', '511133199001010046')
  expect(await desk.changes(PERSON)).toMatchObject({
    chosen: 3,
    changed: 2,
    gone: { count: 1, first: ['乙（002X）'] },
  })
  const second = await desk.export(PERSON)
  expect(await names(second.bytes)).toEqual(['甲', '丁'])
  expect(second.result).toMatchObject({
    rows: 2,
    since: 'last',
    first: false,
    gone: { count: 1, first: ['乙（002X）'] },
  })
  expect(await sheetRows(second.beside ?? new Uint8Array(), '不再报送')).toContainEqual(['乙（002X）'])

  // Who left is named once; who changes again goes again.
  write((tx) => tx.update(people, added, { phone: '13900005678' }))
  const third = await desk.export(PERSON)
  expect(await names(third.bytes)).toEqual(['丁'])
  expect(third.result.gone.count).toBe(0)
  expect(await names((await desk.export(PERSON, { since: 'none' })).bytes)).toEqual(['甲', '丙', '丁'])
})

it('does not count what was only looked at as sent', async () => {
  person('甲', '511133199001010011')
  await desk.export(PERSON, { remember: false })
  expect(await desk.changes(PERSON)).toMatchObject({ lastAt: null, changed: 1 })
  await desk.export(PERSON)
  const b = person('乙', '51113319900101002X')
  await desk.export(PERSON, { remember: false })
  expect(await names((await desk.export(PERSON)).bytes)).toEqual(['乙'])
  // A day leaves out what changed before it: the next "since last" goes on from the export before.
  write((tx) => tx.update(people, b, { phone: '13900001234' }))
  const byDay = await desk.export(PERSON, { since: '2022-09-30' })
  expect(byDay.result).toMatchObject({ rows: 2, remembered: false, since: '2022-09-30' })
  expect(await names((await desk.export(PERSON)).bytes)).toEqual(['乙'])
  await expect(desk.export(PERSON, { since: '2022-10-01' })).rejects.toMatchObject({
    code: 'exports.unchanged',
  })
})

it('leaves out and names who lacks what is required, and sends them once it is there', async () => {
  person('甲', '511133199001010011')
  const b = person('乙', null)
  const first = await desk.export(PERSON)
  expect(await names(first.bytes)).toEqual(['甲'])
  expect(first.result.leftOut).toEqual({ count: 1, first: [{ who: '乙', why: '缺证件号码' }] })
  expect(await sheetRows(first.beside ?? new Uint8Array(), '没有导出')).toContainEqual(['乙', '缺证件号码'])
  write((tx) => tx.update(people, b, { idNumber: '51113319900101002X' }))
  const second = await desk.export(PERSON)
  expect(await names(second.bytes)).toEqual(['乙'])
  expect(second.result.gone.count).toBe(0)
})

it('refuses where everybody lacks it', async () => {
  person('乙', null)
  await expect(desk.export(PERSON)).rejects.toMatchObject({
    code: 'exports.all-left-out',
    message: '1 行都缺少必填的内容，没有导出。例如 乙：缺证件号码。请先补齐。',
  })
  expect(desk.rows('SELECT * FROM export_runs')).toEqual([])
})

it('sees a change in whatever a row shows: the person, the employer, the year', async () => {
  const personId = person('甲', '511133199001010011')
  const employerId = write((tx) =>
    tx.insert(employers, { name: '某厂', nameFolded: '某厂', pinyin: 'mc', initials: 'mc', source: 'entry' }),
  )
  write((tx) =>
    tx.insert(spells, {
      personId,
      employerId,
      employerText: '某厂',
      fromDate: '2022-03-01',
      postKind: 'ordinary',
      source: 'entry',
    }),
  )
  await desk.export(WORK)
  const changes = async () => (await desk.changes(WORK)).changed
  expect(await changes()).toBe(0)
  // Not shown by this profile: nothing to report.
  write((tx) =>
    tx.insert(insuredYears, { personId, county: '330602', year: 2022, months: 3, source: 'entry' }),
  )
  write((tx) =>
    tx.insert(vacancies, {
      employerText: '某厂',
      title: '普工',
      heads: 3,
      postKind: 'ordinary',
      fromDate: '2022-09-01',
      source: 'entry',
    }),
  )
  expect(await changes()).toBe(0)
  write((tx) => tx.update(employers, employerId, { creditCode: '91330600MA2BXXXX12' }))
  expect(await changes()).toBe(1)
  await desk.export(WORK, { since: 'last' })
  write((tx) => tx.update(people, personId, { name: '甲甲' }))
  expect(await changes()).toBe(1)
})

it('sends a row that comes to be chosen without a change of its own, and names one that goes', async () => {
  const personId = person('甲', '511133199001010011')
  const spell = (fromDate: string) =>
    write((tx) =>
      tx.insert(spells, {
        personId,
        employerText: fromDate,
        fromDate,
        postKind: 'ordinary',
        toState: 'open',
        source: 'entry',
      }),
    )
  spell('2022-01-01')
  spell('2022-06-01')
  const definition = (from: string) =>
    shippedDefinition(WORK)
      .replace('name: 务工监测', 'name: 今年务工')
      .replace('columns:', `filters:\n  - { field: spell.from, from: ${from} }\ncolumns:`)
  const save = (text: string, id?: string) =>
    write((tx) =>
      saveProfile({ ...desk.query }, tx, { ...(id === undefined ? {} : { id }), definition: text }),
    )
  const own = save(definition('2022-02-01'))
  expect((await desk.export(own)).result.rows).toBe(1)
  save(definition('2021-12-31'), own)
  expect((await desk.export(own, { since: 'last' })).result).toMatchObject({ rows: 1, gone: { count: 0 } })
  save(definition('2022-02-01'), own)
  const last = await desk.export(own, { since: 'last' })
  expect(last.result).toMatchObject({ rows: 0, gone: { count: 1, first: ['甲（0011）'] } })
})

it('does not send a claim again because it was handed in, only once it changed', async () => {
  const personId = person('甲', '511133199001010011')
  const claim = write((tx) =>
    tx.insert(claims, {
      number: 'JH16-2022-0000-000001',
      benefit: 'JH-16',
      beneficiaryKind: 'person',
      beneficiaryId: personId,
      personId,
      state: 'reviewed',
      amountFen: 300_000,
      asOf: '2022-06-30',
      packVersion: '1',
      facts: '{}',
      trace: '{}',
      draftedAt: '2022-06-30T17:00:00.000Z',
      draftedBy: 'test',
      source: 'entry',
    }),
  )
  const first = await desk.export('export-province-claim')
  const [header = [], row = []] = await sheetRows(first.bytes)
  const cell = (name: string) => row[header.indexOf(name)]
  expect([cell('申领编号'), cell('姓名'), cell('金额（元）'), cell('办理状态')]).toEqual([
    'JH16-2022-0000-000001',
    '甲',
    3000,
    '已审核',
  ])
  expect(cell('补贴项目')).not.toBe('JH-16')
  // drafted after midnight in Shanghai
  expect(cell('生成日期')).toBe('2022-07-01')
  expect(desk.rows('SELECT outside_state AS state FROM claims')).toEqual([{ state: 'submitted' }])
  expect(await desk.changes('export-province-claim')).toMatchObject({ chosen: 1, changed: 0 })
  write((tx) => tx.update(claims, claim, { amountFen: 200_000 }))
  expect(await desk.changes('export-province-claim')).toMatchObject({ changed: 1 })
})

it('writes what went out into the history and the audit, without anybody’s data', async () => {
  person('甲', '511133199001010011')
  const { result, bytes } = await desk.export(PERSON)
  expect(result.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
  expect(desk.rows('SELECT profile, row_count AS n, size, sha256, personal FROM export_runs')).toEqual([
    {
      profile: PERSON,
      n: 1,
      size: bytes.byteLength,
      sha256: result.sha256,
      personal: JSON.stringify(['姓名', '证件号码', '联系电话']),
    },
  ])
  const [entry] = desk.rows<{ params: string }>("SELECT params FROM audit WHERE action = 'exports.run'")
  expect(JSON.parse(entry?.params ?? '')).toMatchObject({
    profile: PERSON,
    rows: 1,
    personal: '姓名、证件号码、联系电话',
  })
  expect(entry?.params).not.toContain('甲')
})

it('stops when asked, and then nothing went out', async () => {
  write((tx) => {
    for (let n = 0; n < 1200; n += 1)
      tx.insert(people, {
        name: `人${n}`,
        nameFolded: `人${n}`,
        pinyin: 'r',
        initials: 'r',
        idNumber: `5111331990${String(n).padStart(8, '0')}`,
        source: 'entry',
      })
  })
  await expect(desk.export(PERSON, {}, { shouldStop: () => true })).rejects.toBeInstanceOf(Cancelled)
  expect(desk.rows('SELECT * FROM export_runs')).toEqual([])
  expect(desk.rows('SELECT * FROM export_marks')).toEqual([])
})

it('refuses a profile that is not there, and one whose rows are given', async () => {
  await expect(desk.export('export-nowhere')).rejects.toMatchObject({ code: 'exports.no-profile' })
  await expect(desk.export('export-result-list')).rejects.toMatchObject({ code: 'exports.given' })
})

it('shows the first rows beside a definition, or what is wrong and where', () => {
  person('甲', '511133199001010011')
  person('乙', null)
  const good = shippedDefinition(PERSON)
  const shown = desk.preview(good)
  expect(shown).toMatchObject({ problems: [], total: 2, leftOut: [{ who: '乙', why: '缺证件号码' }] })
  expect(shown.rows[0]?.slice(0, 2)).toEqual(['甲', '511133********0011'])
  expect(desk.preview(good.replace('field: person.ethnicity', 'field: person.tribe'))).toMatchObject({
    problems: [{ line: 18, key: 'columns.4.field' }],
    rows: [],
    total: null,
  })
})
