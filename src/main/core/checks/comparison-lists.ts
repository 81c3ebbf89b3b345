/** 比对名单 from other offices: taken in from a workbook, listed, removed with a reason. */
import { sql } from 'drizzle-orm'
import type { ComparisonListView, ListImported } from '../../../shared/contract/checks.ts'
import { readIdNumber } from '../../../shared/domain/id-number.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { COMPARISON_KIND_TEXT } from '../../../shared/text/claims.ts'
import type { WriteTx } from '../db/ledger.ts'
import { comparisonEntries, comparisonLists } from '../db/schema/procedures.ts'
import { headerForms } from '../exchange/header-folding.ts'
import type { SheetRow } from '../exchange/workbook/sheet-row.ts'
import { openWorkbook } from '../exchange/workbook/workbook-reader.ts'
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
 * Takes in a list that another office gave. A row without a usable ID number is left out and named: names alone match
 * too many people. @throws Refusal `checks.list-header`, `checks.list-empty`, `workbook.*`
 */
export async function importComparisonList(
  context: Job,
  input: InputOf<'checks.importList'>,
): Promise<ListImported> {
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
  const name = input.name === '' ? opened.name.replace(/\.[^.]+$/, '') : input.name
  const { txId, result } = context.ledger.write(
    {
      action: 'checks.importList',
      actor: context.actor.name,
      params: { kind: input.kind, rows: entries.length, givenBy: input.givenBy },
    },
    (tx) => keepList(tx, { ...input, name }, entries, context.actor.name),
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
  fileName: string,
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
          if (columns === undefined && searched >= ROWS_SEARCHED) throw noHeader(fileName)
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
  if (columns === undefined) throw noHeader(fileName)
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
  list: InputOf<'checks.importList'>,
  entries: readonly Entry[],
  by: string,
): string {
  const listId = tx.insert(comparisonLists, {
    kind: list.kind,
    name: list.name,
    givenBy: list.givenBy,
    asOf: list.asOf,
    fileId: null,
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
      `SELECT id, kind, name, given_by AS givenBy, as_of AS asOf, row_count AS rowCount, imported_at AS importedAt,
         imported_by AS importedBy FROM comparison_lists WHERE deleted_at IS NULL ORDER BY imported_at DESC, id DESC`,
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

/** Removes a list with its lines; holds that it opened stand until a person releases them. @throws Refusal `checks.list-gone` */
export function removeComparisonList(tx: WriteTx, id: string, reason: string): void {
  const list = tx
    .prepare<{ kind: keyof typeof COMPARISON_KIND_TEXT }>(
      'SELECT kind FROM comparison_lists WHERE id = ? AND deleted_at IS NULL',
    )
    .get(id)
  if (list === undefined) throw new Refusal('checks.list-gone', '这份名单已经移除，请刷新。')
  tx.remove(comparisonLists, id, reason)
  tx.local(comparisonEntries).delete(sql`list_id = ${id}`)
}
