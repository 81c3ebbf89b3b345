/** Money: whole fen inside, yuan with two decimals for people. No floating point touches it. */

export type YuanFault =
  | 'empty'
  | 'format'
  | 'too-many-decimals'
  | 'thousands-separator'
  | 'full-width'
  | 'too-large'

export type YuanReading = { ok: true; fen: number } | { ok: false; fault: YuanFault }

/**
 * Yuan as plain text to fen: `3000`, `3000.5`, `-12.34`. Refuses more than two decimals (even zeros: a bank does),
 * thousands separators, full-width digits, signs other than a leading minus, and sums beyond whole-number precision.
 */
export function yuanToFen(text: string): YuanReading {
  if (text === '') return { ok: false, fault: 'empty' }
  if (/[０-９．，－]/u.test(text)) return { ok: false, fault: 'full-width' }
  if (/^-?\d[\d,]*,[\d,]*(\.\d+)?$/.test(text)) return { ok: false, fault: 'thousands-separator' }
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (!parts) return { ok: false, fault: 'format' }
  const [, minus, whole = '', decimals = ''] = parts
  if (decimals.length > 2) return { ok: false, fault: 'too-many-decimals' }
  const fen = Number(whole + decimals.padEnd(2, '0'))
  if (!Number.isSafeInteger(fen)) return { ok: false, fault: 'too-large' }
  return { ok: true, fen: minus === '-' && fen !== 0 ? -fen : fen }
}

/**
 * Yuan as people type it, to fen: besides plain text also `3,000.00` with right groups, `¥3000`, `3000元`, full-width
 * digits and blanks around. What stays unclear (`3,00`, `约三千`, `3000.125`) is refused as by `yuanToFen`.
 */
export function readYuan(text: string): YuanReading {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/^[¥￥]\s*/u, '')
    .replace(/\s*元整?$/u, '')
  return yuanToFen(/^-?\d{1,3}(,\d{3})+(\.\d*)?$/.test(plain) ? plain.replaceAll(',', '') : plain)
}

/** Fen as `3,000.00`, for screens and forms. Throws unless whole. */
export function formatYuan(fen: number): string {
  const plain = plainYuan(fen)
  return plain.replace(/\B(?=(\d{3})+\.)/g, ',')
}

/** Fen as `3000.00`, for files and workbooks. Throws unless whole. */
export function plainYuan(fen: number): string {
  if (!Number.isSafeInteger(fen)) throw new Error(`Money is whole fen, not ${fen}`)
  const digits = String(Math.abs(fen)).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** Fen as the shortest yuan text, for sentences: `3000`, `12.5`. Throws unless whole. */
export function shortYuan(fen: number): string {
  return plainYuan(fen)
    .replace(/\.00$/, '')
    .replace(/(\.\d)0$/, '$1')
}
