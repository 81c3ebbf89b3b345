import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { SessionState } from '../../../shared/contract/ledger.ts'
import type { DeskOfficer } from '../../../shared/contract/officers.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { locked } from '../jobs/locked.ts'
import type { Credentials, OpenedLedger } from '../jobs/protocol.ts'
import type { Threads } from '../jobs/threads.ts'
import type { Actor } from '../procedure.ts'
import type { RecentLedgers } from './recent.ts'
import { signInNeeded } from './sign-in-needed.ts'

/** How long jobs get to stop at a safe place when the ledger is locked, in milliseconds. */
const PATIENCE = 5000

export type SessionParts = {
  host: SessionState['host']
  version: string
  today: () => string
  folder: string
  keyFolder: string
  /** the host keeps keys itself, and can right now */
  keepsKeys: () => boolean
  threads: Threads
  recent: RecentLedgers
  /** all jobs but the one that is `except` */
  cancelJobs: (patience: number, except?: string) => Promise<void>
  forgetFiles: () => void
  changed: () => void
}

export type NewLedgerInput = {
  name: string
  path?: string | undefined
  passphrase: string
  office: string
  county: string
  officer: string
}

type Open = Omit<OpenedLedger, 'ticket'> & { path: string; id: string }

/** Which ledger is open, and for whom. Everything here runs beside the ledger, in the host's own thread. */
export class Session {
  readonly #parts: SessionParts
  #open: Open | undefined
  /** of the list of officers; `undefined`: nobody has signed in */
  #officerId: string | undefined
  /** somebody wrote what `#open` tells, so it is read anew before the next act */
  #old = false
  #reading: Promise<void> = Promise.resolve()
  #turn: Promise<unknown> = Promise.resolve()

  constructor(parts: SessionParts) {
    this.#parts = parts
  }

  /** Who acts, by the list as it is written now. @throws Refusal `ledger.locked`, `session.sign-in` */
  async actor(): Promise<Actor> {
    await this.#readAnew()
    if (this.#open === undefined) throw locked()
    const actor = this.#atTheDesk(this.#open)
    if (actor === undefined) throw signInNeeded()
    const { name, role, id } = actor
    return { name, role, ...(id === null ? {} : { officerId: id }) }
  }

  /** Whom the desk can be handed to; empty where the ledger keeps no list. @throws Refusal `ledger.locked` */
  async officers(): Promise<DeskOfficer[]> {
    await this.#readAnew()
    if (this.#open === undefined) throw locked()
    return [...this.#open.officers]
  }

  /** Hands the desk over; the ledger stays open. @throws Refusal as `signIn` in core/security */
  signIn(input: { officerId: string; pin?: string | undefined }): Promise<SessionState> {
    return this.#oneByOne(async () => {
      if (this.#open === undefined) throw locked()
      const { threads, changed } = this.#parts
      const { id } = await threads.atWriter({
        do: 'sign-in',
        officerId: input.officerId,
        pin: input.pin,
      })
      this.#officerId = id
      this.#old = true
      changed()
      return this.state()
    })
  }

  /** The list of officers, or what the office calls itself, was written. */
  written(): void {
    this.#old = true
  }

  get isOpen(): boolean {
    return this.#open !== undefined
  }

  async state(): Promise<SessionState> {
    const { host, version, today, folder, recent, keepsKeys } = this.#parts
    const known = await recent.list()
    // Office and last backup can have changed since.
    this.#old = true
    await this.#readAnew()
    const open = this.#open
    return {
      host,
      version,
      today: today(),
      ledger: open === undefined ? null : this.#shown(open),
      recent: known.map(({ name, path, exists }) => ({ name, path, exists })),
      folder,
      remembered: keepsKeys() ? known.filter((one) => one.kept && one.exists).map((one) => one.path) : [],
    }
  }

  /** Makes a ledger and opens it. `demo` names the job that makes an invented county. */
  create(
    input: NewLedgerInput,
    demo?: { jobId: string },
  ): Promise<{ recoveryKey: string; state: SessionState }> {
    return this.#oneByOne(async () => {
      const { threads, keyFolder, folder } = this.#parts
      const path = resolve(input.path ?? join(folder, `${fileName(input.name)}.ledger`))
      if (dirname(path) === resolve(folder)) await mkdir(folder, { recursive: true })
      await this.#close(demo?.jobId)
      const { name, passphrase, office, county, officer } = input
      const { recoveryKey, opened } = await threads.open({
        do: 'create',
        ledger: { path, name, passphrase, office, county, officer, demo: demo !== undefined },
        keyFolder,
      })
      await this.#opened(opened, false)
      return { recoveryKey, state: await this.state() }
    })
  }

