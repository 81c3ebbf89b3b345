import { describe, expect, it } from 'vitest'
import { dateStyleOfCode } from '../../../../../../src/main/core/exchange/workbook/date-styles.ts'
import { SharedStringScanner } from '../../../../../../src/main/core/exchange/workbook/shared-strings.ts'
import { CellMark, type SheetRow } from '../../../../../../src/main/core/exchange/workbook/sheet-row.ts'
import {
  type SheetScanContext,
  SheetScanner,
} from '../../../../../../src/main/core/exchange/workbook/sheet-scanner.ts'
import { openWorkbook } from '../../../../../../src/main/core/exchange/workbook/workbook-reader.ts'
import { handMade, rowsOf } from './build-workbook.ts'

const CONTEXT: SheetScanContext = {
  sheet: '表一',
  sharedStrings: ['共享𠅤', '第二'],
  dateStyles: [0, 1, 2],
  date1904: false,
}

function scan(xml: Buffer, cuts: readonly number[], context = CONTEXT): SheetRow[] {
  const scanner = new SheetScanner(context)
  let from = 0
  for (const cut of [...cuts, xml.length]) {
    // A copy, so that nothing can lean on bytes beyond the piece.
    scanner.push(Uint8Array.from(xml.subarray(from, cut)))
    from = cut
  }
  scanner.end()
  return scanner.rows
}

const plain = (rows: readonly SheetRow[]) =>
  rows.map((row) => [
    row.number,
    row.values,
    row.values.map((_, column) => row.marks(column)),
    row.values.map((_, column) => row.rawText(column)),
  ])

const MIXED = `<?xml version="1.0"?><!-- <sheetData> --><worksheet><dimension ref="A1:F9"/><cols><col min="2" max="3" hidden="1"/></cols><sheetData>
<row r="1" spans="1:6"><c r="A1" t="s"><v>0</v></c><c r="C1" s="1"><v>44651</v></c><c r="D1" s="2"><v>0.5</v></c></row>
<row r="2" hidden="1"><c r="A2" t="inlineStr"><is><r><rPr><b/></rPr><t>吉克</t></r><r><t xml:space="preserve"> 𬱖&amp;䶮 </t></r><rPh sb="0" eb="1"><t>ji</t></rPh><phoneticPr fontId="1"/></is></c><c r="B2"><v>6.22848E+18</v></c><c r="C2"><v>511133199001010000</v></c></row>
<row><c><f>A1</f><v>12</v></c><c t="str"><f>B&amp;C</f><v>㛃_x000D_</v></c><c t="e"><v>#N/A</v></c><c t="b"><v>1</v></c><c><f>X()</f></c><c t='inlineStr'><is><t>a</t></is></c></row>
<row r="7"/><row r="8"><c r="A8" s="1"/><c r="B8" t="inlineStr"><is><t/></is></c></row>
<row r="9" ><c r = "B9" t="inlineStr" ><is><t>x<![CDATA[<c>&]]><!-- n -->y</t></is></c><c r="XFD9" t="n"><v>-1.50</v></c><!-- <c r="D9"><v>1</v></c> --></row>
</sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells></worksheet>`

/** The last column of all costs 16,384 cells each time; where a piece is cut, a nearer column of three letters shows the same. */
const NARROWER = MIXED.replace('XFD9', 'ABC9')

const EXPECTED = [
  [1, ['共享𠅤', null, '2022-03-31', '12:00:00'], [0, 0, 1, 1], ['共享𠅤', '', '44651', '12:00:00']],
  [
    2,
    ['吉克 𬱖&䶮 ', 6.22848e18, 511133199001010000],
    [0, 0, 0],
    ['吉克 𬱖&䶮 ', '6.22848E+18', '511133199001010000'],
  ],
  [
    3,
    [12, '㛃\r', '#N/A', true, null, 'a'],
    [CellMark.formula, CellMark.formula, CellMark.error, 0, CellMark.formula | CellMark.uncalculated, 0],
    ['12', '㛃\r', '#N/A', '1', '', 'a'],
  ],
]

