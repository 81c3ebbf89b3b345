import type { JobContext } from '../procedure.ts'
import type { TaskName } from './protocol.ts'

/** Long work that needs no ledger: what it is given beside the input. */
export type TaskContext = Omit<JobContext, 'actor'>

/** The tasks by name. */
export const tasks: Readonly<Record<TaskName, (context: TaskContext, input: never) => Promise<unknown>>> = {
  'demo.generate': () => Promise.reject(new Error('not yet')),
  'recovery.sheet': () => Promise.reject(new Error('not yet')),
}
