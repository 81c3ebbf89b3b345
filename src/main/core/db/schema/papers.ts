import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { live, naturalKey, record } from './columns.ts'

/** 版式 that the office copied and changed; ours lie in resources/forms. */
export const formLayouts = sqliteTable('form_layouts', {
  ...record(),
  name: text('name').notNull(),
  /** id of the layout that it was copied from; it prints the same data */
  basedOn: text('based_on').notNull(),
  /** YAML */
  definition: text('definition').notNull(),
  changedAt: text('changed_at').notNull(),
  changedBy: text('changed_by').notNull(),
})

/** 套打 offsets of a printer and a pre-printed form, in micrometres. Local: printers differ. */
export const printOffsets = sqliteTable('print_offsets', {
  layout: text('layout').primaryKey(),
  rightUm: integer('right_um').notNull(),
  downUm: integer('down_um').notNull(),
})

/** 纸质件: one sheet or list that was printed, with its serial number and what was done with it. */
export const papers = sqliteTable(
  'papers',
  {
    ...record(),
    serial: text('serial').notNull(),
    /** kind of paper */
    layout: text('layout').notNull(),
    /** what it was last drawn by: ours or the office's own, its name, and the first characters of its SHA-256 */
    layoutId: text('layout_id'),
    layoutName: text('layout_name'),
    layoutDigest: text('layout_digest'),
    /** claim, batch, or list: claims chosen otherwise, by a hash of their ids */
    subjectKind: text('subject_kind').notNull(),
    subjectId: text('subject_id').notNull(),
    /** part of the subject that it holds, as grouped: a village, an employer; NULL: all of it */
    groupName: text('group_name'),
    /** what stands on it, in words: 公示名单 民建镇光明村 */
    title: text('title'),
    /** claims on it, and their sum */
    claimCount: integer('claim_count'),
    amountFen: integer('amount_fen'),
    pages: integer('pages').notNull(),
    /** printed, reprinted, stamped, handed-out, spoiled */
    state: text('state').notNull(),
    printedAt: text('printed_at').notNull(),
    printedBy: text('printed_by').notNull(),
    /** times printed again, with the last reason */
    reprints: integer('reprints').notNull(),
    reprintReason: text('reprint_reason'),
    stateAt: text('state_at').notNull(),
  },
  (t) => [
    naturalKey('papers_serial').on(t.serial).where(live(t.deletedAt)),
    index('papers_subject').on(t.subjectId, t.layout),
  ],
)
