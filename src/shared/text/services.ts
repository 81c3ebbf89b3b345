/** Wording of services, referrals and decisions. A code without its word fails the type check. */
import type { DecisionKind, DutyState, ReferralResult, ServiceKind } from '../domain/services.ts'

export const SERVICE_KIND_TEXT: Readonly<Record<ServiceKind, string>> = {
  agreement: '签订协议',
  visit: '走访慰问',
  'follow-up': '跟踪回访',
  guidance: '职业指导',
  match: '岗位推荐',
  'demand-list': '编制需求清单',
  'vacancy-list': '编制岗位清单',
  'list-exchange': '交换清单',
  report: '上报文件',
  correction: '查处纠正',
}

/** What the number of a record counts. */
export const SERVICE_HEADS_TEXT: Readonly<Partial<Record<ServiceKind, string>>> = {
  visit: '户（家）数',
  match: '推荐岗位数',
  'demand-list': '求职人数',
  'vacancy-list': '岗位数',
  'list-exchange': '条数',
}

export const REFERRAL_RESULT_TEXT: Readonly<Record<ReferralResult, string>> = {
  waiting: '办理中',
  granted: '已享受',
  refused: '未享受',
}

export const DECISION_TEXT: Readonly<Record<DecisionKind, string>> = { approved: '同意', declined: '不同意' }

export const DUTY_STATE_TEXT: Readonly<Record<DutyState, string>> = {
  evidenced: '有据',
  none: '暂无依据',
  'not-applicable': '不适用',
}
