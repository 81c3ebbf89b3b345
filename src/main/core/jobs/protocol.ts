import type { FileRef } from '../../../shared/contract/files.ts'
import type { JobView, Topic } from '../../../shared/contract/jobs.ts'
import type { DeskOfficer } from '../../../shared/contract/officers.ts'
import type { RefusalParams } from '../../../shared/domain/refusal.ts'
import type { LedgerTicket } from '../db/read.ts'
import type { Actor, ProcedureName, WriterStep } from '../procedure.ts'
import type { Tasks } from './tasks.ts'

/** What a thread is told once, when it starts. */
export type ThreadData = {
  resources: string
  /** a clock that stands still, for tests and repeatable runs; absent: the machine's */
  fixedNow?: number
}

/** How the writer comes to the ledger's key. */
export type Credentials =
  | { kind: 'passphrase'; passphrase: string }
  | { kind: 'recovery'; recoveryKey: string; newPassphrase: string }
  | { kind: 'host' }

/** Of a new ledger. */
export type NewLedger = {
  path: string
  name: string
  passphrase: string
  office: string
  county: string
  officer: string
  demo: boolean
}

/** What the writer knows of the ledger that it opened. */
export type OpenedLedger = {
  ticket: LedgerTicket
  name: string
  office: string
  county: string
  countyName: string
  /** the one person of a ledger that keeps no list */
  officer: string
  officers: readonly DeskOfficer[]
  idleMinutes: number
  demo: boolean
  lastBackupAt: string | null
}

/** Long work that is no procedure of a domain. */
export type TaskName = keyof Tasks

/** What a thread can be asked to do. One at a time. */
export type ThreadCall =
  | { do: 'run'; name: ProcedureName; input: unknown; actor: Actor }
  | { do: 'step'; step: WriterStep; payload: unknown; actor: Actor }
  | { do: 'task'; task: TaskName; input: unknown }
  | { do: 'read-with'; ticket: LedgerTicket }
  | { do: 'create'; ledger: NewLedger; keyFolder: string }
  | {
      do: 'open'
      path: string
      keyFolder: string
      credentials: Credentials
      remember: boolean
      officer?: string
    }
  | { do: 'change-passphrase'; passphrase: string; newPassphrase: string }
  | { do: 'new-recovery-key'; passphrase: string }
  | { do: 'sign-in'; officerId: string; pin: string | undefined }
  | { do: 'describe' }
  | { do: 'get-ready' }
  | { do: 'backup'; path: string | undefined; actor: Actor }
  | { do: 'close' }

/** What each call answers. */
export type ThreadAnswer = {
  run: unknown
  step: unknown
  task: unknown
  'read-with': null
  create: { recoveryKey: string; opened: OpenedLedger }
  open: OpenedLedger
  'change-passphrase': null
  'new-recovery-key': { recoveryKey: string }
  'sign-in': DeskOfficer
  describe: Omit<OpenedLedger, 'ticket'>
  'get-ready': null
  backup: { path: string; size: number }
  close: null
}

/** What a thread asks its host for, while it works. */
export type HostAsk =
  | { ask: 'file.open'; token: string }
  | { ask: 'file.put'; name: string; mime: string; bytes: Uint8Array }
  | { ask: 'commit'; step: WriterStep; payload: unknown }
  | { ask: 'protect'; bytes: Uint8Array }
  | { ask: 'unprotect'; bytes: Uint8Array }

export type HostAnswer = {
  'file.open': { name: string; path: string } | { name: string; bytes: Uint8Array }
  'file.put': FileRef
  commit: unknown
  protect: Uint8Array
  unprotect: Uint8Array
}

/** An error as it crosses a thread. */
export type CrossedError =
  | { kind: 'refusal'; code: string; message: string; params: RefusalParams }
  | { kind: 'cancelled' }
  | { kind: 'internal'; name: string; message: string; stack: string }

export type Outcome = { ok: true; value: unknown } | { ok: false; error: CrossedError }

export type Progress = Pick<JobView, 'step' | 'done' | 'total' | 'unit'>

export type ToThread =
  /** `stop` holds one 32-bit word: 1 once the call was cancelled, so that `shouldStop()` needs no message */
  | { type: 'call'; id: number; call: ThreadCall; stop: SharedArrayBuffer }
  | { type: 'answer'; ask: number; outcome: Outcome }

export type FromThread =
  | { type: 'ready' }
  | { type: 'done'; id: number; outcome: Outcome }
  | { type: 'progress'; id: number; progress: Progress }
  | { type: 'ask'; id: number; ask: number; request: HostAsk }
  | { type: 'changed'; topics: Topic[] }
