import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvBuffer } from '../../../../../../src/main/core/exchange/workbook/csv-writer.ts'
import { dateOfSerial, serialOfDate } from '../../../../../../src/main/core/exchange/workbook/serial-date.ts'
import type { SheetCell, SheetColumn } from '../../../../../../src/main/core/exchange/workbook/sheet-spec.ts'
import { createWorkbookWriter } from '../../../../../../src/main/core/exchange/workbook/workbook-writer.ts'
import { rowsOf } from './build-workbook.ts'

const RARE = [
  '䶮',
  '㛃',
  '𬱖',
  '𠅤',
  '·',
  'ꆈꌠ',
  'བོད',
  '_x000D_',
  '_x0041_',
  '_x',
  '\u0001',
  '\u001f',
  '\r\n',
  '\r',
  '\n',
  '\t',
  '&amp;',
  '<c r="A1">',
  ']]>',
  '"',
  "'",
  '=1+1',
  '@',
  ' ',
  '\ud83d',
  '\udc00',
  '\ufffe',
  '\ufeff',
]
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(...RARE),
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.string({ maxLength: 40 }),
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(''))
const id = fc.stringMatching(/^\d{17}[\dX]$/)
const digits = fc.stringMatching(/^0{0,3}\d{0,19}$/)
const day = fc
  .integer({ min: Date.UTC(1899, 11, 31) / 86_400_000, max: Date.UTC(2100, 11, 31) / 86_400_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10))
const moment = fc.tuple(day, fc.integer({ min: 1, max: 86_399 })).map(([date, seconds]) => {
  return `${date} ${new Date(seconds * 1000).toISOString().slice(11, 19)}`
})

const COLUMNS: SheetColumn[] = [
  { header: '姓名' },
  { header: '证件号码' },
  { header: '账号' },
  { header: '日期', kind: 'date' },
  { header: '时间', kind: 'date' },
  { header: '数', kind: 'general' },
  { header: '金额', kind: 'fen' },
  { header: '是否', kind: 'general' },
]

const row = fc.tuple(
  text,
  id,
  digits,
  day,
  moment,
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0 || 0),
  fc.maxSafeInteger().map((n) => n % 100_000_000_000_00 || 0),
  fc.boolean(),
)

/** What a row reads as: blanks are null and do not stand at the end. */
function read(cells: readonly SheetCell[]): unknown[] {
  const values = cells.map((cell) => (cell === '' || cell === undefined ? null : cell))
  while (values.length > 0 && values.at(-1) === null) values.pop()
  return values
}

describe('what is written is what is read', () => {
  it.each([false, true])('for text, numbers, dates, truth values (1904 system: %s)', async (date1904) => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 6 }), fc.boolean(), async (drawn, again) => {
        // Rows that come again share their texts.
        const rows = again ? [...drawn, ...drawn, ...drawn] : drawn
        const bytes = await createWorkbookWriter({ date1904 })
          .addSheet({ name: '花名册', columns: COLUMNS, rows, header: false })
          .toBuffer()
        const found = await rowsOf(bytes)
        expect(found.map((each) => each.values)).toEqual(
          rows.map((cells) => read(cells.map((cell, index) => (index === 6 ? Number(cell) / 100 : cell)))),
        )
        for (const [index, each] of found.entries()) {
          const cells = rows[index]!
          const representable = (date: string) => !date1904 || date >= '1904-01-01'
          expect(each.isDate(3)).toBe(representable(cells[3]))
          expect(each.isDate(4)).toBe(representable(cells[4]))
          expect(each.isDate(1)).toBe(false)
          // 18 digits are text, so nothing of them is lost.
          expect(each.rawText(1)).toBe(cells[1])
        }
      }),
      { numRuns: 100 },
    )
  })

  it.each(['utf-8', 'utf-8-bom', 'gb18030', 'utf-16le'] as const)('for .csv in %s', async (encoding) => {
    const field = fc.oneof(
      text.map((each) => each.replaceAll('\ufeff', '').toWellFormed().replaceAll('\0', '')),
      id,
      digits,
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(field, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 }),
        async (rows) => {
          // The header tells the encoding even where chance makes only ASCII rows.
          const all = [['姓名', '证件号码，户籍所在县', '联系电话'], ...rows]
          const clean = all.map((cells) =>
            cells.map((cell) => (/[\ufffd\ue000-\uf8ff]/.test(cell) ? '' : cell)),
          )
          const bytes = await csvBuffer(clean, { encoding })
          const found = await rowsOf(bytes)
          expect(found.map((each) => each.values)).toEqual(
            clean.map(read).filter((cells) => cells.length > 0),
          )
        },
      ),
      { numRuns: 100 },
    )
  })

  it('gives the same bytes for the same sheets', async () => {
    const make = () =>
      createWorkbookWriter()
        .addSheet({
          name: '花名册',
          columns: COLUMNS,
          title: '东西部劳务协作花名册',
          rows: Array.from({ length: 3000 }, (_, n) => [
            `吉克${n}`,
            `51113319900101${n}`,
            '01',
            '2022-03-31',
          ]),
          print: { landscape: true },
        })
        .toBuffer()
    const [first, second] = [await make(), await make()]
    expect(first.equals(second)).toBe(true)
    expect((await rowsOf(first)).length).toBe(3002)
  })
})

describe('day numbers', () => {
  it('agree with the days that spreadsheets show', () => {
    expect(serialOfDate('1899-12-31')).toBe(0)
    expect(serialOfDate('1900-02-28')).toBe(59)
    expect(serialOfDate('1900-03-01')).toBe(61)
    expect(serialOfDate('2022-03-31')).toBe(44651)
    expect(serialOfDate('2022-03-31', true)).toBe(43189)
    expect(dateOfSerial(44651.5)).toBe('2022-03-31 12:00:00')
    expect(dateOfSerial(44651.999999999)).toBe('2022-04-01')
    expect(dateOfSerial(60)).toBe('1900-02-29')
    expect(dateOfSerial(-1)).toBeUndefined()
    expect(dateOfSerial(2_958_466)).toBeUndefined()
    expect(serialOfDate('2022-02-29')).toBeUndefined()
    expect(serialOfDate('2022年3月')).toBeUndefined()
  })

  it('go there and back, for every day from 1899-12-31 to 2100-12-31 and in both systems', () => {
    const wrong: string[] = []
    let days = 0
    for (let day = Date.UTC(1899, 11, 31); day <= Date.UTC(2100, 11, 31); day += 86_400_000) {
      const date = new Date(day).toISOString().slice(0, 10)
      if (dateOfSerial(serialOfDate(date)!) !== date) wrong.push(date)
      if (date >= '1904-01-01' && dateOfSerial(serialOfDate(date, true)!, true) !== date) wrong.push(date)
      days += 1
    }
    expect(wrong).toEqual([])
    expect(days).toBe(73_415)
  })
})
