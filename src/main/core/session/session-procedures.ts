import type { AppEvent } from '../../../shared/contract/jobs.ts'
import type { SessionJob, SessionProcedure } from '../dispatch.ts'
import { browseFolder } from '../files/browse-folders.ts'
import type { FileVault } from '../files/vault.ts'
import type { JobBoard } from '../jobs/board.ts'
import type { Threads } from '../jobs/threads.ts'
import type { InputOf, ProcedureName, Surroundings } from '../procedure.ts'
import { regionProcedures } from '../registry/region-procedures.ts'
import { createDemoLedger } from './demo-ledger.ts'
import type { Session } from './session.ts'

export type SessionParts = {
  session: Session
  threads: Threads
  board: JobBoard
  vault: FileVault
  events: (signal?: AbortSignal) => AsyncIterable<AppEvent>
  surroundings: Surroundings
  /** where ledgers usually lie */
  folder: string
}

/** Procedures about the open ledger, its jobs and its files: they run in the host's own thread. */
export function sessionProcedures(
  parts: SessionParts,
): Readonly<Partial<Record<ProcedureName, SessionProcedure>>> {
  const { session, board, vault, events, threads } = parts
  const ok = { ok: true } as const
  return {
    ...regionProcedures(parts.surroundings),
    'ledger.state': () => session.state(),
    'ledger.create': (input: InputOf<'ledger.create'>) => session.create(input),
    'ledger.open': (input: InputOf<'ledger.open'>) => session.open(input),
    'ledger.recover': (input: InputOf<'ledger.recover'>) => session.recover(input),
    'ledger.changePassphrase': async (input: InputOf<'ledger.changePassphrase'>) => {
      await session.changePassphrase(input)
      return ok
    },
    'ledger.newRecoveryKey': (input: InputOf<'ledger.newRecoveryKey'>) => session.newRecoveryKey(input),
    'ledger.recoverySheet': async ({ recoveryKey }: InputOf<'ledger.recoverySheet'>) => {
      const { ledger } = await session.state()
      const sheet = { recoveryKey, name: ledger?.name ?? '', office: ledger?.office ?? '' }
      const { signal } = new AbortController()
      return threads.task('recovery.sheet', sheet, { signal, progress: () => undefined })
    },
    'ledger.lock': async () => {
      await session.lock()
      return ok
    },
    'session.officers': () => session.officers(),
    'session.signIn': (input: InputOf<'session.signIn'>) => session.signIn(input),
    'files.browse': ({ folder }: InputOf<'files.browse'>) => browseFolder(folder, parts.folder),
    'files.put': async ({ file }: InputOf<'files.put'>) =>
      vault.put(file.name, file.type, new Uint8Array(await file.arrayBuffer())),
    'files.read': async ({ token }: InputOf<'files.read'>) => {
      const { ref, bytes } = await vault.read(token)
      return new File([bytes], ref.name, { type: ref.mime })
    },
    'files.forget': ({ token }: InputOf<'files.forget'>) => {
      vault.forget(token)
      return ok
    },
    'jobs.list': () => board.list(),
    'jobs.get': ({ jobId }: InputOf<'jobs.get'>) => board.get(jobId),
    'jobs.cancel': ({ jobId }: InputOf<'jobs.cancel'>) => ({ ok: board.cancel(jobId) }),
    'events.stream': (_input: undefined, { signal }) => events(signal),
  }
}

/** Jobs that steer others, and so run in the host's own thread. */
export function sessionJobs(parts: SessionParts): Readonly<Partial<Record<ProcedureName, SessionJob>>> {
  return {
    'ledger.createDemo': {
      needsLedger: false,
      run: (input: InputOf<'ledger.createDemo'>, handle) => createDemoLedger(parts, input, handle),
    },
    'ledger.backup': {
      needsLedger: true,
      run: async (input: InputOf<'ledger.backup'>, { running, progress }) => {
        const { threads, session } = parts
        return threads.atWriter({ do: 'backup', path: input.path, actor: await session.actor() }, () => {
          running()
          progress({ step: '复制并逐页核对', done: 0, total: null, unit: '' })
        })
      },
    },
    'ledger.doctor': {
      needsLedger: true,
      run: (_input, handle) => {
        handle.running()
        return parts.threads.examine(handle)
      },
    },
  }
}
