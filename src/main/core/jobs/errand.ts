import type { MessagePort } from 'node:worker_threads'
import type { JobContext } from '../procedure.ts'
import { pack, unpack } from './crossing.ts'
import type { FromThread, HostAnswer, HostAsk, Outcome, Progress } from './protocol.ts'
import { movable } from './transfer.ts'

/** Progress is sent at most this often, in milliseconds; a new step at once. */
const PROGRESS_EVERY = 100

/** A thread's way to its host. */
export class HostLine {
  readonly #port: MessagePort
  readonly #asks = new Map<number, (outcome: Outcome) => void>()
  #next = 1

  constructor(port: MessagePort) {
    this.#port = port
  }

  send(message: FromThread, moved: ArrayBuffer[] = []): void {
    try {
      this.#port.postMessage(message, moved)
    } catch (error) {
      // An answer that cannot be copied to another thread (a function in it) is the implementation's fault.
      if (message.type !== 'done') throw error
      this.#port.postMessage({ type: 'done', id: message.id, outcome: { ok: false, error: pack(error) } })
    }
  }

  /** What the host answers to this call's question. */
  ask<A extends HostAsk>(id: number, request: A): Promise<HostAnswer[A['ask']]> {
    const ask = this.#next++
    return new Promise((resolve, reject) => {
      this.#asks.set(ask, (outcome) => {
        if (outcome.ok) resolve(outcome.value as HostAnswer[A['ask']])
        else reject(unpack(outcome.error))
      })
      const moves = request.ask === 'commit' || request.ask === 'file.put'
      this.send({ type: 'ask', id, ask, request }, moves ? movable(request) : [])
    })
  }

  answered(ask: number, outcome: Outcome): void {
    this.#asks.get(ask)?.(outcome)
    this.#asks.delete(ask)
  }
}

/** What one call may do with the host while it runs. */
export class Errand {
  readonly #line: HostLine
  readonly #id: number
  readonly #stop: Int32Array
  #last: Progress | undefined
  #sentAt = Number.NEGATIVE_INFINITY

  constructor(line: HostLine, id: number, stop: SharedArrayBuffer) {
    this.#line = line
    this.#id = id
    this.#stop = new Int32Array(stop)
  }

  ask<A extends HostAsk>(request: A): Promise<HostAnswer[A['ask']]> {
    return this.#line.ask(this.#id, request)
  }

  jobParts(): Pick<JobContext, 'files' | 'progress' | 'shouldStop'> {
    return {
      files: {
        open: (token) => this.ask({ ask: 'file.open', token }),
        put: (name, mime, bytes) => this.ask({ ask: 'file.put', name, mime, bytes }),
      },
      progress: (step, done, total, unit = '') => this.#progress({ step, done, total, unit }),
      shouldStop: () => Atomics.load(this.#stop, 0) === 1,
    }
  }

  #progress(progress: Progress): void {
    const now = performance.now()
    const newStep = progress.step !== this.#last?.step
    const finished = progress.total !== null && progress.done >= progress.total
    this.#last = progress
    if (!newStep && !finished && now - this.#sentAt < PROGRESS_EVERY) return
    this.#sentAt = now
    this.#line.send({ type: 'progress', id: this.#id, progress })
  }
}
