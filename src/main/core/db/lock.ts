import { rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename } from 'node:path'
import Database from 'better-sqlite3'
import { z } from 'zod'
import { isRefusal, Refusal } from '../../../shared/domain/refusal.ts'
import { asRefusal } from './sqlite-refusal.ts'

/** Holds a ledger for writing until `release`, or until the process ends in whatever way. */
export interface LedgerLock {
  release(): void
}

const holderSchema = z.object({ pid: z.number(), host: z.string(), since: z.string() })

/**
 * Takes the ledger for writing by this process. The lock is the operating system's, held through SQLite on a small
 * file beside the ledger: a killed process leaves no stale lock, and no guess about process ids is needed.
 * @throws Refusal `ledger.in-use`, `ledger.cannot-lock`, `ledger.disk-full`
 */
export function lockLedger(ledgerPath: string, now: () => number): LedgerLock {
  const path = `${ledgerPath}.lock`
  try {
    return takeLock(path, ledgerPath, now)
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || !BROKEN.has(error.code)) throw error
    // A power cut left the lock file itself broken; whoever held it is gone, since a holder keeps it whole.
    rmSync(path, { force: true })
    return takeLock(path, ledgerPath, now)
  }
}

const BROKEN: ReadonlySet<string> = new Set(['SQLITE_NOTADB', 'SQLITE_CORRUPT'])

function takeLock(path: string, ledgerPath: string, now: () => number): LedgerLock {
  let db: Database.Database
  try {
    db = new Database(path, { timeout: 0 })
  } catch (error) {
    throw cannotLock(ledgerPath, error)
  }
  try {
    db.pragma('journal_mode = DELETE')
    db.exec(
      'CREATE TABLE IF NOT EXISTS holder (pid INTEGER NOT NULL, host TEXT NOT NULL, since TEXT NOT NULL) STRICT',
    )
    db.exec('BEGIN IMMEDIATE; DELETE FROM holder')
    db.prepare('INSERT INTO holder VALUES (?, ?, ?)').run(
      process.pid,
      hostname(),
      new Date(now()).toISOString(),
    )
    db.exec('COMMIT')
    // Reserved: others can still read who holds it, none can take it.
    db.exec('BEGIN IMMEDIATE')
    return { release: () => db.close() }
  } catch (error) {
    const code = error instanceof Database.SqliteError ? error.code : ''
    const holder = code.startsWith('SQLITE_BUSY') ? readHolder(db) : undefined
    db.close()
    if (BROKEN.has(code)) throw error
    if (!code.startsWith('SQLITE_BUSY')) throw cannotLock(ledgerPath, error)
    const who = holder === undefined ? '' : `（电脑 ${holder.host}，进程 ${holder.pid}）`
    throw new Refusal(
      'ledger.in-use',
      `台账“${basename(ledgerPath)}”已在另一个窗口或程序中打开${who}。同一台账同时只能由一个程序写入，请先关闭那一个。`,
      holder === undefined ? {} : { pid: holder.pid, host: holder.host, since: holder.since },
    )
  }
}

function readHolder(db: Database.Database): z.infer<typeof holderSchema> | undefined {
  try {
    const parsed = holderSchema.safeParse(db.prepare('SELECT pid, host, since FROM holder').get())
    return parsed.success ? parsed.data : undefined
  } catch {
    // The holder is just writing its name; the refusal is the same without it.
    return undefined
  }
}

function cannotLock(ledgerPath: string, error: unknown): unknown {
  const known = asRefusal(error, ledgerPath)
  if (isRefusal(known) && known.code === 'ledger.disk-full') {
    return new Refusal(
      'ledger.disk-full',
      `磁盘空间不足，台账“${basename(ledgerPath)}”打不开：旁边的锁文件也写不下。台账没有改动，请清理磁盘后重试。`,
      known.params,
    )
  }
  return new Refusal(
    'ledger.cannot-lock',
    `无法在台账“${basename(ledgerPath)}”旁建立锁文件，所在文件夹可能是只读的。请把台账（连同钥匙文件）复制到可写的文件夹后再打开。`,
  )
}
