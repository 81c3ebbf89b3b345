/** 比对名单 from other offices: taken in from a workbook, listed, removed with a reason. */
import { readFile } from 'node:fs/promises'
import { sql } from 'drizzle-orm'
import type { ComparisonListView, ListImported } from '../../../shared/contract/checks.ts'
import { mayAct } from '../../../shared/contract/procedure.ts'
import { readIdNumber } from '../../../shared/domain/id-number.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { needsRole } from '../../../shared/text/officers.ts'
import { fileName, fileType } from '../attachments/file-type.ts'
import type { WriteTx } from '../db/ledger.ts'
import { files } from '../db/schema/exchange.ts'
import { comparisonEntries, comparisonLists } from '../db/schema/procedures.ts'
import { headerForms } from '../exchange/header-folding.ts'
import type { SheetRow } from '../exchange/workbook/sheet-row.ts'
import { openWorkbook } from '../exchange/workbook/workbook-reader.ts'
import { packed, sha256Of, storeFile, unpacked } from '../files/stored-bytes.ts'
import { Cancelled, type InputOf, type WriterJobContext } from '../procedure.ts'
import type { Reading } from './check-world.ts'

type Entry = { row: number; idNumber: string; name: string | null; note: string | null }
type Columns = {
  readonly idNumber: number
  readonly name: number | undefined
  readonly note: number | undefined
}
type Job = Pick<WriterJobContext, 'ledger' | 'actor' | 'files' | 'progress' | 'shouldStop' | 'now'>

/** Headers as offices write them, folded. */
const ALIASES: Readonly<Record<keyof Columns, ReadonlySet<string>>> = {
  idNumber: new Set([
    '身份证号',
    '身份证号码',
    '公民身份号码',
    '身份证',
    '证件号',
    '证件号码',
    '死者身份证号',
    'aac002',
    'aac147',
  ]),
  name: new Set(['姓名', '人员姓名', '死者姓名', '死亡人员姓名', '本人姓名', 'aac003']),
  note: new Set(['备注', '说明', '职务', '单位', '工作单位', '死亡日期', '死亡时间', '与干部关系', '关系']),
}
/** The header stands among the first rows. */
const ROWS_SEARCHED = 20
/** Refused rows that are named. */
const NAMED = 20

/**
 * Takes in a list that another office gave, with the file as it came. A row without a usable ID number is left out and
 * named: names alone match too many people. It may replace an older one, which goes in the same transaction.
 * @throws Refusal `role.too-low`, `checks.list-header`, `checks.list-empty`, `checks.list-gone`, `workbook.*`
 */
export async function importComparisonList(
  context: Job,
  input: InputOf<'checks.importList'>,
): Promise<ListImported> {
  if (input.replaces !== undefined && !mayAct(context.actor.role, 'reviewer'))
    throw new Refusal('role.too-low', `“换掉比对名单”${needsRole('reviewer')}`, { needed: 'reviewer' })
  const opened = await context.files.open(input.token)
  context.progress('读取名单', 0, null)
  const { entries, refused } = await readList(
    context,
    'path' in opened ? opened.path : opened.bytes,
    opened.name,
  )
  if (entries.length === 0)
    throw new Refusal(
      'checks.list-empty',
      `“${opened.name}”里没有一行有正确的身份证号，没有导入。请检查身份证号一列。`,
    )
  const bytes = 'path' in opened ? await readFile(opened.path) : opened.bytes
  const content = await packed(bytes)
  const name = input.name === '' ? opened.name.replace(/\.[^.]+$/, '') : input.name
  const { txId, result } = context.ledger.write(
    {
      action: 'checks.importList',
      actor: context.actor.name,
      params: { kind: input.kind, rows: entries.length, givenBy: input.givenBy },
    },
    (tx) => {
      const { replaces } = input
      if (replaces !== undefined) removeComparisonList(tx, replaces.id, `换成“${name}”：${replaces.reason}`)
      const mime = fileType(opened.name, bytes)
      const fileId = storeFile(tx, {
        name: fileName(opened.name),
        mime,
        bytes,
        sha256: sha256Of(bytes),
        content,
      })
      return keepList(tx, { ...input, name, fileId }, entries, context.actor.name)
    },
  )
  return {
    id: result,
    rows: entries.length,
    matches: matchesOf(context.ledger.reader, result),
    refused: refused.length,
    refusedRows: refused.slice(0, NAMED),
    txId,
  }
}

async function readList(
  context: Pick<Job, 'shouldStop' | 'progress'>,
  source: string | Uint8Array,
  workbookName: string,
): Promise<{ entries: Entry[]; refused: ListImported['refusedRows'] }> {
  const reader = await openWorkbook(source, { shouldStop: context.shouldStop })
  const entries: Entry[] = []
  const refused: ListImported['refusedRows'] = []
  let columns: Columns | undefined
  let searched = 0
  try {
    for await (const rows of reader.rows()) {
      if (context.shouldStop()) throw new Cancelled()
      for (const row of rows) {
        if (columns === undefined) {
          columns = columnsOf(row)
          searched += 1
          if (columns === undefined && searched >= ROWS_SEARCHED) throw noHeader(workbookName)
          continue
        }
        const read = readRow(row, columns)
        if (read === undefined) continue
        if ('reason' in read) refused.push(read)
        else entries.push(read)
      }
      context.progress('读取名单', entries.length, null, '行')
    }
  } finally {
    reader.close()
  }
  if (columns === undefined) throw noHeader(workbookName)
  return { entries, refused }
}

function noHeader(name: string): Refusal {
  return new Refusal(
    'checks.list-header',
    `“${name}”前 ${ROWS_SEARCHED} 行里没有找到写着“身份证号”的列标题。请补上列标题（姓名、身份证号）后再导入。`,
    { name },
  )
}

