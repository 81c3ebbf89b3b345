/** Telephone numbers of people in mainland China. */

export type PhoneFault = 'empty' | 'length' | 'characters' | 'excel-scientific'

export type PhoneReading =
  | { ok: true; value: string; kind: 'mobile' | 'landline' }
  | { ok: false; fault: PhoneFault }

/**
 * Reads a mobile number (11 digits from 13 to 19) or a landline with area code; +86, blanks and hyphens are dropped.
 * Local numbers without area code are a `length` fault: nobody outside the county could dial them. Never throws.
 */
export function readPhone(text: string): PhoneReading {
  const compact = text
    .normalize('NFKC')
    .replace(/[\s\u200b\ufeff()（）—–-]/gu, '')
    .replace(/^['’‘]+/, '')
    .replace(/^(\+|00)86/, '')
  if (compact === '') return { ok: false, fault: 'empty' }
  if (/^\d(\.\d+)?E\+?\d{1,3}$/i.test(compact)) return { ok: false, fault: 'excel-scientific' }
  if (!/^\d+$/.test(compact)) return { ok: false, fault: 'characters' }
  if (/^1[3-9]\d{9}$/.test(compact)) return { ok: true, value: compact, kind: 'mobile' }
  if (/^0\d{9,11}$/.test(compact)) return { ok: true, value: compact, kind: 'landline' }
  return { ok: false, fault: 'length' }
}

/** `199****1234`; other numbers keep their last four digits. */
export function maskPhone(phone: string): string {
  if (phone.length === 11) return `${phone.slice(0, 3)}****${phone.slice(-4)}`
  return phone.length > 4 ? `${'*'.repeat(phone.length - 4)}${phone.slice(-4)}` : '*'.repeat(phone.length)
}
