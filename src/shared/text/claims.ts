/** Wording of claims: states, events, steps, acts and what bars them. A code without its word fails the type check. */
import type { ActBar, ClaimAct, ProcedureFault } from '../domain/claim-procedure.ts'
import type {
  BatchState,
  CallResult,
  CheckSeverity,
  ClaimEventKind,
  ClaimState,
  ComparisonKind,
  DayKind,
  PaperState,
  PaymentState,
  StepKind,
  StepLevel,
} from '../domain/claim-states.ts'
import type { OutsideState, OutsideSubject } from '../domain/outside-results.ts'

export const CLAIM_STATE_TEXT: Readonly<Record<ClaimState, string>> = {
  drafted: '草稿',
  received: '已收件',
  reviewing: '审核中',
  reviewed: '已审核',
  batched: '已入批次',
  posted: '公示中',
  cleared: '公示无异议',
  approved: '已审批',
  sent: '已送财政',
  paid: '已发放',
  returned: '银行退回',
  refused: '不予通过',
  withdrawn: '已撤回',
}

export const CLAIM_EVENT_TEXT: Readonly<Record<ClaimEventKind, string>> = {
  drafted: '生成草稿',
  printed: '打印申请表',
  withdrawn: '撤回草稿',
  received: '收到签字申请',
  attached: '核收材料',
  opinion: '审核通过',
  'sent-back': '退回上一步',
  held: '暂缓',
  released: '解除暂缓',
  refused: '不予通过',
  batched: '编入批次',
  unbatched: '移出批次',
  posted: '开始公示',
  objected: '收到异议',
  resolved: '异议处理完毕',
  cleared: '公示期满无异议',
  approved: '审批同意',
  'approval-revoked': '撤销审批',
  submitted: '报送对方',
  accepted: '对方受理',
  rejected: '对方退回',
  sent: '送财政',
  paid: '已发放',
  returned: '银行退回',
  reissued: '重新发放',
  'clawback-demanded': '要求追回',
  'clawback-received': '收到追回款',
}

/** Where a claim stands with the system that it was handed in to. */
export const OUTSIDE_STATE_TEXT: Readonly<Record<OutsideState, string>> = {
  submitted: '已报送',
  accepted: '对方受理',
  rejected: '对方退回',
  paid: '对方已发放',
}

/** What another system answered about. */
export const OUTSIDE_SUBJECT_TEXT: Readonly<Record<OutsideSubject, string>> = {
  claim: '申领',
  person: '人员',
  spell: '务工',
}

export const STEP_KIND_TEXT: Readonly<Record<StepKind, string>> = {
  paper: '收件',
  opinion: '审核',
  batch: '编批',
  publicity: '公示',
  approval: '审批',
  finance: '送财政',
  payment: '发放',
}

export const STEP_LEVEL_TEXT: Readonly<Record<StepLevel, string>> = {
  village: '村',
  township: '乡镇',
  county: '县',
}

export const DAY_KIND_TEXT: Readonly<Record<DayKind, string>> = { working: '个工作日', calendar: '天' }

export const CLAIM_ACT_TEXT: Readonly<Record<ClaimAct, string>> = {
  complete: '办结这一步',
  hold: '暂缓',
  release: '解除暂缓',
  'send-back': '退回上一步',
  refuse: '不予通过',
  withdraw: '撤回草稿',
}

/** What can be done with chosen claims on the screen: the acts, and what is done beside them. */
export const DESK_ACTS = [
  'complete',
  'hold',
  'release',
  'send-back',
  'refuse',
  'material',
  'batch',
  'withdraw',
] as const
export type DeskAct = (typeof DESK_ACTS)[number]

/** Button, what it does, and what its words are for (`''`: may be left empty). */
export const DESK_ACT_TEXT: Readonly<
  Record<DeskAct, { name: string; effect: string; words: string; wordsNeeded: boolean }>
