import { expect, test } from 'vitest'
import { maskPhone, readPhone } from '../../../../src/shared/domain/phone.ts'

test.each([
  ['19900001234', '19900001234', 'mobile'],
  ['+86 199-0000-1234', '19900001234', 'mobile'],
  ['１９９００００１２３４', '19900001234', 'mobile'],
  ['0833-4511234', '08334511234', 'landline'],
  ['(010) 62345678', '01062345678', 'landline'],
] as const)('%s is %s', (text, value, kind) => {
  expect(readPhone(text)).toEqual({ ok: true, value, kind })
})

test.each([
  ['', 'empty'],
  ['1990000123', 'length'],
  ['199000012345', 'length'],
  ['12900001234', 'length'],
  ['4511234', 'length'],
  ['1.99E+10', 'excel-scientific'],
  ['1.99E+010', 'excel-scientific'],
  ['无', 'characters'],
  ['19900001234/19900005678', 'characters'],
] as const)('%s is refused: %s', (text, fault) => {
  expect(readPhone(text)).toEqual({ ok: false, fault })
})

test('masks', () => {
  expect(maskPhone('19900001234')).toBe('199****1234')
  expect(maskPhone('0833451123')).toBe('******1123')
})
