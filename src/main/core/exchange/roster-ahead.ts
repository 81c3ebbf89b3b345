/**
 * A large roster read in a thread of its own, a few batches ahead of the thread that decides and writes: reading a row and
 * writing it cost about the same, and the smallest machine has two cores.
 */
import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { pack, unpack } from '../jobs/crossing.ts'
import type { CrossedError } from '../jobs/protocol.ts'
import type { PersonWords } from '../registry/people.ts'
import type { MergedRange } from './header-detection.ts'
import type { LookedAtRow, RosterRow } from './roster-rows.ts'
import { RowNotes, type RowRemark } from './row-cells.ts'

/** What the reading thread is told to read. */
export type RosterSource = {
  readonly source: string | Uint8Array
  readonly sheet: string
  readonly batchSize: number
  readonly fields: ReadonlyMap<string, number>
  readonly headerRow: number
  readonly merges: readonly MergedRange[]
  readonly identity: readonly string[]
  readonly resources: string
  readonly today: PersonWords['today']
  readonly officeCounty: string
}

/** A looked-at row as JSON: notes come as number and remarks. */
export type CrossedRow = {
  readonly number: number
  readonly remarks: RowRemark[]
  readonly facts: Omit<RosterRow, 'notes'> | undefined
}

export type FromReader =
  | { readonly type: 'rows'; readonly lastRow: number; readonly json: string }
  | { readonly type: 'end' }
  | { readonly type: 'failed'; readonly error: CrossedError }

/** Batches that may wait to be taken: what keeps memory bounded where writing is the slower. */
export const AHEAD = 3

export type RosterBatch = { readonly rows: LookedAtRow[]; readonly lastRow: number }

/**
 * The reading thread. It takes a while to start, so it is made as soon as a file looks large, and told what to read when
 * that is known. `close` it in the end.
 */
export class RosterReader {
  readonly #worker = new Worker(readerEntry())
  readonly #arrived: FromReader[] = []
  #wake = (): void => undefined

  constructor() {
    const arrive = (message: FromReader): void => {
      this.#arrived.push(message)
      this.#wake()
    }
    this.#worker.on('message', arrive)
    this.#worker.on('error', (error) => arrive({ type: 'failed', error: pack(error) }))
    this.#worker.on('exit', () =>
      arrive({ type: 'failed', error: pack(new Error('the reading thread ended by itself')) }),
    )
  }

  /**
   * The data rows of a roster in batches, in their order; once.
   * @throws Refusal `workbook.*`; an internal error where the thread dies
   */
  async *rows(
    source: RosterSource,
    labelOf: (field: string) => string,
  ): AsyncGenerator<RosterBatch, void, undefined> {
    this.#worker.postMessage(source)
    for (;;) {
      const message = this.#arrived.shift()
      if (message === undefined) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
      } else if (message.type === 'failed') throw unpack(message.error)
      else if (message.type === 'end') return
      else {
        this.#worker.postMessage('taken')
        const crossed = JSON.parse(message.json) as CrossedRow[]
        yield { rows: crossed.map((row) => lookedAt(row, labelOf)), lastRow: message.lastRow }
        // A writer that never pauses would hear of nothing.
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
  }

  /** Ends the thread, wherever it is. */
  async close(): Promise<void> {
    await this.#worker.terminate()
  }
}

function lookedAt({ number, remarks, facts }: CrossedRow, labelOf: (field: string) => string): LookedAtRow {
  const notes = new RowNotes(number, labelOf, remarks)
  return { notes, facts: facts === undefined ? undefined : { ...facts, idNumber: facts.idNumber, notes } }
}

/** Beside the source the source; beside the bundle, or above its chunks, the bundled thread. */
function readerEntry(): URL {
  const here = import.meta.url
  if (here.endsWith('.ts')) return new URL('./roster-reader-thread.ts', here)
  const found = ['./roster-reader.js', '../roster-reader.js']
    .map((path) => new URL(path, here))
    .find((url) => existsSync(url))
  if (found === undefined) throw new Error(`no roster-reader.js near ${here}`)
  return found
}
