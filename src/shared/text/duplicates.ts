/** Wording of duplicates. A reason or a field without its words fails the type check. */
import type { DuplicateField } from '../domain/duplicate-fields.ts'
import type {
  DuplicateKind,
  DuplicateReason,
  DuplicateVerdict,
  Likelihood,
  WeighedReason,
} from '../domain/duplicates.ts'

export const DUPLICATE_KIND_TEXT: Readonly<Record<DuplicateKind, string>> = {
  person: '人员',
  employer: '用人单位',
  agent: '劳务机构',
  household: '户',
}

export const LIKELIHOOD_TEXT: Readonly<Record<Likelihood, string>> = {
  certain: '几乎可以确定',
  likely: '很可能',
  possible: '待核实',
}

export const DUPLICATE_VERDICT_TEXT: Readonly<Record<DuplicateVerdict, string>> = {
  different: '不是同一个',
  later: '以后再看',
  merged: '已合并',
}

const REASON_TEXT: Readonly<Record<DuplicateReason, string>> = {
  'id-same': '身份证号相同',
  'id-15-18': '15 位和 18 位的同一个身份证号',
  'id-digit': '身份证号只差一位',
  'id-swap': '身份证号相邻两位颠倒',
  'code-same': '人编号相同',
  'name-same': '姓名相同',
  'name-folded': '姓名相同，只是间隔点、空格或全半角不同',
  'name-sound': '姓名同音不同字',
  'name-near': '姓名只差一个字',
  'birth-same': '出生日期相同',
  'township-same': '同一乡镇',
  'village-same': '同一村',
  'household-same': '同一户',
  'phone-same': '电话相同',
  'account-same': '收款账号相同',
  'credit-same': '统一社会信用代码相同',
  'credit-digit': '统一社会信用代码只差一位',
  'credit-swap': '统一社会信用代码相邻两位颠倒',
  'body-name-same': '名称相同',
  'body-name-core': '名称除括号和“公司”字样外相同',
  'county-same': '同一个县',
  'body-phone-same': '电话相同',
  'body-account-same': '银行账号相同',
  'legal-rep-same': '法定代表人相同',
  'household-code-same': '户编号相同',
  'household-code-digit': '户编号只差一位',
  'home-same': '同一个村',
  'household-phone-same': '户联系电话相同',
  'name-other': '姓名不同',
  'ids-differ': '身份证号不同',
  'ids-births-differ': '两个身份证号都有效，出生日期不同',
  'birth-other': '出生日期不同',
  'sex-other': '性别不同',
  'relation-other': '在同一户里与户主的关系不同',
  'code-other': '编号不同',
  'elsewhere-same-days': '同一天在两处务工',
  'body-name-other': '名称不同',
  'credits-differ': '信用代码不同',
  'county-other': '不在同一个县',
  'home-other': '不在同一个村',
}

/** A reason in words, with the day where it is about days. */
export function duplicateReasonText({ reason, on }: Pick<WeighedReason, 'reason' | 'on'>): string {
  return on === undefined ? REASON_TEXT[reason] : `${REASON_TEXT[reason]}（${on}）`
}

/** `身份证号只差一位、姓名相同；但出生日期不同`. */
export function likenessText(reasons: readonly WeighedReason[]): string {
  const words = (some: readonly WeighedReason[]) => some.map(duplicateReasonText).join('、')
  const against = reasons.filter(({ points }) => points < 0)
  const speaking = words(reasons.filter(({ points }) => points > 0))
  return against.length === 0 ? speaking : `${speaking}；但${words(against)}`
}

/** Tables whose records a merge moves or joins, in the office's words, with their counter. */
export const MOVED_TEXT: Readonly<Record<string, string>> = {
  people: '户成员',
  person_categories: '人员类别',
  spells: '务工经历',
  spell_years: '年度工资路费',
  insured_years: '参保年度',
  rent_years: '租房年度',
  certificates: '证书',
  courses: '培训课程',
  enrolments: '学徒或订单班',
  placements: '院校输送',
  attendance: '岗位出勤',
  attachments: '附件',
  service_records: '服务记录',
  job_seekers: '求职登记',
  referrals: '转介',
  decisions: '研究决定',
  claims: '申领',
  claim_entitlements: '申领的期间',
  grants: '发放记录',
  household_years: '户年度情况',
  employer_recognitions: '单位认定',
  fair_employers: '招聘会参加',
  vacancies: '岗位',
  papers: '纸质件',
}

const FIELD_TEXT: Readonly<Record<DuplicateField, string>> = {
  name: '名称',
  idNumber: '身份证号',
  sex: '性别',
  birthDate: '出生日期',
  ethnicity: '民族',
  education: '文化程度',
  household: '户、与户主关系',
  code: '编号',
  home: '住址',
  phone: '电话',
  payee: '收款账户',
  health: '健康状况',
  labour: '劳动能力',
  schooling: '在校情况',
  categoriesKnown: '类别已登记齐全',
  note: '备注',
  creditCode: '统一社会信用代码',
  kind: '类型',
  county: '所在县',
  address: '地址',
  isPrivate: '民营企业',
  industry: '行业',
  legalRep: '法定代表人',
  contact: '联系人',
  bank: '银行账户',
  licence: '许可证号',
  size: '人数',
  householdKind: '户类型',
  povertyCause: '致贫原因',
  income: '人均纯收入',
}

/** What a field is called for records of this kind. */
export function duplicateFieldText(kind: DuplicateKind, field: DuplicateField): string {
  if (field === 'name' && kind === 'person') return '姓名'
  if (field === 'code') return kind === 'person' ? '人编号' : '户编号'
  return FIELD_TEXT[field]
}

type Effects = {
  readonly moved: readonly { readonly text: string; readonly count: number }[]
  readonly joined: readonly { readonly text: string; readonly count: number }[]
  readonly months: number
  readonly differing: number
  readonly grantedTwice: number
  readonly holds: readonly unknown[]
  readonly fields: readonly string[]
}

/** What a merge does, in one sentence without its full stop. */
export function effectsText(effects: Effects): string {
  const counted = (some: Effects['moved']) => some.map(({ text, count }) => `${text} ${count}`).join('、')
  const parts = [
    ...(effects.moved.length > 0 ? [`转到保留档案名下：${counted(effects.moved)}`] : []),
    ...(effects.joined.length > 0 ? [`相同的并为一条：${counted(effects.joined)}`] : []),
    ...(effects.months > 0 ? [`补进参保等月份 ${effects.months} 个`] : []),
    ...(effects.differing > 0 ? [`并为一条时有 ${effects.differing} 处写法不同，以保留档案为准`] : []),
    ...(effects.fields.length > 0 ? [`保留档案改动：${effects.fields.join('、')}`] : []),
    ...(effects.grantedTwice > 0 ? [`有 ${effects.grantedTwice} 项待遇两边都已发放`] : []),
    ...(effects.holds.length > 0 ? [`暂缓申领 ${effects.holds.length} 份，等人决定`] : []),
  ]
  return parts.length === 0 ? '另一条档案名下没有要转的记录' : parts.join('；')
}
