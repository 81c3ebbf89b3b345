/** 导入结果清单: what came of each row of an import, as lists that can be given back to whoever made the workbook. */
import { extname } from 'node:path'
import type { FileRef } from '../../../shared/contract/files.ts'
import type { ImportKind } from '../../../shared/contract/imports.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { unpacked } from '../files/stored-bytes.ts'
import { Cancelled, type InputOf, type ReaderJobContext } from '../procedure.ts'
import { DataRows } from './data-rows.ts'
import { mergedRanges } from './header-detection.ts'
import { IDENTITY } from './row-identity.ts'
import { XLSX } from './workbook/media-type.ts'
import type { CellValue, SheetRow } from './workbook/sheet-row.ts'
import type { SheetCell } from './workbook/sheet-spec.ts'
import { openWorkbook, type WorkbookReader } from './workbook/workbook-reader.ts'
import { createWorkbookWriter } from './workbook/workbook-writer.ts'

const LISTS = ['all', 'success', 'failure'] as const
type List = (typeof LISTS)[number]

type Stored = {
  kind: ImportKind
  fileName: string
  sheet: string | null
  headerRow: number
  mapping: string
  fileId: string | null
}

type Fate = { refused: boolean; said: string }

/**
 * Three workbooks of an import's rows: `_all`, `_success`, `_failure`. Each has what became of a row and why before the
 * row's own cells, as text, so that numbers of people and accounts stay whole.
 * @throws Refusal `import.not-found`, `import.no-file`
 */
export async function importLists(
  context: ReaderJobContext,
  { importId }: InputOf<'imports.lists'>,
): Promise<{ files: FileRef[]; success: number; failure: number }> {
  const { ledger } = context
  const found = ledger
    .prepare<Stored>(
      `SELECT kind, file_name AS fileName, sheet, header_row AS headerRow, mapping, file_id AS fileId
       FROM imports WHERE id = ? AND deleted_at IS NULL`,
    )
    .get(importId)
  if (found === undefined) throw new Refusal('import.not-found', '找不到这次导入，请在导入记录中重新选择。')
  const bytes = await originalOf(context, found)
  const fates = fatesOf(context, importId)
  const counts: Record<List, number> = { all: 0, success: 0, failure: 0 }
  const stem = found.fileName.slice(0, found.fileName.length - extname(found.fileName).length)
  const files: FileRef[] = []
  for (const [at, list] of LISTS.entries()) {
    context.progress('写结果清单', at, LISTS.length, '份')
    const workbook = await openWorkbook(bytes, { shouldStop: () => context.shouldStop() })
    try {
      const buffer = await writeList(workbook, found, fates, list, counts, () => context.shouldStop())
      files.push(await context.files.put(`${stem}_${list}.xlsx`, XLSX, buffer))
    } finally {
      workbook.close()
    }
    if (context.shouldStop()) throw new Cancelled()
  }
  return { files, success: counts.success, failure: counts.failure }
}

async function originalOf({ ledger }: ReaderJobContext, { fileId }: Stored): Promise<Uint8Array> {
  const content =
    fileId === null
      ? undefined
      : ledger.prepare<{ content: Uint8Array }>('SELECT content FROM files WHERE id = ?').get(fileId)?.content
  if (content === undefined)
    throw new Refusal(
      'import.no-file',
      '这次导入的原文件不在本机的台账里，写不出结果清单。请到当时导入的机器上操作。',
    )
  return unpacked(content)
}

function fatesOf({ ledger }: ReaderJobContext, importId: string): Map<number, Fate> {
  const fates = new Map<number, Fate>()
  const findings = ledger.prepare<{ row: number; severity: string; message: string }>(
    'SELECT row, severity, message FROM import_findings WHERE import_id = ? ORDER BY row, severity, code',
  )
  for (const { row, severity, message } of findings.iterate(importId)) {
    const fate = fates.get(row)
    if (fate === undefined) fates.set(row, { refused: severity === 'refused', said: message })
    else {
      fate.refused ||= severity === 'refused'
      fate.said += ` ${message}`
    }
  }
  return fates
}

async function writeList(
  workbook: WorkbookReader,
  found: Stored,
  fates: ReadonlyMap<number, Fate>,
  list: List,
  counts: Record<List, number>,
  shouldStop: () => boolean,
): Promise<Uint8Array> {
  const { sheets } = await workbook.inspect()
  const sheet = sheets.find(({ name }) => name === found.sheet) ?? sheets[0]
  if (sheet === undefined) throw new Error('an imported workbook without a sheet')
  const fields = new Map(Object.entries(JSON.parse(found.mapping) as Record<string, number>))
  const data = new DataRows({
    fields,
    headerRow: found.headerRow,
    identity: IDENTITY[found.kind],
    merges: mergedRanges(sheet.merges),
  })
  const header = sheet.preview.find(({ number }) => number === found.headerRow)
  const width = Math.max(
    header?.values.length ?? 0,
    ...[...fields.values()].map((column) => column + 1),
    ...sheet.preview.map(({ values }) => values.length),
  )
  const headers = Array.from({ length: width }, (_, column) => String(header?.values[column] ?? ''))
  async function* rows(): AsyncGenerator<SheetCell[]> {
    for await (const batch of workbook.rows({ sheet: found.sheet ?? 0 })) {
      for (const row of data.of(batch)) {
        const fate = fates.get(row.number)
        const failed = fate?.refused ?? false
        if (list !== 'all' && failed !== (list === 'failure')) continue
        counts[list] += 1
        const words = failed ? '未导入' : fate === undefined ? '成功' : '成功，请留意'
        yield [
          row.number,
          words,
          fate?.said ?? '',
          ...Array.from({ length: width }, (_, at) => cell(row, at)),
        ]
      }
    }
  }
  return createWorkbookWriter({ shouldStop })
    .addSheet({
      name: list,
      columns: [
        { header: '原表行号', kind: 'integer', width: 9 },
        { header: '处理', width: 12 },
        { header: '说明', width: 40, wrap: true },
        ...headers.map((title) => ({ header: title, kind: 'text' as const })),
      ],
      rows: rows(),
    })
    .toBuffer()
}

/** A cell as the sheet shows it: a number exactly as stored, so that no digit is lost or gained. */
function cell(row: SheetRow, column: number): string {
  const value: CellValue | undefined = row.values[column]
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return row.rawText(column)
  return typeof value === 'boolean' ? (value ? '是' : '否') : value
}
