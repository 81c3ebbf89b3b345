import ExcelJS from 'exceljs'
import { expect, it } from 'vitest'
import { exportCells } from '../../../../../../src/main/core/exchange/export/export-cells.ts'
import { readExportProfile } from '../../../../../../src/main/core/exchange/export/export-profile.ts'
import {
  fillTemplate,
  notInTemplate,
  placeInTemplate,
} from '../../../../../../src/main/core/exchange/export/template-workbook.ts'
import { sheetRows } from '../../../../../integration/export/export-desk.ts'
import { refusalOf } from '../workbook/build-workbook.ts'

const PROFILE = readExportProfile(
  `export: 1
id: t
name: 试
version: 1
owner: 我们
receiver: 他们
direction: out
source: spells
sheet: 一
file: 一
columns:
  - { header: 姓名, aliases: [aac003], field: person.name, required: true }
  - { header: 证件号码, aliases: [身份证号], field: person.idNumber, required: true }
  - { header: 入职日期, field: spell.from }
  - { header: 月收入, field: spell.monthlyIncome }
  - { header: 备案号, field: spell.filing }
`,
  't.yaml',
)
const ROWS = [
  ['吉克·阿依 ', '511133199001010011', '2022-03-05', 345_050, '无'],
  ['𬱖<&>', '00123', null, null, ' _x0041_\n'],
]
const columns = exportCells(PROFILE, {
  regions: { name: () => undefined, longName: () => undefined },
  benefits: new Map(),
}).sheetColumns

/** A receiver's workbook: a note, a title, a header over two rows, an example, a second sheet with its codes. */
async function receiversTemplate(change: (sheet: ExcelJS.Worksheet) => void = () => undefined) {
  const workbook = new ExcelJS.Workbook()
  const sheet = workbook.addWorksheet('填报表')
  sheet.getCell('A1').value = '附件2'
  sheet.getCell('A2').value = '务工情况填报表'
  sheet.mergeCells('A2:E2')
  sheet.getCell('A2').font = { bold: true, size: 20 }
  sheet.getRow(3).values = ['序号', '身份证号*', '姓 名', '务工情况', '']
  sheet.getRow(4).values = ['', '', '', '月收入（元）', '入职日期']
  for (const range of ['A3:A4', 'B3:B4', 'C3:C4', 'D3:E3']) sheet.mergeCells(range)
  sheet.getRow(5).values = [1, '330000000000000000', '示例', 3000, '2020-01-01']
  sheet.getCell('B5').numFmt = '@'
  sheet.mergeCells('A6:E6')
  sheet.getCell('A6').value = '填表说明：请删去示例'
  sheet.getColumn(2).width = 24
  workbook.addWorksheet('代码').getCell('A1').value = '001'
  change(sheet)
  return { name: '模板.xlsx', bytes: new Uint8Array(await workbook.xlsx.writeBuffer()) }
}

it('keeps the header rows of the receiver, puts values under its headers, and drops its examples', async () => {
  const template = await receiversTemplate()
  const place = await placeInTemplate(template, PROFILE)
  expect(place.headerRow).toBe(4)
  expect(notInTemplate(PROFILE, place)).toEqual(['备案号'])
  const bytes = await fillTemplate(template, place, columns, ROWS)
  expect(await sheetRows(bytes)).toEqual([
    ['附件2'],
    ['务工情况填报表'],
    ['序号', '身份证号*', '姓 名', '务工情况'],
    [null, null, null, '月收入（元）', '入职日期'],
    [null, '511133199001010011', '吉克·阿依 ', 3450.5, '2022-03-05'],
    [null, '00123', '𬱖<&>'],
  ])
  const read = new ExcelJS.Workbook()
  await read.xlsx.load(bytes as unknown as ArrayBuffer)
  const sheet = read.getWorksheet('填报表')
  expect(sheet?.getCell('A2').font).toMatchObject({ bold: true, size: 20 })
  expect(sheet?.getCell('B5').numFmt).toBe('@')
  expect(sheet?.getCell('B6').numFmt).toBe('@')
  expect(sheet?.getColumn(2).width).toBe(24)
  expect(sheet?.model.merges.toSorted()).toEqual(['A2:E2', 'A3:A4', 'B3:B4', 'C3:C4', 'D3:E3'])
  expect(read.getWorksheet('代码')?.getCell('A1').value).toBe('001')
})

it('names the required headers that a template lacks', async () => {
  const template = await receiversTemplate((sheet) => {
    sheet.getCell('B3').value = '编号'
  })
  expect(await refusalOf(() => placeInTemplate(template, PROFILE))).toMatchObject({
    code: 'exports.template-columns',
    message:
      '模板“模板.xlsx”里找不到这些必填的表头：证件号码。请在导出格式的 aliases 里写上模板的叫法，或换一份模板。',
  })
})

it('refuses a template that is no workbook', async () => {
  const csv = { name: '模板.csv', bytes: Buffer.from('姓名,证件号码\r\n') }
  expect((await refusalOf(() => placeInTemplate(csv, PROFILE))).code).toBe('exports.template-format')
})
