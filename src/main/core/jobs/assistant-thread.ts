import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { type LedgerTicket, openReader } from '../db/read.ts'
import type { Assistants, AssistantWork } from '../procedure.ts'
import { surroundingsOf } from '../surroundings.ts'
import { pack } from './crossing.ts'
import type { Outcome, ThreadData } from './protocol.ts'

/** What a thread is started with that only assists one job. */
export type AssistantData = ThreadData & {
  assist: { work: AssistantWork; input: object; port: MessagePort; ticket: LedgerTicket }
}

/** What this thread is to assist with; `undefined` in one that serves calls. */
export function askedToAssist(): AssistantData | undefined {
  const data = workerData as ThreadData | AssistantData
  return 'assist' in data ? data : undefined
}

/** Does that work on a connection of its own, says how it ended, and lets the thread end. */
export async function assistOneJob(assistants: Assistants, data: AssistantData): Promise<void> {
  const { work, input, port, ticket } = data.assist
  const tell = (outcome: Outcome): void => parentPort?.postMessage(outcome)
  try {
    const run = await assistants[work]()
    const ledger = openReader(ticket)
    try {
      await run({ ...surroundingsOf(data), ledger }, input as never, port)
    } finally {
      ledger.close()
    }
    tell({ ok: true, value: null })
  } catch (error) {
    tell({ ok: false, error: pack(error) })
  }
}
