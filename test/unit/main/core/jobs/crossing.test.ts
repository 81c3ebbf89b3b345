import { expect, test } from 'vitest'
import { InternalError, pack, shown, unpack } from '../../../../../src/main/core/jobs/crossing.ts'
import { movable } from '../../../../../src/main/core/jobs/transfer.ts'
import { Cancelled } from '../../../../../src/main/core/procedure.ts'
import { isRefusal, Refusal } from '../../../../../src/shared/domain/refusal.ts'

test('a refusal crosses with its code, sentence and values', () => {
  const crossed = unpack(structuredClone(pack(new Refusal('a.b', '不行。', { row: 3 }))))
  expect(isRefusal(crossed)).toBe(true)
  expect(crossed).toMatchObject({ code: 'a.b', message: '不行。', params: { row: 3 } })
})

test('a cancellation stays one', () => {
  expect(unpack(structuredClone(pack(new Cancelled())))).toMatchObject({ name: 'Cancelled' })
})

test('anything else becomes an internal error with a number that is the same for the same fault', () => {
  const fault = () => new TypeError('x')
  const [a, b] = [1, 2].map(() => shown(fault())) as [Error, Error]
  const other = shown(new RangeError('elsewhere'))
  expect(a).toBeInstanceOf(InternalError)
  expect((a as InternalError).number).toMatch(/^[0-9A-F]{6}$/)
  expect((a as InternalError).number).toBe((b as InternalError).number)
  expect((a as InternalError).number).not.toBe((other as InternalError).number)
  expect(a.message).not.toContain('TypeError')
  expect(shown('a thrown text')).toBeInstanceOf(InternalError)
  expect(shown(a)).toBe(a)
})

test('what is logged holds no name and no number of a person, also not of its cause', () => {
  const cause = new Error('UNIQUE failed: 51113319900101123X 吉克·阿木')
  const { detail } = shown(new Error('马海阿呷 13800001111', { cause })) as InternalError
  expect(detail).not.toMatch(/[\p{Script=Han}]|5111|1380000/u)
  expect(detail).toMatch(/crossing\.test\.ts/)
})

test('whole buffers are moved, parts of a shared pool are copied', () => {
  const whole = new Float64Array(8)
  const part = new Uint8Array(new ArrayBuffer(64), 8, 8)
  const deep = { a: { b: { c: new Uint8Array(4) } } }
  expect(movable({ whole, list: [whole, part] })).toEqual([whole.buffer])
  expect(movable(Buffer.from('pooled'))).toEqual([])
  expect(movable(deep)).toEqual([])
  expect(movable(new Uint8Array(new SharedArrayBuffer(4)))).toEqual([])
  expect(movable(null)).toEqual([])
})
