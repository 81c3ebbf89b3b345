import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { findProcedure } from '../contract-walk.ts'
import type { KdfCost } from '../db/ledger.ts'
import { type LedgerTicket, openReader, type ReadLedger } from '../db/read.ts'
import type {
  Ahead,
  Assistance,
  Implementations,
  ProcedureName,
  ReaderJobContext,
  Surroundings,
  WriterStep,
  WriterSteps,
} from '../procedure.ts'
import { describeLedger, LedgerDoor } from '../session/ledger-door.ts'
import { makeBackup } from '../session/make-backup.ts'
import { surroundingsOf } from '../surroundings.ts'
import { assistance } from './assistance.ts'
import { pack } from './crossing.ts'
import { Errand, HostLine } from './errand.ts'
import type { Outcome, TaskName, ThreadAnswer, ThreadCall, ThreadData, ToThread } from './protocol.ts'
import type { Tasks } from './tasks.ts'
import { collectGarbage, REST_AFTER } from './thread-memory.ts'
import { topicsOf } from './topics.ts'
import { movable } from './transfer.ts'

/** What threads can do: the domains' implementations, or a test's. */
export type Abilities = {
  implementations: Implementations
  writerSteps: Partial<WriterSteps>
  tasks: Partial<Tasks>
  ahead?: Ahead
  /** drops what the thread remembers for jobs of another kind than this one */
  forgetBefore?: (job: ProcedureName | TaskName) => void
  /** lower only in tests */
  kdfCost?: KdfCost
}

/**
 * Serves this worker thread's calls, one after another, until the host ends it. `entry`: the file that called this,
 * from which a job starts a second thread beside it.
 */
export function serveThread(abilities: Abilities, entry?: URL): void {
  const port = parentPort
  if (port === null) throw new Error('serveThread runs in a worker thread')
  const data = workerData as ThreadData
  const line = new HostLine(port)
  const work = new ThreadWork(abilities, surroundingsOf(data), line, (ticket) =>
    entry === undefined ? undefined : assistance(entry, data, ticket),
  )
  let turn: Promise<void> = Promise.resolve()
  let waiting = 0
  let tired = false
  let resting: NodeJS.Timeout | undefined
  port.on('message', (message: ToThread) => {
    if (message.type === 'answer') {
      line.answered(message.ask, message.outcome)
      return
    }
    clearTimeout(resting)
    waiting += 1
    // One after another: the writer's transactions must not interleave.
    turn = turn.then(async () => {
      const outcome = await work.attempt(message.call, new Errand(line, message.id, message.stop))
      // Results of ordinary calls are plain rows; only steps and tasks give whole buffers away.
      const moves = outcome.ok && (message.call.do === 'task' || message.call.do === 'step')
      line.send({ type: 'done', id: message.id, outcome }, moves ? movable(outcome.value) : [])
      waiting -= 1
      tired ||= isLong(message.call)
      if (tired && waiting === 0)
        resting = setTimeout(() => {
          tired = false
          work.rest()
        }, REST_AFTER).unref()
    })
  })
  line.send({ type: 'ready' })
}

class ThreadWork {
  readonly #abilities: Abilities
  readonly #surroundings: Surroundings
  readonly #door: LedgerDoor
  readonly #assistance: (ticket: LedgerTicket) => Assistance['assist']
  #reader: ReadLedger | undefined

