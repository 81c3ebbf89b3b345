import { statSync } from 'node:fs'
import type { Sqlite } from './sqlite.ts'

/** From here on the journal is moved into the ledger, once the current work has been answered. */
const SOON_BYTES = 4 * 1024 * 1024
/** Beyond this it is moved at once, for programs that never pause. */
const NOW_BYTES = 1024 * 1024 * 1024

/**
 * Moves the journal into the ledger after a commit was acknowledged instead of inside it: a committed transaction is
 * safe in the journal already, and a clerk waits for an import's commit only half as long.
 */
export class Checkpoints {
  readonly #db: Sqlite
  readonly #journal: string
  #scheduled: NodeJS.Immediate | undefined

  constructor(db: Sqlite, path: string) {
    this.#db = db
    this.#journal = `${path}-wal`
    db.pragma('wal_autocheckpoint = 0')
  }

  afterCommit(): void {
    const bytes = statSync(this.#journal, { throwIfNoEntry: false })?.size ?? 0
    if (bytes >= NOW_BYTES) this.#run()
    else if (bytes >= SOON_BYTES && this.#scheduled === undefined) {
      this.#scheduled = setImmediate(() => {
        this.#scheduled = undefined
        this.#run()
      })
    }
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
