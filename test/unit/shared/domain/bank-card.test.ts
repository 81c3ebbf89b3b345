import fc from 'fast-check'
import { expect, test } from 'vitest'
import { luhnDigit, luhnHolds, maskAccount, readAccount } from '../../../../src/shared/domain/bank-card.ts'

test('a card with its check digit has no warning; the textbook number passes', () => {
  expect(luhnHolds('79927398713')).toBe(true)
  expect(luhnHolds('79927398710')).toBe(false)
  fc.assert(
    fc.property(fc.stringMatching(/^62\d{16}$/), (digits) => {
      const card = digits + luhnDigit(digits)
      fc.pre(!/^0+$/.test(card.slice(15)))
      expect(readAccount(card)).toEqual({ ok: true, value: card, warnings: [] })
    }),
  )
})

test('a single wrong digit is noticed, and only warned about', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^62\d{16}$/),
      fc.nat(18),
      fc.integer({ min: 1, max: 9 }),
      (digits, at, add) => {
        const card = digits + luhnDigit(digits)
        const wrong = card.slice(0, at) + ((Number(card[at]) + add) % 10) + card.slice(at + 1)
        const reading = readAccount(wrong)
        expect(reading.ok && reading.warnings.includes('luhn')).toBe(true)
      },
    ),
  )
})

test('passbooks are taken with warnings; what is no number is not', () => {
  expect(readAccount('88 6201 2000 1234')).toMatchObject({ ok: true, value: '88620120001234' })
  const passbook = readAccount('88620120001234')
  expect(passbook.ok && passbook.warnings).toContain('length')
  expect(readAccount('6228480000000000000')).toMatchObject({ ok: true })
  const rounded = readAccount('6228481234567890000')
  expect(rounded.ok && rounded.warnings).toContain('excel-rounded')
  expect(readAccount('6.22848E+18')).toEqual({ ok: false, fault: 'excel-scientific' })
  expect(readAccount('6.22848E+018')).toEqual({ ok: false, fault: 'excel-scientific' })
  expect(readAccount('1234567')).toEqual({ ok: false, fault: 'length' })
  expect(readAccount('无')).toEqual({ ok: false, fault: 'characters' })
  expect(readAccount(' ')).toEqual({ ok: false, fault: 'empty' })
})

test('masks keep four digits', () => {
  expect(maskAccount('6228481234567890123')).toBe('********0123')
  expect(maskAccount('123')).toBe('***')
})
