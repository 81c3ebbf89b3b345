import type { ReadLedger } from '../../db/ledger.ts'

/** The next number of a kind of paper in a year: `PC-2022-7F3A-0003`; two offices never give the same. */
export function nextNumber(
  ledger: Pick<ReadLedger, 'prepare'>,
  table: 'batches' | 'payment_files',
  letters: string,
  year: string,
): string {
  const node = ledger
    .prepare<string>("SELECT value FROM ledger_meta WHERE key = 'node'")
    .pluck()
    .get() as string
  const prefix = `${letters}-${year}-${node.slice(0, 4).toUpperCase()}-`
  const last = ledger
    .prepare<string>(
      `SELECT number FROM ${table} WHERE number >= ? AND number < ? ORDER BY number DESC LIMIT 1`,
    )
    .pluck()
    .get(prefix, `${prefix}~`) as string | undefined
  const serial = last === undefined ? 1 : Number(last.slice(prefix.length)) + 1
  return prefix + String(serial).padStart(4, '0')
}
