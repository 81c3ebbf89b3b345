/** Wording of the printing center. */
import type { PaperGrouping, PaperKind, PaperSort } from '../domain/papers.ts'

export const PAPER_KIND_TEXT: Readonly<Record<PaperKind, string>> = {
  application: '个人申请表',
  roster: '申请人员花名册',
  'public-list-village': '村级公示名单',
  'public-list-township': '乡镇公示名单',
  'public-list-county': '县级公示名单',
  'summary-township': '乡镇汇总表（分村）',
  'summary-county': '县级汇总表（分乡镇）',
  'payment-detail': '发放明细表',
  'agent-claim': '组织单位申请名册',
  'employer-claim': '用人单位申请名册',
  'post-attendance': '公益性岗位出勤汇总表',
  opinion: '审核意见表',
  'no-objection': '公示无异议证明',
  cover: '批次封面',
}

export const PAPER_GROUPING_TEXT: Readonly<Record<PaperGrouping, string>> = {
  none: '不分开',
  village: '每村一份',
  township: '每乡镇一份',
  employer: '每单位一份',
  beneficiary: '每个申领单位一份',
}

export const PAPER_SORT_TEXT: Readonly<Record<PaperSort, string>> = {
  place: '按乡镇、村、户',
  name: '按姓名拼音',
  number: '按申领编号',
  amount: '按金额从大到小',
}
