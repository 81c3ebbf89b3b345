/** Wording of the checks before money moves. A check without its words fails the type check. */
import type { Certainty, CheckId, CheckLevel, CheckScope } from '../domain/checks.ts'

export const CHECK_TEXT: Readonly<Record<CheckId, { readonly name: string; readonly asks: string }>> = {
  'entitlement-twice': {
    name: '重复申领',
    asks: '同一身份证号在一个批次里出现两次，或者同一项补贴、同一期间已经发过、另有申领在办。',
  },
  'ever-paid': {
    name: '以前领过',
    asks: '本单位执行“领过一次的不再发”时启用：这个人以前领过同一项（或任何一项）补贴。',
  },
  'not-first-time': {
    name: '不是首次',
    asks: '文件只给首次的，冻结的依据里“首次”不满足，或者另有更早的发放、更早的务工。',
  },
  'outside-document-time': {
    name: '不在文件期限内',
    asks: '满足条件的那天不在文件有效期内，或者申领晚于文件写明的申领截止日。',
  },
  'amount-too-high': {
    name: '金额超标',
    asks: '金额高于文件的上限或实际支出，与逐期明细不符，或者不是到分的整数。',
  },
  'workplace-not-named': {
    name: '务工地点不符',
    asks: '务工地点没有填到县，或者务工地点不在这项补贴要求的范围（如领省外补贴却在省内务工）。',
  },
  'category-not-held': {
    name: '类别不符',
    asks: '满足条件的那天，这个人不具有这项补贴要求的人员类别。',
  },
  'age-outside-limits': {
    name: '年龄超出范围',
    asks: '满足条件的那天，年龄不在本单位规定的范围内。',
  },
  'paid-from-public-purse': {
    name: '财政供养或国企人员',
    asks: '申领人在导入的财政供养人员或国企人员名单里。',
  },
  'cadre-family-in-post': {
    name: '村干部及家属上岗',
    asks: '公益性岗位上的人在导入的村干部及家属名单里。',
  },
  'two-posts-at-once': {
    name: '一人多岗',
    asks: '一个人同一时间在两个公益性岗位上，不论属于哪个部门。',
  },
  'post-contract-and-insurance': {
    name: '岗位协议、保险和出勤',
    asks: '公益性岗位协议一次签得过长，领钱的月份没有协议或意外伤害保险，出勤天数多于当月天数或在将来的月份。',
  },
  'said-to-be-dead': {
    name: '死亡名单比对',
    asks: '申领人在导入的死亡人员名单里。名单出过错，一律由人核实，不自动拒绝。',
  },
  'paid-for-itself': {
    name: '自己给自己',
    asks: '申领人就是用人单位的法定代表人，或者组织单位就是用人单位自己。',
  },
  'two-agents': {
    name: '多家机构报同一人',
    asks: '两家以上的机构称组织了同一个人的同一段务工，或者为同一人申领同一项补贴。',
  },
  'insured-only-briefly': {
    name: '参保几个月就走',
    asks: '同一单位有多人只参保很短几个月就停保，套取补贴的常见做法。',
  },
  'phone-or-payee-shared': {
    name: '电话、账号共用或代领',
    asks: '不同户的人用同一个电话，一户几个人用同一个账号，或者收款人不是本人。',
  },
  'account-across-households': {
    name: '账号跨户共用',
    asks: '不同户的人用同一个收款账号，几个人的钱进一个账户。',
  },
  'sums-differ': {
    name: '合计不符',
    asks: '写明的人数、金额与逐份相加不符，或者名称、期间里的月份与申领的月份不符。',
  },
  'posting-not-finished': {
    name: '公示未满',
    asks: '公示没有张满规定的天数，或者还有异议没有处理。',
  },
  'funds-mixed': {
    name: '资金渠道不符',
    asks: '批次里混了不同的补贴，或者资金来源不是条款写明的。',
  },
  'origin-and-host-pay': {
    name: '两地同领',
    asks: '输出地和输入地为同一用途、同一年都给这个人发了或正在发。',
  },
  'returned-payment': {
    name: '退款与重发',
    asks: '银行退回没有写原因，重发没有连到原来那一笔，或者同一份申领有两笔有效的支付。',
  },
  'household-without-work': {
    name: '有劳力无就业户',
    asks: '户里有劳动力，但没有一个人有在岗的记录。',
  },
  'insurance-or-work-ended': {
    name: '停保或离岗',
    asks: '在岗的人停保几个月了，或者最近离岗后没有新的务工，需要回访。',
  },
  'public-list-unmasked': {
    name: '公示未隐去个人信息',
    asks: '对外公示的版式或文字里有完整的身份证号、手机号或账号。',
  },
  'household-phone-apart': {
    name: '一户异地同号',
    asks: '一户几个人分在不同的县务工，却登记同一个电话。',
  },
  'rehired-by-same-employer': {
    name: '离职又回原单位',
    asks: '离开一个单位后，在补贴期内又回到同一个单位。',
  },
}

export const CHECK_LEVEL_TEXT: Readonly<Record<CheckLevel, string>> = {
  off: '停用',
  warn: '提醒',
  hold: '须人工决定',
  block: '不能办理',
}

export const CHECK_SCOPE_TEXT: Readonly<Record<CheckScope, string>> = {
  claim: '逐份申领',
  batch: '批次',
  ledger: '全部台账',
}

export const CERTAINTY_TEXT: Readonly<Record<Certainty, string>> = {
  certain: '确实',
  possible: '可能',
}

/** Labels of parameters, by check and key. */
export const CHECK_PARAMETER_TEXT: Readonly<Partial<Record<CheckId, Readonly<Record<string, string>>>>> = {
  'ever-paid': { anyBenefit: '领过任何一项都算' },
  'age-outside-limits': { least: '最小年龄', mostMen: '男性最大年龄', mostWomen: '女性最大年龄' },
  'two-posts-at-once': { most: '同一时间最多几个岗位' },
  'post-contract-and-insurance': { months: '协议一次最长几个月' },
  'insured-only-briefly': {
    leastMonths: '参保最少几个月',
    mostMonths: '参保最多几个月',
    people: '同一单位满几人才提醒',
    within: '前后几个月里算一起',
  },
  'phone-or-payee-shared': { people: '几个人共用才算', insideHousehold: '同一户共用电话也算' },
  'insurance-or-work-ended': { monthsBehind: '停保几个月以上', monthsSince: '离岗几个月以内' },
  'rehired-by-same-employer': { months: '离职后几个月以内' },
}
