import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportClaims } from '../../../src/main/core/claims/export-claims.ts'
import { openWorkbook } from '../../../src/main/core/exchange/workbook/workbook-reader.ts'
import type { ReaderJobContext } from '../../../src/main/core/procedure.ts'
import { exportPeople } from '../../../src/main/core/registry/export-people.ts'
import { homeTownships } from '../../../src/main/core/registry/people-list.ts'
import { removeView, savedViews, saveView } from '../../../src/main/core/registry/saved-views.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { smallLedger, TODAY } from '../../fixtures/small-ledger.ts'
import { jobContext } from '../entitlements/entitlement-desk.ts'

describe('lists of people and claims as they are filtered', () => {
  let t: TestLedger
  let make: ReturnType<typeof smallLedger>
  beforeAll(async () => {
    t = await createTestLedger()
    make = smallLedger(t.ledger)
    const id = make.person('吉克阿依', {
      idNumber: '511133199001010025',
      phone: '19900001234',
      homeTownshipText: '荣丁镇',
      homeCounty: '511133',
    })
    make.person('阿支', { homeTownshipText: '荣丁镇', homeCounty: '511133', sex: 'male' })
    make.person('扎西', { homeTownshipText: '美兴镇', homeCounty: '513227' })
    make.claim(id, 'JH16-2022-7F3A-000001')
  })
  afterAll(() => t.cleanup())

  async function taken(run: (context: ReaderJobContext) => Promise<unknown>) {
    let bytes = new Uint8Array()
    const noted: unknown[] = []
    await run({
      ...jobContext(t.ledger),
      ledger: t.ledger.reader,
      files: {
        open: () => Promise.reject(new Error('no file is asked for here')),
        put: async (name, mime, given) => {
          bytes = Uint8Array.from(given)
          return { token: 'f1', name, mime, size: given.length }
        },
      },
      commit: async (step, payload) => {
        noted.push([step, payload])
        return null as never
      },
    })
    const book = await openWorkbook(bytes)
    const lines: string[] = []
    for await (const batch of book.rows())
      for (const row of batch) lines.push(row.values.map((value) => String(value ?? '')).join('|'))
    book.close()
    return { lines, noted }
  }
  const everybody = { search: '', categories: [], asOf: TODAY }

  it('gives a row for each person listed, masked, and notes it only where whole numbers left', async () => {
    const masked = await taken((context) => exportPeople(context, { ...everybody, numbers: 'masked' }))
    const [ayi] = masked.lines.filter((line) => line.includes('吉克阿依'))
    expect(ayi).toContain('511133********0025')
    expect(ayi).toContain('199****1234')
    expect(masked.lines.filter((line) => /阿支|扎西/.test(line))).toHaveLength(2)
    expect(masked.noted).toEqual([])
    const full = await taken((context) =>
      exportPeople(context, { ...everybody, homeTownship: '荣丁镇', numbers: 'full' }),
    )
    expect(full.lines.join('\n')).toMatch(/511133199001010025.*19900001234/)
    expect(full.lines.join('\n')).not.toContain('扎西')
    expect(full.noted).toEqual([['people.exported', { people: 2 }]])
    await expect(
      taken((context) => exportPeople(context, { ...everybody, search: '没有这人', numbers: 'masked' })),
    ).rejects.toThrow(/无从导出/)
  })

  it('gives the claims listed with their sum', async () => {
    const { lines } = await taken((context) => exportClaims(context, { search: '吉克' }))
    expect(lines.join('\n')).toMatch(/JH16-2022-7F3A-000001.*草稿/)
    expect(lines.at(-1)).toMatch(/合计.*3,?000/)
    await expect(taken((context) => exportClaims(context, { search: '扎西' }))).rejects.toThrow(/无从导出/)
  })

  it('says from which townships people are, within a county or anywhere', () => {
    expect(homeTownships(t.ledger.reader, undefined)).toEqual([
      { name: '荣丁镇', people: 2 },
      { name: '美兴镇', people: 1 },
    ])
    expect(homeTownships(t.ledger.reader, '5132')).toEqual([{ name: '美兴镇', people: 1 }])
    make.person('没有乡镇的')
    expect(homeTownships(t.ledger.reader, undefined)).toHaveLength(2)
  })

  it('keeps named filters of a list, one of each name, and refuses more than anybody finds his way in', () => {
    const save = (name: string, address = 'working=yes') =>
      t.ledger.write(make.by, (tx) => saveView(tx, 'people', { name, address })).result
    save('在岗的')
    expect(save('荣丁镇', 'homeTownship=荣丁镇')).toHaveLength(2)
    save('在岗的', 'working=yes&sex=女')
    expect(savedViews(t.ledger.reader, 'people')[0]).toEqual({
      name: '在岗的',
      address: 'working=yes&sex=女',
    })
    expect(savedViews(t.ledger.reader, 'claims')).toEqual([])
    const left = t.ledger.write(make.by, (tx) => removeView(tx, 'people', '在岗的')).result
    expect(left.map(({ name }) => name)).toEqual(['荣丁镇'])
    for (let i = 0; i < 39; i += 1) save(`第${i}组`)
    expect(() => save('多的')).toThrow(/最多存 40 组/)
    expect(save('荣丁镇', 'sex=男')).toHaveLength(40)
  })
})
