import fc from 'fast-check'
import { expect, test } from 'vitest'
import { creditCodeCheck, readCreditCode } from '../../../../src/shared/domain/credit-code.ts'

const alphabet = [...'0123456789ABCDEFGHJKLMNPQRTUWXY']

test('the known code passes, also in small and full-width letters', () => {
  for (const text of ['91330602MA2BCDEF0M', '91330602ma2bcdef0m', ' ９１３３０６０２MA2BCDEF0M'])
    expect(readCreditCode(text)).toEqual({ ok: true, value: '91330602MA2BCDEF0M', warnings: [] })
})

test('a wrong check character only warns', () => {
  expect(readCreditCode('91330602MA2BCDEF0N')).toMatchObject({ ok: true, warnings: ['check-digit'] })
})

test.each([
  ['', 'empty'],
  ['91330602MA2BCDEF0', 'length'],
  ['91330602MA2BCDEF0MM', 'length'],
  ['91330602MAIBCDEF0M', 'characters'],
  ['91330602MA2BCDEO0M', 'characters'],
  ['某某公司', 'characters'],
] as const)('%s is refused: %s', (text, fault) => {
  expect(readCreditCode(text)).toEqual({ ok: false, fault })
})

test('a made check character always passes, and a single wrong one never', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...alphabet), { minLength: 17, maxLength: 17 }),
      fc.integer({ min: 0, max: 16 }),
      fc.integer({ min: 1, max: 30 }),
      (characters, at, add) => {
        const code = characters.join('') + creditCodeCheck(characters.join(''))
        expect(readCreditCode(code)).toEqual({ ok: true, value: code, warnings: [] })
        const other = alphabet[(alphabet.indexOf(characters[at]!) + add) % 31]
        const wrong = code.slice(0, at) + other + code.slice(at + 1)
        expect(readCreditCode(wrong)).toMatchObject({ warnings: ['check-digit'] })
      },
    ),
  )
})
