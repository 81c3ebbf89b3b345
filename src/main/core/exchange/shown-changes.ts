/** Before and after of a changed field, as a dry run shows it: masked, in words. */
import { maskAccount } from '../../../shared/domain/bank-card.ts'
import { maskId } from '../../../shared/domain/id-number.ts'
import { formatYuan } from '../../../shared/domain/money.ts'
import { maskPhone } from '../../../shared/domain/phone.ts'

/** Chinese names of the columns that imports change. */
const COLUMN_TEXT: Readonly<Record<string, string>> = {
  name: '姓名',
  idNumber: '身份证号',
  idNumberWritten: '身份证号（原样）',
  sex: '性别',
  birthDate: '出生日期',
  ethnicityCode: '民族代码',
  ethnicityText: '民族',
  educationCode: '学历代码',
  educationText: '文化程度',
  householdId: '所在户',
  relationToHead: '与户主关系',
  code: '编号',
  homeCounty: '户籍县',
  homeTownship: '户籍乡镇代码',
  homeTownshipText: '户籍乡镇',
  homeVillage: '行政村',
  phone: '联系电话',
  payeeName: '收款人',
  payeeBank: '开户行',
  payeeAccount: '收款账号',
  payeeAccountKind: '账户类型',
  healthText: '健康状况',
  labourText: '劳动技能',
  schoolingText: '在校生状况',
  categoriesKnown: '类别是否齐全',
  county: '县',
  township: '乡镇代码',
  townshipText: '乡镇',
  village: '行政村',
  hamlet: '自然村',
  size: '人数',
  kindText: '类型',
  kind: '类型代码',
  povertyCause: '致贫原因',
  incomePerHeadFen: '人均纯收入',
  employerId: '单位（台账）',
  employerText: '用人单位',
  workplaceText: '务工地点',
  toState: '是否在岗',
  toDate: '务工结束',
  organisedState: '有无组织',
  agentId: '组织单位（台账）',
  agentText: '组织单位',
  filingState: '有无备案',
  filingNumber: '备案号',
  filingOn: '备案日期',
  contractState: '劳动合同',
  contractFrom: '合同起',
  contractTo: '合同止',
  postKind: '岗位类型',
  jobTitle: '岗位',
  industry: '行业',
  channelText: '就业渠道',
  monthlyIncomeFen: '月收入',
  pointToPoint: '点对点输送',
  insuredKnown: '参保是否齐全',
  wagesFen: '年工资',
  fareFen: '往返车费',
  months: '月份',
  creditCode: '信用代码',
  address: '地址',
  isPrivate: '是否民营',
  legalRepName: '法定代表人',
  legalRepIdNumber: '法定代表人身份证号',
  contact: '联系人',
  bankName: '开户行',
  bankAccount: '账号',
  licenceNumber: '许可证号',
  documentNumber: '认定文号',
  title: '名称',
  heads: '人数',
  wageFromFen: '薪资低限',
  wageToFen: '薪资高限',
  from: '发布日期',
  to: '截止日期',
  fromDate: '开始日期',
  onDate: '日期',
  on: '日期',
  education: '学历要求',
  suitable: '适合人群',
  terms: '福利待遇',
  partnerCounty: '结对县',
  organiserCounty: '主办县',
  online: '是否线上',
  posts: '岗位数',
  visitors: '到场人数',
  intents: '意向人数',
  doneBy: '服务人员',
  note: '备注',
  state: '状态',
  step: '所在步骤',
  dueOn: '应办日期',
  batchId: '批次',
  outsideState: '对方处理情况',
}
const MASKS: Readonly<Record<string, (text: string) => string>> = {
  idNumber: maskId,
  idNumberWritten: maskId,
  legalRepIdNumber: maskId,
  phone: maskPhone,
  payeeAccount: maskAccount,
  bankAccount: maskAccount,
}
const WORDS: Readonly<Record<string, string>> = {
  yes: '有',
  no: '无',
  open: '在岗',
  ended: '已结束',
  male: '男',
  female: '女',
}

/** What a column is called. */
export function columnText(column: string): string {
  return COLUMN_TEXT[column] ?? column
}

/** False for columns that only follow from another one that is shown. */
export function isShownColumn(column: string): boolean {
  return !/^(ethnicityCode|educationCode|nameFolded|pinyin|initials|source|deletedReason)$/.test(column)
}

/** Columns of a decision as one phrase: 联系电话、开户行. */
export function columnsText(columns: readonly string[]): string {
  const names = columns.filter(isShownColumn)
  return [...new Set((names.length > 0 ? names : columns).map(columnText))].join('、')
}

/** A stored value in words; 空 where it is unknown. */
export function valueText(column: string, value: unknown): string {
  if (value === null || value === undefined) return '空'
  if (column.endsWith('Fen') && typeof value === 'number') return formatYuan(value)
  if (column === 'months' && typeof value === 'number') return monthsText(value)
  if (typeof value === 'boolean' || (typeof value === 'number' && BOOLEAN.has(column)))
    return value ? '是' : '否'
  const text = String(value)
  const mask = MASKS[column]
  return mask ? mask(text) : (WORDS[text] ?? text)
}

const BOOLEAN: ReadonlySet<string> = new Set([
  'isPrivate',
  'pointToPoint',
  'insuredKnown',
  'categoriesKnown',
  'online',
])

/** Months of a mask: 1、2、5 月. */
export function monthsText(mask: number): string {
  const months = Array.from({ length: 12 }, (_, bit) => bit).filter((bit) => mask & (1 << bit))
  return months.length === 0 ? '无' : `${months.map((bit) => bit + 1).join('、')} 月`
}
