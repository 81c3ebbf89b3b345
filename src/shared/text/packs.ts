import type { ReceivedPack } from '../contract/packs.ts'
import { shanghaiDay } from '../domain/dates.ts'
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

/** By which file a pack came that nobody has installed. */
export function receivedFromText(received: ReceivedPack): string {
  const { partner, sequence, receivedAt } = received
  return `随${partner === '' ? '已不在名单中的伙伴' : partner}的第${sequence}份文件收到（${shanghaiDay(receivedAt)}），未安装`
}
