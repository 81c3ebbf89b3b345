import { Refusal } from '../../../../shared/domain/refusal.ts'

/** Crockford base32: no I, L, O, U, so that a printed key is read back without doubt. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const GROUPS = 8
const DATA_PER_GROUP = 4

/** Bytes of randomness in a recovery key: 160 bits, shown as eight groups of four characters and a check character. */
export const RECOVERY_KEY_BYTES = (GROUPS * DATA_PER_GROUP * 5) / 8

/** Writes 20 random bytes as `XXXXC-XXXXC-…` (eight groups, the fifth character of each checks it). */
export function formatRecoveryKey(secret: Uint8Array): string {
  if (secret.length !== RECOVERY_KEY_BYTES) throw new Error(`recovery key needs ${RECOVERY_KEY_BYTES} bytes`)
  const digits = toDigits(secret)
  const groups: string[] = []
  for (let group = 0; group < GROUPS; group += 1) {
    const data = digits.slice(group * DATA_PER_GROUP, (group + 1) * DATA_PER_GROUP)
    groups.push([...data, checkDigit(group, data)].map((digit) => ALPHABET[digit]).join(''))
  }
  return groups.join('-')
}

/**
 * Reads a recovery key as a person typed it: any case, full-width characters, spaces or dashes anywhere,
 * O for 0, I or L for 1.
 * @throws Refusal `recovery-key.length`, `recovery-key.character`, `recovery-key.typo` (names the group that is wrong)
 */
export function parseRecoveryKey(typed: string): Uint8Array {
  const folded = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}_.·]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  const characters = [...folded]
  const digits = characters.map((character) => ALPHABET.indexOf(character))
  const strange = digits.indexOf(-1)
  if (strange >= 0) {
    throw new Refusal(
      'recovery-key.character',
      `恢复密钥第 ${strange + 1} 个字符“${characters[strange]}”不在可用字符内（只用数字和除 I、L、O、U 以外的字母），请对照打印件重新输入。`,
      { position: strange + 1 },
    )
  }
  const expected = GROUPS * (DATA_PER_GROUP + 1)
  if (digits.length !== expected) {
    throw new Refusal(
      'recovery-key.length',
      `恢复密钥应为 ${GROUPS} 组、每组 ${DATA_PER_GROUP + 1} 个字符，共 ${expected} 个；现在输入了 ${digits.length} 个，请对照打印件补全。`,
      { expected, found: digits.length },
    )
  }
  const data: number[] = []
  for (let group = 0; group < GROUPS; group += 1) {
    const start = group * (DATA_PER_GROUP + 1)
    const part = digits.slice(start, start + DATA_PER_GROUP)
    if (checkDigit(group, part) !== digits[start + DATA_PER_GROUP]) {
      throw new Refusal(
        'recovery-key.typo',
        `恢复密钥第 ${group + 1} 组有误，请对照打印件检查这一组后重新输入。`,
        {
          group: group + 1,
        },
      )
    }
    data.push(...part)
  }
  return fromDigits(data)
}

/**
 * A weighted sum over GF(32) with distinct weights: finds every single wrong character, every swap of two
 * characters in a group, and groups in the wrong order (the group's number is summed as well).
 */
function checkDigit(group: number, data: readonly number[]): number {
  let weight = 1
  let sum = 0
  for (const digit of [...data, group]) {
    weight = times(weight, 2)
    sum ^= times(weight, digit)
  }
  return sum
}

/** Multiplication in GF(32), polynomial x^5 + x^2 + 1. */
function times(a: number, b: number): number {
  let product = 0
  let factor = a
  for (let bit = 0; bit < 5; bit += 1) {
    if ((b >> bit) & 1) product ^= factor
    factor <<= 1
    if (factor & 32) factor ^= 0b100101
  }
  return product
}

function toDigits(bytes: Uint8Array): number[] {
  const digits: number[] = []
  let pending = 0
  let bits = 0
  for (const byte of bytes) {
    pending = (pending << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      digits.push((pending >> bits) & 31)
    }
    pending &= (1 << bits) - 1
  }
  return digits
}

function fromDigits(digits: readonly number[]): Uint8Array {
  const bytes: number[] = []
  let pending = 0
  let bits = 0
  for (const digit of digits) {
    pending = (pending << 5) | digit
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push((pending >> bits) & 255)
    }
    pending &= (1 << bits) - 1
  }
  return Uint8Array.from(bytes)
}
