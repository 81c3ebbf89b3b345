import { describe, expect, it } from 'vitest'
import { asPaperNumber } from '../../../../src/shared/domain/paper-number.ts'

describe('the number of a paper', () => {
  it('is that of a claim, a batch, a payment file or a printed list, however it is typed', () => {
    for (const number of [
      'JH16-2022-7F3A-000012',
      'PC-2022-7F3A-0003',
      'ZF-2022-7F3A-0003',
      'ZJ-2022-7F3A-000012',
    ]) {
      expect(asPaperNumber(number)).toBe(number)
      expect(asPaperNumber(` ${number.toLowerCase()} `)).toBe(number)
    }
    expect(asPaperNumber('ＰＣ－2022－7F3A－0003')).toBe('PC-2022-7F3A-0003')
  })
  it('is not seen in other letters and in beginnings of numbers', () => {
    for (const text of ['', 'PC-2022', 'PC-2022-7F3A-3', 'AB-2022-7F3A-0003', '511133199001011234', 'PC机'])
      expect(asPaperNumber(text)).toBeNull()
  })
})