describe('scanning a sheet', () => {
  it('reads every kind of cell', () => {
    const rows = plain(scan(Buffer.from(MIXED), []))
    expect(rows.slice(0, 3)).toEqual(EXPECTED)
    expect(rows).toHaveLength(4)
    const last = rows[3]!
    expect(last[0]).toBe(9)
    expect((last[1] as unknown[]).length).toBe(16_384)
    expect((last[1] as unknown[]).filter((value) => value !== null)).toEqual(['x<c>&y', -1.5])
    expect((last[3] as string[]).at(-1)).toBe('-1.50')
  })

  it('reads the same wherever its bytes are cut, once or at every byte', () => {
    const xml = Buffer.from(NARROWER)
    const whole = JSON.stringify(plain(scan(xml, [])))
    const different: number[] = []
    for (let cut = 0; cut <= xml.length; cut += 1) {
      if (JSON.stringify(plain(scan(xml, [cut]))) !== whole) different.push(cut)
    }
    expect(different).toEqual([])
    expect(
      JSON.stringify(
        plain(
          scan(
            xml,
            Array.from({ length: xml.length }, (_, at) => at),
          ),
        ),
      ),
    ).toBe(whole)
  })

  it('reads the same with a namespace prefix and in the strict variant', async () => {
    const sheet = NARROWER.replace(/<(\/?)(?=[a-zA-Z])(?!c>&|sheetData> -->)/g, '<$1x:').replace(
      '<x:worksheet',
      '<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"',
    )
    const xml = Buffer.from(sheet)
    const whole = plain(scan(xml, []))
    expect(whole).toEqual(plain(scan(Buffer.from(NARROWER), [])))
    for (let cut = 0; cut <= xml.length; cut += 7) expect(plain(scan(xml, [cut]))).toEqual(whole)
    const strict = await handMade({
      sheet: '<row r="1"><c r="A1" t="d"><v>2022-03-31T00:00:00</v></c><c r="B1"><v>1</v></c></row>',
      main: 'http://purl.oclc.org/ooxml/spreadsheetml/main',
      office: 'http://purl.oclc.org/ooxml/officeDocument/relationships',
      sheetTarget: '/xl/worksheets/sheet1.xml',
    })
    const [row] = await rowsOf(strict)
    expect(row?.values).toEqual(['2022-03-31', 1])
    expect(row?.isDate(0)).toBe(true)
  })

  it('gives the same cells when a workbook is inflated 64 bytes at a time', async () => {
    const names = Array.from(
      { length: 200 },
      (_, n) => `<row><c t="inlineStr"><is><t>吉克䶮㛃𬱖𠅤${n}</t></is></c><c><v>${n}.5</v></c></row>`,
    )
    const bytes = await handMade({ sheet: names.join('') })
    const whole = await rowsOf(bytes)
    expect(whole.map((row) => row.values)).toEqual(names.map((_, n) => [`吉克䶮㛃𬱖𠅤${n}`, n + 0.5]))
    for (const chunkBytes of [64, 65, 67, 101, 128, 1000]) {
      expect((await rowsOf(bytes, { chunkBytes })).map((row) => row.values)).toEqual(
        whole.map((row) => row.values),
      )
    }
  })

  it('joins rich text, leaves phonetic runs out and keeps blanks in shared strings, wherever they are cut', () => {
    const xml = Buffer.from(
      '<sst count="4"><si><t>吉克·䶮</t></si><si><r><rPr><sz val="9"/></rPr><t>𬱖</t></r><r><t xml:space="preserve"> 二 </t></r><rPh sb="0" eb="1"><t>er</t></rPh></si><si/><si><t/></si><si><t>_x000D_&#x20164;&#10;</t></si></sst>',
    )
    const expected = ['吉克·䶮', '𬱖 二 ', '', '', '\r𠅤\n']
    for (let cut = 0; cut <= xml.length; cut += 1) {
      const scanner = new SharedStringScanner()
      scanner.push(Uint8Array.from(xml.subarray(0, cut)))
      scanner.push(Uint8Array.from(xml.subarray(cut)))
      scanner.end()
      expect(scanner.strings).toEqual(expected)
    }
  })

  it('passes over a hundred thousand blank styled rows', async () => {
    const blank = Array.from(
      { length: 100_000 },
      (_, n) =>
        `<row r="${n + 2}" s="3" customFormat="1"><c r="A${n + 2}" s="3"/><c r="B${n + 2}" s="3"/></row>`,
    )
    const bytes = await handMade({ sheet: `<row r="1"><c r="A1"><v>1</v></c></row>${blank.join('')}` })
    expect((await rowsOf(bytes)).map((row) => row.number)).toEqual([1])
    const workbook = await openWorkbook(bytes)
    expect((await workbook.inspect()).sheets[0]).toMatchObject({ lastRow: 100_001, preview: [{ number: 1 }] })
  })

  it('tells the number styles that are dates', () => {
    const dates = [
      'yyyy-mm-dd',
      'yyyy"年"m"月"d"日"',
      '[$-804]yyyy"年"m"月";@',
      'm"月"d"日"',
      'yyyy/m/d h:mm',
      'd-mmm-yy',
      'mmm',
    ]
    expect(dates.map(dateStyleOfCode)).toEqual(dates.map(() => 1))
    expect(['h:mm', 'h:mm:ss AM/PM', '上午/下午h"时"mm"分"'].map(dateStyleOfCode)).toEqual([2, 2, 2])
    const numbers = [
      'General',
      '0.00',
      '0.00E+00',
      '#,##0"元"',
      '"day"0',
      '[Red]-0',
      '[h]:mm',
      '@',
      '0\\d',
      '_-* #,##0_-',
      'G/通用格式',
    ]
    expect(numbers.map(dateStyleOfCode)).toEqual(numbers.map(() => 0))
  })

  it('reads dates by style, day system and built-in id', async () => {
    const styles =
      '<styleSheet><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>' +
      '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="57"/><xf numFmtId="176"/><xf numFmtId="22"/></cellXfs></styleSheet>'
    const sheet = `<row r="1">${[0, 1, 2, 3, 4].map((style) => `<c s="${style}"><v>${style === 4 ? 43189.25 : 43189}</v></c>`).join('')}</row>`
    const [row] = await rowsOf(await handMade({ sheet, styles, workbookPr: 'date1904="1"' }))
    expect(row?.values).toEqual([43189, '2022-03-31', '2022-03-31', '2022-03-31', '2022-03-31 06:00:00'])
    expect([0, 1, 4].map((column) => row?.rawText(column))).toEqual(['43189', '43189', '43189.25'])
    const [other] = await rowsOf(await handMade({ sheet, styles }))
    expect(other?.values[1]).toBe('2018-03-30')
  })

  it('inspects sheets: merges, hidden columns and rows, dimension', async () => {
    const workbook = await openWorkbook(
      await handMade({ sheet: MIXED, sharedStrings: '<sst><si><t>甲</t></si></sst>' }),
    )
    const inspection = await workbook.inspect({ previewRows: 2 })
    workbook.close()
    expect(inspection).toMatchObject({
      format: 'xlsx',
      dateSystem: 1900,
      sheets: [
        {
          name: '表一',
          hidden: false,
          dimension: 'A1:F9',
          lastRow: 9,
          hiddenRows: 1,
          merges: ['A1:B1'],
          hiddenColumns: [{ from: 1, to: 2 }],
        },
      ],
    })
    expect(inspection.sheets[0]?.preview).toHaveLength(2)
  })
})
