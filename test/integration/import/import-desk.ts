/** A ledger in a temporary folder with the import at hand, as the writer thread has it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLedger, type WriteLedger } from '../../../src/main/core/db/ledger.ts'
import { runImport } from '../../../src/main/core/exchange/import-run.ts'
import { inspectWorkbook } from '../../../src/main/core/exchange/inspect-workbook.ts'
import { undoImport } from '../../../src/main/core/exchange/undo-import.ts'
import type { SheetCell, SheetSpec } from '../../../src/main/core/exchange/workbook/sheet-spec.ts'
import { createWorkbookWriter } from '../../../src/main/core/exchange/workbook/workbook-writer.ts'
import type { Assistance, InputOf, JobContext } from '../../../src/main/core/procedure.ts'
import { saveOffice } from '../../../src/main/core/registry/office.ts'
import type { ImportResult } from '../../../src/shared/contract/imports.ts'
import { CHEAP_KDF } from '../../fixtures/ledger.ts'

export const RESOURCES = join(import.meta.dirname, '../../../resources')
export const TODAY = '2022-09-30'
/** Cheap key derivation: these tests are not about the passphrase. */
export const KDF = CHEAP_KDF

type File = string | { name: string; bytes: Uint8Array }

export type ImportDesk = {
  folder: string
  ledger: WriteLedger
  /** files that the import handed over */
  given: { name: string; bytes: Uint8Array }[]
  run(
    file: File,
    options?: Partial<InputOf<'imports.run'>>,
    hooks?: Partial<JobContext & Assistance>,
    /** rows from which on a second thread reads them, where `hooks` bring one */
    worthAThread?: number,
  ): Promise<ImportResult>
  inspect(file: File): ReturnType<typeof inspectWorkbook>
  undo(importId: string): ReturnType<typeof undoImport>
  rows<T = Record<string, unknown>>(sql: string, ...params: (string | number)[]): T[]
  /** live records of every synced table, for "nothing changed" */
  counts(): Record<string, number>
  close(): void
}

export async function importDesk(): Promise<ImportDesk> {
  const folder = mkdtempSync(join(tmpdir(), 'liaison-import-'))
  let clock = Date.parse(`${TODAY}T02:00:00Z`)
  const now = () => {
    clock += 1
    return clock
  }
  const { ledger } = await createLedger({
    path: join(folder, 'county.ledger'),
    passphrase: 'correct horse battery',
    now,
    kdfCost: KDF,
  })
  ledger.write({ action: 'settings.save', actor: 'test' }, (tx) =>
    saveOffice(tx, { office: '测试站', county: '511133' }),
  )
  const given: ImportDesk['given'] = []
  const context = (file: File, hooks: Partial<JobContext & Assistance> = {}) => ({
    now,
    today: () => TODAY,
    newId: () => 'unused',
    resources: RESOURCES,
    actor: { name: '测试员', role: 'admin' as const },
    files: {
      open: async () => (typeof file === 'string' ? { name: file, path: file } : file),
      put: async (name: string, mime: string, bytes: Uint8Array) => {
        given.push({ name, bytes })
        return { token: String(given.length), name, size: bytes.byteLength, mime }
      },
    },
    progress: () => undefined,
    shouldStop: () => false,
    ...hooks,
  })
  const rows = <T>(sql: string, ...params: (string | number)[]) =>
    ledger.reader.prepare<T>(sql).all(...params)
  return {
    folder,
    ledger,
    given,
    run: (file, options = {}, hooks = {}, worthAThread = undefined) =>
      runImport(
        { ...context(file, hooks), ledger },
        {
          token: 't',
          kind: undefined,
          sheet: undefined,
          headerRow: undefined,
          mapping: undefined,
          dryRun: false,
          errorFile: true,
          ...options,
        },
        worthAThread,
      ),
    inspect: (file) =>
      inspectWorkbook(
        {
          ...context(file),
          ledger: ledger.reader,
          commit: () => Promise.reject(new Error('an inspection writes nothing')),
        },
        { token: 't' },
      ),
    undo: (importId) => undoImport(ledger, importId, '测试员'),
    rows,
    counts: () => {
      const tables = rows<{ name: string }>(
        "SELECT m.name FROM sqlite_schema m WHERE m.type = 'table' AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) c WHERE c.name = 'deleted_at')",
      )
      const counts: Record<string, number> = {}
      for (const { name } of tables)
        counts[name] =
          rows<{ n: number }>(`SELECT count(*) AS n FROM "${name}" WHERE deleted_at IS NULL`)[0]?.n ?? 0
      counts.change_log = rows<{ n: number }>('SELECT count(*) AS n FROM change_log')[0]?.n ?? 0
      counts.files = rows<{ n: number }>('SELECT count(*) AS n FROM files')[0]?.n ?? 0
      return counts
    },
    close() {
      ledger.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A workbook of one sheet from plain rows; the first is the header unless the sheet says otherwise. */
export async function workbookOf(
  rows: readonly (readonly SheetCell[])[],
  sheet: Partial<SheetSpec> & { columns?: SheetSpec['columns'] } = {},
  name = 'test.xlsx',
): Promise<{ name: string; bytes: Uint8Array }> {
  const width = Math.max(...rows.map((row) => row.length))
  const columns =
    sheet.columns ?? Array.from({ length: width }, () => ({ header: '', kind: 'general' as const }))
  const bytes = await createWorkbookWriter()
    .addSheet({ name: 'Sheet1', rows, header: false, autofilter: false, ...sheet, columns })
    .toBuffer()
  return { name, bytes }
}
