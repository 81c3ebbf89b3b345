/** 收到的政策包: pack files that came in verified bundles. They wait here until a person installs them; none does by itself. */

import { eq } from 'drizzle-orm'
import type { ReceivedPack } from '../../../shared/contract/packs.ts'
import { isRefusal, Refusal } from '../../../shared/domain/refusal.ts'
import type { ReadLedger, WriteTx } from '../db/ledger.ts'
import { receivedPacks } from '../db/schema/packs.ts'
import { sha256Of } from '../files/stored-bytes.ts'
import { readPackFile } from './pack-file.ts'
import { signerOf } from './signers.ts'

type Reading = Pick<ReadLedger, 'prepare'>
type File = { readonly name: string; readonly bytes: Uint8Array }

/** Nobody has installed it, nor said that it is not to be. */
const WAITS = `r.set_aside_at IS NULL AND NOT EXISTS (
  SELECT 1 FROM installed_packs p WHERE p.sha256 = r.sha256 AND p.deleted_at IS NULL)`

/** Keeps the packs of a bundle; one that came before stays as it was. @returns how many are new */
export function keepReceived(
  tx: WriteTx,
  from: { readonly ledgerId: string; readonly sequence: number },
  packs: readonly File[],
): number {
  const known = tx.prepare(
    `SELECT 1 FROM received_packs WHERE sha256 = @sha256
     UNION ALL SELECT 1 FROM installed_packs WHERE sha256 = @sha256 AND deleted_at IS NULL`,
  )
  let kept = 0
  for (const { name, bytes } of packs) {
    const sha256 = sha256Of(bytes)
    if (known.get({ sha256 }) !== undefined) continue
    tx.local(receivedPacks).insert({
      id: tx.newId(),
      ...from,
      fileName: name,
      sha256,
      content: Buffer.from(bytes),
      receivedAt: tx.at,
      setAsideAt: null,
      setAsideBy: null,
      setAsideReason: null,
    })
    kept += 1
  }
  return kept
}

/** Those that wait, the latest first, with what their signatures are worth here. */
export function listReceived(ledger: Reading): ReceivedPack[] {
  return ledger
    .prepare<Omit<ReceivedPack, 'pack' | 'problem'> & { content: Buffer }>(
      `SELECT r.id, r.file_name AS fileName, r.sequence, r.received_at AS receivedAt, r.content,
         coalesce((SELECT max(p.name) FROM partners p WHERE p.ledger_id = r.ledger_id AND p.deleted_at IS NULL), '') AS partner
       FROM received_packs r WHERE ${WAITS} ORDER BY r.received_at DESC, r.id DESC`,
    )
    .all()
    .map(({ content, ...row }) => ({ ...row, ...look(ledger, row.fileName, content) }))
}

function look(ledger: Reading, name: string, bytes: Uint8Array): Pick<ReceivedPack, 'pack' | 'problem'> {
  try {
    const { manifest, publicKey } = readPackFile(name, bytes)
    const signer = signerOf(ledger, publicKey)
    const trust = publicKey === null ? 'unsigned' : signer === null ? 'unknown' : 'trusted'
    const { documents, issuer, madeOn } = manifest
    return { pack: { documents: [...documents], issuer, madeOn, trust, signer }, problem: null }
  } catch (error) {
    if (!isRefusal(error)) throw error
    return { pack: null, problem: error.message }
  }
}

/** The bytes of one that waits. @throws Refusal `pack.received-gone` */
export function receivedFile(ledger: Reading, id: string): File {
  const file = ledger
    .prepare<File>(
      `SELECT r.file_name AS name, r.content AS bytes FROM received_packs r WHERE r.id = ? AND ${WAITS}`,
    )
    .get(id)
  if (file === undefined) throw gone(id)
  return file
}

/** Says why one that waits is not to be installed. @throws Refusal `pack.received-gone` */
export function setAside(tx: WriteTx, { id, reason }: { id: string; reason: string }, by: string): void {
  receivedFile(tx, id)
  tx.local(receivedPacks).update(
    { setAsideAt: tx.at, setAsideBy: by, setAsideReason: reason },
    eq(receivedPacks.id, id),
  )
}

function gone(id: string): Refusal {
  return new Refusal(
    'pack.received-gone',
    '这个收到的政策包已经安装过，或者已经定了不装。请刷新，或用 liaison policy pack list 查看。',
    { id },
  )
}
