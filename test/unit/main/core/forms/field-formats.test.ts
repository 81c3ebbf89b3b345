import { expect, test } from 'vitest'
import { blankFor, formatValue } from '../../../../../src/main/core/forms/field-formats.ts'

test.each([
  [240050, '金额', '2,400.50'],
  [240000, '大写金额', '贰仟肆佰元整'],
  ['2022-03-31', '年月日', '2022年3月31日'],
  ['2022-03-01', '数字日期', '2022-03-01'],
  ['2022-03', '年月', '2022年3月'],
  ['511133199001010011', '分组', '511133 19900101 0011'],
  ['511133199001010011', '脱敏', '511133********0011'],
  ['51320119850615002X', '脱敏', '513201********002X'],
  ['511133900101001', '脱敏', '***********1001'],
  ['13812345678', '分组', '138 1234 5678'],
  ['13812345678', '脱敏', '138****5678'],
  ['6217000000000000123', '分组', '6217 0000 0000 0000 123'],
  ['6217000000000000123', '脱敏', '***************0123'],
  ['12', '脱敏', '****'],
] as const)('%s as %s is %s', (value, format, text) => {
  expect(formatValue(value, format)).toBe(text)
})

test('unknown, known none and empty print nothing; 0 is a sum', () => {
  for (const value of [undefined, null, '']) expect(formatValue(value, '原样')).toBeUndefined()
  expect(formatValue(0, '金额')).toBe('0.00')
  expect(formatValue(0, '大写金额')).toBe('零元整')
})

test('a date that is none is a mistake of the caller, not a line on paper', () => {
  expect(() => formatValue('2022-03', '年月日')).toThrow('Not a date')
  expect(() => formatValue('2022-03-01', '年月')).toThrow('Not a month')
  expect(blankFor('年月日')).toBe('　　　年　　月　　日')
})
