import { oc } from '@orpc/contract'
import { z } from 'zod'

/** Who may call a procedure, in rising order. */
export const ROLES = ['viewer', 'clerk', 'reviewer', 'admin'] as const
export type Role = (typeof ROLES)[number]

/** Whether a role may do what needs at least `needed`. */
export function mayAct(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed)
}

/**
 * How a procedure runs:
 * - `query` reads, on a connection that cannot write;
 * - `write` changes the ledger in one transaction and waits its turn behind other writes;
 * - `job` is long: the call answers at once with a job id; progress and result come by `events.stream` / `jobs.get`;
 * - `session` concerns the open ledger itself (create, open, lock) and runs beside the ledger.
 */
export type ProcedureKind = 'query' | 'write' | 'job' | 'session'

export type ProcedureMeta = {
  kind: ProcedureKind
  role: Role
  /** Chinese name of the act, as the audit and the task tray show it */
  label: string
  /** for jobs: the schema of the result */
  result?: z.ZodType
}

const meta0: ProcedureMeta = { kind: 'query', role: 'viewer', label: '' }

/** A refusal as it crosses a host: `message` is the Chinese sentence for the clerk. */
export const refusalData = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})

const base = oc.$meta<ProcedureMeta>(meta0).errors({
  /** an expected "no" with its reason */
  REFUSED: { status: 409, data: refusalData },
  /** no ledger is open, or it is locked */
  LOCKED: { status: 423 },
})

export const query = (label: string, role: Role = 'viewer') => base.meta({ kind: 'query', role, label })
export const write = (label: string, role: Role = 'clerk') => base.meta({ kind: 'write', role, label })
export const session = (label: string, role: Role = 'viewer') => base.meta({ kind: 'session', role, label })

export const jobStarted = z.object({ jobId: z.string() })

/** A long procedure: `input` as usual, `result` is what `jobs.get` gives when it is done. */
export function job<I extends z.ZodType, R extends z.ZodType>(
  label: string,
  input: I,
  result: R,
  role: Role = 'clerk',
) {
  return base.meta({ kind: 'job', role, label, result }).input(input).output(jobStarted)
}

/** One page of a virtual list: `total` rows match, `rows` are those from `offset`. */
export function page<T extends z.ZodType>(row: T) {
  return z.object({ total: z.int(), rows: z.array(row) })
}

export const pageInput = { offset: z.int().min(0).default(0), limit: z.int().min(1).max(1000).default(100) }

export const dateText = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期应为 2022-06-30 的写法')
export const monthText = z.string().regex(/^\d{4}-\d{2}$/, '月份应为 2022-06 的写法')
export const countyCode = z.string().regex(/^\d{6}$/, '县（区）代码应为 6 位数字')
/** whole fen */
export const fen = z.int()
export const id = z.string().min(1).max(40)

/** Where a record came from, in words: 工作表第 212 行, 站点录入, 交换包 7. */
export const sourceText = z.string().nullable()
