import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { pathBeside, syncFolder } from '../files/atomic-file.ts'
import { checkBeforeOpening } from './check-file.ts'
import { firstHlc, formatHlc, type Hlc } from './hlc.ts'
import { idMaker, newNode, type Random, secureRandom } from './ids.ts'
import { readSalt } from './inspect.ts'
import type { JournalState } from './journal.ts'
import { keyFilePath } from './key/key-file.ts'
import { createKey, type KeyRing, type LedgerSecret, unlockKey } from './key/key-ring.ts'
import { DEFAULT_KDF_COST, type KdfCost, type SecretHost } from './key/wraps.ts'
import { type LedgerLock, lockLedger } from './lock.ts'
import { placeKeptFields } from './merge/kept-fields.ts'
import { LaterThanClock } from './merge/merge-faults.ts'
import { Merging } from './merge/merging.ts'
import { findTwins, foldTwins, type TwinDifference, type Twins } from './merge/twins.ts'
import { requireMeta, writeMeta } from './meta.ts'
import { migrateWithBackup, runMigrations } from './migrate.ts'
import { keepTwinsOut, letTwinsIn, type TwinPolicy } from './natural-keys.ts'
import { type LedgerTicket, openReader, type ReaderOptions, type ReadLedger, readerOn } from './read.ts'
import { createSqlite, openSqliteForReading, openSqliteForWriting, type Sqlite, shrink } from './sqlite.ts'
import { asRefusal, refusing } from './sqlite-refusal.ts'
import type { WriteTx } from './transaction.ts'
import { type UndoOptions, undoTransaction } from './undo.ts'
import { type CopyReport, copyVerified } from './verified-copy.ts'
import { type CommitEvent, type WriteAction, Writer, type Written } from './writer.ts'

export type { KeyRing, LedgerSecret } from './key/key-ring.ts'
export type { KdfCost, SecretHost } from './key/wraps.ts'
export type { LocalWriter } from './local.ts'
export type { Merging } from './merge/merging.ts'
export type { RecordConflict } from './merge/record-conflicts.ts'
export {
  type LedgerQuery,
  type LedgerTicket,
  openReader,
  type ReadLedger,
  type ReadStatement,
} from './read.ts'
export type { NewRow, Patch, WriteTx } from './transaction.ts'
export type { UndoOptions } from './undo.ts'
export type { CopyReport } from './verified-copy.ts'
export type { CommitEvent, WriteAction, Written } from './writer.ts'

/** The ledger, held for writing by this process (or, in a worker thread, by the process around it). */
export interface WriteLedger {
  readonly path: string
  /** this ledger's own id, a ULID */
  readonly ledgerId: string
  /** its name in the hybrid logical clock */
  readonly node: string
  /** a connection of its own that cannot write; sees every committed write at once */
  readonly reader: ReadLedger
  /** for worker threads: `openReader(ticket)`, `openWorkerWriter(ticket)` */
  readonly ticket: LedgerTicket
  /** the copy that was made before a migration on opening, if there was one */
  readonly migrationBackup: string | undefined
  /** true: a crash left its last save unreadable (see journal.ts); ask the clerk to check the last entry */
  readonly lastSaveIncomplete: boolean
  /** The one way to write. On a throw nothing remains. */
  write<T>(action: WriteAction, body: (tx: WriteTx) => T): Written<T>
  /** The same for a body that waits; one at a time, and `write` is refused meanwhile (`ledger.busy`). */
  writeAsync<T>(action: WriteAction, body: (tx: WriteTx) => Promise<T>): Promise<Written<T>>
  /**
   * Takes changes of another ledger in, all or none, after everything up to its clock `seen`. A second record with one
   * natural key may come in here and nowhere else.
   */
  merge<T>(
    action: WriteAction & { readonly seen: Hlc },
    body: (merging: Merging, tx: WriteTx, twins: TwinFolding) => Promise<T>,
  ): Promise<Written<T>>
  /** Reverses a whole transaction as a new one. @throws Refusal `ledger.undo-conflict`, `ledger.undo-in-use`, `ledger.undo-unknown`, `ledger.undo-nothing` */
  undo(txId: string, actor: string, options?: UndoOptions): Written<{ readonly reversed: number }>
  /** Called after each commit; gives the way to stop. */
  onCommitted(listener: (event: CommitEvent) => void): () => void
  /** Passes on a commit that a worker thread made. */
  announce(event: CommitEvent): void
  /**
   * Does `step` at the end of each `write` (not `writeAsync`), inside its transaction, for what is derived from records
   * and local. Where it fails only it is undone, with a warning: what the clerk entered is saved.
   */
  concludeWith(step: (tx: WriteTx) => void): void
  /** Resolves when no `writeAsync` is under way. */
  whenIdle(): Promise<void>
  /** A verified, encrypted copy with the same key. See security/backup.ts, which also copies the key file. */
  copyTo(target: string): Promise<CopyReport>
  /** passphrase, recovery key, the host's own keeping */
  readonly keys: KeyRing
  /** Gives back the memory of pages that its connections hold. */
  rest(): void
  close(): void
}

