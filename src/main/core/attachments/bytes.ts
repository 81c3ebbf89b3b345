import { readFile, stat } from 'node:fs/promises'
import { sql } from 'drizzle-orm'
import {
  LARGEST_ATTACHMENT,
  REMOVED_BYTES_KEPT_DAYS,
  tooLargeToAttach,
} from '../../../shared/domain/attachments.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { ReadLedger, WriteTx } from '../db/ledger.ts'
import { files } from '../db/schema/exchange.ts'
import { sha256Of, unpacked } from '../files/stored-bytes.ts'
import type { JobFiles } from '../procedure.ts'

const DAY = 86_400_000

export type TakenFile = { name: string; bytes: Uint8Array; sha256: string }

/**
 * The file behind a token. One that is too large is refused before it is read.
 * @throws Refusal `attachments.too-large`, `attachments.empty`, `file.not-found`, `file.gone`
 */
export async function takeFile(held: JobFiles, token: string): Promise<TakenFile> {
  const opened = await held.open(token)
  const size = 'path' in opened ? (await found(opened.path, opened.name)).size : opened.bytes.byteLength
  if (size > LARGEST_ATTACHMENT) throw tooLargeToAttach(opened.name, size)
  if (size === 0)
    throw new Refusal('attachments.empty', `文件“${opened.name}”是空的，没有附上。请检查是否选错了文件。`, {
      name: opened.name,
    })
  const bytes = 'path' in opened ? await readFile(opened.path) : opened.bytes
  return { name: opened.name, bytes, sha256: sha256Of(bytes) }
}

async function found(path: string, name: string) {
  return stat(path).catch(() => {
    throw new Refusal('file.not-found', `文件“${name}”读不出来，可能已被移动或U盘已拔出。`, { name })
  })
}

/** Whether the ledger holds the bytes with this hash. */
export function holdsBytes(ledger: Pick<ReadLedger, 'prepare'>, sha256: string): boolean {
  return ledger.prepare('SELECT 1 FROM files WHERE sha256 = ?').get(sha256) !== undefined
}

/**
 * The bytes with this hash, checked against it.
 * @throws Refusal `attachments.not-held`, `attachments.damaged`
 */
export async function readBytes(
  ledger: Pick<ReadLedger, 'prepare'>,
  attachment: { name: string; sha256: string },
): Promise<Uint8Array> {
  const { name, sha256 } = attachment
  const row = ledger
    .prepare<{ content: Uint8Array }>('SELECT content FROM files WHERE sha256 = ? LIMIT 1')
    .get(sha256)
  if (row === undefined)
    throw new Refusal(
      'attachments.not-held',
      `“${name}”的原件不在本台账中：登记来自别的办公室，原件没有随交换包带来。请向对方索取后重新附上。`,
      { name },
    )
  const bytes = await unpacked(row.content).catch(() => undefined)
  if (bytes === undefined || sha256Of(bytes) !== sha256)
    throw new Refusal(
      'attachments.damaged',
      `“${name}”的原件在台账中已损坏，内容与登记的校验值不符。请运行体检，并从备份中取回。`,
      { name },
    )
  return bytes
}

/**
 * Drops bytes that nothing refers to any more: every attachment of them was removed, the last one longer ago than a
 * removal can be taken back, and no import, payment file, bank's answer or comparison list keeps them as its original. Gives how many files went.
 */
export function dropForgottenBytes(tx: WriteTx): number {
  const kept = new Date(Date.parse(tx.at) - REMOVED_BYTES_KEPT_DAYS * DAY).toISOString()
  return tx.local(files).delete(
    sql.raw(`sha256 IN (SELECT sha256 FROM attachments WHERE deleted_at < '${kept}')
      AND NOT EXISTS (SELECT 1 FROM attachments a WHERE a.sha256 = files.sha256 AND (a.deleted_at IS NULL OR a.deleted_at >= '${kept}'))
      AND NOT EXISTS (SELECT 1 FROM imports i WHERE i.file_id = files.id)
      AND NOT EXISTS (SELECT 1 FROM payment_files p WHERE p.file_id = files.id)
      AND NOT EXISTS (SELECT 1 FROM bank_returns r WHERE r.file_id = files.id)
      AND NOT EXISTS (SELECT 1 FROM comparison_lists l WHERE l.file_id = files.id AND l.deleted_at IS NULL)`),
  )
}

/**
 * Holds an undo to what it can bring back: attachments whose removal is reversed must still have their bytes.
 * @throws Refusal `attachments.bytes-gone`
 */
export function refuseLostBytes(tx: WriteTx, undoneTx: string): void {
  const lost = tx
    .prepare<{ name: string }>(
      `SELECT a.name FROM attachments a WHERE a.deleted_at IS NULL
         AND a.id IN (SELECT c.row_id FROM change_log c JOIN audit t ON c.seq BETWEEN t.first_seq AND t.first_seq + t.changes - 1
                      WHERE t.tx_id = ? AND c.tbl = 'attachments' AND c.op = 'remove')
         AND NOT EXISTS (SELECT 1 FROM files f WHERE f.sha256 = a.sha256)`,
    )
    .get(undoneTx)
  if (lost === undefined) return
  throw new Refusal(
    'attachments.bytes-gone',
    `不能撤销：附件“${lost.name}”移除已超过 ${REMOVED_BYTES_KEPT_DAYS} 天，原件已清除。请重新附上文件。`,
    { name: lost.name },
  )
}
