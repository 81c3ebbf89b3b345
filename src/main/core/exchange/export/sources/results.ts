import type { SourceField } from '../export-source.ts'

/** What became of a row of somebody's file. */
export const RESULT_OUTCOME_TEXT = { accepted: '成功', rejected: '失败' } as const

const text = (label: string, sql: string): SourceField => ({ label, kind: 'text', sql })

/** 处理结果: rows that are given, not read from the ledger; `sql` names the part of a `ResultRow`. */
export const RESULT_FIELDS: Readonly<Record<string, SourceField>> = {
  'result.row': { label: '原表行号', kind: 'number', sql: 'row' },
  'result.name': { ...text('姓名', 'name'), personal: 'name' },
  'result.idNumber': { ...text('证件号码', 'idNumber'), personal: 'id' },
  'result.businessNumber': text('业务编号', 'businessNumber'),
  'result.outcome': { label: '处理结果', kind: 'code', sql: 'outcome', words: RESULT_OUTCOME_TEXT },
  'result.reason': text('失败原因', 'reason'),
}
