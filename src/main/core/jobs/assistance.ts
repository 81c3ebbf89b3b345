import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { LedgerTicket } from '../db/read.ts'
import type { Assistance } from '../procedure.ts'
import type { AssistantData } from './assistant-thread.ts'
import { pack, unpack } from './crossing.ts'
import type { Outcome, ThreadData } from './protocol.ts'

/**
 * The way to a second thread beside a job of the writer: started from `entry` where a job asks for it, reading the same ledger on a
 * connection of its own, and ended with the job. `undefined` on a machine with one core.
 */
export function assistance(entry: URL, data: ThreadData, ticket: LedgerTicket): Assistance['assist'] {
  if (availableParallelism() < 2) return undefined
  return (work, input, port) => {
    // All is told at once: the job that asks will not give this thread back to its event loop soon.
    const workerData: AssistantData = { ...data, assist: { work, input, port, ticket } }
    const worker = new Worker(entry, {
      workerData,
      transferList: [port],
      stdout: false,
      stderr: false,
    })
    const done = new Promise<void>((resolve, reject) => {
      const fail = (error: Error): void => reject(unpack(pack(error)))
      worker.once('message', (outcome: Outcome) => (outcome.ok ? resolve() : reject(unpack(outcome.error))))
      worker.once('error', fail)
      worker.once('exit', (code) => fail(new Error(`a second thread ended by itself (exit ${code})`)))
    })
    // Whoever waits for it is told.
    done.catch(() => undefined)
    return {
      done,
      end: async () => {
        await worker.terminate()
      },
    }
  }
}
