/** Rows of a sheet read into facts in a second thread, while this one decides and writes those before them. */
import type { MessagePort } from 'node:worker_threads'
import { sharedWords, startSecondThread, telling } from '../jobs/second-thread.ts'
import { type Assistance, type AssistantContext, Cancelled, type JobContext } from '../procedure.ts'
import { type RosterReading, rosterToText } from './roster-reading.ts'
import { openWorkbook } from './workbook/workbook-reader.ts'

/** What the second thread is told. */
export type RowsAlong = {
  readonly source: string | Uint8Array
  readonly sheet: string
  /** rows read together */
  readonly batch: number
  readonly reading: RosterReading
}

/** Rows that were read: their facts, and the number of the last of them. */
export type TextOfRows = { readonly text: string; readonly last: number }
type Told = TextOfRows | { readonly end: true }

/** Words that both threads see: batches sent, and those taken of them. */
const SENT = 0
const TAKEN = 1
const WORDS = 2
/** Batches that may wait to be taken: memory holds no more of the file than that. */
const AHEAD = 8

/**
 * The rows of a sheet in their order, as `rosterToText` gives them.
 * @throws Refusal `workbook.*` that the other thread met; Cancelled
 */
export async function* rowsAlong(
  context: Pick<JobContext, 'shouldStop'>,
  assist: NonNullable<Assistance['assist']>,
  asked: RowsAlong,
): AsyncGenerator<TextOfRows, void, undefined> {
  const words = sharedWords(WORDS)
  const other = startSecondThread<Told>(assist, 'import.read-roster', asked, { words, sent: SENT })
  try {
    for (;;) {
      if (context.shouldStop()) throw new Cancelled()
      const sent = Atomics.load(words, SENT)
      const heard = other.heard()
      for (const told of heard) {
        if (context.shouldStop()) throw new Cancelled()
        if ('end' in told) return
        Atomics.add(words, TAKEN, 1)
        Atomics.notify(words, TAKEN)
        yield told
      }
      if (heard.length === 0) await other.news(sent)
    }
  } finally {
    await other.end()
  }
}

/** The second thread's part: reads ahead of the other, but not far. */
export async function readRosterAlong(
  context: AssistantContext,
  input: RowsAlong & { readonly words: SharedArrayBuffer },
  port: MessagePort,
): Promise<void> {
  const words = new Int32Array(input.words)
  const tell = telling<Told>(port, { words, sent: SENT })
  const toText = rosterToText(context, input.reading)
  const workbook = await openWorkbook(input.source)
  try {
    for await (const rows of workbook.rows({ sheet: input.sheet, batchSize: input.batch })) {
      for (;;) {
        const taken = Atomics.load(words, TAKEN)
        if (Atomics.load(words, SENT) - taken < AHEAD) break
        // Nothing else is asked of this thread; an asynchronous wait would let it end.
        Atomics.wait(words, TAKEN, taken)
      }
      tell({ text: toText(rows), last: rows.at(-1)?.number ?? 0 })
    }
  } finally {
    workbook.close()
  }
  tell({ end: true })
}
