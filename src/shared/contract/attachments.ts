import { z } from 'zod'
import { ATTACHMENT_OWNERS } from '../domain/attachments.ts'
import { fileRef } from './files.ts'
import { id, job, query, write } from './procedure.ts'

/** What a file belongs to: `{ kind: 'policy-document', id: 'JH-2021' }`. */
export const attachmentOwner = z.object({
  kind: z.enum(ATTACHMENT_OWNERS),
  /** record id, or the pack's own id of a document, a row or a duty (`GZ-D-04`, `GZ-D-04:2022` for one of its periods) */
  id: z.string().min(1).max(80),
})
export type AttachmentOwner = z.infer<typeof attachmentOwner>

export const attachmentView = z.object({
  id,
  owner: attachmentOwner,
  /** checklist item or title */
  item: z.string().nullable(),
  name: z.string(),
  mime: z.string(),
  /** bytes */
  size: z.int(),
  sha256: z.string(),
  addedAt: z.string(),
  addedBy: z.string(),
  /** false: the record came from another office, its bytes did not */
  held: z.boolean(),
})
export type AttachmentView = z.infer<typeof attachmentView>

export const addedAttachment = z.object({
  id,
  txId: z.string(),
  /** the same bytes were here already and are stored once */
  shared: z.boolean(),
})

export const attachments = {
  /** Files of one owner, in the order in which they came. */
  list: query('附件')
    .input(z.object({ owner: attachmentOwner }))
    .output(z.array(attachmentView)),
  /** How many files each of these owners has; owners without one are left out. */
  counts: query('附件数')
    .input(
      z.object({ kind: z.enum(ATTACHMENT_OWNERS), ids: z.array(z.string().max(80)).max(1000).optional() }),
    )
    .output(z.array(z.object({ ownerId: z.string(), count: z.int() }))),
  /** Gives the bytes, checked against their hash, to view or to save. */
  open: job('打开附件', z.object({ id }), fileRef, 'viewer'),
  add: job(
    '添加附件',
    z.object({
      owner: attachmentOwner,
      token: z.string(),
      item: z.string().trim().max(80, '名目最多 80 个字').optional(),
    }),
    addedAttachment,
  ),
  remove: write('移除附件')
    .input(z.object({ id, reason: z.string().trim().min(2, '请写明移除的原因') }))
    .output(z.object({ id, txId: z.string() })),
}
