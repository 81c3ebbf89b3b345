/** Pinyin as the ledger stores it for search and sorting: no tones, no blanks, ü as v. */
import { pinyin } from 'pinyin-pro'

export type Spoken = {
  /** `jikeayi`, `lvfang` */
  full: string
  /** first letters: `jkay` */
  initials: string
}

/** The one reading of a character (its letters, '' for a dot), or `null` where readings differ and the text decides. */
const readings = new Map<string, string | null>()

/**
 * Pinyin of a text. `person`: the surname is read as a surname at the head (单 shan, 曾 zeng, 欧阳). Dots and blanks
 * are dropped, letters and digits kept in lower case; a character that has no reading stays as it is.
 */
export function pinyinOf(text: string, kind: 'person' | 'plain' = 'person'): Spoken {
  let full = ''
  let initials = ''
  for (const syllable of readOneByOne(text) ?? readAsWhole(text, kind)) {
    if (syllable === '') continue
    full += syllable
    const [first = ''] = syllable
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

/** Most names have no character of several readings: then the slow reading in context is not needed. */
function readOneByOne(text: string): string[] | undefined {
  const syllables: string[] = []
  for (const character of text) {
    let reading = readings.get(character)
    if (reading === undefined) {
      reading = onlyReading(character)
      readings.set(character, reading)
    }
    if (reading === null) return undefined
    syllables.push(reading)
  }
  return syllables
}

function onlyReading(character: string): string | null {
  const all = pinyin(character, { toneType: 'none', type: 'array', v: true, multiple: true }).map(letters)
  return new Set(all).size === 1 ? (all[0] ?? '') : null
}

function readAsWhole(text: string, kind: 'person' | 'plain'): string[] {
  return pinyin(text, {
    toneType: 'none',
    type: 'array',
    v: true,
    surname: kind === 'person' ? 'head' : 'off',
    nonZh: 'spaced',
  }).map(letters)
}

function letters(syllable: string): string {
  return syllable
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}
