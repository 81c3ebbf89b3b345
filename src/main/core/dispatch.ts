import type { ZodError } from 'zod'
import { mayAct, type Role } from '../../shared/contract/procedure.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import { needsRole } from '../../shared/text/officers.ts'
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
  /** who is at the desk. @throws Refusal `ledger.locked`, `session.sign-in` */
  actor: () => Promise<Actor>
  threads: Threads
  board: JobBoard
  report: (error: Error) => void
}

export type Dispatch = (name: ProcedureName, input: unknown, caller: Caller) => Promise<unknown>

/**
 * The one way from a host to the application: parses the input, checks the role (the lower of what the host and what
 * the person at the desk may do) and hands the call to the thread that its implementation asks for. A job answers at once with its id.
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

async function route(
  parts: DispatchParts,
  procedure: KnownProcedure,
  input: unknown,
  caller: Caller,
): Promise<unknown> {
  const { sessionProcedures, sessionJobs, threads, board } = parts
  const { name, meta } = procedure
  const ownProcedure = sessionProcedures[name]
  if (ownProcedure !== undefined && meta.role !== 'viewer') await actorFor(parts, procedure, caller)
  if (ownProcedure !== undefined) return ownProcedure(input as never, caller)
  const ownJob = sessionJobs[name]
  if (ownJob !== undefined) {
    if (ownJob.needsLedger) await actorFor(parts, procedure, caller)
    return { jobId: board.start(name, meta.label, (handle) => ownJob.run(input as never, handle)) }
  }
  const work = {
    name,
    input,
    actor: await actorFor(parts, procedure, caller),
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

/** Who is at the desk, with what both he and the host may do. @throws Refusal `role.too-low`, and as `actor` */
async function actorFor(parts: DispatchParts, procedure: KnownProcedure, caller: Caller): Promise<Actor> {
  const actor = await parts.actor()
  checkRole(procedure, actor.role)
  return mayAct(caller.role, actor.role) ? actor : { ...actor, role: caller.role }
}

function checkRole({ meta }: KnownProcedure, role: Role): void {
  if (mayAct(role, meta.role)) return
  throw new Refusal('role.too-low', `“${meta.label}”${needsRole(meta.role)}`, { needed: meta.role })
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