> = {
  complete: {
    name: '办结这一步',
    effect: '把停在同一步的一起办结，转到下一步。缺材料、暂缓的留在原处，并列出原因。',
    words: '意见（写入每份的经过，可不填）',
    wordsNeeded: false,
  },
  hold: {
    name: '暂缓',
    effect: '留在原来的一步，解除之前不能再往下办，也不会进入发放。',
    words: '暂缓的原因',
    wordsNeeded: true,
  },
  release: {
    name: '解除暂缓',
    effect: '这些申领上的暂缓全部解除，可以接着往下办。谁解除、为什么，写入经过。',
    words: '解除的理由',
    wordsNeeded: true,
  },
  'send-back': {
    name: '退回上一步',
    effect: '退回到上一步重新办理，已办的意见留在经过里。',
    words: '退回的原因',
    wordsNeeded: true,
  },
  refuse: {
    name: '不予通过',
    effect: '申领到此办结，不再发放；这一项以后可以重新申领。',
    words: '不予通过的原因',
    wordsNeeded: true,
  },
  material: {
    name: '核收材料',
    effect: '记下在纸上看到了这一项材料；已经记过的不重复记。',
    words: '',
    wordsNeeded: false,
  },
  batch: {
    name: '编入批次',
    effect: '编进一个批次，以后公示、审批、发放都按批次办理。',
    words: '',
    wordsNeeded: false,
  },
  withdraw: {
    name: '撤回草稿',
    effect: '撤回后，这些人的这一项可以重新生成申领。已打印的纸质表请一并作废。',
    words: '撤回的原因',
    wordsNeeded: true,
  },
}

/** Why an act is left out for a claim; `{步骤}` is filled with the step, material or check. */
export const BAR_TEXT: Readonly<
  Record<ActBar | 'gone' | 'role' | 'other-step' | 'material' | 'check', string>
> = {
  final: '已办结，不能再办',
  held: '正在暂缓，先解除暂缓',
  'not-held': '没有暂缓',
  'left-the-office': '钱款已送出，只能等回盘或追回',
  'in-batch': '已编入批次，先移出批次',
  'by-batch': '“{步骤}”按批次办理，请到批次里办',
  'no-step-before': '已在第一步，无处可退',
  'not-a-draft': '不是草稿，不能撤回',
  gone: '已不在台账中',
  role: '“{步骤}”需要更高的权限',
  'other-step': '当前在“{步骤}”，不在所选的一步',
  material: '缺材料：{步骤}',
  check: '核对不通过：{步骤}',
}

export const PROCEDURE_FAULT_TEXT: Readonly<Record<ProcedureFault['code'], string>> = {
  empty: '程序里还没有步骤',
  'no-payment': '最后一步应是发放',
  'no-batch': '缺少编批这一步',
  'same-id': '与前面的步骤编号相同',
  'no-name': '没有名称',
  'level-missing': '没有写明是村、乡镇还是县',
  'once-only': '这种步骤只能有一次',
  'too-early': '次序不对',
  'publicity-days': '没有写明公示天数',
}

/** What is wrong, said of the step that it is wrong with. */
export function procedureFaultText(fault: ProcedureFault): string {
  return fault.code === 'too-early'
    ? `${STEP_KIND_TEXT[fault.kind]}应在${STEP_KIND_TEXT[fault.needs]}之后`
    : PROCEDURE_FAULT_TEXT[fault.code]
}

export const CALENDAR_KIND_TEXT: Readonly<Record<'off' | 'work', string>> = {
  off: '放假',
  work: '上班',
}

export const CHECK_SEVERITY_TEXT: Readonly<Record<CheckSeverity, string>> = {
  block: '不能办理',
  hold: '须人工决定',
  warn: '提醒',
}

export const COMPARISON_KIND_TEXT: Readonly<Record<ComparisonKind, string>> = {
  deaths: '死亡人员',
  'public-servants': '财政供养人员',
  'state-firm-staff': '国企人员',
  'cadre-families': '村干部及家属',
}

export const BATCH_STATE_TEXT: Readonly<Record<BatchState, string>> = {
  open: '编制中',
  posted: '公示中',
  cleared: '公示无异议',
  approved: '已审批',
  sent: '已送财政',
  paid: '已发放',
  dissolved: '已解散',
}

export const CALL_RESULT_TEXT: Readonly<Record<CallResult, string>> = {
  confirmed: '属实',
  denied: '不属实',
  'wrong-number': '号码不对',
  'not-reached': '未接通',
}

export const PAPER_STATE_TEXT: Readonly<Record<PaperState, string>> = {
  printed: '已打印',
  reprinted: '已重打',
  stamped: '已盖章',
  'handed-out': '已发出',
  spoiled: '已作废',
}

export const PAYMENT_STATE_TEXT: Readonly<Record<PaymentState, string>> = {
  sent: '已送出',
  paid: '已到账',
  returned: '已退回',
}
