import { IMPORT_KINDS } from '../../../shared/contract/imports.ts'
import { contract } from '../../../shared/contract/index.ts'
import { IMPORT_KIND_TEXT } from '../../../shared/text/exchange.ts'
import type { InputOf, OutputOf } from '../procedure.ts'
import type { ReadLedger } from './read.ts'
import { allTables } from './tables.ts'

type Reading = Pick<ReadLedger, 'prepare'>
type Asked = InputOf<'audit.list'>

/** Entries of the audit that match, newest first, with the Chinese name of what was done. */
export function readAudit(ledger: Reading, asked: Asked): OutputOf<'audit.list'> {
  const { offset, limit } = asked
  const { sql, params } = auditWhere(ledger, asked)
  const total =
    ledger.prepare<{ n: number }>(`SELECT count(*) AS n FROM audit WHERE ${sql}`).get(...params)?.n ?? 0
  return {
    total,
    rows: ledger
      .prepare<{ seq: number; at: string; actor: string; action: string; changes: number; txId: string }>(
        `SELECT seq, at, actor, action, changes, tx_id AS txId FROM audit WHERE ${sql} ORDER BY seq DESC LIMIT ? OFFSET ?`,
      )
      .all(...params, limit, offset)
      .map((row) => ({ ...row, label: actionLabel(row.action) })),
  }
}

function auditWhere(ledger: Reading, asked: Asked): { sql: string; params: (string | number)[] } {
  const parts = ['TRUE']
  const params: (string | number)[] = []
  const add = (sql: string, ...values: string[]) => {
    parts.push(sql)
    params.push(...values)
  }
  const text = asked.search.trim()
  if (text !== '') {
    const acts = (
      ledger.prepare<string>('SELECT DISTINCT action FROM audit').pluck().all() as string[]
    ).filter((action) => actionLabel(action).includes(text))
    add(
      '(instr(actor, ?) > 0 OR tx_id = ? OR action IN (SELECT value FROM json_each(?)))',
      text,
      text.toUpperCase(),
      JSON.stringify(acts),
    )
  }
  // Moments are kept in UTC; a day begins and ends in Shanghai.
  if (asked.from !== undefined) add('at >= ?', startOfDay(asked.from, 0))
  if (asked.to !== undefined) add('at < ?', startOfDay(asked.to, 1))
  if (asked.about !== undefined) {
    const { of, id } = asked.about
    const theirs = allTables()
      .filter((table) => table.kind === 'synced')
      .flatMap((table) => {
        const column =
          table.name === (of === 'person' ? 'people' : 'claims')
            ? 'id'
            : table.columns.find(({ name }) => name === `${of}_id`)?.name
        return column === undefined
          ? []
          : [
              `SELECT l.tx_id FROM ${table.name} r JOIN change_log l ON l.tbl = '${table.name}' AND l.row_id = r.id WHERE r.${column} = ?`,
            ]
      })
    // Looking at a whole ID number changes nothing; it names the person.
    add(`(tx_id IN (${theirs.join(' UNION ')}) OR instr(params, ?) > 0)`, ...theirs.map(() => id), id)
  }
  return { sql: parts.join(' AND '), params }
}

/** The moment in UTC at which a day in Shanghai begins, `plus` days later. */
function startOfDay(day: string, plus: number): string {
  return new Date(Date.parse(`${day}T00:00:00+08:00`) + plus * 86_400_000).toISOString()
}

const procedures = contract as unknown as Record<
  string,
  Record<string, { '~orpc': { meta: { label: string } } }>
>

/** The label of the procedure whose name the action carries; other actions keep their own name. */
export function actionLabel(action: string): string {
  const [domain = '', name = ''] = action.split('.')
  return procedures[domain]?.[name]?.['~orpc'].meta.label ?? OTHER_ACTIONS[action] ?? action
}

/** Actions that are no procedure's own. */
const OTHER_ACTIONS: Readonly<Record<string, string>> = {
  'ledger.undo': '撤销',
  undo: '撤销',
  'import.undo': '撤销导入',
  ...Object.fromEntries(IMPORT_KINDS.map((kind) => [`import.${kind}`, `导入${IMPORT_KIND_TEXT[kind]}`])),
  'claims.complete': '办结申领的一步',
  'claims.hold': '暂缓申领',
  'claims.send-back': '申领退回上一步',
  'claims.refuse': '申领不予通过',
  'sync.export': '做交换文件',
  'sync.import': '收交换文件',
  'sync.wait': '交换文件先放着，等前面的',
  'sync.refuse': '退回交换文件',
  'policy.store': '保存测算结果',
  'claims.store': '生成申领',
  'session.wrongPin': '输错 PIN',
  'officers.clearPins': '用恢复密钥清除管理员 PIN',
}
