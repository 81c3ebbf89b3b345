import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { record } from './columns.ts'

/**
 * 附件: a file that belongs to something else. The record travels; the bytes lie in `files`, found by their hash, so
 * that the same paper attached to forty claims is stored once and an office can know of a paper that lies elsewhere.
 */
export const attachments = sqliteTable(
  'attachments',
  {
    ...record(),
    /** one of ATTACHMENT_OWNERS */
    ownerKind: text('owner_kind').notNull(),
    /** record id, or the pack's own id for a document, a row or a duty */
    ownerId: text('owner_id').notNull(),
    /** what it is: the item of a checklist, or a title that the clerk gave */
    item: text('item'),
    /** file name as it came, without a path */
    name: text('name').notNull(),
    mime: text('mime').notNull(),
    /** bytes */
    size: integer('size').notNull(),
    sha256: text('sha256').notNull(),
    addedAt: text('added_at').notNull(),
    addedBy: text('added_by').notNull(),
  },
  (t) => [index('attachments_owner').on(t.ownerKind, t.ownerId), index('attachments_sha256').on(t.sha256)],
)
