import type { ZodError } from 'zod'
import { ROLES, type Role } from '../../shared/contract/procedure.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import { findProcedure, type KnownProcedure } from './contract-walk.ts'
import type { JobBoard, JobHandle } from './jobs/board.ts'
import { shown } from './jobs/crossing.ts'
import type { Threads } from './jobs/threads.ts'
import { WRITER_JOBS } from './jobs/writer-jobs.ts'
import type { Actor, ProcedureName } from './procedure.ts'

/** Who calls, as the host knows it. */
export type Caller = { role: Role; signal?: AbortSignal }

/** A procedure that concerns the open ledger itself and runs in the host's own thread. */
export type SessionProcedure = (input: never, caller: Caller) => unknown
/** A job that steers others, and so runs in the host's own thread. */
export type SessionJob = {
  needsLedger: boolean
  run(input: never, handle: JobHandle): Promise<unknown>
}

export type DispatchParts = {
  sessionProcedures: Readonly<Partial<Record<ProcedureName, SessionProcedure>>>
  sessionJobs: Readonly<Partial<Record<ProcedureName, SessionJob>>>
  /** @throws Refusal `ledger.locked` */
  actor: () => Actor
  threads: Threads
  board: JobBoard
  report: (error: Error) => void
}

export type Dispatch = (name: ProcedureName, input: unknown, caller: Caller) => Promise<unknown>

/**
 * The one way from a host to the application: parses the input, checks the role and hands the call to the thread
 * that its implementation asks for. A job answers at once with its id.
 * @throws Refusal (expected, for the clerk), Cancelled, InternalError (with a number; details go to `report`)
 */
export function createDispatch(parts: DispatchParts): Dispatch {
  return async (name, input, caller) => {
    try {
      const procedure = findProcedure(name)
      checkRole(procedure, caller.role)
      return await route(parts, procedure, parseInput(procedure, input), caller)
    } catch (error) {
      const fault = shown(error)
      if (fault.name === 'InternalError') parts.report(fault)
      throw fault
    }
  }
}

function route(parts: DispatchParts, procedure: KnownProcedure, input: unknown, caller: Caller): unknown {
  const { sessionProcedures, sessionJobs, threads, board } = parts
  const { name, meta } = procedure
  const ownProcedure = sessionProcedures[name]
  if (ownProcedure !== undefined) return ownProcedure(input as never, caller)
  const ownJob = sessionJobs[name]
  if (ownJob !== undefined) {
    if (ownJob.needsLedger) parts.actor()
    return { jobId: board.start(name, meta.label, (handle) => ownJob.run(input as never, handle)) }
  }
  const work = {
    name,
    input,
    actor: parts.actor(),
    ...(caller.signal === undefined ? {} : { signal: caller.signal }),
  }
  if (meta.kind === 'query') return threads.read(work)
  if (meta.kind === 'write') return threads.write(work)
  if (meta.kind === 'session') throw new Error(`no implementation of ${name}`)
  const jobId = board.start(name, meta.label, ({ signal, running, progress }) => {
    const long = { ...work, signal, running, progress }
    return WRITER_JOBS.has(name) ? threads.writeLong(long) : threads.readLong(long)
  })
  return { jobId }
}

function checkRole({ meta }: KnownProcedure, role: Role): void {
  if (ROLES.indexOf(role) >= ROLES.indexOf(meta.role)) return
  throw new Refusal('role.too-low', `“${meta.label}”需要更高的权限，请联系管理员。`, { needed: meta.role })
}

function parseInput(procedure: KnownProcedure, input: unknown): unknown {
  if (procedure.input === undefined) return undefined
  const parsed = procedure.input.safeParse(input)
  if (parsed.success) return parsed.data
  throw invalidInput(procedure.meta.label, parsed.error)
}

function invalidInput(label: string, error: ZodError): Refusal {
  const issue = error.issues[0]
  const field = issue?.path.join('.') ?? ''
  const reason =
    issue !== undefined && /\p{Script=Han}/u.test(issue.message) ? issue.message : '缺少，或不是要求的格式'
  const where = field === '' ? '' : `（${field}）`
  return new Refusal('input.invalid', `“${label}”的输入有误${where}：${reason}。`, { field })
}
