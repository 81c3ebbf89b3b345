import { Refusal } from '../../../shared/domain/refusal.ts'
import { type AuditParams, appendAudit, auditParamsJson } from './audit.ts'
import { Checkpoints } from './checkpoint.ts'
import { formatHlc, type Hlc, nextHlc, parseHlc } from './hlc.ts'
import { requireMeta, writeMeta } from './meta.ts'
import type { Sqlite } from './sqlite.ts'
import { refusing } from './sqlite-refusal.ts'
import { Statements } from './statements.ts'
import { type OpenTx, openTx, type WriteTx } from './transaction.ts'

/** What is being done, by whom. `params` are kept in the audit: ids, codes and counts only. */
export interface WriteAction {
  /** `people.update`, `import.roster` */
  readonly action: string
  /** the user's id, or `system` */
  readonly actor: string
  readonly params?: AuditParams
  /** a clock of another ledger that this write has seen: it comes after it */
  readonly seen?: Hlc
}

/** A committed transaction. */
export interface Written<T> {
  readonly txId: string
  /** change-log rows */
  readonly changes: number
  readonly tables: readonly string[]
  readonly result: T
}

export interface CommitEvent {
  readonly txId: string
  readonly action: string
  /** names of the tables that were written, synced and local */
  readonly tables: readonly string[]
}

export interface WriterDependencies {
  readonly now: () => number
  readonly newId: () => string
}

/** The one way in which rows are written: row changes, change log and audit entry in one transaction. */
export class Writer {
  readonly #db: Sqlite
  readonly #path: string
  readonly #statements: Statements
  readonly #dependencies: WriterDependencies
  readonly #ledgerId: string
  readonly #checkpoints: Checkpoints
  readonly #listeners = new Set<(event: CommitEvent) => void>()
  #conclusion: ((tx: WriteTx) => void) | undefined
  #inAsync = false
  #queue: Promise<unknown> = Promise.resolve()

  constructor(db: Sqlite, path: string, dependencies: WriterDependencies) {
    this.#db = db
    this.#path = path
    this.#statements = new Statements(db)
    this.#dependencies = dependencies
    this.#ledgerId = requireMeta(db, 'ledger_id')
    this.#checkpoints = new Checkpoints(db, path)
  }

  /** Closes the writing connection; every commit is in the file or its journal. */
  close(): void {
    this.#checkpoints.stop()
    this.#db.close()
  }

  onCommitted(listener: (event: CommitEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Tells the listeners of a commit, also of one that a worker thread made. */
  announce(event: CommitEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event)
      } catch (error) {
        // The write is done and acknowledged; a listener's fault must not make it look failed.
        process.emitWarning(error instanceof Error ? error : String(error))
      }
    }
  }

  write<T>(action: WriteAction, body: (tx: WriteTx, open: OpenTx) => T): Written<T> {
    if (this.#inAsync) {
      throw new Refusal('ledger.busy', '台账正在执行一项较长的写入（如导入），请等它完成或取消后再保存。')
    }
    const open = this.#begin(action)
    return this.#finish(action, open, () => {
      const result = body(open.tx, open)
      if (result instanceof Promise)
        throw new Error('write takes a body that finishes at once; use writeAsync')
      this.#conclude(open)
      return result
    })
  }

  /** What is done at the end of each `write`, inside its transaction. If it fails, only it is undone. */
  concludeWith(step: (tx: WriteTx) => void): void {
    this.#conclusion = step
  }

  #conclude(open: OpenTx): void {
    const step = this.#conclusion
    if (step === undefined) return
    // The log of what was written stays, whatever becomes of the step.
    open.log.flush()
    this.#db.exec('SAVEPOINT conclusion')
    try {
      step(open.tx)
    } catch (error) {
      // SQLite rolls back everything by itself on a full disk; that is the write's own failure.
      if (!this.#db.inTransaction) throw error
      this.#db.exec('ROLLBACK TO conclusion')
      process.emitWarning(error instanceof Error ? error : String(error))
    }
    this.#db.exec('RELEASE conclusion')
  }

  /** Like `write`, for a body that waits (streaming a workbook). One at a time; `write` is refused meanwhile. */
  writeAsync<T>(action: WriteAction, body: (tx: WriteTx, open: OpenTx) => Promise<T>): Promise<Written<T>> {
    const run = this.#queue.then(async () => {
      const open = this.#begin(action)
      this.#inAsync = true
      try {
        const outcome = await body(open.tx, open).then(
          (result) => ({ result }),
          (error: unknown) => ({ error }),
        )
        return this.#finish(action, open, () => {
          if ('error' in outcome) throw outcome.error
          return outcome.result
        })
      } finally {
        this.#inAsync = false
      }
    })
    this.#queue = run.catch(() => undefined)
    return run
  }

  /** Resolves when no asynchronous write is under way. */
  whenIdle(): Promise<void> {
    return this.#queue.then(() => undefined)
  }

  #begin(action: WriteAction): OpenTx {
    if (this.#db.inTransaction) throw new Error('a write inside a write: pass tx on instead')
    // Checked before anything is written.
    auditParamsJson(action.params ?? {})
    const { now, newId } = this.#dependencies
    return refusing(this.#path, () => {
      this.#db.exec('BEGIN IMMEDIATE')
      try {
        const wall = now()
        const hlc = formatHlc(nextHlc(wall, this.#lastHlc(), action.seen))
        writeMeta(this.#db, 'hlc', hlc)
        const at = new Date(wall).toISOString()
        return openTx({ db: this.#db, statements: this.#statements, id: newId(), at, hlc, newId })
      } catch (error) {
        this.#rollback()
        throw error
      }
    })
  }

  #finish<T>(action: WriteAction, open: OpenTx, body: () => T): Written<T> {
    const written = refusing(this.#path, () => {
      try {
        const result = body()
        if (!this.#db.inTransaction) throw new Error('the transaction was rolled back inside its body')
        const { changes, changesHash } = open.log.finish()
        open.complete()
        appendAudit(this.#db, this.#ledgerId, {
          at: open.tx.at,
          actor: action.actor,
          action: action.action,
          params: auditParamsJson(action.params ?? {}),
          txId: open.tx.id,
          firstSeq: open.log.firstSeq,
          changes,
          changesHash,
        })
        this.#db.exec('COMMIT')
        return { txId: open.tx.id, changes, tables: [...open.touched].sort(), result }
      } catch (error) {
        this.#rollback()
        throw error
      } finally {
        open.end()
      }
    })
    this.#checkpoints.afterCommit()
    this.announce({ txId: written.txId, action: action.action, tables: written.tables })
    return written
  }

  #rollback(): void {
    if (this.#db.inTransaction) this.#db.exec('ROLLBACK')
  }

  #lastHlc(): Hlc {
    const last = parseHlc(requireMeta(this.#db, 'hlc'))
    if (last === undefined) throw new Error('ledger_meta.hlc is no clock')
    return last
  }
}
