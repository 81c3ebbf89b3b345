/**
 * 办理程序: the steps that an office puts between a draft and its payment, as data. Pure: what a claim may do next
 * follows from its procedure and the step it has come to. Nothing about the order of desks is written elsewhere.
 */
import { type ClaimState, type DayKind, FINAL_STATES, type StepKind, type StepLevel } from './claim-states.ts'

export type ProcedureStep = {
  /** unique within its procedure, kept when the step is renamed */
  readonly id: string
  readonly kind: StepKind
  /** as the office calls it: 村委会审核 */
  readonly name: string
  /** whose opinion, or where the list is posted */
  readonly level?: StepLevel | undefined
  /** a list's days on the wall, or the days within which the step is due; absent: no term */
  readonly days?: { readonly count: number; readonly kind: DayKind } | undefined
  /** least role that may complete it */
  readonly role: 'clerk' | 'reviewer' | 'admin'
  /** material that must be attached before it is completed: names of the checklist */
  readonly material?: readonly string[] | undefined
}

export type Procedure = { readonly steps: readonly ProcedureStep[] }

/** What is wrong with a procedure as the office wrote it; each with the index of the step, -1 for the whole. */
export type ProcedureFault =
  | { readonly code: 'empty'; readonly at: -1 }
  | { readonly code: 'no-payment'; readonly at: -1 }
  | { readonly code: 'no-batch'; readonly at: -1 }
  | { readonly code: 'same-id'; readonly at: number }
  | { readonly code: 'no-name'; readonly at: number }
  | { readonly code: 'level-missing'; readonly at: number }
  | { readonly code: 'once-only'; readonly at: number; readonly kind: StepKind }
  | { readonly code: 'too-early'; readonly at: number; readonly kind: StepKind; readonly needs: StepKind }
  | { readonly code: 'publicity-days'; readonly at: number }

/** Kinds that stand once in a procedure, each with those that must come before it. */
const AFTER: Readonly<Record<StepKind, readonly StepKind[]>> = {
  paper: [],
  opinion: [],
  batch: [],
  publicity: ['batch'],
  approval: ['batch'],
  finance: ['batch'],
  payment: ['batch'],
}
const ONCE: ReadonlySet<StepKind> = new Set(['paper', 'batch', 'approval', 'finance', 'payment'])
/** What money has left for cannot be looked at any more. */
const ORDER: readonly StepKind[] = ['approval', 'finance', 'payment']

/** Everything wrong with a procedure; empty where it may be used. */
export function procedureFaults(procedure: Procedure): ProcedureFault[] {
  const { steps } = procedure
  if (steps.length === 0) return [{ code: 'empty', at: -1 }]
  const faults: ProcedureFault[] = []
  const ids = new Set<string>()
  const seen = new Set<StepKind>()
  steps.forEach((step, at) => {
    if (ids.has(step.id)) faults.push({ code: 'same-id', at })
    ids.add(step.id)
    if (step.name.trim() === '') faults.push({ code: 'no-name', at })
    if ((step.kind === 'opinion' || step.kind === 'publicity') && step.level === undefined)
      faults.push({ code: 'level-missing', at })
    if (step.kind === 'publicity' && (step.days === undefined || step.days.count < 1))
      faults.push({ code: 'publicity-days', at })
    if (ONCE.has(step.kind) && seen.has(step.kind)) faults.push({ code: 'once-only', at, kind: step.kind })
    for (const needs of AFTER[step.kind])
      if (!seen.has(needs)) faults.push({ code: 'too-early', at, kind: step.kind, needs })
    // Nothing that looks at a claim stands behind its approval, and money moves in its own order.
    const late = ORDER.findIndex((kind) => seen.has(kind))
    if (late >= 0 && !ORDER.includes(step.kind))
      faults.push({ code: 'too-early', at, kind: ORDER[late] as StepKind, needs: step.kind })
    const place = ORDER.indexOf(step.kind)
    for (let i = place + 1; place >= 0 && i < ORDER.length; i++)
      if (seen.has(ORDER[i] as StepKind))
        faults.push({ code: 'too-early', at, kind: ORDER[i] as StepKind, needs: step.kind })
    seen.add(step.kind)
  })
  if (!seen.has('batch')) faults.push({ code: 'no-batch', at: -1 })
  if (steps.at(-1)?.kind !== 'payment') faults.push({ code: 'no-payment', at: -1 })
  return faults
}

/** Index of the step that comes next; `null` where all are done. Throws where the id is not of this procedure. */
function indexOf(procedure: Procedure, step: string | null): number {
  if (step === null) return procedure.steps.length
  const index = procedure.steps.findIndex(({ id }) => id === step)
  if (index < 0) throw new Error(`no step ${step} in this procedure`)
  return index
}

