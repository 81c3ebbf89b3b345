/** 导入结果清单: what came of each row of an import, as the lists that its maker gets back. */
import type { FileRef } from '../../../shared/contract/files.ts'
import type { ImportKind } from '../../../shared/contract/imports.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { unpacked } from '../files/stored-bytes.ts'
import { Cancelled, type InputOf, type ReaderJobContext } from '../procedure.ts'
import { DataRows } from './data-rows.ts'
import { type ResultRow, resultListProfile, resultLists } from './export/result-lists.ts'
import { mergedRanges } from './header-detection.ts'
import { RowCells } from './row-cells.ts'
import { IDENTITY } from './row-identity.ts'
import { XLSX } from './workbook/media-type.ts'
import { openWorkbook } from './workbook/workbook-reader.ts'

type Stored = {
  kind: ImportKind
  fileName: string
  sheet: string | null
  headerRow: number
  mapping: string
  fileId: string | null
}

/** What a row's record is called, its number, and the number under which its maker knows it: the first field that says something. */
const NAMES = ['name', 'employer', 'title']
const NUMBERS = ['idNumber', 'creditCode', 'employerCode']
const BUSINESS = ['claimNumber', 'personCode', 'householdCode', 'title']

/**
 * `_all`, `_success` and `_failure` of an import: each of its rows with what became of it; a row that was taken with a
 * remark went through. @throws Refusal `import.not-found`, `import.no-file`
 */
export async function importLists(
  context: ReaderJobContext,
  { importId }: InputOf<'imports.lists'>,
): Promise<{ files: FileRef[]; success: number; failure: number }> {
  const found = context.ledger
    .prepare<Stored>(
      `SELECT kind, file_name AS fileName, sheet, header_row AS headerRow, mapping, file_id AS fileId
       FROM imports WHERE id = ? AND deleted_at IS NULL`,
    )
    .get(importId)
  if (found === undefined) throw new Refusal('import.not-found', '找不到这次导入，请在导入记录中重新选择。')
  context.progress('写结果清单', 0, null)
  const rows = await rowsOf(context, found, refusedRows(context, importId))
  const lists = await resultLists(context, resultListProfile(context), found.fileName, rows)
  const files: FileRef[] = []
  for (const { name, bytes } of [lists.all, lists.success, lists.failure])
    files.push(await context.files.put(name, XLSX, bytes))
  const failure = rows.filter(({ outcome }) => outcome === 'rejected').length
  return { files, success: rows.length - failure, failure }
}

/** Row → why it was refused. */
function refusedRows({ ledger }: ReaderJobContext, importId: string): Map<number, string> {
  const reasons = new Map<number, string>()
  const findings = ledger.prepare<{ row: number; message: string }>(
    `SELECT row, message FROM import_findings WHERE import_id = ? AND severity = 'refused' ORDER BY row, code`,
  )
  for (const { row, message } of findings.iterate(importId)) {
    const said = reasons.get(row)
    reasons.set(row, said === undefined ? message : `${said} ${message}`)
  }
  return reasons
}

async function rowsOf(
  context: ReaderJobContext,
  found: Stored,
  refused: ReadonlyMap<number, string>,
): Promise<ResultRow[]> {
  const columns = new Map(Object.entries(JSON.parse(found.mapping) as Record<string, number>))
  const cells = new RowCells({ columns, labelOf: (field) => field })
  const first = (fields: readonly string[]) =>
    fields.map((field) => cells.stored(field)).find((text) => text !== '') ?? ''
  const workbook = await openWorkbook(await originalOf(context, found), {
    shouldStop: () => context.shouldStop(),
  })
  const rows: ResultRow[] = []
  try {
    const { sheets } = await workbook.inspect()
    const sheet = sheets.find(({ name }) => name === found.sheet)
    const data = new DataRows({
      fields: columns,
      headerRow: found.headerRow,
      identity: IDENTITY[found.kind],
      merges: mergedRanges(sheet?.merges ?? []),
    })
    for await (const batch of workbook.rows({ sheet: found.sheet ?? 0 })) {
      if (context.shouldStop()) throw new Cancelled()
      for (const row of data.of(batch)) {
        cells.load(row)
        const reason = refused.get(row.number)
        rows.push({
          row: row.number,
          name: first(NAMES),
          idNumber: first(NUMBERS),
          businessNumber: first(BUSINESS),
          outcome: reason === undefined ? 'accepted' : 'rejected',
          reason: reason ?? '',
        })
      }
    }
  } finally {
    workbook.close()
  }
  return rows
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
