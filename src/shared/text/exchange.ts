/** Wording of imports and roles. A code without its word fails the type check. */
import type { ImportKind } from '../contract/imports.ts'
import type { Role } from '../contract/procedure.ts'

export const IMPORT_KIND_TEXT: Readonly<Record<ImportKind, string>> = {
  roster: '脱贫人口花名册',
  work: '务工监测',
  insured: '参保缴费明细',
  employers: '用人单位',
  agents: '劳务机构',
}

export const ROLE_TEXT: Readonly<Record<Role, string>> = {
  viewer: '查看',
  clerk: '经办',
  reviewer: '复核',
  admin: '管理员',
}
