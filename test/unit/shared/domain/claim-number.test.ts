import { describe, expect, it } from 'vitest'
import { asClaimNumber } from '../../../../src/shared/domain/claim-number.ts'

describe('a claim number', () => {
  it('is read however it is typed', () => {
    for (const text of ['JH16-2022-7F3A-000012', ' jh16-2022-7f3a-000012 ', 'ＪＨ16－2022－7F3A－000012'])
      expect(asClaimNumber(text)).toBe('JH16-2022-7F3A-000012')
  })
  it('is not seen in names, ID numbers and beginnings of numbers', () => {
    for (const text of ['', '阿依', '511133199001011234', 'JH16-2022', 'JH-16', 'JH16-2022-7F3A-12'])
      expect(asClaimNumber(text)).toBeNull()
  })
})