  constructor(
    abilities: Abilities,
    surroundings: Surroundings,
    line: HostLine,
    assistance: (ticket: LedgerTicket) => Assistance['assist'],
  ) {
    this.#assistance = assistance
    this.#abilities = abilities
    this.#surroundings = surroundings
    this.#door = new LedgerDoor(surroundings, abilities.kdfCost, (tables) =>
      line.send({ type: 'changed', topics: topicsOf(tables) }),
    )
  }

  async attempt(call: ThreadCall, errand: Errand): Promise<Outcome> {
    try {
      return { ok: true, value: await this.#perform(call, errand) }
    } catch (error) {
      return { ok: false, error: pack(error) }
    }
  }

  #perform(
    call: ThreadCall,
    errand: Errand,
  ): ThreadAnswer[ThreadCall['do']] | Promise<ThreadAnswer[ThreadCall['do']]> {
    switch (call.do) {
      case 'run':
        return this.#run(call, errand)
      case 'step':
        return this.#step(call)
      case 'task':
        return this.#task(call, errand)
      case 'read-with':
        this.#reader?.close()
        this.#reader = openReader(call.ticket)
        return null
      case 'create':
        return this.#door.create(call)
      case 'open':
        return this.#door.open(call, {
          protect: (bytes) => errand.ask({ ask: 'protect', bytes }),
          unprotect: (bytes) => errand.ask({ ask: 'unprotect', bytes }),
        })
      case 'change-passphrase':
        return this.#door.changePassphrase(call).then(() => null)
      case 'new-recovery-key':
        return this.#door.newRecoveryKey(call)
      case 'sign-in':
        return this.#door.signIn(call)
      case 'backup':
        return makeBackup(this.#door.ledger, this.#surroundings, call.actor, call.path)
      case 'describe':
        return describeLedger(this.#readable, this.#surroundings.resources)
      case 'get-ready':
        return this.#getReady()
      case 'close':
        this.#door.close()
        this.#reader?.close()
        this.#reader = undefined
        return null
    }
  }

  async #run(call: ThreadCall & { do: 'run' }, errand: Errand): Promise<unknown> {
    const { name, actor } = call
    const implementation = this.#abilities.implementations[name]
    if (implementation === undefined) throw new Error(`no implementation of ${name}`)
    const base = { ...this.#surroundings, actor }
    const input = call.input as never
    let output: unknown
    if (implementation.kind === 'query') {
      output = await implementation.run({ ...base, ledger: this.#readable }, input)
    } else if (implementation.kind === 'write') {
      output = await implementation.run({ ...base, ledger: this.#door.ledger }, input)
    } else if (implementation.thread === 'writer') {
      this.#abilities.forgetBefore?.(name)
      const { ledger } = this.#door
      const assist = this.#assistance(ledger.ticket)
      output = await implementation.run(
        { ...base, ...errand.jobParts(), ledger, ...(assist === undefined ? {} : { assist }) },
        input,
      )
    } else {
      this.#abilities.forgetBefore?.(name)
      const commit: ReaderJobContext['commit'] = async <R>(step: WriterStep, payload: unknown) =>
        (await errand.ask({ ask: 'commit', step, payload })) as R
      output = await implementation.run(
        { ...base, ...errand.jobParts(), ledger: this.#readable, commit },
        input,
      )
    }
    return asTheContractSays(name, output)
  }

  /** Gives back what long work left: garbage, and the pages it read. */
  rest(): void {
    if (this.#door.isOpen) this.#door.ledger.rest()
    this.#reader?.rest()
    collectGarbage()
  }

  /** What the first question or save would wait for, done while nobody waits. */
  #getReady(): null {
    const { ahead } = this.#abilities
    if (this.#reader !== undefined) ahead?.reading(this.#reader)
    else if (this.#door.isOpen) ahead?.writing(this.#surroundings, this.#door.ledger.reader)
    return null
  }

  async #step(call: ThreadCall & { do: 'step' }): Promise<unknown> {
    const step = this.#abilities.writerSteps[call.step]
    if (step === undefined) throw new Error(`no implementation of the writer step ${call.step}`)
    return step(
      { ...this.#surroundings, ledger: this.#door.ledger, actor: call.actor },
      call.payload as never,
    )
  }

  async #task(call: ThreadCall & { do: 'task' }, errand: Errand): Promise<unknown> {
    this.#abilities.forgetBefore?.(call.task)
    const task = this.#abilities.tasks[call.task]
    if (task === undefined) throw new Error(`no implementation of the task ${call.task}`)
    return task({ ...this.#surroundings, ...errand.jobParts() }, call.input as never)
  }

  get #readable(): ReadLedger {
    if (this.#reader === undefined) throw new Error('this thread has no ledger to read')
    return this.#reader
  }
}

/** Work that may have gone over the whole ledger. */
function isLong(call: ThreadCall): boolean {
  if (call.do === 'run') return findProcedure(call.name).meta.kind === 'job'
  return call.do === 'task' || call.do === 'step' || call.do === 'backup' || call.do === 'get-ready'
}

/** The output, held to its schema here, where it does not keep the host's own thread from its work. */
function asTheContractSays(name: string, output: unknown): unknown {
  const { meta, output: schema } = findProcedure(name)
  const parsed = (meta.kind === 'job' ? meta.result : schema)?.safeParse(output)
  if (parsed === undefined) return output
  if (parsed.success) return parsed.data
  throw new Error(`${name} answers what the contract does not say: ${z.prettifyError(parsed.error)}`)
}
