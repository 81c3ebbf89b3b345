import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FieldReaders, saysNone, saysNothing } from '../../../../../src/main/core/exchange/field-readers.ts'
import { RowCells, shownValue } from '../../../../../src/main/core/exchange/row-cells.ts'
import {
  CellMark,
  type CellValue,
  SheetRow,
} from '../../../../../src/main/core/exchange/workbook/sheet-row.ts'
import { loadRegions } from '../../../../../src/main/core/registry/regions.ts'

const regions = loadRegions(join(import.meta.dirname, '../../../../../resources'))
const read = new FieldReaders({ today: '2022-09-30', regions, officeCounty: '511133' })
/** One cell under the label 栏. */
function cell(value: CellValue, marks = 0, raw?: string): RowCells {
  const cells = new RowCells({ columns: new Map([['f', 0]]), labelOf: () => '栏' })
  cells.load(new SheetRow(5, [value], false, [marks], raw === undefined ? undefined : new Map([[0, raw]])))
  return cells
}
const codes = (cells: RowCells) => cells.notes.remarks.map(({ code }) => code)

test.each([
  ['3000', 300_000],
  ['3,000.50', 300_050],
  ['３０００元', 300_000],
  [3000.1, 300_010],
  ['0', 0],
])('money %j is %d fen', (value, fen) => expect(read.fen(cell(value), 'f')).toBe(fen))

test('money in 万元 is not rounded', () => {
  expect(read.fen(cell('1.2345'), 'f', 10_000)).toBe(1_234_500)
  expect(read.fen(cell('0.3'), 'f', 10_000)).toBe(300_000)
})

test.each([
  ['约3000元', 'money.format'],
  ['3000.125', 'money.too-many-decimals'],
  ['-5', 'money.negative'],
])('money %j is left out with %s', (value, code) => {
  const cells = cell(value)
  expect(read.fen(cells, 'f')).toBeUndefined()
  expect(codes(cells)).toEqual([code])
})

test('a blank says nothing, 无 says none, 0 says zero', () => {
  expect(['', '-', '/', '不详', '——'].every(saysNothing)).toBe(true)
  expect(['无', '否', '未组织', '没有', '0'].some(saysNothing)).toBe(false)
  expect(['无', '否', '未组织', '没有'].every(saysNone)).toBe(true)
  expect(read.count(cell(null), 'f')).toBeUndefined()
  expect(read.count(cell(0), 'f')).toBe(0)
  expect(read.yesNo(cell(null), 'f')).toBeUndefined()
  expect(read.yesNo(cell('无'), 'f')).toBe(false)
})

test.each([
  ['马边', '511133'],
  ['四川省乐山市马边彝族自治县', '511133'],
  ['511133', '511133'],
  ['浙江省金华市义乌市', '330782'],
])('%s is county %s', (text, code) => expect(read.county(cell(text), ['f'], 'anywhere')).toBe(code))

test.each([
  ['马边大县', 'county.unknown'],
  ['浙江省金华市', 'county.not-county'],
  ['鼓楼区', 'county.ambiguous'],
])('%s is left out with %s', (text, code) => {
  const cells = cell(text)
  expect(read.county(cells, ['f'], 'anywhere')).toBeUndefined()
  expect(codes(cells)).toEqual([code])
})

test('errors and uncalculated formulas are blanks that are told of', () => {
  const error = cell('#REF!', CellMark.error)
  expect(error.text('f')).toBe('')
  expect(codes(error)).toEqual(['cell.error'])
  const open = cell(null, CellMark.formula | CellMark.uncalculated)
  expect(open.text('f')).toBe('')
  expect(codes(open)).toEqual(['cell.uncalculated'])
})

test('a number shows as the file stores it where digits matter', () => {
  expect(cell(5.11133198506151e17, 0, '5.11133198506151E+17').stored('f')).toBe('5.11133198506151E+17')
  expect(cell(13812345678).stored('f')).toBe('13812345678')
  expect(cell(0.1 + 0.2).text('f')).toBe('0.3')
})

test('a message never shows a whole ID number', () => {
  expect(shownValue('身份证511133198506150017')).toBe('身份证511***************')
  const cells = cell('511133198506150017')
  read.yesNo(cells, 'f')
  expect(cells.notes.remarks[0]?.message).not.toContain('198506')
})
