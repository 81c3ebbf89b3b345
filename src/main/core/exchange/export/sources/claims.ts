import { CLAIM_STATE_TEXT, OUTSIDE_STATE_TEXT } from '../../../../../shared/text/claims.ts'
import { BENEFICIARY_KIND_TEXT } from '../../../../../shared/text/policy.ts'
import type { ExportSourceSpec, SourceField } from '../export-source.ts'
import { PERSON_FIELDS, touchedByPerson } from './person-fields.ts'

const text = (label: string, sql: string): SourceField => ({ label, kind: 'text', sql })
/** Who is paid: the person, or the firm, agent, school or station that the claim names. */
const payee = (column: string) =>
  `coalesce(CASE c.beneficiary_kind WHEN 'person' THEN b.name END, e.${column}, a.${column}, o.name, t.name)`
const lastPayment = (expression: string) =>
  `(SELECT ${expression} FROM payments y WHERE y.claim_id = c.id AND y.deleted_at IS NULL ORDER BY y.id DESC LIMIT 1)`

/** 申领: a row a claim. */
export const claimsSource: ExportSourceSpec = {
  label: '申领',
  unit: '份申领',
  table: 'claims',
  key: 'c.id',
  from: `claims c LEFT JOIN people p ON p.id = c.person_id AND p.deleted_at IS NULL
    LEFT JOIN people b ON b.id = c.beneficiary_id LEFT JOIN employers e ON e.id = c.beneficiary_id
    LEFT JOIN agents a ON a.id = c.beneficiary_id LEFT JOIN schools o ON o.id = c.beneficiary_id
    LEFT JOIN stations t ON t.id = c.beneficiary_id`,
  where: 'c.deleted_at IS NULL',
  order: 'c.benefit, c.number',
  who: {
    from: 'claims c LEFT JOIN people p ON p.id = c.person_id',
    name: "c.number || ' ' || coalesce(p.name, '')",
    idNumber: 'p.id_number',
  },
  fields: {
    ...PERSON_FIELDS,
    'claim.number': text('申领编号', 'c.number'),
    'claim.benefit': text('条款', 'c.benefit'),
    'claim.benefitName': { label: '补贴项目', kind: 'benefit', sql: 'c.benefit' },
    'claim.payee': { ...text('领取人', payee('name')), personal: 'name' },
    'claim.payeeKind': {
      label: '领取人类别',
      kind: 'code',
      sql: 'c.beneficiary_kind',
      words: BENEFICIARY_KIND_TEXT,
    },
    'claim.payeeCode': text('领取单位信用代码', 'coalesce(e.credit_code, a.credit_code, o.credit_code)'),
    'claim.period': text('期间', 'c.period'),
    'claim.months': { label: '月数', kind: 'number', sql: 'c.months' },
    'claim.amount': { label: '金额', kind: 'money', sql: 'c.amount_fen' },
    'claim.state': { label: '办理状态', kind: 'code', sql: 'c.state', words: CLAIM_STATE_TEXT },
    'claim.outsideState': {
      label: '对方系统状态',
      kind: 'code',
      sql: 'c.outside_state',
      words: OUTSIDE_STATE_TEXT,
    },
    'claim.draftedOn': { label: '生成日期', kind: 'date', sql: "date(c.drafted_at, '+8 hours')" },
    'claim.asOf': { label: '测算日期', kind: 'date', sql: 'c.as_of' },
    'claim.paidOn': {
      label: '到账日期',
      kind: 'date',
      sql: lastPayment("CASE y.state WHEN 'paid' THEN y.settled_on END"),
      table: 'payments',
    },
    'claim.account': {
      label: '发放账号',
      kind: 'text',
      sql: lastPayment('y.account'),
      table: 'payments',
      personal: 'account',
    },
  },
  touched: {
    claims: `SELECT l.row_id FROM entries l WHERE l.tbl = 'claims'`,
    payments: `SELECT y.claim_id FROM entries l JOIN payments y ON y.id = l.row_id WHERE l.tbl = 'payments'`,
    ...touchedByPerson((personIds) => `SELECT c.id FROM claims c WHERE c.person_id IN (${personIds})`),
  },
}
