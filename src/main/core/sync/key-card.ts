/**
 * 钥匙卡: what an office gives to those it exchanges files with: who it is and its two public keys, as one line that can be
 * e-mailed, printed, read from a file or a QR code. Only capitals, digits and signs that a QR code packs closely:
 *
 *   LLCARD1:O:ledger:node:AGE1…:signing key (hex):name (UTF-8, hex)[:former signing key:its signature]:check.
 *
 * The check finds slips of the pen. Whose card it is, only the fingerprint says, compared by phone.
 */
import { createHash } from 'node:crypto'
import { Encrypter } from 'age-encryption'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { groupsToReadOut, isSignedBy, rawSigningKey, signWith } from '../security/signing-key.ts'
import type { Signer } from './bundle-envelope.ts'
import { shownOffice } from './manifest.ts'

const FORMAT = 1
const KINDS = { O: 'office', P: 'platform' } as const

export type PartnerKind = 'office' | 'platform'

export type KeyCard = {
  readonly kind: PartnerKind
  readonly name: string
  readonly ledgerId: string
  readonly node: string
  /** `age1…` */
  readonly ageRecipient: string
  /** base64 */
  readonly signingKey: string
}

/** A card that was read; `formerKey`: the holder of that signing key (base64) says that this card takes its place. */
export type ReadCard = KeyCard & { readonly formerKey: string | null; readonly fingerprint: string }

/**
 * The card as one line. `former` signs it where the keys took the place of others.
 * @throws Refusal `key-card.no-office` where the office has no name yet
 */
export function writeCard(card: KeyCard, former?: Signer): string {
  if (!shownOffice.safeParse(card.name).success)
    throw new Refusal('key-card.no-office', '还没有单位名称，做不出钥匙卡。请先在“系统—单位设置”里填写。')
  const body = bodyOf(card)
  const proof =
    former === undefined
      ? ''
      : `:${hex(Buffer.from(former.publicKey, 'base64'))}:${hex(
          Buffer.from(signWith(former.privatePem, succession(body)).signature, 'base64'),
        )}`
  return withCheck(`LLCARD${FORMAT}:${body}${proof}`)
}

/**
 * Reads a card out of a text: other words before and after it, line breaks and lower case do no harm.
 * @throws Refusal `key-card.not-a-card`, `key-card.newer`, `key-card.damaged`, `key-card.false-succession`
 */
export function readCard(text: string): ReadCard {
  const folded = text.normalize('NFKC').replace(/[\s>]/g, '').toUpperCase()
  const found = /LLCARD(\d{1,4}):([0-9A-Z:-]+)\./.exec(folded)
  if (found === null)
    throw /LLCARD\d/.test(folded)
      ? damaged()
      : new Refusal(
          'key-card.not-a-card',
          '这里没有钥匙卡。钥匙卡是以 LLCARD 开头、以句点结尾的一行，请从对方的邮件或文件中完整复制，或扫描卡上的二维码。',
        )
  if (Number(found[1]) > FORMAT)
    throw new Refusal('key-card.newer', '这张钥匙卡是用更新版本的软件做的，本版读不了。请先升级软件。')
  const line = found[0].slice(0, found[0].lastIndexOf(':'))
  if (withCheck(line) !== found[0]) throw damaged()
  const [, kind, ledgerId, node, age, signing, name, former, proof] = line.split(':')
  const card = {
    kind: kind === 'P' ? KINDS.P : KINDS.O,
    name: fromHex(name).toString('utf8'),
    ledgerId: ledgerId ?? '',
    node: node ?? '',
    ageRecipient: (age ?? '').toLowerCase(),
    signingKey: fromHex(signing).toString('base64'),
  }
  const formerKey = former === undefined ? null : fromHex(former).toString('base64')
  checkContents(card, kind, formerKey)
  if (
    formerKey !== null &&
    !isSignedBy(formerKey, fromHex(proof).toString('base64'), succession(bodyOf(card)))
  )
    throw new Refusal(
      'key-card.false-succession',
      '这张钥匙卡说自己接替了旧钥匙，但旧钥匙的签名对不上，不能采用。请打电话问清对方。',
    )
  return { ...card, formerKey, fingerprint: cardFingerprint(card) }
}

/**
 * The number of an office's keys to compare by phone: of both keys, the ledger that they belong to, and what it is; eight
 * groups of five digits.
 */
export function cardFingerprint(card: Omit<KeyCard, 'name' | 'node'>): string {
  const text = ['LIAISON-OFFICE', card.kind, card.ledgerId, card.ageRecipient, card.signingKey].join('\n')
  return groupsToReadOut(createHash('sha256').update(text).digest())
}

function bodyOf(card: KeyCard): string {
  return [
    card.kind === 'platform' ? 'P' : 'O',
    card.ledgerId,
    card.node,
    card.ageRecipient.toUpperCase(),
    hex(Buffer.from(card.signingKey, 'base64')),
    hex(Buffer.from(card.name)),
  ].join(':')
}

function checkContents(card: KeyCard, kind: string | undefined, formerKey: string | null): void {
  const right =
    (kind === 'O' || kind === 'P') &&
    /^[0-9A-Z-]{1,40}$/.test(card.ledgerId) &&
    /^[0-9A-Z]{1,20}$/.test(card.node) &&
    isRecipient(card.ageRecipient) &&
    rawSigningKey(card.signingKey) !== null &&
    (formerKey === null || rawSigningKey(formerKey) !== null) &&
    shownOffice.safeParse(card.name).success
  if (!right) throw damaged()
}

/** Whether a text is an age recipient of this kind; the library checks its checksum. */
function isRecipient(text: string): boolean {
  if (!/^age1[0-9a-z]{58}$/.test(text)) return false
  try {
    new Encrypter().addRecipient(text)
    return true
  } catch {
    return false
  }
}

/** What the former key signs. The words in front keep the signature from standing for anything else. */
function succession(body: string): Uint8Array {
  return Buffer.from(`LIAISON-CARD SUCCESSION ${FORMAT}\n${body}`)
}

function withCheck(line: string): string {
  return `${line}:${hex(createHash('sha256').update(line).digest().subarray(0, 4))}.`
}

function hex(bytes: Buffer): string {
  return bytes.toString('hex').toUpperCase()
}

function fromHex(text: string | undefined): Buffer {
  return Buffer.from(text ?? '', 'hex')
}

function damaged(): Refusal {
  return new Refusal(
    'key-card.damaged',
    '这张钥匙卡不完整或有错字。请从对方的邮件或文件中重新完整复制，或扫描卡上的二维码。',
  )
}
