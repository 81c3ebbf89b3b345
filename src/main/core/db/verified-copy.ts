import { rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { pathBeside, syncFile, syncFolder } from '../files/atomic-file.ts'
import { openSqliteForReading, type Sqlite } from './sqlite.ts'

export interface CopyReport {
  readonly path: string
  readonly bytes: number
  /** rows by table, counted in the copy and equal to the original's */
  readonly rows: Readonly<Record<string, number>>
}

/**
 * Copies the ledger into another encrypted file with the same key (SQLite's own backup fails on encrypted files):
 * written beside the target, reopened, checked page by page, counted against the original, synced, renamed.
 * @throws Refusal `backup.not-verified` and no file at the target
 */
export async function copyVerified(db: Sqlite, target: string, key: Uint8Array): Promise<CopyReport> {
  const beside = pathBeside(target)
  try {
    db.prepare('VACUUM INTO ?').run(beside)
    const copied = inspectCopy(beside, key)
    const problem = copied.findings[0] ?? differenceOf(countRows(db), copied.rows)
    if (problem !== undefined) {
      throw new Refusal(
        'backup.not-verified',
        `备份写出后核对不符（${problem}），这份备份已作废。请换一个磁盘重试。`,
        {
          problem,
        },
      )
    }
    await syncFile(beside)
    await rename(beside, target)
    await syncFolder(dirname(target))
    return { path: target, bytes: copied.bytes, rows: copied.rows }
  } catch (error) {
    for (const end of ['', '-journal', '-wal', '-shm']) await rm(beside + end, { force: true })
    throw error
  }
}

/** Opens a copy with the key, checks every page and counts every table. */
export function inspectCopy(
  path: string,
  key: Uint8Array,
): { findings: string[]; rows: Record<string, number>; bytes: number } {
  const copy = openSqliteForReading(path, { key })
  try {
    const found = (copy.pragma('integrity_check(5)') as { integrity_check: string }[]).map(
      (row) => row.integrity_check,
    )
    const pages = copy.pragma('page_count', { simple: true }) as number
    const pageSize = copy.pragma('page_size', { simple: true }) as number
    return { findings: found.filter((line) => line !== 'ok'), rows: countRows(copy), bytes: pages * pageSize }
  } finally {
    copy.close()
  }
}

/** Rows of every table. */
export function countRows(db: Sqlite): Record<string, number> {
  const tables = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .pluck()
    .all() as string[]
  return Object.fromEntries(
    tables.map((table) => [table, db.prepare(`SELECT count(*) FROM "${table}"`).pluck().get() as number]),
  )
}

function differenceOf(original: Record<string, number>, copy: Record<string, number>): string | undefined {
  const table = Object.keys(original).find((name) => original[name] !== copy[name])
  return table === undefined
    ? undefined
    : `表 ${table}：原有 ${original[table]} 行，备份 ${copy[table] ?? 0} 行`
}
