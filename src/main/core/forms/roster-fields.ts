import { type FieldCatalogue, fieldCatalogue } from './field-formats.ts'

/** What stands above and below an application roster. */
export interface RosterHeader {
  /** The roster's number, also the content of its QR code; undefined prints none. */
  readonly number: string | undefined
  /** Office that makes the list. */
  readonly office: string | undefined
  /** What the list is of: benefit, village, year. */
  readonly subject: string | undefined
  readonly filledOn: string | undefined
}

/** One line of an application roster. Unknown leaves the cell blank; money in fen. */
export interface RosterRow {
  readonly name: string
  readonly sex: string | undefined
  readonly idNumber: string | undefined
  readonly homePlace: string | undefined
  readonly employer: string | undefined
  readonly benefit: string | undefined
  readonly amount: number | undefined
  readonly account: string | undefined
}

export const rosterHeaderFields: FieldCatalogue<RosterHeader> = fieldCatalogue('roster-header', () => '', [
  { name: '表号', kind: 'text', read: (d) => d.number },
  { name: '填报单位', kind: 'text', read: (d) => d.office },
  { name: '名册内容', kind: 'text', read: (d) => d.subject },
  { name: '填报日期', kind: 'date', read: (d) => d.filledOn },
])

export const rosterRowFields: FieldCatalogue<RosterRow> = fieldCatalogue('roster-row', (row) => row.name, [
  { name: '姓名', kind: 'text', read: (d) => d.name },
  { name: '性别', kind: 'text', read: (d) => d.sex },
  { name: '身份证号', kind: 'idNumber', read: (d) => d.idNumber },
  { name: '户籍地', kind: 'text', read: (d) => d.homePlace },
  { name: '用人单位', kind: 'text', read: (d) => d.employer },
  { name: '申请项目', kind: 'text', read: (d) => d.benefit },
  { name: '金额', kind: 'money', read: (d) => d.amount },
  { name: '收款账号', kind: 'account', read: (d) => d.account },
])
