/** Accounts that money is paid to: bank cards, social-security cards, and passbooks that have no check digit. */

export type AccountFault = 'empty' | 'length' | 'characters' | 'excel-scientific'

/**
 * `luhn`: the card's check digit is wrong, or it is a passbook. `excel-rounded`: over 15 digits with nothing but zeros
 * after the 15th, as Excel leaves numbers. `length`: neither 16 nor 19 digits.
 */
export type AccountWarning = 'luhn' | 'excel-rounded' | 'length'

export type AccountReading =
  | { ok: true; value: string; warnings: readonly AccountWarning[] }
  | { ok: false; fault: AccountFault }

/** True when the digits end in their right Luhn check digit (ISO/IEC 7812). False for anything but digits. */
export function luhnHolds(digits: string): boolean {
  return /^\d{2,}$/.test(digits) && luhnSum(digits) % 10 === 0
}

/** The digit to append so that the Luhn check holds. Throws on anything but digits. */
export function luhnDigit(digits: string): string {
  if (!/^\d+$/.test(digits)) throw new Error('luhnDigit needs digits')
  return String((10 - (luhnSum(`${digits}0`) % 10)) % 10)
}

/** Reads an account number as written; blanks and hyphens between groups are dropped. 8 to 30 digits. Never throws. */
export function readAccount(text: string): AccountReading {
  const value = text
    .normalize('NFKC')
    .replace(/[\s\u200b\ufeff-]/gu, '')
    .replace(/^['’‘]+/, '')
  if (value === '') return { ok: false, fault: 'empty' }
  if (/^\d(\.\d+)?E\+?\d{1,3}$/i.test(value)) return { ok: false, fault: 'excel-scientific' }
  if (!/^\d+$/.test(value)) return { ok: false, fault: 'characters' }
  if (value.length < 8 || value.length > 30) return { ok: false, fault: 'length' }
  const warnings: AccountWarning[] = []
  if (value.length !== 16 && value.length !== 19) warnings.push('length')
  if (!luhnHolds(value)) warnings.push('luhn')
  if (value.length > 15 && /^0+$/.test(value.slice(15))) warnings.push('excel-rounded')
  return { ok: true, value, warnings }
}

/** Last four digits with eight stars before them; shorter texts are all stars. */
export function maskAccount(account: string): string {
  return account.length > 4 ? `********${account.slice(-4)}` : '*'.repeat(account.length)
}

function luhnSum(digits: string): number {
  let sum = 0
  for (let i = digits.length - 1, doubled = false; i >= 0; i--, doubled = !doubled) {
    const digit = digits.charCodeAt(i) - 48
    sum += doubled ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit
  }
  return sum
}
