import { availableParallelism } from 'node:os'
import type { LedgerTicket } from '../db/read.ts'
import type { Assistance } from '../procedure.ts'
import type { ThreadData } from './protocol.ts'
import { startThread } from './worker.ts'

/**
 * The way to a second thread beside a job of the writer: started from `entry` where a job asks for it, reading the same
 * ledger on a connection of its own, and ended with the job. `undefined` on a machine with one core.
 */
export function assistance(entry: URL, data: ThreadData, ticket: LedgerTicket): Assistance['assist'] {
  if (availableParallelism() < 2) return undefined
  return (work, input, port) => {
    const ignore = (): void => undefined
    const thread = startThread(entry, data, ignore, ignore)
    // Both at once: the job that asked will not give this thread back to its event loop soon.
    const done = Promise.all([
      thread.call({ do: 'read-with', ticket }),
      thread.call({ do: 'assist', work, input, port }),
    ]).then(ignore)
    // Whoever waits for it is told.
    done.catch(ignore)
    return { done, end: () => thread.end() }
  }
}