/** What a merge does about records that came twice, once everything is in. */
export interface TwinFolding {
  find(policy: TwinPolicy): readonly Twins[]
  /** Folds facts that say the same. */
  fold(): { readonly folded: number; readonly differences: readonly TwinDifference[] }
}

export interface CreateOptions {
  readonly path: string
  readonly passphrase: string
  /** epoch milliseconds */
  readonly now: () => number
  /** the application's own folder for copies of key files */
  readonly keyFolder?: string
  readonly host?: SecretHost
  readonly random?: Random
  /** lower only in tests */
  readonly kdfCost?: KdfCost
  readonly cacheMegabytes?: number
}

export interface OpenOptions {
  readonly path: string
  readonly secret: LedgerSecret
  readonly now: () => number
  readonly keyFolder?: string
  readonly random?: Random
  readonly kdfCost?: KdfCost
  readonly cacheMegabytes?: number
  readonly busyTimeout?: number
  /** check every page on opening: always, only where the file is small (the default), or never */
  readonly check?: 'always' | 'small' | 'never'
}

/**
 * Creates a ledger and its key file. The recovery key is shown once and kept nowhere.
 * @throws Refusal `ledger.exists`, `ledger.key-exists`, `ledger.passphrase-empty`, `ledger.disk-full`, `ledger.in-use`
 */
export async function createLedger(
  options: CreateOptions,
): Promise<{ ledger: WriteLedger; recoveryKey: string }> {
  const { path, now } = options
  const file = basename(path)
  if (existsSync(path)) {
    throw new Refusal('ledger.exists', `“${file}”已经存在，没有覆盖。请换一个文件名，或打开已有的台账。`, {
      file,
    })
  }
  if (existsSync(keyFilePath(path))) {
    throw new Refusal(
      'ledger.key-exists',
      `“${file}.key”已经存在，它可能是另一个台账的钥匙，没有覆盖。请换一个文件名，或先把旧钥匙文件移走保存。`,
      { file },
    )
  }
  const lock = lockLedger(path, now)
  const beside = pathBeside(path)
  try {
    const random = options.random ?? secureRandom()
    const key = Uint8Array.from(randomBytes(32))
    const salt = randomBytes(16)
    const db = createSqlite(beside, { key }, salt)
    try {
      runMigrations(db)
      const node = newNode(random)
      writeMeta(db, 'ledger_id', idMaker(now, random)())
      writeMeta(db, 'node', node)
      writeMeta(db, 'hlc', formatHlc(firstHlc(node)))
      writeMeta(db, 'created_at', new Date(now()).toISOString())
    } finally {
      db.close()
    }
    const created = await createKey({
      key,
      salt: salt.toString('hex'),
      path,
      passphrase: options.passphrase,
      cost: options.kdfCost ?? DEFAULT_KDF_COST,
      ...(options.keyFolder === undefined ? {} : { keyFolder: options.keyFolder }),
      ...(options.host === undefined ? {} : { host: options.host }),
    })
    await rename(beside, path)
    await syncFolder(dirname(path))
    const writing = openSqliteForWriting(path, { key, ...connection(options) })
    const ledger = heldLedger(writing, {
      key,
      keys: created.keys,
      lock,
      random,
      options,
      migrationBackup: undefined,
      journal: 'whole',
    })
    return { ledger, recoveryKey: created.recoveryKey }
  } catch (error) {
    for (const end of ['', '-wal', '-shm']) await rm(beside + end, { force: true })
    lock.release()
    throw asRefusal(error, path)
  }
}

/**
 * Opens a ledger for writing, migrating it where it is older (after a verified backup).
 * @throws Refusal `ledger.not-found`, `ledger.not-a-ledger`, `ledger.truncated`, `ledger.damaged`, `ledger.journal-damaged`, `ledger.newer`,
 *   `ledger.in-use`, `ledger.wrong-passphrase`, `ledger.key-*`, `recovery-key.*`, `ledger.migration-failed`; the file
 *   is then untouched
 */
export async function openLedger(options: OpenOptions): Promise<WriteLedger> {
  const { path, now } = options
  if (!existsSync(path)) await readSalt(path)
  const lock = lockLedger(path, now)
  try {
    const { key, keys } = await unlockKey(await readSalt(path), options)
    const journal = checkBeforeOpening(path, key, options.check ?? 'small')
    const db = openSqliteForWriting(path, { key, ...connection(options) })
    try {
      const migrationBackup = await migrateWithBackup(db, path, key, now)
      if (migrationBackup !== undefined) db.transaction(() => placeKeptFields(db)).immediate()
      const random = options.random ?? secureRandom()
      return heldLedger(db, { key, keys, lock, random, options, migrationBackup, journal })
    } catch (error) {
      db.close()
      throw error
    }
  } catch (error) {
    lock.release()
    throw asRefusal(error, path)
  }
}