  /** @throws Refusal `ledger.passphrase-needed`, and as `openLedger` */
  open(input: {
    path: string
    passphrase?: string | undefined
    officer?: string | undefined
    remember: boolean
  }): Promise<SessionState> {
    const { keepsKeys } = this.#parts
    const kept = keepsKeys()
    if (input.passphrase === undefined && !kept) {
      return Promise.reject(new Refusal('ledger.passphrase-needed', '请输入这个台账的口令。'))
    }
    const credentials: Credentials =
      input.passphrase === undefined ? { kind: 'host' } : { kind: 'passphrase', passphrase: input.passphrase }
    return this.#openWith(input.path, credentials, input.remember && kept, input.officer)
  }

  recover(input: { path: string; recoveryKey: string; newPassphrase: string }): Promise<SessionState> {
    const { path, recoveryKey, newPassphrase } = input
    return this.#openWith(path, { kind: 'recovery', recoveryKey, newPassphrase }, false, undefined)
  }

  async changePassphrase(input: { passphrase: string; newPassphrase: string }): Promise<void> {
    await this.#parts.threads.atWriter({ do: 'change-passphrase', ...input })
  }

  newRecoveryKey(input: { passphrase: string }): Promise<{ recoveryKey: string }> {
    return this.#parts.threads.atWriter({ do: 'new-recovery-key', ...input })
  }

  /** Closes the ledger: jobs are cancelled (but `keepJob`), files forgotten, keys wiped. */
  lock(keepJob?: string): Promise<void> {
    return this.#oneByOne(() => this.#close(keepJob))
  }

  /** The writer's thread is gone, and the ledger with it. */
  async lost(): Promise<void> {
    this.#open = undefined
    this.#officerId = undefined
    this.#parts.changed()
    await this.#parts.threads.close()
  }

  #openWith(
    given: string,
    credentials: Credentials,
    remember: boolean,
    officer: string | undefined,
  ): Promise<SessionState> {
    return this.#oneByOne(async () => {
      const path = resolve(given)
      if (!existsSync(path)) {
        throw new Refusal(
          'ledger.not-found',
          `找不到台账“${path}”。请检查文件是否被移动或改名、U盘是否插好。`,
          { path },
        )
      }
      await this.#close()
      const opened = await this.#parts.threads.open({
        do: 'open',
        path,
        keyFolder: this.#parts.keyFolder,
        credentials,
        remember,
        ...(officer === undefined || officer === '' ? {} : { officer }),
      })
      await this.#opened(opened, remember || credentials.kind === 'host')
      return this.state()
    })
  }

  async #opened(opened: OpenedLedger, kept: boolean): Promise<void> {
    const { ticket, ...facts } = opened
    this.#open = { ...facts, path: ticket.path, id: ticket.ledgerId }
    await this.#parts.recent.note(ticket.path, facts.name === '' ? nameOf(ticket.path) : facts.name, kept)
    this.#parts.changed()
  }

  /** `undefined`: the list has several people, or a PIN, and nobody has signed in. */
  #atTheDesk({ officer, officers }: Open): (Actor & { id: string | null }) | undefined {
    if (officers.length === 0) return { id: null, name: officer, role: 'admin' }
    const [only] = officers
    if (officers.length === 1 && only !== undefined && !only.hasPin) return only
    return officers.find(({ id }) => id === this.#officerId)
  }

  #shown(open: Open): SessionState['ledger'] {
    const { officers: _, ...ledger } = open
    const actor = this.#atTheDesk(open)
    return {
      ...ledger,
      name: open.name === '' ? nameOf(open.path) : open.name,
      officer: actor?.name ?? '',
      officerId: actor?.id ?? null,
      role: actor?.role ?? null,
    }
  }

  /** A reader is asked: the writer may be busy with an import. */
  #readAnew(): Promise<void> {
    if (this.#old && this.#open !== undefined) {
      this.#old = false
      const { path, id } = this.#open
      this.#reading = this.#parts.threads.describe().then(
        (facts) => {
          if (this.#open?.id === id) this.#open = { ...facts, path, id }
        },
        (error: unknown) => {
          this.#old = true
          // Locked meanwhile: whoever asks sees that for himself.
          if (this.#open !== undefined) throw error
        },
      )
    }
    return this.#reading
  }

  async #close(keepJob?: string): Promise<void> {
    if (this.#open === undefined) return
    this.#open = undefined
    this.#officerId = undefined
    this.#reading = Promise.resolve()
    await this.#parts.cancelJobs(PATIENCE, keepJob)
    await this.#parts.threads.close()
    this.#parts.forgetFiles()
    this.#parts.changed()
  }

  /** Two windows that open and lock at the same moment must not meet half-way. */
  #oneByOne<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#turn.then(work)
    this.#turn = run.catch(() => undefined)
    return run
  }
}

/** A file name that every system takes. */
function fileName(name: string): string {
  return (
    name
      .replace(/[\\/:*?"<>|\p{Cc}]/gu, '_')
      .replace(/^[. ]+|[. ]+$/g, '')
      .slice(0, 60) || '台账'
  )
}

function nameOf(path: string): string {
  return path.replace(/^.*[\\/]/, '').replace(/\.ledger$/, '')
}
