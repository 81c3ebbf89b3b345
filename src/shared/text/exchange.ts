/** Wording of imports, claims and roles. A code without its word fails the type check. */
import type { ClaimState } from '../contract/claims.ts'
import type { ImportKind } from '../contract/imports.ts'
import type { Role } from '../contract/procedure.ts'

export const IMPORT_KIND_TEXT: Readonly<Record<ImportKind, string>> = {
  roster: '脱贫人口花名册',
  work: '务工监测',
  insured: '参保缴费明细',
  employers: '用人单位',
  agents: '劳务机构',
}

export const CLAIM_STATE_TEXT: Readonly<Record<ClaimState, string>> = {
  drafted: '草稿',
  withdrawn: '已撤回',
}

/** What can happen to a claim. */
export const CLAIM_EVENT_TEXT = {
  drafted: '生成草稿',
  printed: '打印申请表',
  withdrawn: '撤回草稿',
} as const

export const ROLE_TEXT: Readonly<Record<Role, string>> = {
  viewer: '查看',
  clerk: '经办',
  reviewer: '复核',
  admin: '管理员',
}
