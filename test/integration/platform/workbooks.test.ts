import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { openWorkbook } from '../../../src/main/core/exchange/workbook/workbook-reader.ts'
import { createWorkbookWriter } from '../../../src/main/core/exchange/workbook/workbook-writer.ts'
import { findOffice } from '../../../src/main/platform/offices.ts'
import type { OpenPlatform } from '../../../src/main/platform/store/open-store.ts'
import { receiveWorkbook } from '../../../src/main/platform/workbooks/receive-workbook.ts'
import { writeResults } from '../../../src/main/platform/workbooks/result-workbooks.ts'
import { idFrom15 } from '../../../src/shared/domain/id-number.ts'
import { CONTEXT, PaperOffice, RESOURCES, receive } from '../../fixtures/platform/paper-office.ts'
import { freshStores } from '../../fixtures/platform/stores.ts'

const stores = freshStores()
const ID = idFrom15('511133900101001')
const OTHER = idFrom15('511133900101002')

async function workbook(
  name: string,
  headers: string[],
  rows: (string | number | null)[][],
): Promise<string> {
  const path = join(mkdtempSync(join(stores.folder, 'in-')), name)
  await createWorkbookWriter()
    .addSheet({ name: '表', columns: headers.map((header) => ({ header })), rows })
    .toFile(path)
  return path
}

async function send(platform: OpenPlatform, office: PaperOffice, path: string) {
  return receiveWorkbook(platform, path, await findOffice(platform.store, office.name), CONTEXT)
}

async function rowsOf(path: string): Promise<unknown[][]> {
  const book = await openWorkbook(path)
  const rows: unknown[][] = []
  for await (const batch of book.rows()) rows.push(...batch.map(({ values }) => values))
  book.close()
  return rows.slice(1)
}

