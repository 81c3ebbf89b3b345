import { IMPORT_KINDS } from '../../../shared/contract/imports.ts'
import { contract } from '../../../shared/contract/index.ts'
import { IMPORT_KIND_TEXT } from '../../../shared/text/exchange.ts'
import type { OutputOf } from '../procedure.ts'
import type { ReadLedger } from './read.ts'

/** Entries of the audit, newest first, with the Chinese name of what was done. */
export function readAudit(
  ledger: Pick<ReadLedger, 'prepare'>,
  { offset, limit }: { offset: number; limit: number },
): OutputOf<'audit.list'> {
  const total = ledger.prepare<{ n: number }>('SELECT count(*) AS n FROM audit').get()?.n ?? 0
  return {
    total,
    rows: ledger
      .prepare<{ seq: number; at: string; actor: string; action: string; changes: number; txId: string }>(
        'SELECT seq, at, actor, action, changes, tx_id AS txId FROM audit ORDER BY seq DESC LIMIT ? OFFSET ?',
      )
      .all(limit, offset)
      .map((row) => ({ ...row, label: actionLabel(row.action) })),
  }
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
  'policy.store': '保存测算结果',
  'claims.store': '生成申领',
  'session.wrongPin': '输错 PIN',
  'officers.clearPins': '用恢复密钥清除管理员 PIN',
}
