/** Pinyin as the ledger stores it for search and sorting: no tones, no blanks, ü as v. */
import { pinyin } from 'pinyin-pro'

export type Spoken = {
  /** `jikeayi`, `lvfang` */
  full: string
  /** first letters: `jkay` */
  initials: string
}

/**
 * Pinyin of a text. `person`: the surname is read as a surname at the head (单 shan, 曾 zeng, 欧阳). Dots and blanks
 * are dropped, letters and digits kept in lower case; a character that has no reading stays as it is.
 */
export function pinyinOf(text: string, kind: 'person' | 'plain' = 'person'): Spoken {
  const syllables = pinyin(text, {
    toneType: 'none',
    type: 'array',
    v: true,
    surname: kind === 'person' ? 'head' : 'off',
    nonZh: 'spaced',
  })
  let full = ''
  let initials = ''
  for (const syllable of syllables) {
    const tidy = syllable
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, '')
    if (tidy === '') continue
    full += tidy
    const [first = ''] = tidy
    initials += first
  }
  return { full, initials }
}

/** What a clerk types, on the form that is stored: `Lü Fang`, `lv'fang` and `lvfang` are the same. */
export function foldPinyin(typed: string): string {
  return typed
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ü', 'v')
    .replace(/[\s'’·-]/gu, '')
}