/** The step to complete next; `undefined` where all are done. */
export function stepAt(procedure: Procedure, step: string | null): ProcedureStep | undefined {
  return procedure.steps[indexOf(procedure, step)]
}

/** Id of the first step. */
export function firstStep(procedure: Procedure): string {
  const first = procedure.steps[0]
  if (first === undefined) throw new Error('a procedure without steps')
  return first.id
}

/** Id of the step after this one; `null` behind the last. */
export function stepAfter(procedure: Procedure, step: string): string | null {
  return procedure.steps[indexOf(procedure, step) + 1]?.id ?? null
}

/** Id of the step before this one, to which a claim is sent back; `undefined` at the first. */
export function stepBefore(procedure: Procedure, step: string | null): string | undefined {
  return procedure.steps[indexOf(procedure, step) - 1]?.id
}

const STATE_BEHIND: Readonly<Record<StepKind, ClaimState>> = {
  paper: 'received',
  opinion: 'reviewed',
  batch: 'batched',
  publicity: 'cleared',
  approval: 'approved',
  finance: 'sent',
  payment: 'paid',
}

/**
 * The state of a claim whose next step is `step`. A claim between two opinions is `reviewing`; while its list hangs
 * it is `posted`, which its batch says (`onTheWall`).
 */
export function stateAt(procedure: Procedure, step: string | null, onTheWall = false): ClaimState {
  const index = indexOf(procedure, step)
  const next = procedure.steps[index]
  if (onTheWall && next?.kind === 'publicity') return 'posted'
  const last = procedure.steps[index - 1]
  if (last === undefined) return 'drafted'
  if (last.kind === 'opinion' && next?.kind === 'opinion') return 'reviewing'
  return STATE_BEHIND[last.kind]
}

/** Steps of these kinds are taken by the whole batch at once. */
export function isBatchStep(kind: StepKind): boolean {
  return (
    kind === 'batch' ||
    kind === 'publicity' ||
    kind === 'approval' ||
    kind === 'finance' ||
    kind === 'payment'
  )
}

/** Acts on one claim besides completing its next step. */
export const CLAIM_ACTS = ['complete', 'hold', 'release', 'send-back', 'refuse', 'withdraw'] as const
export type ClaimAct = (typeof CLAIM_ACTS)[number]

/** Why an act is not possible now. */
export type ActBar =
  | 'final'
  | 'held'
  | 'not-held'
  | 'left-the-office'
  | 'in-batch'
  | 'by-batch'
  | 'no-step-before'
  | 'not-a-draft'

/** `undefined` where the act is possible; else what bars it. */
export function barOf(
  act: ClaimAct,
  claim: { state: ClaimState; step: string | null; held: boolean; inBatch: boolean },
  procedure: Procedure,
): ActBar | undefined {
  const { state } = claim
  if (act === 'release') return claim.held ? undefined : 'not-held'
  if (FINAL_STATES.has(state)) return 'final'
  if (act === 'withdraw') return state === 'drafted' ? undefined : 'not-a-draft'
  if (act === 'hold') return undefined
  const gone = state === 'sent' || state === 'returned'
  if (act === 'refuse') return gone ? 'left-the-office' : claim.inBatch ? 'in-batch' : undefined
  if (act === 'send-back') {
    if (gone) return 'left-the-office'
    if (claim.inBatch) return 'in-batch'
    return stepBefore(procedure, claim.step) === undefined ? 'no-step-before' : undefined
  }
  if (claim.held) return 'held'
  const next = stepAt(procedure, claim.step)
  if (next === undefined) return 'final'
  return isBatchStep(next.kind) || claim.inBatch ? 'by-batch' : undefined
}

/** The procedure that a new office begins with: three opinions, one county list of five working days. */
export const DEFAULT_PROCEDURE: Procedure = {
  steps: [
    { id: 'paper', kind: 'paper', name: '收到签字申请', role: 'clerk' },
    { id: 'village', kind: 'opinion', level: 'village', name: '村级审核', role: 'clerk' },
    { id: 'township', kind: 'opinion', level: 'township', name: '乡镇审核', role: 'clerk' },
    { id: 'county', kind: 'opinion', level: 'county', name: '县级复核', role: 'reviewer' },
    { id: 'batch', kind: 'batch', name: '编入批次', role: 'clerk' },
    {
      id: 'publicity',
      kind: 'publicity',
      level: 'county',
      name: '公示',
      days: { count: 5, kind: 'working' },
      role: 'clerk',
    },
    { id: 'approval', kind: 'approval', name: '审批', role: 'reviewer' },
    { id: 'finance', kind: 'finance', name: '送财政', role: 'clerk' },
    { id: 'payment', kind: 'payment', name: '发放', role: 'clerk' },
  ],
}
