import { LAST_DAY, packsOf, shippedPacks } from '../entitlements/packs.ts'
import { packed } from '../files/stored-bytes.ts'
import { type Implementations, query, readerJob, write, writerJob } from '../procedure.ts'
import {
  addAttachment,
  countAttachments,
  findAttachment,
  listAttachments,
  removeAttachment,
} from './attachments.ts'
import { readBytes, takeFile } from './bytes.ts'
import { requireOwner } from './owners.ts'

/** Files that belong to documents, duties, claims, people … */
export const attachmentProcedures: Implementations = {
  'attachments.list': query('attachments.list', ({ ledger }, { owner }) => listAttachments(ledger, owner)),

  'attachments.counts': query('attachments.counts', ({ ledger }, { kind, ids }) =>
    countAttachments(ledger, kind, ids),
  ),

  'attachments.open': readerJob('attachments.open', async (context, { id }) => {
    const attachment = findAttachment(context.ledger, id)
    context.progress('取出附件', 0, null)
    const bytes = await readBytes(context.ledger, attachment)
    return context.files.put(attachment.name, attachment.mime, bytes)
  }),

  'attachments.add': writerJob('attachments.add', async (context, { owner, token, item }) => {
    const { reader } = context.ledger
    const documents = () => [
      ...shippedPacks(context).documents,
      ...packsOf(context, reader, LAST_DAY).documents,
    ]
    requireOwner({ ledger: reader, documents }, owner)
    context.progress('读取文件', 0, null)
    const file = await takeFile(context.files, token)
    const content = await packed(file.bytes)
    const { txId, result } = context.ledger.write(
      {
        action: 'attachments.add',
        actor: context.actor.name,
        params: { kind: owner.kind, owner: owner.id, size: file.bytes.byteLength },
      },
      (tx) =>
        addAttachment(tx, {
          owner,
          item: item === undefined || item === '' ? null : item,
          file,
          content,
          by: context.actor.name,
        }),
    )
    return { ...result, txId }
  }),

  'attachments.remove': write('attachments.remove', (context, { id, reason }) => {
    const { txId } = context.ledger.write(
      { action: 'attachments.remove', actor: context.actor.name, params: { id } },
      (tx) => removeAttachment(tx, id, reason),
    )
    return { id, txId }
  }),
}
