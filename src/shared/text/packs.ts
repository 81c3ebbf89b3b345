import type { PackChange, PackTrust } from '../domain/packs.ts'

export const PACK_CHANGE_TEXT: Readonly<Record<PackChange, string>> = {
  lose: '不再可领',
  less: '金额减少',
  gain: '新可领',
  more: '金额增加',
  other: '结果变化',
}

export const PACK_TRUST_TEXT: Readonly<Record<PackTrust, string>> = {
  trusted: '签发人可信',
  unknown: '签发人不在名单中',
  unsigned: '没有签名',
}
