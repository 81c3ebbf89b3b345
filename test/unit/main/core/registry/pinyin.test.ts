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
