import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openWorkbook } from '../../../src/main/core/exchange/workbook/workbook-reader.ts'
import { reportOf } from '../../../src/main/platform/report/report.ts'
import { writeReport } from '../../../src/main/platform/report/report-workbook.ts'
import type { OpenPlatform } from '../../../src/main/platform/store/open-store.ts'
import { takeIn } from '../../../src/main/platform/take-in/take-in.ts'
import { worldOf } from '../../../src/main/platform/world.ts'
import { idFrom15 } from '../../../src/shared/domain/id-number.ts'
import { type InventedOffice, inventedOffice } from '../../fixtures/platform/invented-office.ts'
import { PaperOffice, RESOURCES, receive } from '../../fixtures/platform/paper-office.ts'
import { freshStores } from '../../fixtures/platform/stores.ts'

const stores = freshStores()
const world = worldOf(RESOURCES, '2026-11-21', (node) => node)
const id = (number: number) =>
  idFrom15(`51113390${number.toString().padStart(2, '0')}01${number.toString().padStart(3, '0')}`)

function report(platform: OpenPlatform, most = 100) {
  return reportOf(platform.store, world, { asOf: '2022-06-01', most })
}

describe.each(['sqlite', 'postgres'] as const)('the report on %s', (kind) => {
  test('counts people once however many offices know them, work on the day, money by benefit and fund', async () => {
    const platform = await stores.platform(kind)
    const first = await PaperOffice.join(platform, '马边县人社局', 'A')
    const second = await PaperOffice.join(platform, '义乌联络站', 'B')
    const work = (person: string, over: object) => ({
      person_id: person,
      employer_text: 'x',
      county: '330782',
      from_date: '2022-03-01',
      post_kind: 'ordinary',
      ...over,
    })
    const both = first.person({ id_number: id(1), home_county: '511133' })
    first.insert('spells', work(both, { to_state: 'open' }))
    const ended = first.person({
      id_number: id(2),
      home_county: '511133',
      name: '沙马木呷',
      name_folded: '沙马木呷',
      pinyin: 'shamamuxia',
    })
    first.insert('spells', work(ended, { to_state: 'ended', to_date: '2022-05-31' }))
    const unknown = first.person({
      id_number: id(3),
      home_county: '511129',
      name: '王伟',
      name_folded: '王伟',
      pinyin: 'wangwei',
    })
    first.insert('spells', work(unknown, { to_state: null }))
    first.claim(both, id(1), { state: 'paid' })
    first.claim(ended, id(2), { amount_fen: 250_000 }, 1)
    first.claim(unknown, id(3), { state: 'withdrawn' }, 2)
    const again = second.person({ id_number: id(1), home_county: '511133' })
    second.insert('spells', work(again, { to_state: 'open' }))
    second.claim(again, id(1))
    // One digit off, of the same name.
    const slip = id(1).replace(/^51113/, '51112')
    second.person({ id_number: slip, home_county: '511133', home_township_text: '民建镇' })
    await receive(platform, await first.bundle(), await second.bundle())

    const { totals, duplicates, names } = await report(platform)
    expect(totals).toMatchObject({
      records: 4,
      persons: 3,
      working: 1,
      claims: 2,
      amountFen: 550_000,
      refused: 2,
    })
    expect(totals.offices).toMatchObject([
      { name: '义乌联络站', people: 1, working: 1, claims: 0, refused: 2, lastSequence: 1 },
      { name: '马边县人社局', people: 3, working: 1, claims: 2, amountFen: 550_000, refused: 0 },
    ])
    expect(totals.counties).toEqual([
      { county: '511129', people: 1, working: 0 },
      { county: '511133', people: 2, working: 1 },
    ])
    expect(totals.benefits).toMatchObject([
      { benefit: 'JH-16', claims: 2, amountFen: 550_000, paid: 1, paidFen: 300_000 },
    ])
    expect(names.counties['511133']).toBe('四川省马边彝族自治县')
    expect(duplicates?.same).toEqual({ persons: 1, records: 2, acrossOffices: 1 })
    expect(duplicates?.sameShown[0]?.records.map(({ rowId }) => rowId)).toEqual([both, again].sort())
    expect(duplicates?.similar).toBe(2)
    expect(duplicates?.similarShown[0]).toMatchObject({
      one: { name: '吉克阿依' },
      other: { name: '吉克阿依' },
    })

    const path = join(stores.folder, `report-${kind}.xlsx`)
    await writeReport(await report(platform), path)
    const book = await openWorkbook(path)
    expect(book.sheets.map(({ name }) => name)).toEqual([
      '总数',
      '各单位',
      '各县',
      '各项补贴',
      '同一身份证号',
      '其他疑似重复',
    ])
    book.close()
  })

  test('three offices of 600: their shared people are found, their totals add up, parts of any size, written early or late, give the same', async () => {
    const whole = await stores.platform(kind)
    const parts = await stores.platform(kind)
    const early = await stores.platform(kind)
    const byTable = { people: 600, person_categories: 600, spells: 600, insured_years: 600 }
    for (const [platform, how] of [
      [whole, {}],
      [parts, { mostLines: 900 }],
      [early, { expected: byTable, settledAfter: 300 }],
    ] as const)
      for (const office of [0, 1, 2])
        await platform.store.transaction(() =>
          takeIn(platform.store, inPieces({ office, people: 600, sharedEvery: 50, claimEvery: 10 }), {
            ordinal: office + 1,
            keys: platform.keys,
            world,
            ...how,
          }),
        )
    const { totals, duplicates } = await report(whole, 5)
    // Office 1 and 2 each hold 12 people of the one before.
    expect(duplicates?.same).toEqual({ persons: 24, records: 48, acrossOffices: 24 })
    expect(totals).toMatchObject({ records: 1800, persons: 1776, claims: 156, amountFen: 156 * 300_000 })
    for (const platform of [parts, early]) {
      const split = await report(platform, 5)
      expect(split.totals).toEqual(totals)
      expect(split.duplicates?.same).toEqual(duplicates?.same)
    }
  })
})

/** Lines of an invented office as they come out of a file: some at a time. */
function* inPieces(office: InventedOffice): Generator<string[]> {
  const lines = [...inventedOffice(office)].flat()
  for (let at = 0; at < lines.length; at += 200) yield lines.slice(at, at + 200)
}
