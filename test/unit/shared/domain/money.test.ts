import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatYuan, plainYuan, readYuan, shortYuan, yuanToFen } from '../../../../src/shared/domain/money.ts'

test.each([
  ['3000', 300000],
  ['3000.5', 300050],
  ['0.07', 7],
  ['1.005'.slice(0, 4), 100],
  ['-12.34', -1234],
  ['-0', 0],
  ['19.99', 1999],
  ['90071992547409.91', 9007199254740991],
] as const)('%s yuan is %i fen', (text, fen) => {
  expect(yuanToFen(text)).toEqual({ ok: true, fen })
})

test.each([
  ['', 'empty'],
  ['3000.125', 'too-many-decimals'],
  ['3000.120', 'too-many-decimals'],
  ['3,000.00', 'thousands-separator'],
  ['３０００', 'full-width'],
  ['约三千', 'format'],
  ['3000元', 'format'],
  ['1e3', 'format'],
  ['.5', 'format'],
  ['5.', 'format'],
  ['+5', 'format'],
  ['90071992547409.92', 'too-large'],
] as const)('%s is refused: %s', (text, fault) => {
  expect(yuanToFen(text)).toEqual({ ok: false, fault })
})

test('what people type is read, where it is clear', () => {
  for (const text of ['3,000.00', '¥3000', '￥ 3,000', '3000元', '３０００', ' 3000.0 ', '3000元整'])
    expect(readYuan(text)).toEqual({ ok: true, fen: 300000 })
  expect(readYuan('3,00')).toEqual({ ok: false, fault: 'thousands-separator' })
  expect(readYuan('30,000,00.00')).toEqual({ ok: false, fault: 'thousands-separator' })
  expect(readYuan('3千')).toEqual({ ok: false, fault: 'format' })
})

test('every whole number of fen comes back from each way of writing it', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (fen) => {
      const same = { ok: true, fen: fen === 0 ? 0 : fen }
      expect(yuanToFen(plainYuan(fen))).toEqual(same)
      expect(yuanToFen(shortYuan(fen))).toEqual(same)
      expect(readYuan(formatYuan(fen))).toEqual(same)
    }),
  )
})

test('writing', () => {
  expect(formatYuan(300000)).toBe('3,000.00')
  expect(formatYuan(-123456789)).toBe('-1,234,567.89')
  expect(formatYuan(5)).toBe('0.05')
  expect(shortYuan(300000)).toBe('3000')
  expect(shortYuan(1250)).toBe('12.5')
  expect(shortYuan(1205)).toBe('12.05')
  expect(() => formatYuan(0.5)).toThrow('whole fen')
})
