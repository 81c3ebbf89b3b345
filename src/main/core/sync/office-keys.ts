/**
 * This office's own keys: an age identity, to which others encrypt, and an Ed25519 key, with which it signs. They stand in
 * a local table of the encrypted ledger and in its backups, and nowhere else: not in the change log, the audit, a bundle
 * or a message. Replaced ones stay: files that partners made before they had the new card still open.
 */
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { eq } from 'drizzle-orm'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { ReadLedger, WorkerLedger, WriteTx } from '../db/ledger.ts'
import { officeKeys } from '../db/schema/sync.ts'
import { readOffice } from '../registry/office.ts'
import { newSigningKey } from '../security/signing-key.ts'
import type { Signer } from './bundle-envelope.ts'
import { cardFingerprint, type KeyCard, writeCard } from './key-card.ts'

type Reading = Pick<ReadLedger, 'prepare'>

export type OfficeKeys = {
  readonly signer: Signer
  /** `age1…` of this office */
  readonly recipient: string
  /** `AGE-SECRET-KEY-1…`, the current one first, then those that it replaced */
  readonly identities: readonly string[]
  readonly madeAt: string
}

/** A fresh pair of keys that belongs to nobody yet. */
export type NewKeys = {
  readonly ageIdentity: string
  readonly ageRecipient: string
  readonly signingPem: string
  readonly signingKey: string
}

type KeyRow = NewKeys & { readonly madeAt: string; readonly retiredAt: string | null }

export async function newOfficeKeys(): Promise<NewKeys> {
  const ageIdentity = await generateX25519Identity()
  const { privatePem, publicKey } = newSigningKey()
  return {
    ageIdentity,
    ageRecipient: await identityToRecipient(ageIdentity),
    signingPem: privatePem,
    signingKey: publicKey,
  }
}

/** The office's keys; undefined: none were made yet. */
export function readOfficeKeys(ledger: Reading): OfficeKeys | undefined {
  const rows = keyRows(ledger)
  const [current] = rows
  if (current === undefined) return undefined
  return {
    signer: { privatePem: current.signingPem, publicKey: current.signingKey },
    recipient: current.ageRecipient,
    identities: rows.map((row) => row.ageIdentity),
    madeAt: current.madeAt,
  }
}

/** The office's keys, made now where there are none. Writes a transaction of its own, only then. */
export async function ensureOfficeKeys(
  ledger: Pick<WorkerLedger, 'reader' | 'write'>,
  actor: string,
): Promise<OfficeKeys> {
  const keys = readOfficeKeys(ledger.reader)
  if (keys !== undefined) return keys
  const fresh = await newOfficeKeys()
  return ledger.write({ action: 'partners.makeKeys', actor }, (tx) => {
    // Somebody may have been quicker.
    if (readOfficeKeys(tx) === undefined) storeKeys(tx, fresh)
    return must(readOfficeKeys(tx))
  }).result
}

/**
 * Puts new keys in the place of the present ones, which still decrypt. The card then carries the former key's signature,
 * by which partners take it without another call.
 * @throws Refusal `office-keys.none`
 */
export function replaceOfficeKeys(tx: WriteTx, fresh: NewKeys): void {
  const current = tx.prepare<{ id: string }>('SELECT id FROM office_keys WHERE retired_at IS NULL').get()
  if (current === undefined)
    throw new Refusal('office-keys.none', '本单位还没有钥匙，用不着更换。请先制作钥匙。')
  tx.local(officeKeys).update({ retiredAt: tx.at }, eq(officeKeys.id, current.id))
  storeKeys(tx, fresh)
}

/** This office's card; undefined: no keys were made yet. @throws Refusal `key-card.no-office` */
export function ownCard(
  ledger: Reading,
): { card: KeyCard; text: string; fingerprint: string; madeAt: string; retired: number } | undefined {
  const [current, former] = keyRows(ledger)
  if (current === undefined) return undefined
  const card = {
    kind: 'office',
    name: readOffice(ledger).office,
    ...ledgerNames(ledger),
    ageRecipient: current.ageRecipient,
    signingKey: current.signingKey,
  } satisfies KeyCard
  const text = writeCard(
    card,
    former === undefined ? undefined : { privatePem: former.signingPem, publicKey: former.signingKey },
  )
  return {
    card,
    text,
    fingerprint: cardFingerprint(card),
    madeAt: current.madeAt,
    retired: keyRows(ledger).length - 1,
  }
}

/** The ledger's id and its name in the clock. */
export function ledgerNames(ledger: Reading): { ledgerId: string; node: string } {
  const value = ledger.prepare<{ value: string }>('SELECT value FROM ledger_meta WHERE key = ?')
  return { ledgerId: must(value.get('ledger_id')).value, node: must(value.get('node')).value }
}

/** The current pair first, then former ones, the latest first. */
function keyRows(ledger: Reading): KeyRow[] {
  return ledger
    .prepare<KeyRow>(
      `SELECT age_identity AS ageIdentity, age_recipient AS ageRecipient, signing_pem AS signingPem,
              signing_key AS signingKey, made_at AS madeAt, retired_at AS retiredAt
       FROM office_keys ORDER BY retired_at IS NOT NULL, retired_at DESC, id DESC`,
    )
    .all()
}

function storeKeys(tx: WriteTx, fresh: NewKeys): void {
  tx.local(officeKeys).insert({ id: tx.newId(), ...fresh, madeAt: tx.at, retiredAt: null })
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('office keys: a row is missing')
  return value
}
