import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { CHECK_IDS, type CheckId } from '../../../shared/domain/checks.ts'
import { CHECK_SEVERITIES } from '../../../shared/domain/claim-states.ts'
import { CHECK_TEXT } from '../../../shared/text/checks.ts'
import type { ReadLedger } from '../db/ledger.ts'
import { type AssistantContext, Cancelled, type ReaderJobContext } from '../procedure.ts'
import type { Reading } from './check-world.ts'
import type { Finding } from './finding.ts'
import { type CheckRun, runChecks, wantedChecks } from './run-checks.ts'

/** Below this many people a second thread is not up before the first is done. */
const WORTHWHILE = 30_000

/**
 * Checks that look through everybody's work and insured months: about half of all that is read. They are kept together,
 * as what they read is read once; the others read claims and what those rest on, which these do not.
 */
const OF_WORK: ReadonlySet<CheckId> = new Set([
  'two-agents',
  'insured-only-briefly',
  'household-without-work',
  'insurance-or-work-ended',
  'rehired-by-same-employer',
])

/** Words that both threads see: whether to stop, and how many checks the second one has done. */
const STOP = 0
const DONE = 1
const WORDS = 2

/** How long to look for a sign of life of the second thread at once, in milliseconds. */
const PATIENCE = 100

/** What the second thread is told. */
export type CheckAlong = {
  readonly asOf: string
  readonly only: readonly CheckId[]
  readonly words: SharedArrayBuffer
}

/** What one thread found, and the last change of the ledger that it saw. */
type Part = { readonly run: CheckRun; readonly last: number }

/**
 * All checks over the whole ledger: those of everybody's work in this thread, where it pays the others in a second one.
 * The findings are those of `runChecks`, in the same order.
 * @throws Cancelled
 */
export async function checkWholeLedger(
  context: Omit<ReaderJobContext, 'commit'>,
  worthwhile = WORTHWHILE,
): Promise<CheckRun> {
  const { ledger, today } = context
  const wanted = wantedChecks(ledger)
  const other = countPeople(ledger) < worthwhile ? undefined : secondThread(context, wanted)
  const own = other === undefined ? wanted : wanted.filter((check) => OF_WORK.has(check))
  const goesOn = (check: CheckId, done: number): boolean => {
    context.progress(CHECK_TEXT[check].name, done + (other?.done() ?? 0), wanted.length, '项核对')
    return !context.shouldStop()
  }
  try {
    const asOf = today()
    const mine = part(ledger, () =>
      runChecks(
        { ...context, today: () => asOf },
        ledger,
        { kind: 'ledger' },
        { only: own, onCheck: goesOn },
      ),
    )
    if (mine.run.stopped) throw new Cancelled()
    if (other === undefined) return mine.run
    const theirs = await other.part((done) => {
      if (context.shouldStop()) throw new Cancelled()
      context.progress('核对申领', own.length + done, wanted.length, '项核对')
    })
    // Somebody wrote between the two: what they found is not of one ledger.
    if (theirs.last !== mine.last) return checkWholeLedger({ ...context, ledger }, Number.POSITIVE_INFINITY)
    return { ...mine.run, findings: [...mine.run.findings, ...theirs.run.findings].sort(byGravity) }
  } finally {
    await other?.end()
  }
}

/** The second thread's part. */
export async function checkAlong(
  { resources, ledger }: AssistantContext,
  { asOf, only, words: shared }: CheckAlong,
  port: MessagePort,
): Promise<void> {
  const words = new Int32Array(shared)
  const told = part(ledger, () =>
    runChecks(
      { resources, today: () => asOf },
      ledger,
      { kind: 'ledger' },
      {
        only,
        onCheck: (_, done) => {
          Atomics.store(words, DONE, done)
          return Atomics.load(words, STOP) === 0
        },
      },
    ),
  )
  port.postMessage(told)
}

function secondThread(context: Omit<ReaderJobContext, 'commit'>, wanted: readonly CheckId[]) {
  if (context.assist === undefined) return undefined
  const only = wanted.filter((check) => !OF_WORK.has(check))
  const words = new Int32Array(new SharedArrayBuffer(WORDS * Int32Array.BYTES_PER_ELEMENT))
  const input: CheckAlong = { asOf: context.today(), only, words: words.buffer }
  const { port1: port, port2 } = new MessageChannel()
  const assistant = context.assist('checks.run', input, port2)
  const done = (): number => Atomics.load(words, DONE)
  return {
    done,
    /** What it found, once it has; `waiting` is told how far it is. */
    part: async (waiting: (done: number) => void): Promise<Part> => {
      const found = new Promise<Part>((resolve) => port.once('message', resolve))
      const failed = assistant.done.then(() => new Promise<never>(() => undefined))
      for (;;) {
        waiting(done())
        const part = await Promise.race([found, failed, after(PATIENCE)])
        if (part !== undefined) return part
      }
    },
    end: async (): Promise<void> => {
      Atomics.store(words, STOP, 1)
      await assistant.end()
      port.close()
    },
  }
}

function after(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), milliseconds))
}

function part(ledger: ReadLedger, run: () => CheckRun): Part {
  return ledger.snapshot(() => {
    const last = ledger.prepare<number>('SELECT coalesce(max(seq), 0) FROM change_log').pluck().get()
    return { last: last as number, run: run() }
  })
}

/** The gravest first, then by number of the check, as each run has them; what one check found stays in its order. */
function byGravity(a: Finding, b: Finding): number {
  return (
    CHECK_SEVERITIES.indexOf(a.severity) - CHECK_SEVERITIES.indexOf(b.severity) ||
    CHECK_IDS.indexOf(a.check) - CHECK_IDS.indexOf(b.check)
  )
}

function countPeople(ledger: Reading): number {
  const count = ledger
    .prepare<number>('SELECT count(*) FROM people INDEXED BY people_name WHERE deleted_at IS NULL')
    .pluck()
    .get()
  return count as number
}
