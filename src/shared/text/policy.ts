/** Wording of the policy vocabulary. A code without its word fails the type check. */
import type { Category, CategoryGroup } from '../domain/categories.ts'
import type {
  BeneficiaryKind,
  ConditionId,
  ConditionState,
  Fund,
  GrantUnit,
  Nature,
  Outcome,
  PolicySide,
  RowTreatment,
  Strength,
} from '../domain/policy.ts'

export const OUTCOME_TEXT: Readonly<Record<Outcome, string>> = {
  eligible: '可领',
  discretionary: '待研究决定',
  pending: '快满足',
  'needs-standard': '待定标准',
  undetermined: '缺信息',
  ineligible: '不符合',
  'already-granted': '已领',
  closed: '窗口已过',
  delegated: '由当地文件执行',
}

/** What an outcome means, in one sentence for a person who sees it for the first time. */
export const OUTCOME_MEANING: Readonly<Record<Outcome, string>> = {
  eligible: '条件全部满足，金额已定，可以生成申领。',
  discretionary: '条件全部满足，是否给予由本单位研究决定并留下记录。',
  pending: '已知的条件都满足，只差时间，到日子自动满足。',
  'needs-standard': '条件都满足，但当地标准还没有录入。',
  undetermined: '有必需的信息还不知道，补齐后才能判断。',
  ineligible: '有条件不满足，且以后也不会满足。',
  'already-granted': '这一项已经发放过，不再重复发放。',
  closed: '条件满足，但申领期限已过。',
  delegated: '由实施该政策的当地文件计算，这里不重复发放。',
}

export const CONDITION_TEXT: Readonly<Record<ConditionId, string>> = {
  category: '人员类别',
  home: '户籍地',
  workplace: '务工地',
  first: '首次就业',
  insured: '参保月数',
  stable: '稳定就业',
  contract: '劳动合同',
  organised: '有组织输出',
  filing: '备案确认',
  kind: '单位或机构类型',
  recognised: '基地、车间等认定',
  headcount: '吸纳或输送人数',
  certificate: '技能等级证书',
  post: '岗位类型',
  year: '所属年度',
  'in-force': '文件有效期',
  production: '家庭自主生产',
  wages: '年度工资',
  rent: '自行租房',
  attended: '出勤天数',
  enrolled: '学徒或订单班学籍',
  fair: '参加招聘会',
  training: '以工代训',
}

export const CONDITION_STATE_TEXT: Readonly<Record<ConditionState, string>> = {
  met: '满足',
  unmet: '不满足',
  unknown: '不知道',
  'not-yet': '还没到',
}

/** Shown beside the words, so that nothing is said by colour alone. */
export const CONDITION_STATE_SIGN: Readonly<Record<ConditionState, string>> = {
  met: '✓',
  unmet: '✗',
  unknown: '?',
  'not-yet': '⏳',
}

export const STRENGTH_TEXT: Readonly<Record<Strength, string>> = {
  entitlement: '应当给予',
  discretionary: '可以给予，由单位决定',
}

export const ROW_TREATMENT_TEXT: Readonly<Record<RowTreatment, string>> = {
  computed: '自动测算',
  'needs-standard': '待录当地标准',
  referral: '转介，不算金额',
  target: '目标任务',
  limit: '限制条件',
  duty: '工作职责',
}

export const BENEFICIARY_KIND_TEXT: Readonly<Record<BeneficiaryKind, string>> = {
  person: '个人',
  employer: '用人单位',
  agent: '劳务机构',
  school: '院校',
  station: '劳务工作站',
}

export const GRANT_UNIT_TEXT: Readonly<Record<GrantUnit, string>> = {
  'person-once': '每人一次',
  'person-grade-once': '每人每个等级一次',
  'person-month': '每人每月',
  'person-year': '每人每年一次',
  'person-course': '每人每期培训一次',
  'employer-once': '每家单位一次',
  'employer-year': '每家单位每年一次',
  'employer-fair': '每家单位每场招聘会一次',
  'school-year': '每所院校每年一次',
  'station-once': '每个站点一次',
}

export const NATURE_TEXT: Readonly<Record<Nature, string>> = {
  employment: '就业补贴',
  'family-visit': '探亲补贴',
  training: '培训补贴',
  'training-living': '培训生活费',
  rent: '租房补贴',
  'agent-service': '就业创业服务补贴',
  recruitment: '招聘补贴',
  'base-award': '基地、车间奖补',
  'station-award': '站点奖励',
  'school-award': '院校输送奖励',
  transport: '交通补贴',
  'job-seeking': '求职创业补贴',
  absorption: '吸纳就业奖补',
  'incubator-award': '创业载体奖补',
  production: '生产奖补',
  'post-subsidy': '岗位补贴',
  'social-insurance': '社会保险补贴',
  'start-up': '创业补贴',
  loan: '创业担保贷款',
  'job-retention': '稳岗返还',
  unemployment: '失业保险待遇',
  relief: '税费减免',
  schooling: '学历教育补助',
  'equal-treatment': '同等待遇',
}

export const POLICY_SIDE_TEXT: Readonly<Record<PolicySide, string>> = {
  host: '务工地',
  origin: '户籍地',
}

export const FUND_TEXT: Readonly<Record<Fund, string>> = {
  'rural-revitalisation': '衔接推进乡村振兴补助资金',
  'employment-promotion': '促进就业资金',
  'local-finance': '当地财政资金',
  'employment-subsidy': '就业补助资金',
  'provincial-revitalisation': '省级财政衔接资金',
  'paired-assistance': '对口帮扶资金',
  'employment-special': '就业专项资金',
  'unemployment-insurance': '失业保险基金',
  'not-stated': '文件未写明',
}

export const CATEGORY_TEXT: Readonly<Record<Category, string>> = {
  'poverty-lifted': '脱贫人口',
  'monitored-unstable': '脱贫不稳定',
  'monitored-marginal': '边缘易致贫',
  'monitored-hardship': '突发严重困难',
  'minimum-living': '低保对象',
  'extreme-poverty': '特困人员',
  relocated: '易地搬迁',
}

export const CATEGORY_GROUP_TEXT: Readonly<Record<CategoryGroup, string>> = {
  'poverty-lifted': '脱贫人口',
  'poverty-lifted-or-monitored': '脱贫人口（含监测对象）',
  'three-kinds': '三类人员',
}

/** Named values that an office enters itself, besides the amounts of benefits. */
export const NAMED_STANDARD_TEXT: Readonly<Record<string, string>> = {
  'JH-19.ganzi': '甘孜州结对的两个县（JH-19 名单）',
  'HLJ-08.line': '当年防止返贫监测线（HLJ-08）',
}
