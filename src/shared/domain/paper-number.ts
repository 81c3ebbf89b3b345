import { asClaimNumber } from './claim-number.ts'

/** 批次 PC, 支付文件 ZF, 纸质件 ZJ (public lists, summaries, covers): letters, year, the office's four characters, serial. */
const OFFICE_NUMBER = /^(?:PC|ZF|ZJ)-\d{4}-[0-9A-Z]{4}-\d{4,8}$/

/**
 * The number of a claim, a batch, a payment file or a printed paper as typed or scanned (`pc-2022-7f3a-0003`, full-width
 * digits, spaces around it), in the way it is written; `null` where the text is none.
 */
export function asPaperNumber(text: string): string | null {
  const claim = asClaimNumber(text)
  if (claim !== null) return claim
  const number = text.normalize('NFKC').trim().toUpperCase().replace(/[—–−]/g, '-')
  return OFFICE_NUMBER.test(number) ? number : null
}
