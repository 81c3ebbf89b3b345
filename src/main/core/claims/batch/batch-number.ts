import type { ReadLedger } from '../../db/ledger.ts'

/** The next number of a kind of paper in a year: `PC-2022-7F3A-0003`; two offices never give the same. */
export function nextNumber(
  ledger: Pick<ReadLedger, 'prepare'>,
  table: 'batches' | 'payment_files' | 'papers',
  letters: string,
  year: string,
): string {
  const node = ledger
    .prepare<string>("SELECT value FROM ledger_meta WHERE key = 'node'")
    .pluck()
    .get() as string
  const prefix = `${letters}-${year}-${node.slice(0, 4).toUpperCase()}-`
  const column = table === 'papers' ? 'serial' : 'number'
  const last = ledger
    .prepare<string>(
      `SELECT ${column} FROM ${table} WHERE ${column} >= ? AND ${column} < ? ORDER BY ${column} DESC LIMIT 1`,
    )
    .pluck()
    .get(prefix, `${prefix}~`) as string | undefined
  const serial = last === undefined ? 1 : Number(last.slice(prefix.length)) + 1
  return prefix + String(serial).padStart(4, '0')
}