function columnsOf(row: SheetRow): Columns | undefined {
  const find = (field: keyof Columns) => {
    const at = row.values.findIndex((value) =>
      headerForms(String(value ?? '')).some((form) => ALIASES[field].has(form)),
    )
    return at < 0 ? undefined : at
  }
  const idNumber = find('idNumber')
  return idNumber === undefined ? undefined : { idNumber, name: find('name'), note: find('note') }
}

function readRow(row: SheetRow, columns: Columns): Entry | { row: number; reason: string } | undefined {
  const text = (column: number | undefined) => {
    const found = column === undefined ? '' : row.rawText(column).trim()
    return found === '' ? null : found
  }
  const written = text(columns.idNumber)
  const name = text(columns.name)
  if (written === null)
    return name === null ? undefined : { row: row.number, reason: `“${name}”没有身份证号` }
  const reading = readIdNumber(written)
  if (!reading.ok) return { row: row.number, reason: `身份证号“${written}”不正确` }
  const note = columns.note === undefined ? null : row.values[columns.note]
  return {
    row: row.number,
    idNumber: reading.value,
    name,
    note: note === null || note === undefined || note === '' ? null : String(note),
  }
}

function keepList(
  tx: WriteTx,
  list: InputOf<'checks.importList'> & { fileId: string },
  entries: readonly Entry[],
  by: string,
): string {
  const listId = tx.insert(comparisonLists, {
    kind: list.kind,
    name: list.name,
    givenBy: list.givenBy,
    asOf: list.asOf,
    fileId: list.fileId,
    rowCount: entries.length,
    importedAt: tx.at,
    importedBy: by,
    source: 'entry',
  })
  tx.local(comparisonEntries).insertMany(entries.map((entry) => ({ listId, ...entry })))
  return listId
}

/** 比对名单, the newest first, each with how many people of the ledger stand in it. */
export function listComparisonLists(ledger: Reading): ComparisonListView[] {
  return ledger
    .prepare<Omit<ComparisonListView, 'matches'>>(
      `SELECT l.id, l.kind, l.name, l.given_by AS givenBy, l.as_of AS asOf, l.row_count AS rowCount,
         l.imported_at AS importedAt, l.imported_by AS importedBy, f.name AS fileName
       FROM comparison_lists l LEFT JOIN files f ON f.id = l.file_id
       WHERE l.deleted_at IS NULL ORDER BY l.imported_at DESC, l.id DESC`,
    )
    .all()
    .map((list) => ({ ...list, matches: matchesOf(ledger, list.id) }))
}

function matchesOf(ledger: Reading, listId: string): number {
  return ledger
    .prepare<number>(
      `SELECT count(DISTINCT p.id) FROM comparison_entries e JOIN people p ON p.id_number = e.id_number AND p.deleted_at IS NULL
       WHERE e.list_id = ?`,
    )
    .pluck()
    .get(listId) as number
}

/**
 * Removes a list with its lines and its file: other people's data is kept no longer than it is used. Holds that it
 * opened stand until a person releases them. @throws Refusal `checks.list-gone`
 */
export function removeComparisonList(tx: WriteTx, id: string, reason: string): void {
  const list = tx
    .prepare<{ fileId: string | null }>(
      'SELECT file_id AS fileId FROM comparison_lists WHERE id = ? AND deleted_at IS NULL',
    )
    .get(id)
  if (list === undefined) throw new Refusal('checks.list-gone', '这份名单已经移除，请刷新。')
  tx.remove(comparisonLists, id, reason)
  tx.local(comparisonEntries).delete(sql`list_id = ${id}`)
  if (list.fileId === null) return
  // The same bytes may have been attached to something, which then shares them.
  tx.local(files).delete(
    sql`id = ${list.fileId} AND NOT EXISTS (SELECT 1 FROM attachments a WHERE a.sha256 = files.sha256)`,
  )
}

/** The file of a list as it came. @throws Refusal `checks.list-gone`, `checks.list-not-held` */
export async function openComparisonList(
  ledger: Reading,
  id: string,
): Promise<{ name: string; mime: string; bytes: Uint8Array }> {
  const list = ledger
    .prepare<{ name: string; fileName: string | null; mime: string | null; content: Uint8Array | null }>(
      `SELECT l.name, f.name AS fileName, f.mime, f.content FROM comparison_lists l LEFT JOIN files f ON f.id = l.file_id
       WHERE l.id = ? AND l.deleted_at IS NULL`,
    )
    .get(id)
  if (list === undefined) throw new Refusal('checks.list-gone', '这份名单已经移除，请刷新。')
  if (list.content === null) {
    throw new Refusal(
      'checks.list-not-held',
      `“${list.name}”的原件不在本台账中：导入时没有保存，或在别的办公室。需要时请重新导入。`,
    )
  }
  return {
    name: list.fileName ?? list.name,
    mime: list.mime ?? 'application/octet-stream',
    bytes: await unpacked(list.content),
  }
}

/**
 * A list that was taken in or removed is put right by the next import: its lines and its file are not in the change log,
 * so nothing could bring them back. @throws Refusal `checks.list-no-undo`
 */
export function refuseListUndo(ledger: Reading, txId: string): void {
  const action = ledger.prepare<string>('SELECT action FROM audit WHERE tx_id = ?').pluck().get(txId)
  if (action !== 'checks.importList' && action !== 'checks.removeList') return
  throw new Refusal('checks.list-no-undo', '比对名单的导入和移除不能撤销：导错的请移除，移除了的请重新导入。')
}
