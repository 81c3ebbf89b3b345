/** Citizen ID numbers, GB 11643: read, checked, converted from 15 digits, masked. Nothing here knows which areas exist. */

import { parseDate } from './dates.ts'

/** Why a text is no ID number. The two `excel-*` faults cannot be mended: the digits are gone from the file. */
export type IdFault =
  | 'empty'
  | 'length'
  | 'characters'
  | 'check-digit'
  | 'impossible-date'
  | 'excel-scientific'
  | 'excel-rounded'

/**
 * What is odd about a good number. `unknown-area`: abolished area codes stay in real IDs, so it never refuses.
 * `excel-rounded`: ends in 000 like a number that Excel cut, yet its check digit happens to be right.
 */
export type IdWarning = 'unknown-area' | 'excel-rounded' | 'converted-15'

export type Sex = 'male' | 'female'

export type IdNumber = {
  ok: true
  /** 18 characters, X in upper case. */
  value: string
  /** 'YYYY-MM-DD' */
  birth: string
  sex: Sex
  /** First six digits: the county where the number was first issued, not where the person now lives. */
  area: string
  warnings: readonly IdWarning[]
}

export type IdReading = IdNumber | { ok: false; fault: IdFault }

export type IdCheck = {
  /** Day after which nobody is born yet, 'YYYY-MM-DD'. Without it a future birth date is accepted. */
  today?: string
  /** Tells whether a county code was ever in use. Without it no area is called unknown. */
  isKnownArea?: (area: string) => boolean
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const CHECK_CHARACTERS = '10X98765432'

/** The check character for the first 17 digits of a number (GB 11643). Throws on anything but 17 digits. */
export function idCheckDigit(first17: string): string {
  if (!/^\d{17}$/.test(first17)) throw new Error('idCheckDigit needs 17 digits')
  let sum = 0
  for (let i = 0; i < 17; i++) sum += (first17.charCodeAt(i) - 48) * (WEIGHTS[i] ?? 0)
  return CHECK_CHARACTERS[sum % 11] ?? ''
}

/** 15 digits to 18: the century 19 is put in and the check character added. Throws on anything but 15 digits. */
export function idFrom15(text: string): string {
  if (!/^\d{15}$/.test(text)) throw new Error('idFrom15 needs 15 digits')
  const first17 = `${text.slice(0, 6)}19${text.slice(6)}`
  return first17 + idCheckDigit(first17)
}

/** What people and programs put around an ID number: blanks, a leading apostrophe, full-width digits, a small x. */
export function tidyIdText(text: string): string {
  if (/^[0-9X]*$/.test(text)) return text
  return text
    .normalize('NFKC')
    .replace(/[\s\u200b-\u200d\ufeff]/gu, '')
    .replace(/^['’‘]+/, '')
    .toUpperCase()
    .replace(/[Х×]$/u, 'X')
}

/** Reads an ID number of 18 or 15 characters as written in a cell or field. Never throws. */
export function readIdNumber(text: string, check: IdCheck = {}): IdReading {
  const tidy = tidyIdText(text)
  if (tidy === '') return { ok: false, fault: 'empty' }
  if (/^\d(\.\d+)?E\+?\d{1,3}$/.test(tidy)) return { ok: false, fault: 'excel-scientific' }
  if (!/^[\dX]+$/.test(tidy)) return { ok: false, fault: 'characters' }
  if (tidy.length !== 18 && tidy.length !== 15) return { ok: false, fault: 'length' }
  if (!/^(\d{15}|\d{17}[\dX])$/.test(tidy)) return { ok: false, fault: 'characters' }

  const value = tidy.length === 15 ? idFrom15(tidy) : tidy
  const checkDigitRight = idCheckDigit(value.slice(0, 17)) === value[17]
  const looksRounded = tidy.length === 18 && tidy.endsWith('000')
  const birth = `${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`
  if (!isPossibleBirth(birth, check.today)) return { ok: false, fault: 'impossible-date' }
  if (!checkDigitRight) return { ok: false, fault: looksRounded ? 'excel-rounded' : 'check-digit' }

  const area = value.slice(0, 6)
  const warnings: IdWarning[] = []
  if (tidy.length === 15) warnings.push('converted-15')
  if (looksRounded) warnings.push('excel-rounded')
  if (check.isKnownArea && !check.isKnownArea(area)) warnings.push('unknown-area')
  return { ok: true, value, birth, sex: Number(value[16]) % 2 === 1 ? 'male' : 'female', area, warnings }
}

/** First 6, 8 stars, last 4, as public lists print it. Shorter texts keep at most their last 4 characters. */
export function maskId(id: string): string {
  if (id.length >= 15) return `${id.slice(0, 6)}********${id.slice(-4)}`
  return id.length > 4 ? `${'*'.repeat(id.length - 4)}${id.slice(-4)}` : '*'.repeat(id.length)
}

/**
 * Full years of age on a day; both 'YYYY-MM-DD'. A birthday counts on the day itself; who was born on 29 February
 * is a year older on 1 March of a common year. Negative before birth.
 */
export function ageOn(birth: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4))
  return day.slice(5) >= birth.slice(5) ? years : years - 1
}

function isPossibleBirth(birth: string, today: string | undefined): boolean {
  return birth >= '1850' && parseDate(birth) !== undefined && (today === undefined || birth <= today)
}
