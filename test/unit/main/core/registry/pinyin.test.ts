import fc from 'fast-check'
import { pinyin } from 'pinyin-pro'
import { expect, test } from 'vitest'
import { foldPinyin, pinyinOf } from '../../../../../src/main/core/registry/pinyin.ts'

test.each([
  ['吉克·阿依', 'jikeayi', 'jkay'],
  ['吉克•阿依', 'jikeayi', 'jkay'],
  ['单雄信', 'shanxiongxin', 'sxx'],
  ['曾国藩', 'zengguofan', 'zgf'],
  ['吕芳', 'lvfang', 'lf'],
  ['欧阳娜娜', 'ouyangnana', 'oynn'],
  ['仇和', 'qiuhe', 'qh'],
  ['阿依·Ａ', 'ayia', 'aya'],
  ['䶮㛃', 'yanjie', 'yj'],
])('%s is %s', (name, full, initials) => {
  expect(pinyinOf(name)).toEqual({ full, initials })
})

test('a character without a reading stays, and is counted once', () => {
  expect(pinyinOf('李\u{3134a}')).toEqual({ full: 'li\u{3134a}', initials: 'l\u{3134a}' })
})

test('places and firms are not read as surnames', () => {
  expect(pinyinOf('单位宿舍', 'plain').full).toBe('danweisushe')
  expect(pinyinOf('重庆市', 'plain').full).toBe('chongqingshi')
})

test('what is typed meets what is stored', () => {
  expect(foldPinyin('Lü Fang')).toBe('lvfang')
  expect(foldPinyin("xi'an")).toBe('xian')
  expect(foldPinyin('lu\u0308')).toBe('lv')
})

test('the short way for characters of one reading gives what the library gives in context', () => {
  const han = fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((code) => String.fromCodePoint(code))
  const common = fc.constantFrom(...'单曾仇解覃查吕绿女行长乐重朝欧阳吉克阿依扎西多吉卓玛·')
  fc.assert(
    fc.property(fc.array(fc.oneof(common, han), { minLength: 1, maxLength: 5 }), (characters) => {
      const name = characters.join('')
      const library = pinyin(name, {
        toneType: 'none',
        type: 'array',
        v: true,
        surname: 'head',
        nonZh: 'spaced',
      })
      expect(pinyinOf(name).full).toBe(library.join('').replaceAll('·', ''))
    }),
    { numRuns: 2000 },
  )
})