/**
 * Opens a ledger for reading only, also while another process holds it for writing.
 * @throws Refusal as `openLedger`, and `ledger.older` where it must first be opened for writing to be migrated
 */
export async function openLedgerForReading(options: OpenOptions): Promise<ReadLedger> {
  const { path } = options
  try {
    const { key } = await unlockKey(await readSalt(path), options)
    checkBeforeOpening(path, key, options.check ?? 'small', 'same')
    return readerOn(openSqliteForReading(path, { key, ...connection(options) }), path)
  } catch (error) {
    throw asRefusal(error, path)
  }
}

/** A writer in a worker thread of the process that holds the ledger. */
export function openWorkerWriter(
  ticket: LedgerTicket,
  options: { readonly now: () => number; readonly random?: Random } & ReaderOptions,
): WorkerLedger {
  return refusing(ticket.path, () => {
    const db = openSqliteForWriting(ticket.path, { key: ticket.key, ...connection(options) })
    const random = options.random ?? secureRandom()
    const writer = new Writer(db, ticket.path, { now: options.now, newId: idMaker(options.now, random) })
    const reader = openReader(ticket, options)
    return {
      ...writing(writer, db),
      path: ticket.path,
      reader,
      close: () => {
        reader.close()
        writer.close()
      },
    }
  })
}

/** What a worker thread has of the ledger: no keys, no lock. */
export type WorkerLedger = Pick<
  WriteLedger,
  | 'path'
  | 'reader'
  | 'write'
  | 'writeAsync'
  | 'merge'
  | 'undo'
  | 'onCommitted'
  | 'announce'
  | 'whenIdle'
  | 'close'
>

interface Held {
  readonly key: Uint8Array
  readonly keys: KeyRing
  readonly lock: LedgerLock
  readonly random: Random
  readonly options: { path: string; now: () => number; cacheMegabytes?: number; busyTimeout?: number }
  readonly migrationBackup: string | undefined
  readonly journal: JournalState
}

function heldLedger(db: Sqlite, held: Held): WriteLedger {
  const { path, now } = held.options
  const writer = new Writer(db, path, { now, newId: idMaker(now, held.random) })
  const ticket: LedgerTicket = {
    path,
    key: held.key,
    node: requireMeta(db, 'node'),
    ledgerId: requireMeta(db, 'ledger_id'),
  }
  const reader = openReader(ticket, connection(held.options))
  return {
    ...writing(writer, db),
    path,
    ledgerId: ticket.ledgerId,
    node: ticket.node,
    reader,
    ticket,
    migrationBackup: held.migrationBackup,
    lastSaveIncomplete: held.journal === 'incomplete-tail',
    copyTo: async (target) => {
      try {
        return await copyVerified(db, target, held.key)
      } catch (error) {
        throw asRefusal(error, target)
      }
    },
    keys: held.keys,
    rest: () => {
      shrink(db)
      reader.rest()
    },
    close: () => {
      reader.close()
      writer.close()
      held.lock.release()
    },
  }
}

function writing(
  writer: Writer,
  db: Sqlite,
): Pick<
  WriteLedger,
  'write' | 'writeAsync' | 'merge' | 'undo' | 'onCommitted' | 'announce' | 'concludeWith' | 'whenIdle'
> {
  return {
    write: (action, body) => writer.write(action, (tx) => body(tx)),
    writeAsync: (action, body) => writer.writeAsync(action, (tx) => body(tx)),
    merge: (action, body) =>
      writer.writeAsync(action, async (tx, open) => {
        db.pragma('defer_foreign_keys = ON')
        letTwinsIn(db)
        const merging = new Merging(db, open, notAfter(action.seen))
        const result = await body(merging, tx, {
          find: (policy) => findTwins(db, merging.came, policy),
          fold: () => foldTwins(db, open, merging.came),
        })
        keepTwinsOut(db)
        return result
      }),
    undo: (txId, actor, options) => undoTransaction(writer, db, txId, actor, options),
    onCommitted: (listener) => writer.onCommitted(listener),
    announce: (event) => writer.announce(event),
    concludeWith: (step) => writer.concludeWith(step),
    whenIdle: () => writer.whenIdle(),
  }
}

/** A bundle's changes are not later than the clock that its sender signed. */
function notAfter(seen: Hlc): (hlc: string) => void {
  const text = formatHlc(seen)
  const latest = text.slice(0, -11)
  return (hlc) => {
    if (hlc.slice(0, -11) > latest) throw new LaterThanClock(hlc, text)
  }
}

function connection(options: ReaderOptions): ReaderOptions {
  return {
    ...(options.cacheMegabytes === undefined ? {} : { cacheMegabytes: options.cacheMegabytes }),
    ...(options.busyTimeout === undefined ? {} : { busyTimeout: options.busyTimeout }),
  }
}
