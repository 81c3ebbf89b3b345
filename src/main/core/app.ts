import { join } from 'node:path'
import { EventPublisher } from '@orpc/server'
import type { AppEvent } from '../../shared/contract/jobs.ts'
import type { SessionState } from '../../shared/contract/ledger.ts'
import type { SecretHost } from './db/ledger.ts'
import { createDispatch, type Dispatch } from './dispatch.ts'
import { FileVault } from './files/vault.ts'
import { JobBoard } from './jobs/board.ts'
import { shown } from './jobs/crossing.ts'
import type { HostAnswer, HostAsk } from './jobs/protocol.ts'
import { Threads } from './jobs/threads.ts'
import { FaultLog } from './session/log.ts'
import { RecentLedgers } from './session/recent.ts'
import { Session } from './session/session.ts'
import { sessionJobs, sessionProcedures } from './session/session-procedures.ts'
import { surroundingsOf } from './surroundings.ts'

/** What only a host can give. */
export type AppOptions = {
  host: SessionState['host']
  version: string
  /** policies, regions, forms, fonts */
  resources: string
  /** `core/jobs/thread.ts`, or its bundled form */
  threadEntry: URL
  /** where ledgers usually lie */
  folder: string
  /** the application's own folder: list of recent ledgers, copies of key files, logs */
  dataFolder: string
  /** keeps a secret with the operating system's help */
  keeper?: SecretHost & { available(): boolean }
  /** threads for queries; default 2 */
  readers?: number
  /** a clock that stands still, in epoch milliseconds */
  fixedNow?: number
}

export type App = {
  dispatch: Dispatch
  /** every change and every step of a job, from now on */
  events(signal?: AbortSignal): AsyncIterable<AppEvent>
  vault: FileVault
  jobs: JobBoard
  /** starts threads ahead of need */
  warm(): void
  /** Cancels jobs, closes the ledger, ends the threads. */
  close(): Promise<void>
}

/** Events that a slow listener may fall behind before the oldest are dropped. */
const BUFFERED_EVENTS = 1000
const PATIENCE = 5000

/** Builds the application for a host. Nothing is opened and no thread is started yet. */
export function createApp(options: AppOptions): App {
  const { resources, fixedNow, folder, dataFolder, keeper } = options
  const data = { resources, ...(fixedNow === undefined ? {} : { fixedNow }) }
  const surroundings = surroundingsOf(data)
  const publisher = new EventPublisher<{ event: AppEvent }>({ maxBufferedEvents: BUFFERED_EVENTS })
  const emit = (event: AppEvent): void => publisher.publish('event', event)
  const log = new FaultLog(dataFolder, surroundings.now)
  const report = (error: Error): void => log.report(shown(error))
  const vault = new FileVault(surroundings.newId)
  const board = new JobBoard({ now: surroundings.now, newId: surroundings.newId, emit, report })

  const threads = new Threads({
    entry: options.threadEntry,
    data,
    readers: options.readers ?? 2,
    changed: (topics) => {
      if (topics.includes('settings')) session.written()
      emit({ type: 'changed', topics })
    },
    writerDied: (error) => {
      report(error)
      void session.lost()
    },
    answer: (request) => answer(request, vault, keeper),
  })
  const session = new Session({
    host: options.host,
    version: options.version,
    today: surroundings.today,
    folder,
    keyFolder: join(dataFolder, 'keys'),
    keepsKeys: () => keeper?.available() ?? false,
    threads,
    recent: new RecentLedgers(dataFolder, folder),
    cancelJobs: (patience, except) => board.cancelAll(patience, except),
    forgetFiles: () => vault.clear(),
    changed: () => emit({ type: 'changed', topics: ['session'] }),
  })
  const events = (signal?: AbortSignal): AsyncIterable<AppEvent> =>
    publisher.subscribe('event', signal === undefined ? {} : { signal })

  const parts = { session, threads, board, vault, events, surroundings, folder }
  return {
    dispatch: createDispatch({
      sessionProcedures: sessionProcedures(parts),
      sessionJobs: sessionJobs(parts),
      actor: () => session.actor(),
      threads,
      board,
      report,
    }),
    events,
    vault,
    jobs: board,
    warm: () => threads.warm(),
    close: async () => {
      await board.cancelAll(PATIENCE)
      await session.lock()
      await threads.end()
      await log.written()
    },
  }
}

async function answer(
  request: Exclude<HostAsk, { ask: 'commit' }>,
  vault: FileVault,
  keeper: SecretHost | undefined,
): Promise<HostAnswer[typeof request.ask]> {
  switch (request.ask) {
    case 'file.open':
      return vault.source(request.token)
    case 'file.put':
      return vault.put(request.name, request.mime, request.bytes)
    case 'protect':
    case 'unprotect':
      if (keeper === undefined) throw new Error('this host keeps no keys')
      return request.ask === 'protect' ? keeper.protect(request.bytes) : keeper.unprotect(request.bytes)
  }
}
