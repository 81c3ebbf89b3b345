import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads'
import type { ReadLedger } from '../db/ledger.ts'
import {
  type Assistance,
  type Assistant,
  type AssistantContext,
  Cancelled,
  type JobContext,
} from '../procedure.ts'
import { type Asked, countPeople, type Plan, planOf, RANGE } from './everybody.ts'
import { type DecidedRange, RangeDecider, type Tally } from './range-decider.ts'

/** How the work is cut; smaller only in tests. */
export type Cut = {
  /** people in a range */
  readonly range: number
  /** below this many people a second thread is not up before the first is done */
  readonly worthwhile: number
}
export const CUT: Cut = { range: RANGE, worthwhile: 30_000 }

/** Words that both threads see: the next range that nobody has taken, messages sent, and whether to stop. */
const NEXT = 0
const SENT = 1
const STOP = 2
const WORDS = 3

/** How long to look for a sign of life of the other thread at once, in milliseconds. */
const PATIENCE = 100

/** What the second thread is told. */
export type DecideAlong = Asked & {
  readonly ranges: readonly (readonly [first: string, last: string])[]
  /** what it must calculate by, too */
  readonly documents: string
  readonly words: SharedArrayBuffer
}

type Told = { readonly index: number; readonly decided: DecidedRange } | { readonly counted: Tally[] }

/** A range that was decided, here or in the other thread: whose counting of sets it follows, and its first person's number. */
export type RangeSink = (decided: DecidedRange, first: number, decider: object) => void

/**
 * Decides everybody, range by range, in this thread and where it pays in a second one beside it, which reads on its own
 * connection: nobody else writes meanwhile, so both see the same ledger. Each range goes to `sink` as soon as it is there,
 * in any order. The heads counted in the other thread are added to `decider.run`. Gives people, the
 * number for the next one, and tallies.
 * @throws Cancelled
 */
export async function decideRanges(
  context: JobContext & Assistance,
  ledger: Pick<ReadLedger, 'prepare'>,
  asked: Asked,
  { run, reader }: Plan,
  decider: RangeDecider,
  sink: RangeSink,
  cut: Cut = CUT,
): Promise<{ people: number; next: number; counted: Tally[][] }> {
  const total = countPeople(ledger)
  const ranges = reader.split(cut.range)
  const words = new Int32Array(new SharedArrayBuffer(WORDS * Int32Array.BYTES_PER_ELEMENT))
  const counted: Tally[][] = []
  let people = 0
  let left = ranges.length
  let shared = false
  const take: RangeSink = (decided, first, by) => {
    sink(decided, first, by)
    people += decided.people.length
    left -= 1
    context.progress('测算', people, total, '人')
  }
  context.progress('测算', 0, total, '人')
  const other =
    total < cut.worthwhile
      ? undefined
      : otherThread(context, { ...asked, ranges, documents: documentsOf(run), words: words.buffer })
  const listen = (): void => {
    for (const told of other?.heard() ?? []) {
      if ('counted' in told) counted.push(told.counted)
      else {
        shared = true
        for (const [, heads] of told.decided.heads) run.addHeads(heads)
        take(told.decided, 1 + told.index * cut.range, other as object)
      }
    }
  }
  try {
    for (;;) {
      if (context.shouldStop()) throw new Cancelled()
      const index = Atomics.add(words, NEXT, 1)
      const range = ranges[index]
      if (range === undefined) break
      take(decider.people(reader.range(...range)), 1 + index * cut.range, decider)
      listen()
    }
    // What the other thread took is under way there, and its tally follows.
    for (;;) {
      if (context.shouldStop()) throw new Cancelled()
      const sent = Atomics.load(words, SENT)
      listen()
      if (left === 0 && (!shared || counted.length > 0)) break
      await Promise.race([Atomics.waitAsync(words, SENT, sent, PATIENCE).value, other?.failed])
    }
  } finally {
    Atomics.store(words, STOP, 1)
    await other?.end()
  }
  return { people, next: 1 + ranges.length * cut.range, counted }
}

/** The second thread's part: takes ranges until none is left, and tells what it decided. */
export async function decideAlong(
  { resources, ledger }: AssistantContext,
  input: DecideAlong,
  port: MessagePort,
): Promise<void> {
  const words = new Int32Array(input.words)
  const { run, reader } = planOf({ resources }, ledger, input)
  if (documentsOf(run) !== input.documents) throw new Error('two threads calculate by different documents')
  const decider = new RangeDecider(run, ledger)
  const tell = (told: Told, moved: ArrayBuffer[] = []): void => {
    port.postMessage(told, moved)
    Atomics.add(words, SENT, 1)
    Atomics.notify(words, SENT)
  }
  while (Atomics.load(words, STOP) === 0) {
    const index = Atomics.add(words, NEXT, 1)
    const range = input.ranges[index]
    if (range === undefined) break
    const decided = decider.people(reader.range(...range))
    tell({ index, decided }, [decided.sets.buffer as ArrayBuffer])
  }
  tell({ counted: decider.counted() })
}

/** The documents, versions and rows that a run calculates by. */
function documentsOf({ engine }: Plan['run']): string {
  return JSON.stringify([
    engine.packs.documents.map(({ id, version }) => [id, version]),
    engine.rows.map(({ id }) => id),
  ])
}

type OtherThread = {
  /** what came since it was last asked */
  heard(): Told[]
  /** rejects where the thread failed; never resolves */
  readonly failed: Promise<never>
  end(): Promise<void>
}

function otherThread(context: Assistance, input: DecideAlong): OtherThread | undefined {
  if (context.assist === undefined) return undefined
  const { port1: port, port2 } = new MessageChannel()
  const assistant: Assistant = context.assist('policy.decide', input, port2)
  const failed = assistant.done.then(() => new Promise<never>(() => undefined))
  // Whoever waits for it is told.
  failed.catch(() => undefined)
  return {
    heard: () => {
      const told: Told[] = []
      for (let one = receiveMessageOnPort(port); one !== undefined; one = receiveMessageOnPort(port))
        told.push(one.message as Told)
      return told
    },
    failed,
    end: async () => {
      await assistant.end()
      port.close()
    },
  }
}
