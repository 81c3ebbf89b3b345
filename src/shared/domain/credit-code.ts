/** Unified social credit codes of organisations, GB 32100. */

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

export type CreditCodeFault = 'empty' | 'length' | 'characters'

/** `check-digit`: early real codes fail the check, so it only warns. */
export type CreditCodeReading =
  | { ok: true; value: string; warnings: readonly 'check-digit'[] }
  | { ok: false; fault: CreditCodeFault }

/**
 * The check character for the first 17 characters (weights 3^i mod 31, GB 32100).
 * Throws on a wrong length or a letter outside the alphabet (I O S V Z are not in it).
 */
export function creditCodeCheck(first17: string): string {
  if (first17.length !== 17) throw new Error('creditCodeCheck needs 17 characters')
  let sum = 0
  let weight = 1
  for (const character of first17) {
    const value = ALPHABET.indexOf(character)
    if (value < 0) throw new Error(`creditCodeCheck: ${character} is not in the alphabet`)
    sum += value * weight
    weight = (weight * 3) % 31
  }
  return ALPHABET[(31 - (sum % 31)) % 31] ?? ''
}

/** Reads a credit code as written; full-width and small letters are accepted. Never throws. */
export function readCreditCode(text: string): CreditCodeReading {
  const value = text
    .normalize('NFKC')
    .replace(/[\s\u200b\ufeff-]/gu, '')
    .replace(/^['’‘]+/, '')
    .toUpperCase()
  if (value === '') return { ok: false, fault: 'empty' }
  if (![...value].every((character) => ALPHABET.includes(character)))
    return { ok: false, fault: 'characters' }
  if (value.length !== 18) return { ok: false, fault: 'length' }
  return {
    ok: true,
    value,
    warnings: creditCodeCheck(value.slice(0, 17)) === value[17] ? [] : ['check-digit'],
  }
}
