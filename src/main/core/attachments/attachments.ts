import type { AttachmentOwner, AttachmentView } from '../../../shared/contract/attachments.ts'
import { shanghaiDay } from '../../../shared/domain/dates.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { ReadLedger, WriteTx } from '../db/ledger.ts'
import { attachments } from '../db/schema/attachments.ts'
import { storeFile } from '../files/stored-bytes.ts'
import { dropForgottenBytes, holdsBytes, type TakenFile } from './bytes.ts'
import { fileName, fileType } from './file-type.ts'

type Reading = Pick<ReadLedger, 'prepare'>
type Row = Omit<AttachmentView, 'owner' | 'held'> & { ownerKind: string; ownerId: string; held: number }

const COLUMNS = `id, owner_kind AS ownerKind, owner_id AS ownerId, item, name, mime, size, sha256,
  added_at AS addedAt, added_by AS addedBy, EXISTS (SELECT 1 FROM files f WHERE f.sha256 = attachments.sha256) AS held`

/** Files of one owner, in the order in which they came. */
export function listAttachments(ledger: Reading, owner: AttachmentOwner): AttachmentView[] {
  return ledger
    .prepare<Row>(
      `SELECT ${COLUMNS} FROM attachments WHERE owner_kind = ? AND owner_id = ? AND deleted_at IS NULL ORDER BY id`,
    )
    .all(owner.kind, owner.id)
    .map(view)
}

/** One attachment that is not removed. @throws Refusal `attachments.not-found` */
export function findAttachment(ledger: Reading, id: string): AttachmentView {
  const row = ledger
    .prepare<Row>(`SELECT ${COLUMNS} FROM attachments WHERE id = ? AND deleted_at IS NULL`)
    .get(id)
  if (row === undefined)
    throw new Refusal('attachments.not-found', '这个附件已不在台账中，可能已被移除，请刷新。', { id })
  return view(row)
}

function view({ ownerKind, ownerId, held, ...row }: Row): AttachmentView {
  return { ...row, owner: { kind: ownerKind as AttachmentOwner['kind'], id: ownerId }, held: held === 1 }
}

/** How many files each owner of a kind has; owners without one are left out. */
export function countAttachments(
  ledger: Reading,
  kind: AttachmentOwner['kind'],
  ids: readonly string[] | undefined,
): { ownerId: string; count: number }[] {
  const among = ids === undefined ? '' : 'AND owner_id IN (SELECT value FROM json_each(?))'
  return ledger
    .prepare<{ ownerId: string; count: number }>(
      `SELECT owner_id AS ownerId, count(*) AS count FROM attachments
       WHERE owner_kind = ? ${among} AND deleted_at IS NULL GROUP BY owner_id ORDER BY owner_id`,
    )
    .all(kind, ...(ids === undefined ? [] : [JSON.stringify(ids)]))
}

/**
 * Ties a file to its owner; bytes that the ledger holds already are not stored a second time. `content` is the
 * compressed file. Gives the attachment's id.
 * @throws Refusal `attachments.already` where the same file stands under the same item of the same owner
 */
export function addAttachment(
  tx: WriteTx,
  given: {
    owner: AttachmentOwner
    item: string | null
    file: TakenFile
    content: Buffer
    by: string
  },
): { id: string; shared: boolean } {
  const { owner, item, file } = given
  const same = listAttachments(tx, owner).find((one) => one.sha256 === file.sha256 && one.item === item)
  if (same !== undefined)
    throw new Refusal(
      'attachments.already',
      `这份文件已经附上了（“${same.name}”，${same.addedBy} 于 ${shanghaiDay(same.addedAt)} 附），内容完全相同，没有重复附。`,
      { id: same.id, name: same.name },
    )
  const name = fileName(file.name)
  const mime = fileType(name, file.bytes)
  const shared = holdsBytes(tx, file.sha256)
  if (!shared) storeFile(tx, { name, mime, bytes: file.bytes, sha256: file.sha256, content: given.content })
  const id = tx.insert(attachments, {
    ownerKind: owner.kind,
    ownerId: owner.id,
    item,
    name,
    mime,
    size: file.bytes.byteLength,
    sha256: file.sha256,
    addedAt: tx.at,
    addedBy: given.by,
    source: 'entry',
  })
  dropForgottenBytes(tx)
  return { id, shared }
}

/** Takes an attachment away, with the reason. Its bytes follow when nothing refers to them (see `dropForgottenBytes`). */
export function removeAttachment(tx: WriteTx, id: string, reason: string): void {
  findAttachment(tx, id)
  tx.remove(attachments, id, reason)
  dropForgottenBytes(tx)
}
