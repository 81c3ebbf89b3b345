/** Chinese words for the paths of facts, for explanations and for what to go and find out. */
import { type Category, isCategory } from '../../../shared/domain/categories.ts'
import type { RecognisedKind } from '../../../shared/domain/policy.ts'
import { CATEGORY_TEXT } from '../../../shared/text/policy.ts'
import { RECOGNISED_KIND_TEXT } from '../../../shared/text/registry.ts'

const FIELDS: Readonly<Record<string, string>> = {
  home: '户籍县',
  categories: '人员类别',
  household: '所在家庭',
  production: '家庭其他成员自主生产',
  kind: '类型',
  county: '所在县',
  private: '是否民营',
  recognised: '认定',
  cooperationBase: '是否劳务合作基地',
  employer: '用人单位',
  from: '起始日',
  to: '终止日',
  organisedBy: '组织机构',
  filing: '备案',
  number: '编号',
  on: '日期',
  contract: '劳动合同',
  post: '岗位类型',
  insured: '参保月份',
  training: '以工代训月份',
  wages: '工资',
  fare: '往返车费',
  months: '月份',
  grade: '等级',
  institution: '发证机构',
  attendedDays: '出勤（参训）天数',
  requiredDays: '应出勤天数',
  school: '院校',
  year: '年度',
  highSkill: '是否高技能人才',
  employers: '参加单位',
  person: '人员',
  rents: '租房月份',
}

const OWNERS: Readonly<Record<string, string>> = {
  people: '',
  households: '',
  employers: '单位',
  agents: '机构',
  schools: '院校',
  stations: '工作站',
  spells: '务工记录',
  rents: '租房记录',
  certificates: '证书',
  courses: '培训',
  enrolments: '学籍',
  placements: '输送记录',
  fairs: '招聘会',
  attendance: '考勤',
  headcount: '人数',
  grants: '已发放',
}

/** `spells.e1.contract.to` → 务工记录劳动合同终止日. Ids stay out: the ledger shows them in its own words. */
export function factLabel(path: string): string {
  if (path.startsWith('standard:')) return `当地标准 ${path.slice('standard:'.length)}`
  const [owner = '', , ...fields] = path.split('.')
  const words = fields.map((field) => word(field)).filter((text) => text !== '')
  return `${OWNERS[owner] ?? ''}${words.join('')}` || path
}

function word(field: string): string {
  if (/^\d{4}$/.test(field)) return `（${field}年）`
  if (isCategory(field)) return `：${CATEGORY_TEXT[field as Category]}`
  if (field in RECOGNISED_KIND_TEXT) return `：${RECOGNISED_KIND_TEXT[field as RecognisedKind]}`
  return FIELDS[field] ?? ''
}

/** What a clerk does about a missing fact. */
export function factFix(path: string): string {
  if (path.startsWith('standard:')) return `在“当地标准”中录入 ${path.slice('standard:'.length)} 及文号`
  return `补录${factLabel(path)}；确实没有的，记为“无”`
}
