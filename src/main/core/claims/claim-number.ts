import type { ReadLedger } from '../db/ledger.ts'

/**
 * Numbers of new claims: benefit, year of drafting, four characters of this ledger, serial number in the year:
 * `JH16-2022-7F3A-000012`. Short enough for a phone call, and two offices never give the same.
 */
export function claimNumbers(
  ledger: Pick<ReadLedger, 'prepare'>,
  node: string,
  year: string,
): (benefit: string) => string {
  const office = node.slice(0, 4).toUpperCase()
  const next = new Map<string, number>()
  return (benefit) => {
    const prefix = `${benefit.replace('-', '')}-${year}-${office}-`
    let serial = next.get(prefix)
    if (serial === undefined) {
      const last = ledger
        .prepare<{ number: string }>(
          'SELECT number FROM claims WHERE number >= ? AND number < ? ORDER BY number DESC LIMIT 1',
        )
        .get(prefix, `${prefix}~`)
      serial = last === undefined ? 1 : Number(last.number.slice(prefix.length)) + 1
    }
    next.set(prefix, serial + 1)
    return prefix + String(serial).padStart(6, '0')
  }
}
