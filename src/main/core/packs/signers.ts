/** 可信的签发人: whose pack files this office takes without a further question. */
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { ReadLedger, WriteTx } from '../db/ledger.ts'
import { packSigners } from '../db/schema/packs.ts'
import type { InputOf, OutputOf } from '../procedure.ts'
import { fingerprintOf } from '../security/signing-key.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/** The list, in the order in which signers were trusted. */
export function listSigners(ledger: Reading): OutputOf<'packs.overview'>['signers'] {
  return ledger
    .prepare<OutputOf<'packs.overview'>['signers'][number]>(
      `SELECT id, name, public_key AS publicKey, fingerprint, trusted_at AS trustedAt, trusted_by AS trustedBy
       FROM pack_signers WHERE deleted_at IS NULL ORDER BY trusted_at, id`,
    )
    .all()
}

/** Name under which a key is on the list, or `null`. */
export function signerOf(ledger: Reading, publicKey: string | null): string | null {
  if (publicKey === null) return null
  return (
    ledger
      .prepare<{ name: string }>('SELECT name FROM pack_signers WHERE public_key = ? AND deleted_at IS NULL')
      .get(publicKey)?.name ?? null
  )
}

/** Puts a key on the list. @throws Refusal `key.public`, `pack.signer-known` */
export function trustSigner(
  tx: WriteTx,
  input: InputOf<'packs.trustSigner'>,
  trustedBy: string,
): { id: string; fingerprint: string } {
  const publicKey = input.publicKey.trim()
  const fingerprint = fingerprintOf(publicKey)
  const name = signerOf(tx, publicKey)
  if (name !== null)
    throw new Refusal('pack.signer-known', `这把公钥已经在名单中，名称是“${name}”，没有重复登记。`, { name })
  const row = { name: input.name, publicKey, fingerprint, trustedAt: tx.at, trustedBy, source: 'entry' }
  return { id: tx.insert(packSigners, row), fingerprint }
}

/** Takes a key off the list; packs that it signed stay. @throws Refusal `pack.signer-gone` */
export function removeSigner(tx: WriteTx, input: InputOf<'packs.removeSigner'>): void {
  const live = tx.prepare('SELECT 1 FROM pack_signers WHERE id = ? AND deleted_at IS NULL').get(input.id)
  if (live === undefined) throw new Refusal('pack.signer-gone', '这个签发人已不在名单中，请刷新。')
  tx.remove(packSigners, input.id, input.reason)
}
