import { basename } from 'node:path'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { type Migration, migrations } from './migrations/index.ts'
import type { Sqlite } from './sqlite.ts'
import { asRefusal } from './sqlite-refusal.ts'
import { copyVerified } from './verified-copy.ts'

/** The schema of this version of the app. */
export const SCHEMA_VERSION = migrations.length

export function schemaVersion(db: Sqlite): number {
  return db.pragma('user_version', { simple: true }) as number
}

/** @throws Refusal `ledger.newer` for a ledger that a newer app has written */
export function refuseNewer(version: number, path: string): void {
  if (version <= SCHEMA_VERSION) return
  throw new Refusal(
    'ledger.newer',
    `台账“${basename(path)}”已由更新版本的软件使用过（格式 ${version}，本软件支持到 ${SCHEMA_VERSION}）。为保护数据没有打开，文件未作任何改动。请升级本软件。`,
    { version, supported: SCHEMA_VERSION },
  )
}

/** Runs the missing migrations, one transaction each. A new file needs no backup. */
export function runMigrations(db: Sqlite, steps: readonly Migration[] = migrations): void {
  for (let version = schemaVersion(db); version < steps.length; version += 1) {
    const step = steps[version]
    if (step === undefined) return
    db.pragma('foreign_keys = OFF')
    db.exec('BEGIN IMMEDIATE')
    try {
      db.exec(step.sql)
      const broken = db.pragma('foreign_key_check') as unknown[]
      if (broken.length > 0)
        throw new Error(`migration ${step.name} leaves ${broken.length} broken references`)
      db.pragma(`user_version = ${version + 1}`)
      db.exec('COMMIT')
    } catch (error) {
      if (db.inTransaction) db.exec('ROLLBACK')
      throw error
    } finally {
      db.pragma('foreign_keys = ON')
    }
  }
}

/**
 * Brings an existing ledger to this version's schema. Before the first step a verified copy is laid beside it.
 * @returns the copy's path, or undefined where nothing had to be done
 * @throws Refusal `ledger.migration-failed`; the ledger is then as it was before the failed step
 */
export async function migrateWithBackup(
  db: Sqlite,
  path: string,
  key: Uint8Array,
  now: () => number,
  steps: readonly Migration[] = migrations,
): Promise<string | undefined> {
  const from = schemaVersion(db)
  if (from >= steps.length) return undefined
  const stamp = new Date(now()).toISOString().replace(/[-:]/g, '').slice(0, 15)
  const copy = `${path}.before-v${steps.length}-${stamp}.ledger`
  try {
    await copyVerified(db, copy, key)
  } catch (error) {
    throw asRefusal(error, path)
  }
  try {
    runMigrations(db, steps)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Refusal(
      'ledger.migration-failed',
      `台账“${basename(path)}”升级到新格式时失败，已退回升级前的状态，数据没有丢失（升级前的备份：${basename(copy)}）。请把这条信息告知技术支持：${reason}`,
      { from, to: steps.length, backup: basename(copy), reason },
    )
  }
  return copy
}
