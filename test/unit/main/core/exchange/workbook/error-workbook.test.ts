import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeErrorWorkbook } from '../../../../../../src/main/core/exchange/workbook/error-workbook.ts'
import { shiftFormula } from '../../../../../../src/main/core/exchange/workbook/shift-columns.ts'
import { openWorkbook } from '../../../../../../src/main/core/exchange/workbook/workbook-reader.ts'
import { createWorkbookWriter } from '../../../../../../src/main/core/exchange/workbook/workbook-writer.ts'
import { openZip } from '../../../../../../src/main/core/exchange/workbook/zip-reader.ts'
import { handMade, refusalOf, rowsOf } from './build-workbook.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'errors-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function partsIn(file: string): Promise<Map<string, string>> {
  const zip = await openZip(file)
  const parts = new Map<string, string>()
  for (const name of zip.names) parts.set(name, (await zip.readWhole(name, 1e8)).toString('utf8'))
  zip.close()
  return parts
}

const SHEET =
  '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="urn:m" xmlns:x14="urn:x"><sheetPr/><dimension ref="A1:C5"/>' +
  '<sheetViews><sheetView workbookViewId="0"><pane xSplit="1" ySplit="2" topLeftCell="B3" activePane="bottomRight" state="frozen"/><selection pane="bottomRight" activeCell="B3" sqref="B3:B4 D1"/></sheetView></sheetViews>' +
  '<sheetFormatPr defaultRowHeight="14"/><cols><col min="1" max="1" width="20" style="4"/><col min="3" max="16384" width="9"/></cols><sheetData>' +
  '<row r="1" spans="1:3" ht="30"><c r="A1" s="1" t="s"><v>0</v></c></row>' +
  '<row r="2" spans="1:3"><c r="A2" s="2" t="s"><v>1</v></c><c r="B2" t="inlineStr"><is><t>证件号码</t></is></c></row>' +
  '<row r="3" spans="1:3"><c r="A3" s="5" t="inlineStr"><is><r><rPr><b/></rPr><t xml:space="preserve"> 䶮㛃𬱖𠅤 A3 </t></r></is></c><c r="B3"><v>6.22848E+18</v></c><c r="C3" s="9"><f t="shared" ref="C3:C4" si="0">LEN(A3)&amp;"A3"&amp;SUM($B$3:B3)+LOG10(B3)</f><v>12</v></c></row>' +
  '<row r="4"><c r="A4"><v>7</v></c><c r="C4"><f t="shared" si="0"/><v>1</v></c></row><row r="5"/>' +
  '</sheetData><autoFilter ref="A2:C4"><filterColumn colId="1"/></autoFilter><mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells>' +
  '<conditionalFormatting sqref="A3:A4 C3"><cfRule type="expression" priority="1"><formula>$A3&gt;B3</formula></cfRule></conditionalFormatting>' +
  '<dataValidations count="1"><dataValidation type="list" sqref="B3:B99"><formula1>$C$1:$C$2</formula1></dataValidation></dataValidations>' +
  '<hyperlinks><hyperlink ref="A3" r:id="rId9"/></hyperlinks><colBreaks count="1"><brk id="2" max="9" man="1"/></colBreaks>' +
  '<extLst><x14:cf><xm:f>A$3</xm:f><xm:sqref>A3:B4</xm:sqref></x14:cf></extLst></worksheet>'

const MORE = {
  'xl/calcChain.xml': '<calcChain><c r="C3" i="7"/><c r="C4"/><c r="C9" i="8"/></calcChain>',
  'xl/worksheets/_rels/sheet1.xml.rels':
    '<Relationships><Relationship Id="a" Type="urn:o/table" Target="../tables/table1.xml"/><Relationship Id="b" Type="urn:o/comments" Target="../comments1.xml"/>' +
    '<Relationship Id="c" Type="urn:o/drawing" Target="../drawings/d1.xml"/><Relationship Id="d" Type="urn:o/vmlDrawing" Target="../drawings/v1.vml"/></Relationships>',
  'xl/tables/table1.xml': '<table id="1" ref="A2:C4"><autoFilter ref="A2:C4"/></table>',
  'xl/comments1.xml': '<comments><comment ref="B3"><text><t>批注 B3</t></text></comment></comments>',
  'xl/drawings/d1.xml': '<xdr:from><xdr:col>2</xdr:col><xdr:row>2</xdr:row></xdr:from>',
  'xl/drawings/v1.vml': '<x:Anchor>1, 15, 0, 2, 3, 15, 3, 4</x:Anchor><x:Row>2</x:Row><x:Column>1</x:Column>',
  'xl/media/image1.png': Buffer.from(Array.from({ length: 999 }, (_, n) => (n * 7) % 256)),
}