describe.each(['sqlite', 'postgres'] as const)('provincial workbooks on %s', (kind) => {
  test('people, work and claims of an office come in, each row is answered, the same file changes nothing', async () => {
    const platform = await stores.platform(kind)
    const office = await PaperOffice.join(platform, '马边县人社局', 'A')
    const other = await PaperOffice.join(platform, '义乌联络站', 'B')
    other.claim(other.person({ id_number: OTHER }), OTHER)
    await receive(platform, await other.bundle())

    const people = await workbook(
      '人员.xlsx',
      ['姓名', '身份证号', '性别', '省', '市', '县', '联系电话'],
      [
        ['吉克阿依', ID, '2', '四川省', '乐山市', '马边彝族自治县', '13900000000'],
        ['沙马木呷', OTHER, '1', '四川省', '乐山市', '马边彝族自治县', null],
        [
          '错号',
          `${ID.slice(0, 17)}${ID.endsWith('0') ? '1' : '0'}`,
          '1',
          '四川省',
          '乐山市',
          '没有的县',
          null,
        ],
      ],
    )
    expect(await send(platform, office, people)).toMatchObject({
      state: 'applied',
      kind: 'person',
      rows: 3,
      accepted: 2,
      rejected: 1,
    })
    const claims = await workbook(
      '申领.xlsx',
      ['申领编号', '项目代码', '姓名', '证件号码', '领取人', '期间', '金额（元）', '办理状态'],
      [
        ['JH16-1', 'JH-16', '吉克阿依', ID, '吉克阿依', '2022', '3000.00', '已审核'],
        ['JH16-2', 'JH-16', '沙马木呷', OTHER, '沙马木呷', '2022', '3000.00', '已审核'],
        ['JH16-3', 'JH-16', '吉克阿依', ID, '吉克阿依', '2021', '0', '已审核'],
      ],
    )
    expect(await send(platform, office, claims)).toMatchObject({ kind: 'claim', rows: 3, rejected: 2 })
    expect(await send(platform, office, claims)).toMatchObject({ state: 'known', rows: 3, rejected: 2 })
    const work = await workbook(
      '就业.xlsx',
      ['姓名', '证件号码', '用人单位名称', '就业日期', '离岗日期', '在岗状态代码', '工作地代码'],
      [['吉克阿依', ID, '某厂', '2022-03-01', null, '1', '330782']],
    )
    expect(await send(platform, office, work)).toMatchObject({ kind: 'work', rows: 1, rejected: 0 })
    const { tables, all } = platform.store
    expect(
      await all(
        sql`SELECT name, county, sex FROM ${tables.people} WHERE standing = 'accepted' AND node = ${office.node} ORDER BY name`,
      ),
    ).toEqual([
      { name: '吉克阿依', county: '511133', sex: 'female' },
      { name: '沙马木呷', county: '511133', sex: 'male' },
    ])
    expect(
      await all(
        sql`SELECT number, state, amount_fen FROM ${tables.claims} WHERE standing = 'accepted' AND node = ${office.node}`,
      ),
    ).toEqual([{ number: 'JH16-1', state: 'reviewed', amount_fen: 300_000 }])
    expect(await all(sql`SELECT county, to_state, standing FROM ${tables.work}`)).toEqual([
      { county: '330782', to_state: 'open', standing: 'accepted' },
    ])

    const folder = mkdtempSync(join(stores.folder, 'out-'))
    const written = await writeResults(platform.store, folder, { resources: RESOURCES })
    expect(written.map(({ workbook, files }) => [workbook, files.length])).toEqual([
      ['人员.xlsx', 3],
      ['申领.xlsx', 3],
      ['就业.xlsx', 3],
    ])
    const failure = await rowsOf(join(folder, '马边县人社局-申领_failure.xlsx'))
    expect(failure.map(([row, , , number, outcome]) => [row, number, outcome])).toEqual([
      [3, 'JH16-2', '失败'],
      [4, 'JH16-3', '失败'],
    ])
    expect(String(failure[0]?.[5])).toContain('义乌联络站')
    expect((await rowsOf(join(folder, '马边县人社局-申领_success.xlsx'))).length).toBe(1)
    expect((await rowsOf(join(folder, '马边县人社局-申领_all.xlsx'))).length).toBe(3)
    // Answered once.
    expect(await writeResults(platform.store, folder, { resources: RESOURCES })).toEqual([])
  })

  test('a corrected workbook changes the same records; a person known from a bundle is not made again', async () => {
    const platform = await stores.platform(kind)
    const office = await PaperOffice.join(platform, '甲县', 'A')
    office.person({ id_number: ID, home_county: '511133', phone: '1' })
    await receive(platform, await office.bundle())
    const path = await workbook(
      'a.xlsx',
      ['姓名', '证件号码', '联系电话'],
      [
        ['吉克阿依', ID, '2'],
        ['新人', OTHER, '3'],
      ],
    )
    expect(await send(platform, office, path)).toMatchObject({ rows: 2, rejected: 0 })
    const again = await workbook('b.xlsx', ['姓名', '证件号码', '联系电话'], [['新人改', OTHER, '4']])
    await receiveWorkbook(platform, again, await findOffice(platform.store, '甲县'), {
      ...CONTEXT,
      now: () => CONTEXT.now() + 1000,
    })
    const { tables, all } = platform.store
    expect(await all(sql`SELECT name, phone, county FROM ${tables.people} ORDER BY phone`)).toEqual([
      { name: '吉克阿依', phone: '2', county: '511133' },
      { name: '新人改', phone: '4', county: null },
    ])
  })

  test('what is no provincial workbook is refused with nothing changed', async () => {
    const platform = await stores.platform(kind)
    const office = await PaperOffice.join(platform, '甲县', 'A')
    const path = await workbook('x.xlsx', ['甲', '乙'], [['1', '2']])
    await expect(send(platform, office, path)).rejects.toMatchObject({ code: 'platform.workbook-unknown' })
    const broken = join(stores.folder, 'broken.xlsx')
    writeFileSync(broken, 'PK nothing')
    await expect(send(platform, office, broken)).rejects.toMatchObject({ name: 'Refusal' })
    expect(await platform.store.all(sql`SELECT 1 FROM ${platform.store.tables.bundles}`)).toEqual([])
  })
})
