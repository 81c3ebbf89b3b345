import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatRecoveryKey, parseRecoveryKey } from '../../../../../../src/main/core/db/key/recovery-key.ts'

const secret = fc.uint8Array({ minLength: 20, maxLength: 20 })
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const codeOf = (typed: string): string => {
  try {
    parseRecoveryKey(typed)
    return 'read'
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('recovery key', () => {
  it('reads back what it wrote, however it is typed', () => {
    fc.assert(
      fc.property(secret, (bytes) => {
        const key = formatRecoveryKey(bytes)
        expect(key).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){7}[0-9A-HJKMNP-TV-Z]{5}$/)
        const typed = [
          key,
          key.toLowerCase(),
          key.replaceAll('-', ' '),
          key.replaceAll('-', ''),
          key.replaceAll('0', 'o').replaceAll('1', 'l'),
          key.replace(/[0-9A-Z-]/g, (c) => String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0)),
          ` ${key.replaceAll('-', '—')}\n`,
        ]
        for (const text of typed) expect([...parseRecoveryKey(text)]).toEqual([...bytes])
      }),
    )
  })

  it('finds every single wrong character and names its group', () => {
    fc.assert(
      fc.property(secret, fc.nat(39), fc.integer({ min: 1, max: 31 }), (bytes, position, shift) => {
        const characters = [...formatRecoveryKey(bytes).replaceAll('-', '')]
        const digit = ALPHABET.indexOf(characters[position] ?? '')
        characters[position] = ALPHABET.charAt((digit + shift) % 32)
        expect(() => parseRecoveryKey(characters.join(''))).toThrow(
          expect.objectContaining({
            code: 'recovery-key.typo',
            params: { group: Math.floor(position / 5) + 1 },
          }),
        )
      }),
    )
  })

  it('finds two swapped characters within a group, and two swapped groups', () => {
    fc.assert(
      fc.property(secret, fc.nat(7), fc.nat(3), fc.nat(7), (bytes, group, at, other) => {
        const groups = formatRecoveryKey(bytes).split('-')
        const characters = [...(groups[group] ?? '')]
        const [a = '', b = ''] = [characters[at], characters[at + 1]]
        characters[at] = b
        characters[at + 1] = a
        if (a !== b)
          expect(codeOf(groups.with(group, characters.join('')).join('-'))).toBe('recovery-key.typo')
        const swapped = groups.with(group, groups[other] ?? '').with(other, groups[group] ?? '')
        if (group !== other) expect(codeOf(swapped.join('-'))).toBe('recovery-key.typo')
      }),
    )
  })

  it('says how many characters are missing and which one cannot be', () => {
    const key = formatRecoveryKey(new Uint8Array(20).fill(7))
    expect(codeOf(key.slice(0, -1))).toBe('recovery-key.length')
    expect(codeOf('')).toBe('recovery-key.length')
    expect(codeOf(`${key.slice(0, -1)}U`)).toBe('recovery-key.character')
  })
})
