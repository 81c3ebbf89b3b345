import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { newSigningKey } from '../../../../../src/main/core/security/signing-key.ts'
import {
  cardFingerprint,
  type KeyCard,
  readCard,
  writeCard,
} from '../../../../../src/main/core/sync/key-card.ts'
import { type NewKeys, newOfficeKeys } from '../../../../../src/main/core/sync/office-keys.ts'
import { isRefusal } from '../../../../../src/shared/domain/refusal.ts'

let keys: NewKeys
let card: KeyCard

beforeAll(async () => {
  keys = await newOfficeKeys()
  card = cardOf(keys)
})

function cardOf({ ageRecipient, signingKey }: NewKeys, over: Partial<KeyCard> = {}): KeyCard {
  return {
    kind: 'office',
    name: '喜德县驻佛山劳务联络站',
    ledgerId: '01JD5Z0M4Q8V7T1K2B3C4D5E6F',
    node: '7ZQ4M1K9XA',
    ageRecipient,
    signingKey,
    ...over,
  }
}

function codeOf(text: string): string {
  try {
    readCard(text)
  } catch (error) {
    if (isRefusal(error)) return error.code
    throw error
  }
  return 'read'
}

describe('a key card', () => {
  it('is one line that a QR code packs closely, and says who it is', () => {
    const line = writeCard(card)
    expect(line).toMatch(/^LLCARD1:O:[0-9A-Z:-]+\.$/)
    expect(line.length).toBeLessThan(300)
    expect(readCard(line)).toEqual({ ...card, formerKey: null, fingerprint: cardFingerprint(card) })
  })

  it('never holds what is secret', () => {
    const line = writeCard(card)
    expect(line).not.toContain('SECRET')
    expect(line).not.toContain(keys.ageIdentity.slice(-20))
    const raw = Buffer.from(keys.signingPem.replace(/-----.*?-----|\s/g, ''), 'base64').subarray(-32)
    expect(line).not.toContain(raw.toString('hex').toUpperCase())
  })

  it('survives an e-mail: words around it, quoting, broken lines, small letters', () => {
    const line = writeCard(card)
    const broken = line.match(/.{1,60}/g)?.join('\r\n> ') ?? ''
    expect(readCard(`你好，这是我们的钥匙卡：\n> ${broken}\n此致`).name).toBe(card.name)
    expect(readCard(line.toLowerCase()).signingKey).toBe(card.signingKey)
  })

  it('is refused with any one sign changed or left out', () => {
    const line = writeCard(card)
    for (let at = 0; at < line.length; at++) {
      const other = line[at] === '7' ? '8' : '7'
      const changed = line.slice(0, at) + other + line.slice(at + 1)
      expect(codeOf(changed), `${at}`).toMatch(/^key-card\.(damaged|not-a-card|newer)$/)
      expect(codeOf(line.slice(0, at) + line.slice(at + 1)), `${at}`).toMatch(
        /^key-card\.(damaged|not-a-card)$/,
      )
    }
    expect(codeOf('')).toBe('key-card.not-a-card')
    expect(codeOf('把卡发给我')).toBe('key-card.not-a-card')
    expect(codeOf(line.replace('LLCARD1', 'LLCARD2'))).toBe('key-card.newer')
  })

  it('holds any name that can be shown, and none that cannot', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), (name) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is kept out
        fc.pre(!/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/.test(name) && name.isWellFormed())
        expect(readCard(writeCard({ ...card, name })).name).toBe(name)
      }),
    )
    expect(() => writeCard({ ...card, name: '' })).toThrow('单位名称')
    expect(() => writeCard({ ...card, name: '甲\u202e乙' })).toThrow('单位名称')
  })

  it('has a fingerprint of eight groups over both keys, the ledger and its kind; the name may change', async () => {
    const other = await newOfficeKeys()
    const mine = cardFingerprint(card)
    expect(mine).toMatch(/^(\d{5} ){7}\d{5}$/)
    const changed = [
      { ...card, ageRecipient: other.ageRecipient },
      { ...card, signingKey: other.signingKey },
      { ...card, ledgerId: '01JD5Z0M4Q8V7T1K2B3C4D5E6G' },
      { ...card, kind: 'platform' as const },
    ].map(cardFingerprint)
    expect(new Set([mine, ...changed]).size).toBe(5)
    expect(cardFingerprint({ ...card, name: '改了名的站' } as KeyCard)).toBe(mine)
  })

  it('of new keys carries the word of the former ones', async () => {
    const former = newSigningKey()
    const line = writeCard(card, former)
    expect(readCard(line)).toMatchObject({ formerKey: former.publicKey, name: card.name })
    // The same word, put under other keys.
    const others = writeCard(cardOf(await newOfficeKeys()), former).split(':')
    const forged = withCheck([...others.slice(0, 8), ...line.split(':').slice(8, 9)].join(':'))
    expect(codeOf(forged)).toBe('key-card.false-succession')
  })
})

/** The card with its check made right again: a check is no secret. */
function withCheck(line: string): string {
  return `${line}:${createHash('sha256').update(line).digest('hex').slice(0, 8).toUpperCase()}.`
}
