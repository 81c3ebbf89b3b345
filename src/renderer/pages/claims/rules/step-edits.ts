import {
  type ProcedureFault,
  type ProcedureStep,
  procedureFaults,
} from '../../../../shared/domain/claim-procedure.ts'
import type { StepKind } from '../../../../shared/domain/claim-states.ts'
import { procedureFaultText, STEP_KIND_TEXT } from '../../../../shared/text/claims.ts'

type Steps = readonly ProcedureStep[]

/** The step at `from` stands at `to` afterwards; what lies beyond the ends changes nothing. */
export function moveStep(steps: Steps, from: number, to: number): Steps {
  const step = steps[from]
  if (step === undefined || to < 0 || to >= steps.length) return steps
  const rest = steps.filter((_, at) => at !== from)
  return [...rest.slice(0, to), step, ...rest.slice(to)]
}

/** A new step behind the one at `after` (-1: in front). Its id is free in this procedure and is kept for good. */
export function addStep(steps: Steps, after: number, kind: StepKind = 'opinion'): Steps {
  const ids = new Set(steps.map(({ id }) => id))
  let id: string = kind
  for (let n = 2; ids.has(id); n++) id = `${kind}-${n}`
  const step = ofKind({ id, kind, name: '', role: 'clerk' }, kind)
  return [...steps.slice(0, after + 1), step, ...steps.slice(after + 1)]
}

/** A step made another kind, with what that kind needs; its id stays. */
export function ofKind(step: ProcedureStep, kind: StepKind): ProcedureStep {
  const posted = kind === 'publicity'
  const placed = posted || kind === 'opinion'
  return {
    ...step,
    kind,
    name: step.name === '' || step.name === STEP_KIND_TEXT[step.kind] ? STEP_KIND_TEXT[kind] : step.name,
    level: placed ? (step.level ?? 'county') : undefined,
    days: step.days ?? (posted ? { count: 5, kind: 'working' } : undefined),
  }
}

/**
 * Everything wrong, in words, by the row it is said beside; `whole` is about the procedure itself. What stands too early
 * is said once, beside the step that does, also where a later step brought it to light.
 */
export function faultsByRow(steps: Steps): { whole: string[]; rows: ReadonlyMap<number, string[]> } {
  const whole: string[] = []
  const rows = new Map<number, string[]>()
  const faults: ProcedureFault[] = procedureFaults({ steps })
  for (const fault of faults) {
    const early = fault.code === 'too-early' ? steps.findIndex(({ kind }) => kind === fault.kind) : -1
    const at = early < 0 ? fault.at : early
    const list = at < 0 ? whole : (rows.get(at) ?? [])
    const text = procedureFaultText(fault)
    if (!list.includes(text)) list.push(text)
    if (at >= 0) rows.set(at, list)
  }
  return { whole, rows }
}
