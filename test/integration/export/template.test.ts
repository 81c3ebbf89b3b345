import ExcelJS from 'exceljs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addAttachment } from '../../../src/main/core/attachments/attachments.ts'
import { people } from '../../../src/main/core/db/schema/registry.ts'
import { saveProfile } from '../../../src/main/core/exchange/export/own-profiles.ts'
import { packed, sha256Of } from '../../../src/main/core/files/stored-bytes.ts'
import { shippedDefinition } from './definitions.ts'
import { type ExportDesk, exportDesk, sheetRows } from './export-desk.ts'

let desk: ExportDesk
beforeAll(async () => {
  desk = await exportDesk()
  desk.ledger.write({ action: 'test', actor: 'test' }, (tx) =>
    tx.insert(people, {
      name: '吉克·阿依',
      nameFolded: '吉克阿依',
      pinyin: 'jikeayi',
      initials: 'jkay',
      idNumber: '511133199001010011',
      source: 'entry',
    }),
  )
})
afterAll(() => desk.close())

it('fills the workbook that the office attached to its profile, and names what it has no column for', async () => {
  const own = desk.ledger.write({ action: 'test', actor: 'test' }, (tx) =>
    saveProfile(desk.query, tx, {
      definition: shippedDefinition('export-province-person')
        .replace('name: 省平台 人员信息', 'name: 省里的表')
        .replace('aliases: [人员姓名, aac003]', 'aliases: [劳动者]'),
    }),
  ).result
  const workbook = new ExcelJS.Workbook()
  const sheet = workbook.addWorksheet('上报表')
  sheet.getRow(1).values = ['附件1：人员上报表']
  sheet.getRow(2).values = ['身份证号', '劳动者', '签字']
  const bytes = new Uint8Array(await workbook.xlsx.writeBuffer())
  const content = await packed(bytes)
  desk.ledger.write({ action: 'test', actor: 'test' }, (tx) =>
    addAttachment(tx, {
      owner: { kind: 'export-profile', id: own },
      item: null,
      file: { name: '省里的表.xlsx', bytes, sha256: sha256Of(bytes) },
      content,
      by: 'test',
    }),
  )
  const { result, bytes: written } = await desk.export(own)
  expect(await sheetRows(written)).toEqual([
    ['附件1：人员上报表'],
    ['身份证号', '劳动者', '签字'],
    ['511133199001010011', '吉克·阿依'],
  ])
  expect(result.notInTemplate).toContain('出生日期')
  expect(result.notInTemplate).not.toContain('姓名')
})

it('refuses two profiles of one name, and changing or removing one of ours', () => {
  const save = (input: Parameters<typeof saveProfile>[2]) => () =>
    desk.ledger.write({ action: 'test', actor: 'test' }, (tx) => saveProfile(desk.query, tx, input))
  const definition = shippedDefinition('export-work-monitoring')
  expect(save({ definition })).toThrow('已有叫“务工监测”的导出格式，请换一个名称。')
  expect(
    save({ id: 'export-work-monitoring', definition: definition.replace('name: 务工监测', 'name: 另一个') }),
  ).toThrow('这种导出格式是软件自带的，或已删除，请刷新。')
})
