import type { Topic } from '../../../shared/contract/jobs.ts'
import type { DoctorReport } from '../../../shared/contract/ledger.ts'
import type { LedgerTicket } from '../db/read.ts'
import type { Actor, ProcedureName } from '../procedure.ts'
import { locked } from './locked.ts'
import type {
  HostAnswer,
  HostAsk,
  OpenedLedger,
  Progress,
  TaskName,
  ThreadAnswer,
  ThreadCall,
  ThreadData,
} from './protocol.ts'
import type { Tasks } from './tasks.ts'
import { Turns } from './turns.ts'
import { startThread, type Thread } from './worker.ts'

/** Threads that can run long reads beside each other: as many as the smallest machine has cores. */
const OWN_THREADS = 2
/** An idle thread for long reads gives its memory back after this many milliseconds. */
const IDLE = 60_000

/** After opening, the first screen is asked for before threads get ready for the first search and save; in milliseconds. */
const AFTER_OPENING = 1000
/** After people were changed, threads get ready anew once the clerk pauses, in milliseconds. */
const AFTER_CHANGES = 5000

/** How long a writer may take to come to an end when the ledger is closed, in milliseconds. */
const PATIENCE = 10_000

/** One procedure to run. */
export type Work = { name: ProcedureName; input: unknown; actor: Actor; signal?: AbortSignal }
export type LongWork = Work & {
  signal: AbortSignal
  running: () => void
  progress: (progress: Progress) => void
}

type HostPart = Exclude<HostAsk, { ask: 'commit' }>

export type ThreadsParts = {
  entry: URL
  data: ThreadData
  readers: number
  changed: (topics: Topic[]) => void
  /** the writer's thread ended by itself: the ledger is no longer open */
  writerDied: (error: Error) => void
  answer: (request: HostPart) => Promise<HostAnswer[HostPart['ask']]>
}

/** `ready` once it was pointed to a ledger */
type Reader = { thread: Thread; ready: Promise<unknown> | undefined }
type OwnThread = { thread: Thread; ticket: LedgerTicket | undefined; idle: NodeJS.Timeout | undefined }

/**
 * All threads of the application: one writer, that owns the only writing connection and does one thing after
 * another; readers for queries; and threads for long reads.
 */
export class Threads {
  readonly #parts: ThreadsParts
  readonly #writerTurns = new Turns(1)
  readonly #ownTurns = new Turns(OWN_THREADS)
  readonly #resting: OwnThread[] = []
  readonly #busy = new Set<OwnThread>()
  #writer: Thread | undefined
  #readers: Reader[] = []
  #ticket: LedgerTicket | undefined
  #readying: NodeJS.Timeout | undefined

  constructor(parts: ThreadsParts) {
    this.#parts = parts
  }

  /** Starts writer and readers ahead of need, while the clerk still types the passphrase. */
  warm(): void {
    this.#theWriter()
    this.#fillReaders()
  }

