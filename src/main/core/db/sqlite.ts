import Database from 'better-sqlite3'

/** A raw connection. Outside `core/db` only `ReadLedger` and `WriteLedger` are used. */
export type Sqlite = Database.Database

/** "LLED": tells a ledger from any other SQLite file once it is decrypted. */
export const APPLICATION_ID = 0x4c4c4544

export interface ConnectionSettings {
  /** the 32-byte key of the ledger */
  readonly key: Uint8Array
  /** page cache of this connection in MiB; 64 to write and 32 to read suit a machine of 4 GB, 256 a big job */
  readonly cacheMegabytes?: number
  /** how long to wait for another connection's write, in milliseconds */
  readonly busyTimeout?: number
}

export const DEFAULT_CACHE_MEGABYTES = 64
/** Half as much made neither search nor calculation slower, and the application holds four such connections (0020). */
export const READING_CACHE_MEGABYTES = 32
export const DEFAULT_BUSY_TIMEOUT = 5000

/** Creates an encrypted database; `salt` becomes its first 16 bytes, the only ones in plain text. */
export function createSqlite(path: string, settings: ConnectionSettings, salt: Uint8Array): Sqlite {
  const db = new Database(path, { timeout: settings.busyTimeout ?? DEFAULT_BUSY_TIMEOUT })
  try {
    unlock(db, Buffer.concat([settings.key, salt]))
    db.pragma('journal_mode = WAL')
    db.pragma(`application_id = ${APPLICATION_ID}`)
    prepareConnection(db, settings)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** A connection that can write. */
export function openSqliteForWriting(path: string, settings: ConnectionSettings): Sqlite {
  const db = new Database(path, {
    fileMustExist: true,
    timeout: settings.busyTimeout ?? DEFAULT_BUSY_TIMEOUT,
  })
  try {
    unlock(db, settings.key)
    db.pragma('journal_mode = WAL')
    prepareConnection(db, settings)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** A connection that cannot write: opened read-only, and told so once more. */
export function openSqliteForReading(path: string, settings: ConnectionSettings): Sqlite {
  const db = new Database(path, {
    readonly: true,
    fileMustExist: true,
    timeout: settings.busyTimeout ?? DEFAULT_BUSY_TIMEOUT,
  })
  try {
    unlock(db, settings.key)
    prepareConnection(db, { cacheMegabytes: READING_CACHE_MEGABYTES, ...settings })
    db.pragma('query_only = ON')
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Frees the pages that a connection keeps; the next statement reads them again. */
export function shrink(db: Sqlite): void {
  db.pragma('shrink_memory')
}

function unlock(db: Sqlite, rawKey: Uint8Array): void {
  db.pragma("cipher = 'chacha20'")
  db.pragma(`key = "x'${Buffer.from(rawKey).toString('hex')}'"`)
}

function prepareConnection(db: Sqlite, settings: ConnectionSettings): void {
  // The builds default to NORMAL in WAL, which may lose the last acknowledged write in a power cut.
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  db.pragma('trusted_schema = OFF')
  db.pragma('cell_size_check = ON')
  db.pragma('mmap_size = 0')
  // No plain text in temporary files.
  db.pragma('temp_store = MEMORY')
  db.pragma(`cache_size = ${-(settings.cacheMegabytes ?? DEFAULT_CACHE_MEGABYTES) * 1024}`)
  // After a big import the journal shrinks again.
  db.pragma(`journal_size_limit = ${64 * 1024 * 1024}`)
}
