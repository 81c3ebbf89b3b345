/** Wording of 情景测算. */
import type { ConcernedWhy, DocumentDate, Move, Threshold } from '../domain/scenario.ts'

export const THRESHOLD_TEXT: Readonly<Record<Threshold, string>> = {
  'insured.months': '参保月数',
  'stable.months': '稳定就业月数',
  'stable.gapDays': '两份工作之间允许的间断',
  'contract.months': '劳动合同月数',
  'headcount.heads': '人数门槛',
  'first.months': '“新外出”往前看的月数',
  most: '最多享受的次数',
}

export const THRESHOLD_UNIT: Readonly<Record<Threshold, string>> = {
  'insured.months': '个月',
  'stable.months': '个月',
  'stable.gapDays': '天',
  'contract.months': '个月',
  'headcount.heads': '人',
  'first.months': '个月',
  most: '',
}

export const DOCUMENT_DATE_TEXT: Readonly<Record<DocumentDate, string>> = {
  to: '文件有效期至',
  claimUntil: '兑现截止日',
}

/** Choices of readings whose codes are English words. */
export const CHOICE_TEXT: Readonly<Record<string, string>> = {
  year: '每年一次',
  fair: '每场一次',
  began: '只数当年新开始的人',
  lasted: '当年在岗的都算',
}

/** What a change does to a person. */
export const MOVE_TEXT: Readonly<Record<Move, string>> = {
  gained: '新增可领',
  lost: '不再可领',
  more: '多领',
  less: '少领',
}

export const CONCERNED_TEXT: Readonly<Record<ConcernedWhy, string>> = {
  chosen: '选中',
  changed: '随改动变化',
  'same-use': '与选中的合计只享受一次',
  delegates: '省级条款，由这份文件执行',
  'same-fund': '同一资金',
}
