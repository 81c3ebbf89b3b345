/** Words of the exchange of files, for screens and commands alike. */
import type { PartnerExchange, SyncAdvice, TakenBundle } from '../contract/sync.ts'

export const RECEIPT_TEXT = {
  none: '还没有回执',
  accepted: '对方已全部接收',
  partial: '对方接收了一部分',
  rejected: '对方没有接收',
} as const

export const TAKEN_STATE_TEXT = {
  applied: '已接收',
  waiting: '先收着，等前面的',
  known: '以前收过，没有改动',
  refused: '轮到时没有接收',
} as const

/** The two answers to a removal that crossed a change, and what they are called once given. */
export const REMOVAL_CHOICE_TEXT = {
  uphold: '维持删除',
  takeBack: '恢复',
  upheld: '维持删除',
  tookBack: '恢复了',
} as const

/** What to do instead where a removal cannot be taken back by a choice. */
export const REMOVAL_STAYS_TEXT = {
  claim: '撤回的申领不能恢复：还要办的，请重新生成申领，再选“维持删除”。',
  merged:
    '合并掉的一条不能单独恢复：合并错了，请在“查重”中撤销合并；没有错，请把改动填到合并后的那一条，再选“维持删除”。',
} as const

const ADVICE: Readonly<Record<SyncAdvice, (partner: PartnerExchange) => string>> = {
  'ask-missing': ({ received }) => {
    const first = received.missing[0]
    return first === undefined ? '请对方发一份全量' : `请对方补发第${first}份，或发一份全量`
  },
  'ask-refused': ({ received }) =>
    `第${received.refused ?? ''}份没有接收（原因见收件箱），请对方改正后再发，或发一份全量`,
  'mend-rejected': () => '对方有没接收的内容，改正后再发',
  'set-scope': () => '先设定可以发给对方的内容',
  'send-receipt': ({ received }) => `发回执（收到 ${received.unanswered} 份还没有回）`,
  'ask-receipt': ({ sent }) => `问对方要第${sent.last ?? ''}份的回执`,
  'send-changes': ({ sent }) =>
    `发下一份（有 ${sent.since >= 10_000 ? '1 万多' : sent.since} 处改动还没有发）`,
}

/** What to do next with a partner, the most pressing first. */
export function adviceText(partner: PartnerExchange): string[] {
  return partner.advice.map((advice) => ADVICE[advice](partner))
}

/** By how much a clock is off; '' where it hardly is. `skew` in milliseconds. */
export function skewText(skew: number): string {
  const minutes = Math.round(Math.abs(skew) / 60_000)
  if (minutes < 10) return ''
  const amount = minutes < 120 ? `${minutes} 分钟` : `${Math.round(minutes / 60)} 小时`
  return `对方时钟${skew > 0 ? '快' : '慢'}约 ${amount}`
}

const WOULD_TEXT = {
  applied: '可以接收',
  waiting: '来得太早，只能先收着',
  known: '以前收过，没有改动',
} as const

/** What taking a bundle in came to; `tried`: what it would come to. */
export function takenText(taken: TakenBundle, tried = false): string {
  const { facts, partner, state, missing, followed, refused } = taken
  const words = tried ? WOULD_TEXT : TAKEN_STATE_TEXT
  const lines = [`${partner}的第${facts.sequence}份：${words[state]}。`]
  if (state === 'applied') {
    if (taken.entries > 0) lines.push(`共 ${taken.entries} 处改动，其中 ${taken.taken} 处是新的。`)
    if (taken.folded > 0) lines.push(`两边各录了一遍的 ${taken.folded} 条${tried ? '会' : '已'}合成一条。`)
    if (taken.conflicts > 0)
      lines.push(`${taken.conflicts} 处两边都改了或一边删了一边在改，等待裁定；现在以后改的、删了的为准。`)
    if (taken.twins > 0) lines.push(`${taken.twins} 处可能重复，请到“查重”和“暂缓”中核对。`)
    if (taken.rejected.length > 0) lines.push(`${taken.rejected.length} 行没有接收，回执里会写明原因。`)
  }
  if (followed.length > 0) lines.push(`等着的${followed.map((n) => `第${n}份`).join('、')}也接收了。`)
  for (const { sequence, reason } of refused) lines.push(`等着的第${sequence}份轮到时没有接收：${reason}`)
  if (missing.length > 0)
    lines.push(
      `${missing.map((n) => `第${n}份`).join('、')}没有到${state === 'waiting' ? '，这一份先收着' : '；它的内容这一份里已经有了'}。`,
    )
  const skew = skewText(taken.skew)
  if (skew !== '') lines.push(`${skew}，请核对两边电脑的日期和时间。`)
  for (const name of taken.packs)
    lines.push(
      `随文件来了政策包 ${name}：${tried ? '接收后' : ''}在“政策测算—政策包”中等着，看过再装，不会自己生效。`,
    )
  for (const receipt of taken.receipts)
    lines.push(
      `本单位的第${receipt.sequence}份：${RECEIPT_TEXT[receipt.state]}${receipt.rejected > 0 ? `，${receipt.rejected} 行被退回` : ''}。`,
    )
  return lines.join('\n')
}
