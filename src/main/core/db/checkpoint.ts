import { statSync } from 'node:fs'
import type { Sqlite } from './sqlite.ts'

/** From here on the journal is moved into the ledger, once the current work has been answered. */
const SOON_BYTES = 4 * 1024 * 1024
/** Beyond this it is moved at once where there was no pause since it was due: for programs that never make one. */
const NOW_BYTES = 1024 * 1024 * 1024

/**
 * Moves the journal into the ledger after a commit was acknowledged instead of inside it: a committed transaction is
 * safe in the journal already, and a clerk waits for an import's commit only half as long.
 */
export class Checkpoints {
  readonly #db: Sqlite
  readonly #journal: string
  readonly #now: number
  #scheduled: NodeJS.Immediate | undefined

  /** `now`: lower only in tests */
  constructor(db: Sqlite, path: string, now: number = NOW_BYTES) {
    this.#db = db
    this.#journal = `${path}-wal`
    this.#now = now
    db.pragma('wal_autocheckpoint = 0')
  }

  afterCommit(): void {
    const bytes = statSync(this.#journal, { throwIfNoEntry: false })?.size ?? 0
    if (bytes < SOON_BYTES) return
    if (this.#scheduled === undefined) {
      this.#scheduled = setImmediate(() => {
        this.#scheduled = undefined
        this.#run()
      })
    } else if (bytes >= this.#now) this.#run()
  }

  /** Before the connection is closed. */
  stop(): void {
    if (this.#scheduled !== undefined) clearImmediate(this.#scheduled)
    this.#scheduled = undefined
  }

  #run(): void {
    if (!this.#db.open || this.#db.inTransaction) return
    try {
      // Passive: waits for nobody. What readers still need stays for the next time.
      this.#db.pragma('wal_checkpoint(PASSIVE)')
    } catch {
      // A full disk or a pulled stick: everything is still in the journal, and the next commit meets and reports it.
    }
  }
}
