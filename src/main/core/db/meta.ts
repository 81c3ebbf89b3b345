import type { Sqlite } from './sqlite.ts'

export type MetaKey = 'ledger_id' | 'node' | 'hlc' | 'created_at'

export function readMeta(db: Sqlite, key: MetaKey): string | undefined {
  return db.prepare('SELECT value FROM ledger_meta WHERE key = ?').pluck().get(key) as string | undefined
}

/** @throws Error where the ledger lacks it: every ledger gets these on creation */
export function requireMeta(db: Sqlite, key: MetaKey): string {
  const value = readMeta(db, key)
  if (value === undefined) throw new Error(`ledger_meta has no ${key}`)
  return value
}

export function writeMeta(db: Sqlite, key: MetaKey, value: string): void {
  db.prepare(
    'INSERT INTO ledger_meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  ).run(key, value)
}
