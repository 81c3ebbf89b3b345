import type { MessagePort } from 'node:worker_threads'
import type { ReadLedger } from '../db/ledger.ts'
import { sharedWords, startSecondThread, telling } from '../jobs/second-thread.ts'
import { type Assistance, type AssistantContext, Cancelled, type JobContext } from '../procedure.ts'
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

/** What the second thread is told. */
export type DecideAlong = Asked & {
  readonly ranges: readonly (readonly [first: string, last: string])[]
  /** what it must calculate by, too */
  readonly documents: string
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
  const words = sharedWords(WORDS)
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
  const along: DecideAlong = { ...asked, ranges, documents: documentsOf(run) }
  const other =
    total < cut.worthwhile || context.assist === undefined
      ? undefined
      : startSecondThread<Told>(context.assist, 'policy.decide', along, { words, sent: SENT })
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
      await other?.news(sent)
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
  input: DecideAlong & { readonly words: SharedArrayBuffer },
  port: MessagePort,
): Promise<void> {
  const words = new Int32Array(input.words)
  const { run, reader } = planOf({ resources }, ledger, input)
  if (documentsOf(run) !== input.documents) throw new Error('two threads calculate by different documents')
  const decider = new RangeDecider(run, ledger)
  const tell = telling<Told>(port, { words, sent: SENT })
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
