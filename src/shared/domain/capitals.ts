/**
 * Sums in Chinese capitals, as written on vouchers and application forms
 * (人民银行《支付结算办法》附件一“正确填写票据和结算凭证的基本规定”).
 */

const DIGITS = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'] as const
const PLACES = ['', '拾', '佰', '仟'] as const

/**
 * Fen in capitals: 240000 → `贰仟肆佰元整`, 505 → `伍元零伍分`, 0 → `零元整`, negative with a leading `负`.
 *
 * - a sum without fen ends in 整 (`叁角整`), one with fen does not;
 * - zeros between digits give one 零; where the rules leave 零 free, it is written when the yuan place is 0 and jiao
 *   follow (`壹仟陆佰捌拾元零叁角贰分`) and left out before a full thousand (`壹拾万柒仟元`).
 *
 * Takes whole fen up to the limit of exact integers (ninety 万亿 yuan); throws on anything else.
 */
export function capitals(fen: number): string {
  if (!Number.isSafeInteger(fen)) throw new Error(`Money is whole fen, not ${fen}`)
  const sum = Math.abs(fen)
  const yuan = Math.floor(sum / 100)
  const jiao = Math.floor(sum / 10) % 10
  const rest = sum % 10

  let text = yuan > 0 ? `${wholeNumber(yuan)}元` : ''
  if (jiao > 0) text += `${yuan > 0 && yuan % 10 === 0 ? '零' : ''}${DIGITS[jiao]}角`
  else if (rest > 0 && yuan > 0) text += '零'
  if (rest > 0) text += `${DIGITS[rest]}分`
  else text += text === '' ? '零元整' : '整'
  return fen < 0 ? `负${text}` : text
}

/** A positive whole number: groups below 亿, and what counts the 亿 again as a number of its own (壹万亿). */
function wholeNumber(value: number): string {
  for (const [unit, size] of [
    ['亿', 100_000_000],
    ['万', 10_000],
  ] as const) {
    if (value < size) continue
    const high = Math.floor(value / size)
    const low = value % size
    return `${wholeNumber(high)}${unit}${low > 0 ? `${low < size / 10 ? '零' : ''}${wholeNumber(low)}` : ''}`
  }
  return fourDigits(value)
}

function fourDigits(value: number): string {
  let text = ''
  let gap = false
  for (let place = 3; place >= 0; place -= 1) {
    const digit = Math.floor(value / 10 ** place) % 10
    if (digit === 0) {
      gap = text !== ''
      continue
    }
    text += `${gap ? '零' : ''}${DIGITS[digit]}${PLACES[place]}`
    gap = false
  }
  return text
}
