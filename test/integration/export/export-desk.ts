/** A ledger with import and export at hand: what goes out of one comes in again. */
import { previewExport } from '../../../src/main/core/exchange/export/preview-export.ts'
import {
  changesSince,
  type ExportKept,
  keepExport,
  runExport,
} from '../../../src/main/core/exchange/export/run-export.ts'
import { openWorkbook } from '../../../src/main/core/exchange/workbook/workbook-reader.ts'
import type { QueryContext } from '../../../src/main/core/procedure.ts'
import type { ExportChanges, ExportPreview, ExportResult } from '../../../src/shared/contract/exports.ts'
import { type ImportDesk, importDesk, RESOURCES, TODAY } from '../import/import-desk.ts'

export type ExportDesk = ImportDesk & {
  export(
    profile: string,
    options?: { since?: string; remember?: boolean },
    hooks?: { shouldStop?: () => boolean },
  ): Promise<{ result: ExportResult; bytes: Uint8Array; beside: Uint8Array | undefined }>
  changes(profile: string): Promise<ExportChanges>
  preview(definition: string): ExportPreview
  /** as the procedures get it */
  query: QueryContext
}

export async function exportDesk(): Promise<ExportDesk> {
  const desk = await importDesk()
  const surroundings = {
    now: () => Date.parse(`${TODAY}T03:00:00Z`),
    today: () => TODAY,
    newId: () => 'unused',
    resources: RESOURCES,
    actor: { name: '测试员', role: 'admin' as const },
  }
  const query: QueryContext = { ...surroundings, ledger: desk.ledger.reader }
  return {
    ...desk,
    query,
    async export(profile, { since, remember = true } = {}, { shouldStop = () => false } = {}) {
      const put = new Map<string, Uint8Array>()
      const result = await runExport(
        {
          ...query,
          files: {
            open: () => Promise.reject(new Error('an export opens no file')),
            put: async (name, mime, bytes) => {
              put.set(name, Uint8Array.from(bytes))
              const { byteLength: size } = bytes
              // A host moves them to another thread: whoever gave them has them no more.
              bytes.fill(0)
              return { token: name, name, size, mime }
            },
          },
          progress: () => undefined,
          shouldStop,
          commit: async <R>(_step: string, payload: unknown) =>
            keepExport({ ...surroundings, ledger: desk.ledger }, payload as ExportKept) as R,
        },
        { profile, remember, since: since as 'last' | undefined },
      )
      return {
        result,
        bytes: put.get(result.file.name) ?? new Uint8Array(),
        beside: result.besideFile === null ? undefined : put.get(result.besideFile.name),
      }
    },
    changes: (profile) => changesSince(query, { profile }),
    preview: (definition) => previewExport(query, { definition, rows: 8 }),
  }
}

/** All rows of the first sheet. */
export async function sheetRows(
  bytes: Uint8Array,
  sheet?: string,
): Promise<(string | number | boolean | null)[][]> {
  const workbook = await openWorkbook(bytes)
  const rows: (string | number | boolean | null)[][] = []
  for await (const batch of workbook.rows(sheet === undefined ? {} : { sheet }))
    for (const row of batch) rows.push(row.values)
  workbook.close()
  return rows
}