  /** Creates or opens a ledger on the writer's thread and points the readers to it. */
  async open<C extends ThreadCall & { do: 'create' | 'open' }>(call: C): Promise<ThreadAnswer[C['do']]> {
    return this.#writerTurns.take(async () => {
      const answer: ThreadAnswer['create'] | OpenedLedger = await this.#theWriter().call(call, {
        answer: (request) => this.#answer(request),
      })
      this.#ticket = 'opened' in answer ? answer.opened.ticket : answer.ticket
      this.#fillReaders()
      for (const reader of this.#readers) this.#point(reader)
      this.#getReadyIn(AFTER_OPENING)
      return answer as ThreadAnswer[C['do']]
    })
  }

  /**
   * Closes the ledger in every thread; writer and readers stay for the next one. A writer that does not come to an
   * end in time is cut off: its transaction then never happened.
   */
  async close(): Promise<void> {
    const ticket = this.#ticket
    if (ticket === undefined) return
    clearTimeout(this.#readying)
    ticket.key.fill(0)
    this.#ticket = undefined
    const own = [...this.#resting.splice(0), ...this.#busy]
    this.#busy.clear()
    for (const { idle } of own) clearTimeout(idle)
    await Promise.all(own.map(({ thread }) => thread.end()))
    await Promise.all(this.#readers.map(({ thread }) => thread.call({ do: 'close' }).catch(() => undefined)))
    const writer = this.#writer
    if (writer === undefined) return
    const closed = this.#writerTurns.take(() => writer.call({ do: 'close' })).then(() => true)
    if (await within(PATIENCE, closed)) return
    this.#writer = undefined
    await writer.end()
  }

  /** Ends every thread. */
  async end(): Promise<void> {
    await this.close()
    const threads = [...this.#readers.splice(0), ...this.#resting.splice(0), ...this.#busy]
    this.#busy.clear()
    await Promise.all([...threads.map(({ thread }) => thread.end()), this.#writer?.end()])
    this.#writer = undefined
  }

  /** A query, on the reader that has least to do. */
  async read(work: Work): Promise<unknown> {
    const { name, input, actor } = work
    return (await this.#freeReader()).call({ do: 'run', name, input, actor }, options(work))
  }

  /** The open ledger as the screens show it. */
  async describe(): Promise<ThreadAnswer['describe']> {
    return (await this.#freeReader()).call({ do: 'describe' })
  }

  /** A write, in its turn. */
  async write(work: Work): Promise<unknown> {
    return this.#writerTurns.take(async () => {
      return this.#openWriter().call(
        { do: 'run', name: work.name, input: work.input, actor: work.actor },
        options(work),
      )
    }, work.signal)
  }

  /** A call about the open ledger itself, on the writer's thread in its turn. */
  async atWriter<
    C extends ThreadCall & { do: 'change-passphrase' | 'new-recovery-key' | 'sign-in' | 'backup' },
  >(call: C, begins: () => void = () => undefined): Promise<ThreadAnswer[C['do']]> {
    return this.#writerTurns.take(() => {
      begins()
      return this.#openWriter().call(call)
    })
  }

  /** A long change, in its turn among the writes. */
  async writeLong(work: LongWork): Promise<unknown> {
    return this.#writerTurns.take(async () => {
      work.running()
      return this.#openWriter().call(
        { do: 'run', name: work.name, input: work.input, actor: work.actor },
        { signal: work.signal, onProgress: work.progress, answer: (request) => this.#answer(request) },
      )
    }, work.signal)
  }

  /** A long read, on a thread of its own. */
  async readLong(work: LongWork): Promise<unknown> {
    return this.#onOwnThread(work.signal, true, (thread) => {
      work.running()
      return thread.call(
        { do: 'run', name: work.name, input: work.input, actor: work.actor },
        {
          signal: work.signal,
          onProgress: work.progress,
          answer: (request) => this.#answer(request, work.actor),
        },
      )
    })
  }

  /** Long work that is no procedure of a domain, on a thread of its own. */
  async task<T extends TaskName>(
    task: T,
    input: Parameters<Tasks[T]>[1],
    { signal, progress }: Pick<LongWork, 'signal' | 'progress'>,
  ): Promise<Awaited<ReturnType<Tasks[T]>>> {
    const done = await this.#onOwnThread(signal, false, (thread) =>
      thread.call(
        { do: 'task', task, input },
        { signal, onProgress: progress, answer: (request) => this.#answer(request) },
      ),
    )
    return done as Awaited<ReturnType<Tasks[T]>>
  }

  /** Examines the open ledger on a connection of its own. */
  examine(work: Pick<LongWork, 'signal' | 'progress'>): Promise<DoctorReport> {
    if (this.#ticket === undefined) throw locked()
    return this.task('ledger.doctor', this.#ticket, work)
  }

  async #onOwnThread<T>(
    signal: AbortSignal,
    reads: boolean,
    work: (thread: Thread) => Promise<T>,
  ): Promise<T> {
    return this.#ownTurns.take(async () => {
      const ticket = this.#ticket
      if (reads && ticket === undefined) throw locked()
      const own = this.#resting.pop() ?? this.#newOwn()
      clearTimeout(own.idle)
      this.#busy.add(own)
      try {
        if (reads && ticket !== undefined && own.ticket !== ticket) {
          await own.thread.call({ do: 'read-with', ticket })
          own.ticket = ticket
        }
        return await work(own.thread)
      } finally {
        // Not there any more: the ledger was closed, or the thread died.
        if (this.#busy.delete(own)) this.#rest(own)
      }
    }, signal)
  }

  #rest(own: OwnThread): void {
    this.#resting.push(own)
    own.idle = setTimeout(() => {
      const at = this.#resting.indexOf(own)
      if (at >= 0) this.#resting.splice(at, 1)
      void own.thread.end()
    }, IDLE).unref()
  }

  #newOwn(): OwnThread {
    const own: OwnThread = {
      ticket: undefined,
      idle: undefined,
      thread: this.#start(() => {
        this.#busy.delete(own)
        const at = this.#resting.indexOf(own)
        if (at >= 0) this.#resting.splice(at, 1)
      }),
    }
    return own
  }

  #fillReaders(): void {
    while (this.#readers.length < this.#parts.readers) {
      const reader: Reader = {
        ready: undefined,
        thread: this.#start(() => {
          this.#readers = this.#readers.filter((other) => other !== reader)
          // Another takes its place where the ledger is open; one that could not even start would not help.
          if (this.#ticket === undefined || reader.ready === undefined) return
          this.#fillReaders()
          for (const fresh of this.#readers) if (fresh.ready === undefined) this.#point(fresh)
        }),
      }
      this.#readers.push(reader)
    }
  }

  #point(reader: Reader): void {
    if (this.#ticket === undefined) return
    reader.ready = reader.thread.call({ do: 'read-with', ticket: this.#ticket })
    // Whoever asks this reader first is told.
    reader.ready.catch(() => undefined)
  }

  #getReadyIn(milliseconds: number): void {
    clearTimeout(this.#readying)
    this.#readying = setTimeout(() => {
      // Whoever asks a thread that could not get ready is told, or waits as before.
      this.#getReady().catch(() => undefined)
    }, milliseconds).unref()
  }

  /** One thread after another, so that another one answers meanwhile. */
  async #getReady(): Promise<void> {
    for (const { thread, ready } of [...this.#readers]) {
      await ready
      await thread.call({ do: 'get-ready' })
    }
    await this.#writerTurns.take(() => this.#openWriter().call({ do: 'get-ready' }))
  }

  async #freeReader(): Promise<Thread> {
    const free = this.#readers.toSorted((a, b) => a.thread.load - b.thread.load)[0]
    if (free === undefined || this.#ticket === undefined) throw locked()
    await free.ready
    return free.thread
  }

  #theWriter(): Thread {
    this.#writer ??= this.#start((error) => {
      this.#writer = undefined
      this.#parts.writerDied(error)
    })
    return this.#writer
  }

  #openWriter(): Thread {
    if (this.#ticket === undefined) throw locked()
    return this.#theWriter()
  }

  #start(died: (error: Error) => void): Thread {
    const { entry, data, changed } = this.#parts
    const told = (topics: Topic[]): void => {
      if (topics.includes('people') && this.#ticket !== undefined) this.#getReadyIn(AFTER_CHANGES)
      changed(topics)
    }
    return startThread(entry, data, told, died)
  }

  #answer(request: HostAsk, actor?: Actor): Promise<HostAnswer[HostAsk['ask']]> {
    if (request.ask !== 'commit') return this.#parts.answer(request)
    if (actor === undefined) return Promise.reject(new Error('only a long read hands a step to the writer'))
    const { step, payload } = request
    return this.#writerTurns.take(() => this.#openWriter().call({ do: 'step', step, payload, actor }))
  }
}

function options(work: Work): { signal?: AbortSignal } {
  return work.signal === undefined ? {} : { signal: work.signal }
}

/** The answer, or undefined where it does not come within `milliseconds`. */
async function within<T>(milliseconds: number, answer: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
