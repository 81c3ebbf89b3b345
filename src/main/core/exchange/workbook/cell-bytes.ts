import { MAX_COLUMNS } from './xml-text.ts'

const LT = 0x3c
const GT = 0x3e
const SLASH = 0x2f
const SPACE = 0x20

/** A cell's `t` attribute. */
export const TYPE_NUMBER = 0
export const TYPE_SHARED = 1
export const TYPE_TEXT = 2
export const TYPE_INLINE = 3
export const TYPE_BOOLEAN = 4
export const TYPE_ERROR = 5
export const TYPE_DATE = 6

/** <is><t> */
export function startsPlain(bytes: Buffer, at: number): boolean {
  return (
    bytes[at] === LT &&
    bytes[at + 1] === 0x69 &&
    bytes[at + 3] === GT &&
    bytes[at + 4] === LT &&
    bytes[at + 5] === 0x74 &&
    bytes[at + 6] === GT
  )
}

/** </t></is></c> */
export function endsPlain(bytes: Buffer, at: number): boolean {
  return (
    bytes[at + 1] === SLASH &&
    bytes[at + 2] === 0x74 &&
    bytes[at + 4] === LT &&
    bytes[at + 5] === SLASH &&
    bytes[at + 6] === 0x69 &&
    bytes[at + 8] === GT &&
    bytes[at + 9] === LT &&
    bytes[at + 10] === SLASH &&
    bytes[at + 11] === 0x63 &&
    bytes[at + 12] === GT
  )
}

/** Where the tag that begins at `start` ends; a `>` inside quotes does not end it. -1 when it has no end yet. */
export function tagEnd(bytes: Buffer, start: number, end: number): number {
  let quote = 0
  for (let position = start + 1; position < end; position += 1) {
    const byte = bytes[position]!
    if (quote !== 0) {
      if (byte === quote) quote = 0
    } else if (byte === GT) return position
    else if (byte === 0x22 || byte === 0x27) quote = byte
  }
  return -1
}

/** The column of a cell reference, from 0; its row digits are not looked at. */
export function columnAt(bytes: Buffer, from: number, to: number): number {
  let column = 0
  for (let position = from; position < to; position += 1) {
    const letter = bytes[position]! & 0xdf
    if (letter < 0x41 || letter > 0x5a) break
    column = column * 26 + letter - 0x40
    if (column > MAX_COLUMNS) return -1
  }
  return column - 1
}

/** Whole digits, with blanks around them allowed; -1 for anything else. */
export function numberAt(bytes: Buffer, from: number, to: number): number {
  let number = 0
  let digits = 0
  for (let position = from; position < to; position += 1) {
    const byte = bytes[position]!
    if (byte >= 0x30 && byte <= 0x39) {
      number = number * 10 + byte - 0x30
      digits += 1
    } else if (byte > SPACE) return -1
  }
  return digits === 0 ? -1 : number
}

/** The type attribute by its first letters; a quote follows the s of shared strings, a t that of str. */
export function typeAt(bytes: Buffer, from: number): number {
  switch (bytes[from]) {
    case 0x73:
      return bytes[from + 1] === 0x74 ? TYPE_TEXT : TYPE_SHARED
    case 0x69:
      return TYPE_INLINE
    case 0x62:
      return TYPE_BOOLEAN
    case 0x65:
      return TYPE_ERROR
    case 0x64:
      return TYPE_DATE
    default:
      return TYPE_NUMBER
  }
}

const POWERS = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15]

/**
 * The number that the bytes spell, where it is of at most 15 digits in plain form, so that `String(number)` spells
 * the same bytes again; NaN for every other text, which then has to be kept as it is. Below 2^53 the digits and the
 * power of ten are exact, so their quotient is the nearest double, just as `Number(text)` gives.
 */
export function numberOrNaN(bytes: Buffer, from: number, to: number): number {
  let position = from
  const negative = bytes[position] === 0x2d
  if (negative) position += 1
  const first = bytes[position]!
  const second = position + 1 < to ? bytes[position + 1]! : 0x2e
  if (to - position > 16 || to === position || (first === 0x30 && second !== 0x2e)) return Number.NaN
  let digits = 0
  let point = -1
  let count = 0
  for (let at = position; at < to; at += 1) {
    const byte = bytes[at]!
    if (byte >= 0x30 && byte <= 0x39) {
      digits = digits * 10 + byte - 0x30
      count += 1
    } else if (byte === 0x2e && point < 0 && at > position) point = at
    else return Number.NaN
  }
  if (count > 15 || (negative && digits === 0)) return Number.NaN
  if (point < 0) return negative ? -digits : digits
  const decimals = to - point - 1
  const number = digits / POWERS[decimals]!
  // '1.50' and '0.0000001' are not what String() would write, so their text must be kept.
  if (decimals === 0 || bytes[to - 1] === 0x30 || number < 1e-6) return Number.NaN
  return negative ? -number : number
}

/** An ISO 8601 cell (t="d") as our own form; undefined for anything else. */
export function isoDate(text: string): string | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2})(?:\.\d+)?Z?)?$/.exec(text.trim())
  if (!match) return undefined
  return match[2] === undefined || match[2] === '00:00:00' ? match[1]! : `${match[1]} ${match[2]}`
}

export function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true'
}
