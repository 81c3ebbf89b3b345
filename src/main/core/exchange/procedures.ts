/** What the application can do with workbooks that come in. */
import { eq } from 'drizzle-orm'
import type { ImportKind } from '../../../shared/contract/imports.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { importMappings } from '../db/schema/exchange.ts'
import { type Implementations, type OutputOf, query, readerJob, write, writerJob } from '../procedure.ts'
import { importLists } from './import-lists.ts'
import { profilesOf } from './import-profiles.ts'
import { runImport } from './import-run.ts'
import { importTemplate } from './import-template.ts'
import { inspectWorkbook } from './inspect-workbook.ts'
import { undoImport } from './undo-import.ts'

type ListedImport = OutputOf<'imports.list'>['rows'][number]
type ListedFinding = OutputOf<'imports.findings'>['rows'][number]

export const importProcedures: Implementations = {
  'imports.fields': query('imports.fields', (context, { kind }) => {
    const profile = profilesOf(context)[kind]
    return [
      // Of a group (开始年月, 入职日期) one is enough, so none of them is required by itself; the import says so.
      ...profile.fields.map(({ field, label, required, aliases }) => ({
        field,
        label,
        required,
        aliases: [...aliases],
      })),
      ...profile
        .dated(Number(context.today().slice(0, 4)))
        .map(({ field, label }) => ({ field, label, required: false, aliases: [] })),
    ]
  }),

  'imports.template': readerJob('imports.template', importTemplate),

  'imports.inspect': readerJob('imports.inspect', inspectWorkbook),

  'imports.run': writerJob('imports.run', runImport),

  'imports.lists': readerJob('imports.lists', importLists),

  'imports.list': query('imports.list', ({ ledger }, { offset, limit }) => ({
    total:
      ledger.prepare<{ n: number }>('SELECT count(*) AS n FROM imports WHERE deleted_at IS NULL').get()?.n ??
      0,
    rows: ledger
      .prepare<ListedImport & { kind: ImportKind }>(
        `SELECT id, kind, file_name AS fileName, imported_at AS importedAt, imported_by AS importedBy,
           new_count AS newCount, changed_count AS changedCount, same_count AS sameCount,
           refused_count AS refusedCount, warned_count AS warnedCount, state
         FROM imports WHERE deleted_at IS NULL ORDER BY imported_at DESC, id DESC LIMIT ? OFFSET ?`,
      )
      .all(limit, offset),
  })),

  'imports.findings': query('imports.findings', ({ ledger }, { importId, offset, limit }) => {
    const known = ledger.prepare('SELECT id FROM imports WHERE id = ?').get(importId)
    if (known === undefined) throw new Refusal('import.not-found', '找不到这次导入，请在导入记录中重新选择。')
    return {
      total:
        ledger
          .prepare<{ n: number }>('SELECT count(*) AS n FROM import_findings WHERE import_id = ?')
          .get(importId)?.n ?? 0,
      rows: ledger
        .prepare<ListedFinding>(
          `SELECT row, severity, code, message FROM import_findings WHERE import_id = ?
           ORDER BY row, severity, code LIMIT ? OFFSET ?`,
        )
        .all(importId, limit, offset),
    }
  }),

  'imports.undo': writerJob('imports.undo', async (context, { importId }) => {
    context.progress('撤销导入', 0, null)
    await context.ledger.whenIdle()
    return undoImport(context.ledger, importId, context.actor.name)
  }),

  'imports.forgetMapping': write('imports.forgetMapping', (context, { kind }) => {
    const { result } = context.ledger.write(
      { action: 'imports.forgetMapping', actor: context.actor.name, params: { kind } },
      (tx) => tx.local(importMappings).delete(eq(importMappings.kind, kind)),
    )
    return { forgotten: result }
  }),
}
