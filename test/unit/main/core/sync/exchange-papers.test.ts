import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { newSigningKey } from '../../../../../src/main/core/security/signing-key.ts'
import type { SealedBundle } from '../../../../../src/main/core/sync/bundle-file.ts'
import { coverCode, drawCover, drawKeyCard } from '../../../../../src/main/core/sync/exchange-papers.ts'
import {
  cardFingerprint,
  type KeyCard,
  readCard,
  writeCard,
} from '../../../../../src/main/core/sync/key-card.ts'
import { newOfficeKeys } from '../../../../../src/main/core/sync/office-keys.ts'
import { hashGroups } from '../../../../../src/shared/text/bundles.ts'
import { hasPoppler, pageTexts, scanQr } from '../../../../fixtures/forms/printed.ts'

const printer = {
  resources: join(import.meta.dirname, '../../../../../resources'),
  now: () => Date.parse('2026-11-21T02:00:00Z'),
  today: () => '2026-11-21',
}

/** What stands on the paper, without the spaces that setting it puts in. */
async function wordsOf(pdf: Uint8Array): Promise<{ pages: number; text: string }> {
  const pages = await pageTexts(Buffer.from(pdf))
  return { pages: pages.length, text: pages.join('').replace(/\s/g, '') }
}

async function cardOf(name: string, former?: { privatePem: string; publicKey: string }) {
  const { ageRecipient, signingKey } = await newOfficeKeys()
  const card: KeyCard = {
    kind: 'office',
    name,
    ledgerId: '01JD5Z0M4Q8V7T1K2B3C4D5E6F',
    node: '7ZQ4M1K9XA',
    ageRecipient,
    signingKey,
  }
  return {
    card,
    text: writeCard(card, former),
    fingerprint: cardFingerprint(card),
    madeAt: '2026-11-20T17:30:00.000Z',
    retired: former === undefined ? 0 : 1,
  }
}

const SEALED: SealedBundle = {
  manifest: {
    format: 1,
    kind: 'changes',
    from: {
      ledgerId: '01JD5Z0M4Q8V7T1K2B3C4D5E6F',
      node: '7ZQ4M1K9XA',
      office: '喜德县驻佛山劳务联络站',
      signer: 'x',
    },
    to: { ledgerId: '01JD5Z0M4Q8V7T1K2B3C4D5E6G', office: '佛山市东西部协作工作队' },
    sequence: 7,
    base: 6,
    parent: 'ab'.repeat(32),
    madeAt: '2026-11-21T01:30:00.000Z',
    clock: 'c',
    schema: { version: 23, readableFrom: 23 },
    counts: {
      transactions: 214,
      entries: 1320,
      receipts: 1,
      files: 3,
      byTable: { people: 120, spells: 640, insured_years: 480, claims: 60, claim_events: 20, households: 0 },
    },
    payload: { bytes: 4096, sha256: 'cd'.repeat(32) },
  },
  recipients: ['age1…'],
  sha256: '0123456789abcdef'.repeat(4),
  bytes: 182_331,
}

describe('the printed key card', () => {
  it('says twice on one page who it is, the fingerprint and the card itself', async () => {
    const own = await cardOf('喜德县驻佛山劳务联络站')
    const { pages, text } = await wordsOf(await drawKeyCard(printer, own))
    expect(pages).toBe(1)
    for (const words of [
      '喜德县驻佛山劳务联络站',
      own.fingerprint.replaceAll(' ', ''),
      own.text,
      '2026年11月21日',
    ])
      expect(text.split(words).length - 1, words).toBeGreaterThanOrEqual(2)
  })

  it('is read from its QR code, also with the word of the former key (skipped without pdftoppm)', async ({
    skip,
  }) => {
    if (!hasPoppler()) skip()
    for (const former of [undefined, newSigningKey()]) {
      const own = await cardOf('凉山彝族自治州𠅤县劳务协作办公室', former)
      const scanned = scanQr(Buffer.from(await drawKeyCard(printer, own)), 1, true)
      expect(readCard(scanned ?? '')).toMatchObject({
        name: own.card.name,
        formerKey: former?.publicKey ?? null,
      })
    }
  })
})

describe('the cover sheet of a bundle', () => {
  it('says from whom to whom, which one, how much, and the hash in groups', async () => {
    const { pages, text } = await wordsOf(await drawCover(printer, SEALED, '喜德_佛山_第7份.llbundle'))
    expect(pages).toBe(1)
    for (const words of [
      '喜德县驻佛山劳务联络站',
      '佛山市东西部协作工作队',
      '第7份',
      '接第6份',
      '2026-11-2109:30',
      '1320',
      '务工经历640，参保月份480，人员120，申领60，申领经过20',
      hashGroups(SEALED.sha256).replaceAll(' ', ''),
      '喜德_佛山_第7份.llbundle',
      '交件人',
    ])
      expect(text).toContain(words)
    expect(text).not.toContain('户0')
  })

  it('has sequence, counts and hash in its QR code (skipped without pdftoppm)', async ({ skip }) => {
    if (!hasPoppler()) skip()
    const pdf = await drawCover(printer, SEALED, 'x.llbundle')
    expect(scanQr(Buffer.from(pdf), 1)).toBe(coverCode(SEALED))
    expect(coverCode(SEALED)).toBe(
      `LLBUNDLE1:01JD5Z0M4Q8V7T1K2B3C4D5E6F:01JD5Z0M4Q8V7T1K2B3C4D5E6G:7:CHANGES:214:1320:1:3:${SEALED.sha256.toUpperCase()}`,
    )
  })
})
