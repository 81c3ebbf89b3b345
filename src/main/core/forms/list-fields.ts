import { type FieldCatalogue, fieldCatalogue } from './field-formats.ts'

/** One claim as a line of a list for the office. Unknown leaves the cell blank; money in fen. */
export interface ClaimLine {
  readonly number?: string | undefined
  readonly name: string
  readonly sex?: string | undefined
  readonly age?: number | undefined
  readonly ethnicity?: string | undefined
  readonly idNumber?: string | undefined
  readonly phone?: string | undefined
  readonly homePlace?: string | undefined
  readonly employer?: string | undefined
  readonly workPlace?: string | undefined
  readonly position?: string | undefined
  /** In words: 2021年3月至今. */
  readonly workSpan?: string | undefined
  readonly contractSpan?: string | undefined
  readonly insuredSpan?: string | undefined
  /** 有 or 无: insured with the same employer in the half year before. */
  readonly insuredBefore?: string | undefined
  readonly filing?: string | undefined
  readonly months?: number | undefined
  readonly benefit?: string | undefined
  readonly period?: string | undefined
  readonly amount?: number | undefined
  readonly payee?: string | undefined
  readonly bank?: string | undefined
  readonly account?: string | undefined
}

export const claimLineFields: FieldCatalogue<ClaimLine> = fieldCatalogue('claim-row', (row) => row.name, [
  { name: '申领编号', kind: 'text', read: (d) => d.number },
  { name: '姓名', kind: 'text', read: (d) => d.name },
  { name: '性别', kind: 'text', read: (d) => d.sex },
  { name: '年龄', kind: 'number', read: (d) => d.age },
  { name: '民族', kind: 'text', read: (d) => d.ethnicity },
  { name: '身份证号', kind: 'idNumber', read: (d) => d.idNumber },
  { name: '联系电话', kind: 'phone', read: (d) => d.phone },
  { name: '户籍地', kind: 'text', read: (d) => d.homePlace },
  { name: '用人单位', kind: 'text', read: (d) => d.employer },
  { name: '务工地点', kind: 'text', read: (d) => d.workPlace },
  { name: '岗位', kind: 'text', read: (d) => d.position },
  { name: '务工起止', kind: 'text', read: (d) => d.workSpan },
  { name: '合同起止', kind: 'text', read: (d) => d.contractSpan },
  { name: '参保起止', kind: 'text', read: (d) => d.insuredSpan },
  { name: '此前半年参保', kind: 'text', read: (d) => d.insuredBefore },
  { name: '备案', kind: 'text', read: (d) => d.filing },
  { name: '补贴月数', kind: 'number', read: (d) => d.months },
  { name: '申请项目', kind: 'text', read: (d) => d.benefit },
  { name: '所属期间', kind: 'text', read: (d) => d.period },
  { name: '金额', kind: 'money', read: (d) => d.amount },
  { name: '收款人', kind: 'text', read: (d) => d.payee },
  { name: '开户行', kind: 'text', read: (d) => d.bank },
  { name: '收款账号', kind: 'account', read: (d) => d.account },
])

/**
 * A line of a list that hangs on a wall. The ID number comes masked and no phone and no account come at all, so that
 * no layout, ours or an office's own, can show them (check 26).
 */
export interface PublicLine {
  readonly name: string
  readonly sex?: string | undefined
  readonly age?: number | undefined
  readonly maskedId?: string | undefined
  readonly homePlace?: string | undefined
  readonly employer?: string | undefined
  readonly workPlace?: string | undefined
  readonly workSpan?: string | undefined
  readonly benefit?: string | undefined
  readonly amount?: number | undefined
}

export const publicLineFields: FieldCatalogue<PublicLine> = fieldCatalogue('public-row', (row) => row.name, [
  { name: '姓名', kind: 'text', read: (d) => d.name },
  { name: '性别', kind: 'text', read: (d) => d.sex },
  { name: '年龄', kind: 'number', read: (d) => d.age },
  { name: '身份证号', kind: 'text', read: (d) => d.maskedId },
  { name: '户籍地', kind: 'text', read: (d) => d.homePlace },
  { name: '用人单位', kind: 'text', read: (d) => d.employer },
  { name: '务工地点', kind: 'text', read: (d) => d.workPlace },
  { name: '务工起止', kind: 'text', read: (d) => d.workSpan },
  { name: '申请项目', kind: 'text', read: (d) => d.benefit },
  { name: '金额', kind: 'money', read: (d) => d.amount },
])

/** One place of a summary. */
export interface SummaryLine {
  readonly place: string
  readonly people: number
  readonly claims: number
  readonly amount: number
}

export const summaryLineFields: FieldCatalogue<SummaryLine> = fieldCatalogue(
  'summary-row',
  (row) => row.place,
  [
    { name: '地区', kind: 'text', read: (d) => d.place },
    { name: '补贴人数', kind: 'number', read: (d) => d.people },
    { name: '申领份数', kind: 'number', read: (d) => d.claims },
    { name: '金额', kind: 'money', read: (d) => d.amount },
  ],
)

/** One payment: as sent where a payment file was made, else as it would be sent. */
export interface PaymentLine {
  readonly payee: string
  readonly person?: string | undefined
  readonly idNumber?: string | undefined
  readonly account?: string | undefined
  readonly bank?: string | undefined
  readonly amount: number
  readonly purpose?: string | undefined
  readonly state?: string | undefined
}

export const paymentLineFields: FieldCatalogue<PaymentLine> = fieldCatalogue(
  'payment-row',
  (row) => row.payee,
  [
    { name: '收款人', kind: 'text', read: (d) => d.payee },
    { name: '补贴对象', kind: 'text', read: (d) => d.person },
    { name: '身份证号', kind: 'idNumber', read: (d) => d.idNumber },
    { name: '收款账号', kind: 'account', read: (d) => d.account },
    { name: '开户行', kind: 'text', read: (d) => d.bank },
    { name: '金额', kind: 'money', read: (d) => d.amount },
    { name: '摘要', kind: 'text', read: (d) => d.purpose },
    { name: '发放状态', kind: 'text', read: (d) => d.state },
  ],
)

/** One holder of a public-welfare post in a month. */
export interface AttendanceLine {
  readonly name: string
  readonly idNumber?: string | undefined
  readonly post?: string | undefined
  readonly requiredDays?: number | undefined
  readonly attendedDays?: number | undefined
  /** for a whole month, as the office set it */
  readonly standard?: number | undefined
  readonly amount?: number | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

export const attendanceLineFields: FieldCatalogue<AttendanceLine> = fieldCatalogue(
  'attendance-row',
  (row) => row.name,
  [
    { name: '姓名', kind: 'text', read: (d) => d.name },
    { name: '身份证号', kind: 'idNumber', read: (d) => d.idNumber },
    { name: '岗位', kind: 'text', read: (d) => d.post },
    { name: '应出勤天数', kind: 'number', read: (d) => d.requiredDays },
    { name: '出勤天数', kind: 'number', read: (d) => d.attendedDays },
    { name: '月标准', kind: 'money', read: (d) => d.standard },
    { name: '金额', kind: 'money', read: (d) => d.amount },
    { name: '协议起', kind: 'date', read: (d) => d.from },
    { name: '协议止', kind: 'date', read: (d) => d.to },
  ],
)
