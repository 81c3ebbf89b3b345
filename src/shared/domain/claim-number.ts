/** How a claim is named on paper: benefit, year of drafting, the office's four characters, serial number. */

const NUMBER = /^[A-Z]{2,4}\d{2,3}[A-Z]?-\d{4}-[0-9A-Z]{4}-\d{6,8}$/

/**
 * A claim number as typed or scanned (`jh16-2022-7f3a-000012`, full-width digits, spaces around it), in the way it is
 * written; `null` where the text is none.
 */
export function asClaimNumber(text: string): string | null {
  const number = text.normalize('NFKC').trim().toUpperCase().replace(/[—–−]/g, '-')
  return NUMBER.test(number) ? number : null
}
