import { type FieldCatalogue, fieldCatalogue } from './field-formats.ts'

/** Kinds of household or person, as ticked on the form. */
export type CategoryTick =
  | 'poverty-lifted'
  | 'monitored-unstable'
  | 'monitored-marginal'
  | 'monitored-hardship'
  | 'minimum-living'
  | 'extreme-poverty'
  | 'relocated'

/** Papers that may lie behind an application; a ticked one is in the ledger's file. */
export type AttachmentTick =
  | 'id-copy'
  | 'account-copy'
  | 'contract'
  | 'work-proof'
  | 'wage-proof'
  | 'insurance-proof'
  | 'fare-proof'
  | 'agent-proof'

export type AccountTick = 'social-security-card' | 'bank-card' | 'passbook'

/**
 * All that the individual application form prints. Every field is there; `undefined` is unknown and leaves room to
 * write by hand, `null` is known none. Dates `YYYY-MM-DD`, months `YYYY-MM`, money in fen.
 */
export interface ApplicationFormData {
  /** The claim number, also the content of the QR code. */
  readonly formNumber: string
  readonly filledOn: string | undefined
  /** The station or office that accepts the application. */
  readonly office: string | undefined
  readonly applicant: {
    readonly name: string
    readonly sex: string | undefined
    readonly ethnicity: string | undefined
    readonly idNumber: string | undefined
    readonly householdAddress: string | undefined
    readonly categories: readonly CategoryTick[]
    readonly phone: string | undefined
  }
  readonly work: {
    readonly employer: string | undefined
    readonly place: string | undefined
    readonly position: string | undefined
    /** Fen each month. */
    readonly monthlyWage: number | undefined
    readonly from: string | undefined
    /** null: still there. */
    readonly to: string | null | undefined
    readonly insuredFrom: string | undefined
    /** null: still insured. */
    readonly insuredTo: string | null | undefined
  }
  readonly benefit: {
    readonly name: string
    /** Title or number of the document. */
    readonly document: string | undefined
    readonly clause: string | undefined
    /** The standard in words: `每人每月200元`. */
    readonly standard: string | undefined
    /** What the claim is for: a year, months, a school year, in words. */
    readonly period: string | undefined
    /** Fen. */
    readonly amount: number | undefined
  }
  readonly payee: {
    readonly name: string | undefined
    readonly accountKind: AccountTick | undefined
    readonly bank: string | undefined
    readonly account: string | undefined
  }
  readonly attachments: readonly AttachmentTick[]
  /** Someone who applies on behalf; null: the applicant comes in person. */
  readonly agent:
    | {
        readonly name: string | undefined
        readonly relation: string | undefined
        readonly idNumber: string | undefined
        readonly phone: string | undefined
        readonly reason: string | undefined
      }
    | null
    | undefined
}

/** A span in words; an open end reads 至今, an unknown one leaves room. */
function span(from: string | undefined, to: string | null | undefined): string | undefined {
  if (from === undefined) return undefined
  const words = (value: string): string => {
    const [year, month, day] = value.split('-').map(Number)
    return `${year}年${month}月${day === undefined ? '' : `${day}日`}`
  }
  return `${words(from)}至${to === null ? '今' : to === undefined ? '________' : words(to)}`
}

/** The names a layout uses for `ApplicationFormData`. */
export const applicationFields: FieldCatalogue<ApplicationFormData> = fieldCatalogue(
  'application',
  (data) => data.applicant.name,
  [
    { name: '编号', kind: 'text', read: (d) => d.formNumber },
    { name: '填表日期', kind: 'date', read: (d) => d.filledOn },
    { name: '受理单位', kind: 'text', read: (d) => d.office },
    { name: '姓名', kind: 'text', read: (d) => d.applicant.name },
    { name: '性别', kind: 'text', read: (d) => d.applicant.sex },
    { name: '民族', kind: 'text', read: (d) => d.applicant.ethnicity },
    { name: '身份证号', kind: 'idNumber', read: (d) => d.applicant.idNumber },
    { name: '户籍地址', kind: 'text', read: (d) => d.applicant.householdAddress },
    { name: '户类型', kind: 'codes', read: (d) => d.applicant.categories },
    { name: '联系电话', kind: 'phone', read: (d) => d.applicant.phone },
    { name: '用人单位', kind: 'text', read: (d) => d.work.employer },
    { name: '务工地点', kind: 'text', read: (d) => d.work.place },
    { name: '岗位', kind: 'text', read: (d) => d.work.position },
    { name: '月收入', kind: 'money', read: (d) => d.work.monthlyWage },
    { name: '务工起止', kind: 'text', read: (d) => span(d.work.from, d.work.to) },
    { name: '参保起止', kind: 'text', read: (d) => span(d.work.insuredFrom, d.work.insuredTo) },
    { name: '补贴名称', kind: 'text', read: (d) => d.benefit.name },
    { name: '依据文件', kind: 'text', read: (d) => d.benefit.document },
    { name: '依据条款', kind: 'text', read: (d) => d.benefit.clause },
    { name: '补贴标准', kind: 'text', read: (d) => d.benefit.standard },
    { name: '所属期间', kind: 'text', read: (d) => d.benefit.period },
    { name: '申请金额', kind: 'money', read: (d) => d.benefit.amount },
    { name: '收款人', kind: 'text', read: (d) => d.payee.name },
    {
      name: '账户类型',
      kind: 'codes',
      read: (d) => (d.payee.accountKind === undefined ? [] : [d.payee.accountKind]),
    },
    { name: '开户行', kind: 'text', read: (d) => d.payee.bank },
    { name: '收款账号', kind: 'account', read: (d) => d.payee.account },
    { name: '所附材料', kind: 'codes', read: (d) => d.attachments },
    { name: '代办人姓名', kind: 'text', read: (d) => d.agent?.name },
    { name: '代办人关系', kind: 'text', read: (d) => d.agent?.relation },
    { name: '代办人身份证号', kind: 'idNumber', read: (d) => d.agent?.idNumber },
    { name: '代办人电话', kind: 'phone', read: (d) => d.agent?.phone },
    { name: '代办原因', kind: 'text', read: (d) => d.agent?.reason },
  ],
)
