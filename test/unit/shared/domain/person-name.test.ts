import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  codePointCount,
  foldName,
  isHan,
  nameFault,
  nameKey,
  sameName,
  writtenName,
} from '../../../../src/shared/domain/person-name.ts'

describe('folding', () => {
  test.each(['·', '•', '・', '‧', '．', '·', ' ', '　', '. ', ' · ', '･'])(
    'the dot %j becomes U+00B7',
    (dot) => {
      expect(foldName(`吉克${dot}阿依`)).toBe('吉克·阿依')
    },
  )

  test('a two-character name set apart to fill a column is no name with a dot', () => {
    expect(foldName('张　三')).toBe('张三')
    expect(foldName('张 三丰')).toBe('张·三丰')
  })

  test('full-width and small letters, invisible characters, dots at the ends', () => {
    expect(foldName('阿依·Ａ\ufeff')).toBe('阿依·A')
    expect(foldName('·阿依a·')).toBe('阿依A')
  })

  test('Han characters stay what they are, compatibility and extension ones too', () => {
    for (const name of ['䶮', '㛃', '𬱖', '𠅤', '\uf900', '\u{2f800}', '〇'])
      expect(foldName(name)).toBe(name)
  })

  test('capitals that come out decomposed are composed again', () => {
    expect(foldName('\u0390')).toBe(foldName(foldName('\u0390')))
  })

  test('folding twice is folding once, and keeps every Han character in order', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (name) => {
        expect(foldName(foldName(name))).toBe(foldName(name))
      }),
    )
    const han = fc.integer({ min: 0x3400, max: 0x323af }).map((code) => String.fromCodePoint(code))
    fc.assert(
      fc.property(
        fc.array(fc.oneof(han, fc.constantFrom('·', '•', ' ', '．')), { maxLength: 12 }),
        (parts) => {
          const onlyHan = (text: string) => [...text].filter(isHan).join('')
          expect(onlyHan(foldName(parts.join('')))).toBe(onlyHan(parts.join('')))
        },
      ),
    )
  })
})

test('with and without the dot is the same name', () => {
  expect(sameName('吉克·阿依', '吉克阿依')).toBe(true)
  expect(sameName('吉克•阿依', '吉克阿衣')).toBe(false)
  expect(nameKey('扎西．多吉')).toBe('扎西多吉')
})

test('characters are counted as people count them', () => {
  expect(codePointCount('𬱖𠅤·䶮')).toBe(4)
})

test('Han test reaches past the basic plane', () => {
  expect(isHan('𬱖𠅤䶮㛃')).toBe(true)
  expect(isHan('吉克·阿依')).toBe(false)
  expect(isHan('')).toBe(false)
})

test('what cannot be a name says why', () => {
  expect(nameFault('吉克·阿依')).toBeUndefined()
  expect(nameFault('𬱖𠅤')).toBeUndefined()
  expect(nameFault('Ａlibek')).toBeUndefined()
  expect(nameFault(' · ')).toBe('empty')
  expect(nameFault('张\ufffd')).toBe('characters')
  expect(nameFault('511133199001010011')).toBe('characters')
  expect(nameFault('卓玛'.repeat(26))).toBe('too-long')
})

test('what nobody sees is no part of a written name; what a family writes is', () => {
  expect(writtenName('零\u200b宽\ufeff')).toBe('零宽')
  expect(writtenName('\u00a0阿的•拉日 ')).toBe('阿的•拉日')
  expect(writtenName('𬱖\u2060㛃')).toBe('𬱖㛃')
  expect(writtenName('王建国')).toBe('王建国')
})
