/** Header texts on the forms on which they are compared: offices write the same header in twenty ways. */

import { createHash } from 'node:crypto'

const DECORATION = /[\s\u200b\ufeff*★☆:：;；,，.。、"“”'‘’·_\-—–/\\|]+/gu
const BRACKETED = /[([{【〔<《][^)\]}】〕>》]*[)\]}】〕>》]/gu
const BRACKETS = /[()[\]{}【】〔〕<>《》]/gu
/** Item codes of the ministry's data standard: aab004, AAC003. */
const ITEM_CODE = /[a-z]{3}\d{3}[a-z]?/gu

/** Width, case, blanks, line breaks, punctuation and required marks are folded away; what brackets hold stays. */
export function foldHeader(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^\s*\d+[.、)]\s*(?=\P{N})/u, '')
    .replace(DECORATION, '')
    .replace(BRACKETS, '')
}

/**
 * The forms on which a header is looked up, best first: whole; without what brackets hold (units, codes, hints);
 * without an item code; the item code alone.
 */
export function headerForms(text: string): string[] {
  const plain = text.normalize('NFKC')
  const forms = [foldHeader(plain), foldHeader(plain.replace(BRACKETED, ''))]
  const whole = forms[0] ?? ''
  const code = whole.match(ITEM_CODE)
  if (code) forms.push(whole.replace(ITEM_CODE, ''), ...code)
  return [...new Set(forms.filter((form) => form !== ''))]
}

/** Yuan for one unit of a money column by its header: 万元 10000, 千元 1000, else 1. */
export function moneyScale(header: string): 1 | 1000 | 10_000 {
  const plain = header.normalize('NFKC')
  if (/万元/u.test(plain)) return 10_000
  return /千元/u.test(plain) ? 1000 : 1
}

/** What a set of headers is remembered by: a hash of their folded texts in order, blanks left out. */
export function headerFingerprint(headers: readonly string[]): string {
  const forms = headers.map(foldHeader).filter((form) => form !== '')
  return createHash('sha256').update(forms.join('\n')).digest('hex')
}
