import { describe, expect, test } from 'vitest'
import { applicationFields } from '../../../../../src/main/core/forms/application-fields.ts'
import { readFormLayout } from '../../../../../src/main/core/forms/compile-form.ts'
import { readListLayout } from '../../../../../src/main/core/forms/compile-list.ts'
import { claimLineFields } from '../../../../../src/main/core/forms/list-fields.ts'
import { paperHeaderFields } from '../../../../../src/main/core/forms/paper-fields.ts'
import { renderForms } from '../../../../../src/main/core/forms/render-forms.ts'
import { fullApplication } from '../../../../fixtures/forms/application-forms.ts'
import { memorySink, printingFonts, shippedLayout } from '../../../../fixtures/forms/printed.ts'

const head = `layout: 1
id: small
kind: form
name: 小表
origin: 测试
data: application
page:
  size: A4
  orientation: portrait
  margins: { top: 10, right: 10, bottom: 10, left: 10 }
styles:
  正文: { face: 宋体, size: 12 }
items:
`

describe('a layout with a mistake is refused, naming file, line, key and what is wrong', () => {
  test.each([
    ['no YAML', `${head}  - { type: text, at: [10, 10\n`, 15, '', 'YAML'],
    [
      'an unknown key',
      `${head}  - { type: text, at: [10, 10, 50, 8], text: 表, style: 正文, colour: red }\n`,
      14,
      'items.0.colour',
      'colour',
    ],
    [
      'an unknown page key',
      head
        .replace('  size: A4', '  size: A4\n  zoom: 2')
        .concat('  - { type: line, from: [10, 10], to: [20, 10], width: 1 }\n'),
      9,
      'page.zoom',
      'zoom',
    ],
    ['an unknown type', `${head}  - { type: picture, at: [10, 10, 50, 8] }\n`, 14, 'items.0.type', ''],
    [
      'a size that is no number',
      head
        .replace('size: 12', 'size: 大')
        .concat('  - { type: line, from: [10, 10], to: [20, 10], width: 1 }\n'),
      12,
      'styles.正文.size',
      '数字',
    ],
    [
      'an unknown field',
      `${head}  - { type: text, at: [10, 10, 50, 8], text: '{名字}', style: 正文 }\n`,
      14,
      'items.0.text',
      '没有名为“名字”的字段，可用：编号、填表日期',
    ],
    [
      'an unknown format',
      `${head}  - { type: text, at: [10, 10, 50, 8], text: '{申请金额|美元}', style: 正文 }\n`,
      14,
      'items.0.text',
      '可用：金额、大写金额',
    ],
    [
      'a set of options as text',
      `${head}  - { type: text, at: [10, 10, 50, 8], text: '{户类型}', style: 正文 }\n`,
      14,
      'items.0.text',
      '勾选框',
    ],
    [
      'half a brace',
      `${head}  - { type: text, at: [10, 10, 50, 8], text: '{姓名', style: 正文 }\n`,
      14,
      'items.0.text',
      '花括号不成对',
    ],
    [
      'an unknown style',
      `${head}  - { type: text, at: [10, 10, 50, 8], text: 表, style: 黑体 }\n`,
      14,
      'items.0.style',
      '没有名为“黑体”的样式，可用：正文',
    ],
    [
      'outside the margins',
      `${head}  - { type: text, at: [180, 10, 50, 8], text: 表, style: 正文 }\n`,
      14,
      'items.0',
      '版心',
    ],
    [
      'boxes for a text field',
      `${head}  - { type: checks, at: [10, 10, 50, 8], field: 姓名, style: 正文, columns: 1, options: [{ code: a, text: 甲 }] }\n`,
      14,
      'items.0.field',
      '不能勾选',
    ],
    [
      'an option twice',
      `${head}  - { type: checks, at: [10, 10, 50, 8], field: 户类型, style: 正文, columns: 1, options: [{ code: a, text: 甲 }, { code: a, text: 乙 }] }\n`,
      14,
      'items.0.options.1.code',
      '重复',
    ],
    [
      'a row with too few cells',
      `${head}  - type: table\n    at: [10, 10]\n    columns: [3x20]\n    rows:\n      - height: 8\n        cells:\n          - { span: 2, text: 甲, style: 正文 }\n`,
      18,
      'items.0.rows.0',
      '不足 3 列（第 3 列空着）',
    ],
    [
      'a row with too many cells',
      `${head}  - type: table\n    at: [10, 10]\n    columns: [2x20]\n    rows:\n      - height: 8\n        cells:\n          - { span: 2 }\n          - { text: 多, style: 正文 }\n`,
      21,
      'items.0.rows.0.cells.1',
      '超过 2 列',
    ],
    [
      'a cell beyond the last row',
      `${head}  - type: table\n    at: [10, 10]\n    columns: [20]\n    rows:\n      - height: 8\n        cells:\n          - { rows: 2 }\n`,
      20,
      'items.0.rows.0.cells.0.rows',
      '跨行超出',
    ],
    [
      'another kind of data',
      head
        .replace('data: application', 'data: wages')
        .concat('  - { type: line, from: [10, 10], to: [20, 10], width: 1 }\n'),
      6,
      'data',
      'wages',
    ],
  ])('%s', (_, yaml, line, key, words) => {
    const read = (): unknown => readFormLayout('local/小表.yaml', yaml, applicationFields)
    expect(read).toThrow(expect.objectContaining({ code: 'forms.layout' }))
    expect(read).toThrow(
      expect.objectContaining({
        params: expect.objectContaining({ file: 'local/小表.yaml', line, key }),
        message: expect.stringContaining(words),
      }),
    )
    expect(read).toThrow(`local/小表.yaml 第 ${line} 行`)
  })

  test('a label too long for its box is found when the fonts are there', async () => {
    const yaml = `${head}  - { type: text, at: [10, 10, 8, 5], text: 一个放不下的很长的栏目名称, style: 正文 }\n`
    const form = readFormLayout('小表.yaml', yaml, applicationFields)
    const printing = renderForms(form, [fullApplication], memorySink(), {
      shelf: printingFonts(),
      createdAt: new Date(0),
    })
    await expect(printing).rejects.toMatchObject({ code: 'forms.layout', params: { key: 'items.0.text' } })
  })

  test.each([
    ['columns wider than the page', 'width: 41,', 'width: 61,', 'table.columns', '宽 20.0 毫米'],
    [
      'a total of something that is no money',
      "text: '{用人单位}', style: 靠左 }",
      "text: '{用人单位}', style: 靠左, total: 总数 }",
      'table.columns.5.total',
      '不是金额',
    ],
    ['a total that is not there', '{合计金额}', '{合计人数}', 'table.totalText', '可用：人数、合计金额'],
    [
      'another field beside the page count',
      '，共 {总页数} 页',
      '{页}/{总页数}',
      'footer.4.text',
      '不能再有别的字段',
    ],
  ])('list: %s', (_, from, to, key, words) => {
    const shipped = shippedLayout('application-roster')
    expect(shipped).toContain(from)
    const read = (): unknown =>
      readListLayout('花名册.yaml', shipped.replace(from, to), paperHeaderFields, claimLineFields)
    expect(read).toThrow(
      expect.objectContaining({ code: 'forms.layout', message: expect.stringContaining(words) }),
    )
    expect(read).toThrow(expect.objectContaining({ params: expect.objectContaining({ key }) }))
  })
})
