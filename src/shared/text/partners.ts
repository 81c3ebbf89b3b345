/** Words for partners and their keys, used by screens, commands and messages alike. */
import type { GuardedField, ScopeGroup, SyncScope } from '../domain/sync-scope.ts'

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

/** A scope in one line: 511133、513432（户籍地）：人员与单位、申领；另给电话. */
export function scopeText(scope: SyncScope): string {
  if (scope.groups.length === 0 || scope.counties.length === 0) return '未设定，只有回执'
  const counties =
    scope.counties === 'all' ? '全部县' : `${scope.counties.join('、')}（${SCOPE_BY_TEXT[scope.by]}）`
  const groups = scope.groups.map((group) => SCOPE_GROUP_TEXT[group]).join('、')
  const fields = scope.fields.map((field) => GUARDED_FIELD_TEXT[field]).join('、')
  return `${counties}：${groups}${fields === '' ? '' : `；另给${fields}`}`
}
