import { blob, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { record } from './columns.ts'

/** Files that belong to the ledger (original workbooks, attachments), compressed with zstd. Local. */
export const files = sqliteTable(
  'files',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    mime: text('mime').notNull(),
    /** bytes before compression */
    size: integer('size').notNull(),
    sha256: text('sha256').notNull(),
    content: blob('content', { mode: 'buffer' }).notNull(),
    storedAt: text('stored_at').notNull(),
  },
  (t) => [index('files_sha256').on(t.sha256)],
)

/** 导入: one workbook taken in as one transaction, undoable whole. */
export const imports = sqliteTable(
  'imports',
  {
    ...record(),
    kind: text('kind').notNull(),
    fileName: text('file_name').notNull(),
    fileId: text('file_id'),
    sha256: text('sha256').notNull(),
    sheet: text('sheet'),
    headerRow: integer('header_row').notNull(),
    /** JSON: field → column */
    mapping: text('mapping').notNull(),
    importedAt: text('imported_at').notNull(),
    importedBy: text('imported_by').notNull(),
    newCount: integer('new_count').notNull(),
    changedCount: integer('changed_count').notNull(),
    sameCount: integer('same_count').notNull(),
    refusedCount: integer('refused_count').notNull(),
    warnedCount: integer('warned_count').notNull(),
    /** done, undone */
    state: text('state').notNull(),
    txId: text('tx_id').notNull(),
  },
  (t) => [index('imports_at').on(t.importedAt)],
)

/** Refused and warned rows of an import, with their reason. Local. */
export const importFindings = sqliteTable(
  'import_findings',
  {
    importId: text('import_id').notNull(),
    row: integer('row').notNull(),
    /** refused, warned */
    severity: text('severity').notNull(),
    code: text('code').notNull(),
    message: text('message').notNull(),
  },
  (t) => [index('import_findings_import').on(t.importId, t.row)],
)

/** A mapping that the office confirmed for a set of headers, so that it is not asked again. Local. */
export const importMappings = sqliteTable(
  'import_mappings',
  {
    id: text('id').primaryKey(),
    kind: text('kind').notNull(),
    /** hash of the folded header texts */
    headers: text('headers').notNull(),
    /** JSON: field → header text */
    mapping: text('mapping').notNull(),
    rememberedAt: text('remembered_at').notNull(),
  },
  (t) => [uniqueIndex('import_mappings_key').on(t.kind, t.headers)],
)
