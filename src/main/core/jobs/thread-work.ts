import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { findProcedure } from '../contract-walk.ts'
import { openReader, type ReadLedger } from '../db/read.ts'
import { implementations, writerSteps } from '../implementations.ts'
import type { Implementation, JobContext, ReaderJobContext, Surroundings, WriterStep } from '../procedure.ts'
import { describeLedger, LedgerDoor } from '../session/ledger-door.ts'
import { surroundingsOf } from '../surroundings.ts'
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
import { tasks } from './tasks.ts'
import { topicsOf } from './topics.ts'
import { movable } from './transfer.ts'

/** Progress is sent at most this often, in milliseconds; a new step at once. */
const PROGRESS_EVERY = 100

const port = parentPort
if (isMainThread || port === null) throw new Error('thread-work runs in a worker thread')

const data = workerData as ThreadData
const surroundings: Surroundings = surroundingsOf(data)
const door = new LedgerDoor(surroundings, (tables) => send({ type: 'changed', topics: topicsOf(tables) }))
let reader: ReadLedger | undefined

const asks = new Map<number, (outcome: Outcome) => void>()
let nextAsk = 1
let turn: Promise<void> = Promise.resolve()

port.on('message', (message: ToThread) => {
  if (message.type === 'answer') {
    asks.get(message.ask)?.(message.outcome)
    asks.delete(message.ask)
    return
  }
  // One after another: the writer's transactions must not interleave.
  turn = turn.then(async () => {
    const outcome = await attempt(message)
    send(
      { type: 'done', id: message.id, outcome },
      outcome.ok && movesItsResult(message.call) ? movable(outcome.value) : [],
    )
  })
})
send({ type: 'ready' })

/** Results of ordinary calls are plain rows; only steps and tasks give whole buffers away. */
function movesItsResult(call: ThreadCall): boolean {
  return call.do === 'task' || call.do === 'step'
}

async function attempt(message: ToThread & { type: 'call' }): Promise<Outcome> {
  try {
    return {
      ok: true,
      value: await perform(message.call, new Errand(message.id, new Int32Array(message.stop))),
    }
  } catch (error) {
    return { ok: false, error: pack(error) }
  }
}

async function perform(call: ThreadCall, errand: Errand): Promise<ThreadAnswer[ThreadCall['do']]> {
  const secrets = {
    protect: (bytes: Uint8Array) => errand.ask({ ask: 'protect', bytes }),
    unprotect: (bytes: Uint8Array) => errand.ask({ ask: 'unprotect', bytes }),
  }
  switch (call.do) {
    case 'run':
      return run(call, errand)
    case 'step': {
      const step = writerSteps[call.step]
      if (step === undefined) throw new Error(`no implementation of the writer step ${call.step}`)
      return step({ ...surroundings, ledger: door.ledger, actor: call.actor }, call.payload as never)
    }
    case 'task':
      return tasks[call.task]({ ...surroundings, ...errand.jobParts() }, call.input as never)
    case 'read-with':
      reader?.close()
      reader = openReader(call.ticket)
      return null
    case 'create':
      return door.create(call)
    case 'open':
      return door.open(call, secrets)
    case 'change-passphrase':
      await door.changePassphrase(call)
      return null
    case 'new-recovery-key':
      return door.newRecoveryKey(call)
    case 'describe':
      return describeLedger(readable(), surroundings.resources)
    case 'close':
      door.close()
      reader?.close()
      reader = undefined
      return null
  }
}

async function run(call: ThreadCall & { do: 'run' }, errand: Errand): Promise<unknown> {
  const implementation: Implementation | undefined = implementations[call.name]
  if (implementation === undefined) throw new Error(`no implementation of ${call.name}`)
  const { actor } = call
  const procedure = findProcedure(call.name)
  const input = call.input as never
  let output: unknown
  if (implementation.kind === 'query') {
    output = await implementation.run({ ...surroundings, ledger: readable(), actor }, input)
  } else if (implementation.kind === 'write') {
    output = await implementation.run({ ...surroundings, ledger: door.ledger, actor }, input)
  } else if (implementation.thread === 'writer') {
    const context = { ...surroundings, ...errand.jobParts(), actor, ledger: door.ledger }
    output = await implementation.run(context, input)
  } else {
    const context: ReaderJobContext = {
      ...surroundings,
      ...errand.jobParts(),
      actor,
      ledger: readable(),
      commit: async <R>(step: WriterStep, payload: unknown) =>
        (await errand.ask({ ask: 'commit', step, payload })) as R,
    }
    output = await implementation.run(context, input)
  }
  const schema = procedure.meta.kind === 'job' ? procedure.meta.result : procedure.output
  if (schema === undefined) return output
  const parsed = schema.safeParse(output)
  if (!parsed.success)
    throw new Error(`${call.name} answers what the contract does not say: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

function readable(): ReadLedger {
  if (reader === undefined) throw new Error('this thread has no ledger to read')
  return reader
}

/** What one call may do with the host while it runs. */
class Errand {
  readonly #id: number
  readonly #stop: Int32Array
  #last: Progress | undefined
  #sentAt = Number.NEGATIVE_INFINITY

  constructor(id: number, stop: Int32Array) {
    this.#id = id
    this.#stop = stop
  }

  ask<A extends HostAsk>(request: A): Promise<HostAnswer[A['ask']]> {
    const ask = nextAsk++
    return new Promise((resolve, reject) => {
      asks.set(ask, (outcome) => {
        if (outcome.ok) resolve(outcome.value as HostAnswer[A['ask']])
        else reject(unpack(outcome.error))
      })
      const moved = request.ask === 'commit' || request.ask === 'file.put' ? movable(request) : []
      send({ type: 'ask', id: this.#id, ask, request }, moved)
    })
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
    send({ type: 'progress', id: this.#id, progress })
  }
}

function send(message: FromThread, moved: ArrayBuffer[] = []): void {
  port?.postMessage(message, moved)
}
