/** Wording of the money desk: what waiting claims are parted by, how sampled ones were drawn. */
import type { WaitingBy } from '../contract/batches.ts'

export const WAITING_BY_TEXT: Readonly<Record<WaitingBy, string>> = {
  township: '乡镇',
  village: '村',
  county: '县（区）',
  employer: '用人单位',
}

export const DRAWN_TEXT: Readonly<Record<'by-value' | 'by-share', string>> = {
  'by-value': '按金额必查',
  'by-share': '随机抽中',
}

/** How grave a bar is, so that nobody has to know the colours. */
export const BAR_KIND_TEXT: Readonly<Record<'block' | 'hold', string>> = {
  block: '✗ 不能办理',
  hold: '! 须写理由',
}

export const OBJECTION_RESULT_TEXT: Readonly<Record<'upheld' | 'rejected', string>> = {
  upheld: '异议成立',
  rejected: '异议不成立',
}