describe('the original returned with an error column', () => {
  it('moves everything that names a cell, and nothing else', async () => {
    const original = await handMade({
      sheet: SHEET,
      sharedStrings: '<sst><si><t>花名册</t></si><si><t>姓名</t></si></sst>',
      definedNames:
        '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">表一!$A$1:$C$5</definedName><definedName name="_xlnm.Print_Titles" localSheetId="0">\'表一\'!$A:$B,\'表一\'!$1:$2</definedName><definedName name="其他">别处!$A$1</definedName></definedNames>',
      more: MORE,
    })
    const out = join(folder, 'errors.xlsx')
    const written = await writeErrorWorkbook(
      original,
      new Map([
        [3, '证件号码被改成了科学计数 <6.2E+18>'],
        [5, '空行'],
        [99, '没有这行'],
      ]),
      out,
      { headerRow: 2 },
    )
    expect(written).toMatchObject({ format: 'xlsx', messages: 2 })
    const parts = await partsIn(out)
    const sheet = parts.get('xl/worksheets/sheet1.xml') ?? ''
    for (const piece of [
      '<dimension ref="B1:D5"/>',
      'xSplit="2" ySplit="2" topLeftCell="C3"',
      'activeCell="C3" sqref="C3:C4 E1"',
      '<cols><col min="1" max="1" width="42" customWidth="1"/><col min="2" max="2" width="20" style="4"/><col min="4" max="16384" width="9"/></cols>',
      '<row r="1" spans="1:4" ht="30"><c r="A1"/><c r="B1" s="1" t="s"><v>0</v></c></row>',
      '<t xml:space="preserve">错误</t></r></is></c><c r="B2" s="2" t="s"><v>1</v></c><c r="C2" t="inlineStr"><is><t>证件号码</t></is></c></row>',
      '<color rgb="FFC00000"/>',
      '证件号码被改成了科学计数 &lt;6.2E+18&gt;</t>',
      '<c r="B3" s="5" t="inlineStr"><is><r><rPr><b/></rPr><t xml:space="preserve"> 䶮㛃𬱖𠅤 A3 </t></r></is></c><c r="C3"><v>6.22848E+18</v></c>',
      '<f t="shared" ref="D3:D4" si="0">LEN(B3)&amp;&quot;A3&quot;&amp;SUM($C$3:C3)+LOG10(C3)</f><v>12</v>',
      '<c r="D4"><f t="shared" si="0"/><v>1</v></c>',
      '<autoFilter ref="B2:D4"><filterColumn colId="1"/>',
      '<mergeCell ref="B1:D1"/>',
      'sqref="B3:B4 D3"><cfRule type="expression" priority="1"><formula>$B3&gt;C3</formula>',
      'sqref="C3:C99"><formula1>$D$1:$D$2</formula1>',
      '<hyperlink ref="B3" r:id="rId9"/>',
      '<brk id="3" max="9" man="1"/>',
      '<xm:f>B$3</xm:f><xm:sqref>B3:C4</xm:sqref>',
    ]) {
      expect(sheet).toContain(piece)
    }
    expect(parts.get('xl/workbook.xml')).toContain('表一!$B$1:$D$5')
    expect(parts.get('xl/workbook.xml')).toContain("'表一'!$B:$C,'表一'!$1:$2")
    expect(parts.get('xl/workbook.xml')).toContain('别处!$A$1')
    expect(parts.get('xl/calcChain.xml')).toBe(
      '<calcChain><c r="D3" i="7"/><c r="D4"/><c r="C9" i="8"/></calcChain>',
    )
    expect(parts.get('xl/tables/table1.xml')).toBe(
      '<table id="1" ref="B2:D4"><autoFilter ref="B2:D4"/></table>',
    )
    expect(parts.get('xl/comments1.xml')).toContain('<comment ref="C3"><text><t>批注 B3</t>')
    expect(parts.get('xl/drawings/d1.xml')).toContain('<xdr:col>3</xdr:col><xdr:row>2</xdr:row>')
    expect(parts.get('xl/drawings/v1.vml')).toBe(
      '<x:Anchor> 2, 15, 0, 2, 4, 15, 3, 4</x:Anchor><x:Row>2</x:Row><x:Column>2</x:Column>',
    )
    const before = await openZip(original)
    const after = await openZip(out)
    for (const name of ['xl/media/image1.png', 'xl/sharedStrings.xml']) {
      expect(await after.readWhole(name, 1e6)).toEqual(await before.readWhole(name, 1e6))
    }
    before.close()
    after.close()
  })

  it('reads back as the original beside the messages, for sheets of every size', async () => {
    const rows = Array.from({ length: 5000 }, (_, n) => [
      `吉克·䶮${n}`,
      `51113319900101${String(n).padStart(4, '0')}`,
      '2022-03-31',
      n / 7,
      n % 3 === 0 ? null : '是',
    ])
    const original = join(folder, 'original.xlsx')
    await createWorkbookWriter()
      .addSheet({
        name: '花名册',
        title: '花名册',
        columns: [
          { header: '姓名' },
          { header: '证件号码' },
          { header: '日期', kind: 'date' },
          { header: '数', kind: 'general' },
          { header: '是否' },
        ],
        rows,
        print: {},
      })
      .addSheet({ name: '说明', columns: [{ header: '项' }], rows: [['一']] })
      .toFile(original)
    const messages = new Map(Array.from({ length: 500 }, (_, n) => [n * 10 + 3, `第 ${n} 处错误`]))
    const out = join(folder, 'returned.xlsx')
    const result = await writeErrorWorkbook(original, messages, out, { headerRow: 2 })
    expect(result.messages).toBe(500)
    const [before, after] = [await rowsOf(original), await rowsOf(out)]
    expect(after.map((row) => row.values.slice(1))).toEqual(before.map((row) => row.values))
    expect(after.map((row) => row.values[0])).toEqual(
      before.map((row) => (row.number === 2 ? '错误' : (messages.get(row.number) ?? null))),
    )
    expect(after.map((row) => row.isDate(3))).toEqual(before.map((row) => row.isDate(2)))
    expect(await rowsOf(out, { sheet: '说明' })).toEqual(await rowsOf(original, { sheet: '说明' }))
    const workbook = await openWorkbook(out)
    expect((await workbook.inspect()).sheets[0]).toMatchObject({ merges: ['B1:F1'], autofilter: 'B2:F5002' })
    workbook.close()
  })

  it.each(['utf8', 'gb18030', 'utf16le'])(
    'returns a .csv in %s as it was, with a first field',
    async (encoding) => {
      const lines = ['姓名,证件号码', '"吉克,""䶮""\n二行",511133199001010011', '', '㛃𬱖𠅤 ,"x"', '末,行']
      const bytes = iconv.encode(lines.join('\r\n'), encoding, { addBOM: encoding === 'utf16le' })
      const out = join(folder, `errors-${encoding}.csv`)
      const result = await writeErrorWorkbook(
        bytes,
        new Map([
          [2, '错,因'],
          [5, '另"一'],
        ]),
        out,
      )
      expect(result).toMatchObject({ format: 'csv', messages: 2 })
      expect(iconv.decode(await readFile(out), encoding)).toBe(
        [
          '错误,姓名,证件号码',
          '"错,因","吉克,""䶮""\n二行",511133199001010011',
          '',
          ',㛃𬱖𠅤 ,"x"',
          '"另""一",末,行',
        ].join('\r\n'),
      )
    },
  )

  it('leaves no file behind when it is stopped or the original is broken', async () => {
    const original = await handMade({ sheet: SHEET, sharedStrings: '<sst/>' })
    const out = join(folder, 'stopped.xlsx')
    expect(
      (await refusalOf(() => writeErrorWorkbook(original, new Map(), out, { shouldStop: () => true }))).code,
    ).toBe('workbook.cancelled')
    const broken = await handMade({ sheet: '<worksheet><sheetData><row r="1"><c r="A1"/>' })
    await writeFile(out, '原有内容')
    expect((await refusalOf(() => writeErrorWorkbook(broken, new Map(), out))).code).toBe('workbook.damaged')
    expect(await readFile(out, 'utf8')).toBe('原有内容')
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })
})

describe('formulas one column on', () => {
  it('moves references into the sheet, and only those', () => {
    const moved = (formula: string) => shiftFormula(formula, '表一', true)
    expect(moved('IF(A1="A1",$B$2,C:C)+Z9+AZ10')).toBe('IF(B1="A1",$C$2,D:D)+AA9+BA10')
    expect(moved("SUM(表一!A1:B2,别处!A1,'表一'!$A$1)")).toBe("SUM(表一!B1:C2,别处!A1,'表一'!$B$1)")
    expect(moved('LOG10(A1)+ATAN2(B1,C1)+单价A1+Table1[Q1]+TRUE')).toBe(
      'LOG10(B1)+ATAN2(C1,D1)+单价A1+Table1[Q1]+TRUE',
    )
    expect(moved('XFD1+1:3')).toBe('XFD1+1:3')
    expect(shiftFormula('A1+表一!A1', '表一', false)).toBe('A1+表一!B1')
  })
})
