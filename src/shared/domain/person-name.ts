/** Names of people: kept as written for the bank, compared on a folded form. */

/** The dot between the parts of a name, as GB 18030 has it. */
export const NAME_DOT = '·'

/** What stands for the dot in real files, after NFKC (which turns U+0387, U+FF0E and U+FF65 into these). */
const DOTS = /[\s.\u00b7\u2022\u2027\u2219\u22c5\u30fb]+/gu
const INVISIBLE = /[\u200b-\u200d\u2060\ufeff]/gu
/** Everything but Han: NFKC would replace compatibility ideographs, and a family writes its own character. */
const NOT_HAN = /[^\p{Script=Han}]+/gu
/** Two characters set apart to fill a column (张　三), as rosters do: the blank is layout, not a dot. */
const PADDED_TWO = /^(\p{Script=Han})\s+(\p{Script=Han})$/u

/**
 * The form on which names are compared and searched: every kind of dot and every inner blank becomes one U+00B7,
 * full-width letters become half-width, letters upper case. Han characters are never changed. Folding twice changes nothing.
 */
export function foldName(name: string): string {
  if (isPlainHan(name)) return name
  const plain = name
    .replace(INVISIBLE, '')
    // Twice, since some capitals come out decomposed: folding a folded name must change nothing.
    .replace(NOT_HAN, (run) => run.normalize('NFKC').toUpperCase().normalize('NFKC'))
    .trim()
  return plain.replace(PADDED_TWO, '$1$2').replace(DOTS, NAME_DOT).replace(/^·|·$/gu, '').toUpperCase()
}

/** A name as it is kept: as written, without blanks at its ends and characters that nobody sees and no font prints. */
export function writtenName(name: string): string {
  return isPlainHan(name) ? name : name.replace(INVISIBLE, '').trim()
}

/** `foldName` without its dots: equal for 吉克·阿依 and 吉克阿依, which files write either way. */
export function nameKey(name: string): string {
  return foldName(name).replaceAll(NAME_DOT, '')
}

/** Whether two written names can be the same person's: equal but for dots, blanks, width and letter case. */
export function sameName(a: string, b: string): boolean {
  return nameKey(a) === nameKey(b)
}

/** Length in characters as people count them: 𬱖 is one. */
export function codePointCount(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

/** True when every character is Han (also beyond the basic plane), and there is one. */
export function isHan(text: string): boolean {
  return /^\p{Script=Han}+$/u.test(text)
}

export type NameFault = 'empty' | 'too-long' | 'characters'

/**
 * Whether a written name can be one: Han characters, letters and dots, at most 50 characters (long Tibetan and
 * Uyghur names stay well below). Digits, � and other signs are a fault: they mean a shifted column or lost characters.
 */
export function nameFault(name: string): NameFault | undefined {
  if (name.length <= 50 && isPlainHan(name)) return undefined
  const folded = foldName(name)
  if (folded === '') return 'empty'
  if (codePointCount(folded) > 50) return 'too-long'
  return /^[\p{Script=Han}\p{Script=Latin}·'’-]+$/u.test(folded) ? undefined : 'characters'
}

/** Nothing but common Han characters, as nine names in ten are: the long way round changes nothing in them. */
function isPlainHan(name: string): boolean {
  for (let i = 0; i < name.length; i++) {
    const unit = name.charCodeAt(i)
    if (unit < 0x4e00 || unit > 0x9fff) return false
  }
  return name !== ''
}
