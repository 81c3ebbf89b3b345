/** Takes a whole import back, unless somebody has worked on with what it brought. */
import { z } from 'zod'
import { isRefusal, Refusal } from '../../../shared/domain/refusal.ts'
import type { ReadLedger, WriteLedger } from '../db/ledger.ts'
import { imports } from '../db/schema/exchange.ts'
import { columnText } from './shown-changes.ts'

const TABLE_TEXT: Readonly<Record<string, string>> = {
  households: '户',
  people: '人员',
  person_categories: '人员类别',
  employers: '用人单位',
  employer_recognitions: '单位认定',
  agents: '劳务机构',
  spells: '务工经历',
  spell_years: '年度工资车费',
  insured_years: '参保月份',
  rent_years: '租房月份',
  claims: '申领',
  grants: '发放',
  batches: '批次',
  outside_answers: '对方反馈',
  claim_events: '申领经过',
  vacancies: '岗位',
  fairs: '招聘会',
  fair_employers: '参会单位',
  service_records: '服务记录',
  referrals: '转介',
}

/**
 * Reverses the import's transaction and marks the import as undone, in one new transaction.
 * `restored`: records that got their old values back; `removed`: records that the import had brought.
 * @throws Refusal `import.not-found`, `import.already-undone`, `import.paid-since`, `import.changed-since` (how many, and the first ones),
 *   `import.in-use` (what refers to it)
 */
export function undoImport(
  ledger: Pick<WriteLedger, 'reader' | 'undo'>,
  importId: string,
  actor: string,
): { importId: string; restored: number; removed: number } {
  const found = ledger.reader
    .prepare<{ txId: string; state: string; fileName: string }>(
      'SELECT tx_id AS txId, state, file_name AS fileName FROM imports WHERE id = ? AND deleted_at IS NULL',
    )
    .get(importId)
  if (found === undefined) throw new Refusal('import.not-found', '找不到这次导入，请在导入记录中重新选择。')
  if (found.state === 'undone')
    throw new Refusal('import.already-undone', `“${found.fileName}”的这次导入已经撤销过，没有再做改动。`)
  refuseMoneySince(ledger.reader, found.txId)
  const { restored, removed } = countChanges(ledger.reader, found.txId)
  try {
    ledger.undo(found.txId, actor, {
      keep: [imports],
      also: (tx) => void tx.update(imports, importId, { state: 'undone' }),
    })
  } catch (error) {
    throw inClerksWords(ledger.reader, error)
  }
  return { importId, restored, removed }
}

/** What another system's list moved is not moved back under a payment that was made since. @throws Refusal `import.paid-since` */
function refuseMoneySince(reader: ReadLedger, txId: string): void {
  const number = reader
    .prepare<string>(
      `SELECT f.number FROM audit t
       JOIN change_log c ON c.seq BETWEEN t.first_seq AND t.first_seq + t.changes - 1 AND c.tbl = 'claims'
       JOIN payments y ON y.claim_id = c.row_id AND y.deleted_at IS NULL
       JOIN payment_files f ON f.id = y.payment_file_id AND f.deleted_at IS NULL AND f.made_at > t.at
       WHERE t.tx_id = ? LIMIT 1`,
    )
    .pluck()
    .get(txId) as string | undefined
  if (number !== undefined)
    throw new Refusal(
      'import.paid-since',
      `不能撤销这次导入：其中有申领之后列入了支付文件 ${number}，钱款可能已经送出。`,
      { number },
    )
}

/** What the import's transaction did, its own record aside. */
function countChanges(reader: ReadLedger, txId: string): { restored: number; removed: number } {
  const span = reader
    .prepare<{ first: number; changes: number }>(
      'SELECT first_seq AS first, changes FROM audit WHERE tx_id = ?',
    )
    .get(txId)
  if (span === undefined)
    throw new Refusal('import.not-found', '找不到这次导入的写入记录，可能不是在本台账中进行的。')
  const last = span.first + span.changes - 1
  const row = reader
    .prepare<{ removed: number; touched: number }>(
      `SELECT count(*) FILTER (WHERE op = 'insert') AS removed, count(DISTINCT tbl || row_id) AS touched
       FROM change_log WHERE seq BETWEEN ? AND ? AND tbl <> 'imports'`,
    )
    .get(span.first, last)
  const removed = row?.removed ?? 0
  return { removed, restored: (row?.touched ?? 0) - removed }
}

const conflicts = z.array(z.object({ tbl: z.string(), rowId: z.string(), fields: z.array(z.string()) }))

function inClerksWords(reader: ReadLedger, error: unknown): unknown {
  if (!isRefusal(error)) return error
  if (error.code === 'ledger.undo-in-use') {
    const child = TABLE_TEXT[String(error.params.child)] ?? String(error.params.child)
    const table = TABLE_TEXT[String(error.params.table)] ?? String(error.params.table)
    const count = Number(error.params.count)
    return new Refusal(
      'import.in-use',
      `不能撤销这次导入：之后录入的 ${count} 条${child}用到了它带来的${table}。请先撤销后来的导入或删除那些记录。`,
      { count, child, table },
    )
  }
  if (error.code !== 'ledger.undo-conflict') return error
  const parsed = conflicts.safeParse(parsedJson(String(error.params.first)))
  if (!parsed.success) return error
  const count = Number(error.params.count)
  const first = parsed.data.map(({ tbl, rowId, fields }) => {
    const names = fields.map((name) => columnText(camel(name)))
    return `${TABLE_TEXT[tbl] ?? tbl}“${nameOf(reader, tbl, rowId)}”（${names.join('、')}）`
  })
  return new Refusal(
    'import.changed-since',
    `不能撤销这次导入：有 ${count} 条记录在导入后又被修改过，撤销会盖掉这些修改：${first.join('；')}${count > first.length ? ' 等' : ''}。请先处理这些记录。`,
    { count, first: first.join('；') },
  )
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The person's or organisation's name behind a record; never a number. */
function nameOf(reader: ReadLedger, tbl: string, rowId: string): string {
  const byPerson = ['person_categories', 'spells', 'spell_years', 'insured_years', 'rent_years'].includes(tbl)
  const sql = byPerson
    ? `SELECT p.name AS name FROM "${tbl}" r JOIN people p ON p.id = r.person_id WHERE r.id = ?`
    : tbl === 'households'
      ? `SELECT coalesce((SELECT p.name FROM people p WHERE p.household_id = h.id AND p.relation_to_head = '户主'), '') AS name FROM households h WHERE h.id = ?`
      : ['people', 'employers', 'agents', 'fairs'].includes(tbl)
        ? `SELECT name FROM "${tbl}" WHERE id = ?`
        : tbl === 'claims' || tbl === 'batches'
          ? `SELECT number AS name FROM "${tbl}" WHERE id = ?`
          : undefined
  return (sql === undefined ? undefined : reader.prepare<{ name: string }>(sql).get(rowId)?.name) ?? ''
}

/** Column names of the file are written with underscores, those of the code are not. */
function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
