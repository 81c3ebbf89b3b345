import { Worker } from 'node:worker_threads'
import type { Topic } from '../../../shared/contract/jobs.ts'
import { Cancelled } from '../procedure.ts'
import { pack, unpack } from './crossing.ts'
import type {
  FromThread,
  HostAnswer,
  HostAsk,
  Outcome,
  Progress,
  ThreadAnswer,
  ThreadCall,
  ThreadData,
  ToThread,
} from './protocol.ts'
import { movable } from './transfer.ts'

/** How the host answers what a thread asks while it works. */
export type AnswerAsk = (request: HostAsk) => Promise<HostAnswer[HostAsk['ask']]>

export type CallOptions = {
  signal?: AbortSignal
  onProgress?: (progress: Progress) => void
  answer?: AnswerAsk
}

type Pending = {
  resolve: (value: unknown) => void
  reject: (error: Error) => void
  options: CallOptions
  stop: Int32Array
  release: () => void
}

/** One thread of the application, seen from the host. Calls that are made while it works wait in the thread. */
export type Thread = {
  call<C extends ThreadCall>(call: C, options?: CallOptions): Promise<ThreadAnswer[C['do']]>
  /** calls not yet answered */
  readonly load: number
  /** Ends the thread now; unanswered calls fail. */
  end(): Promise<void>
}

/**
 * Starts a thread of `core/jobs/thread.ts` (or its bundled form).
 * `changed` is told which topics a committed write touched. `died` is told when the thread ends unasked.
 */
export function startThread(
  entry: URL,
  data: ThreadData,
  changed: (topics: Topic[]) => void,
  died: (error: Error) => void,
): Thread {
  const worker = new Worker(entry, {
    workerData: data,
    stdout: false,
    stderr: false,
  })
  const pending = new Map<number, Pending>()
  let nextId = 1
  let ended: Error | undefined

  const fail = (error: Error): void => {
    if (ended !== undefined) return
    ended = error
    for (const call of pending.values()) {
      call.release()
      call.reject(error)
    }
    pending.clear()
  }

  worker.on('message', (message: FromThread) => {
    if (message.type === 'changed') changed(message.topics)
    else if (message.type === 'done') {
      const call = pending.get(message.id)
      if (call === undefined) return
      pending.delete(message.id)
      call.release()
      if (message.outcome.ok) call.resolve(message.outcome.value)
      else call.reject(unpack(message.outcome.error))
    } else if (message.type === 'progress') {
      pending.get(message.id)?.options.onProgress?.(message.progress)
    } else if (message.type === 'ask') {
      const answer = pending.get(message.id)?.options.answer
      const asked =
        answer === undefined
          ? Promise.reject(new Error(`nobody answers ${message.request.ask}`))
          : answer(message.request)
      asked
        .then(
          (value): Outcome => ({ ok: true, value }),
          (error): Outcome => ({ ok: false, error: pack(error) }),
        )
        .then((outcome) => {
          const reply: ToThread = { type: 'answer', ask: message.ask, outcome }
          // A file's bytes stay in the vault and are copied; what a commit answers can be moved.
          worker.postMessage(reply, message.request.ask === 'commit' ? movable(outcome) : [])
        })
    }
  })
  worker.on('error', (error) => {
    const crossed = unpack(pack(error))
    fail(crossed)
    died(crossed)
  })
  worker.on('exit', (code) => {
    if (ended !== undefined) return
    const error = unpack(pack(new Error(`a thread of the application ended by itself (exit ${code})`)))
    fail(error)
    died(error)
  })

  return {
    get load() {
      return pending.size
    },
    call: (call, options = {}) => {
      if (ended !== undefined) return Promise.reject(ended)
      const id = nextId++
      const shared = new SharedArrayBuffer(4)
      const stop = new Int32Array(shared)
      return new Promise((resolve, reject) => {
        const cancel = (): void => {
          Atomics.store(stop, 0, 1)
        }
        if (options.signal?.aborted) cancel()
        options.signal?.addEventListener('abort', cancel, { once: true })
        const release = (): void => options.signal?.removeEventListener('abort', cancel)
        pending.set(id, { resolve: resolve as (value: unknown) => void, reject, options, stop, release })
        const message: ToThread = { type: 'call', id, call, stop: shared }
        worker.postMessage(message, moved(call))
      })
    },
    end: async () => {
      fail(new Cancelled())
      await worker.terminate()
    },
  }
}

function moved(call: ThreadCall): ArrayBuffer[] {
  return call.do === 'step' ? movable(call.payload) : []
}
