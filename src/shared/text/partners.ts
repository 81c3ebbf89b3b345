/** Words for partners and their keys, used by screens, commands and messages alike. */
import type { GuardedField, ScopeGroup } from '../domain/sync-scope.ts'

export const PARTNER_KIND_TEXT = { office: '单位', platform: '省级平台' } as const

export const PARTNER_STATE_TEXT = { trusted: '可收发', replaced: '已换新钥匙', revoked: '已停用' } as const

export const SCOPE_GROUP_TEXT: Readonly<Record<ScopeGroup, string>> = {
  registry: '人员与单位',
  work: '务工与参保',
  services: '服务与岗位',
  claims: '申领',
  payments: '发放',
  policy: '政策与标准',
}

export const GUARDED_FIELD_TEXT: Readonly<Record<GuardedField, string>> = {
  phone: '电话',
  bank: '开户行与账号',
}

export const SCOPE_BY_TEXT = { home: '户籍地', work: '务工地', either: '户籍地或务工地' } as const
