/** Wording of what is owed, coming and being lost. */
import type { ComingOutcome, LossReason } from '../domain/outlook.ts'

export const LOSS_REASON_TEXT: Readonly<Record<LossReason, string>> = {
  'insurance-lapsed': '断保',
  'insurance-not-begun': '一直没参保',
  'work-ended': '刚离岗',
  'work-ends': '将离岗',
  'contract-ends': '合同将到期',
  'document-ends': '文件将到期',
  'document-tight': '赶在文件到期前',
  'window-closes': '申领期将截止',
}

/** What a coming entry will be on its day. */
export const COMING_OUTCOME_TEXT: Readonly<Record<ComingOutcome, string>> = {
  eligible: '可领',
  discretionary: '待研究决定',
  'needs-standard': '待定标准',
  undetermined: '金额待补',
}

type Detail = {
  readonly reason: LossReason
  readonly deadline: string | null
  readonly day: string | null
  readonly month: string | null
  readonly gapDays: number | null
}

/** Why it is about to be lost, in one sentence. `on`: the day on which it would be met. */
export function lossWhy(detail: Detail, on: string | null): string {
  const met = on === null ? '条件已满足' : `满足要到 ${on}`
  switch (detail.reason) {
    case 'insurance-lapsed':
      return `参保到 ${detail.month ?? ''} 为止，此后没有；如续保，最早 ${on ?? ''} 满足`
    case 'insurance-not-begun':
      return `在岗以来一直没有参保；如现在参保，最早 ${on ?? ''} 满足`
    case 'work-ended':
      return `${detail.day ?? ''} 已离岗，${met}`
    case 'work-ends':
      return `${detail.day ?? ''} 将离岗，${met}`
    case 'contract-ends':
      return `合同 ${detail.day ?? ''} 到期，${met}`
    case 'document-ends':
      return `文件 ${detail.day ?? ''} 到期，按现在的进度${met}`
    case 'document-tight':
      return `${on ?? ''} 满足，文件 ${detail.day ?? ''} 到期，中断一个月就赶不上`
    default:
      return on === null
        ? `条件已满足，还没有申领，申领期 ${detail.day ?? ''} 截止`
        : `申领期 ${detail.day ?? ''} 截止，${met}`
  }
}

/** What a clerk can still do. */
export function lossTodo(detail: Detail): string {
  const until = detail.deadline ?? ''
  switch (detail.reason) {
    case 'insurance-lapsed':
      return `先核对近月参保有没有漏录；确实断了，联系单位续保，最迟 ${until.slice(0, 7)} 这个月起`
    case 'insurance-not-begun':
      return `联系单位办理参保，最迟 ${until.slice(0, 7)} 这个月起；已参保的，补录参保月份`
    case 'work-ended':
      if (detail.gapDays !== null) return `${until} 前重新上岗可以接续（间隔不超过 ${detail.gapDays} 天）`
      return detail.deadline === null
        ? '核对离岗日期和参保月份；仍在岗的，更正务工记录。确已离岗的，这一项不能再领'
        : `帮助在当地重新就业并参保，最迟 ${until.slice(0, 7)} 这个月起`
    case 'work-ends':
      return detail.gapDays === null
        ? `${until} 前与单位商量续做，续了就更正务工记录`
        : `${until} 前商量续做，或离岗后 ${detail.gapDays} 天内换上新岗位`
    case 'contract-ends':
      return `${until} 前联系单位续签合同，续签后登记新的到期日`
    case 'document-ends':
      return '核对以前的务工和参保有没有漏录，补录后可能提前满足；留意接续的新文件'
    case 'document-tight':
      return `提醒本人和单位：保持在岗和参保到 ${until}，满足后尽快申领`
    default:
      return `${until} 前生成申领并报送`
  }
}
