import type { ReadLedger } from '../db/ledger.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/** Synced tables that decide how everybody is calculated, beside the facts. */
const TABLES = "('standards', 'parameters', 'installed_packs', 'pack_activations')"

/**
 * What packs, standards and readings of this ledger are as of now, as a short text that differs whenever one of them
 * was changed: the transactions that last wrote them. A few index lookups, whatever the size of the ledger. Read on a
 * transaction, it sees that transaction's own changes; transactions have names of their own, so one that was rolled
 * back is never taken for another.
 */
export function policyState(ledger: Reading): string {
  // "+seq" keeps SQLite from walking the whole log backwards: the index on (tbl, row_id) has each table's few entries.
  return ledger
    .prepare<{ last: string }>(
      `SELECT tx_id || ':' || seq AS last FROM change_log WHERE seq IN (
         SELECT max(+seq) FROM change_log WHERE tbl IN ${TABLES} GROUP BY tbl) ORDER BY seq`,
    )
    .all()
    .map(({ last }) => last)
    .join(' ')
}

/** Keeps the few latest results of a costly step by their key. */
export class Kept<T> {
  private readonly entries = new Map<string, T>()
  private readonly most: number

  constructor(most: number) {
    this.most = most
  }

  get(key: string, make: () => T): T {
    const known = this.entries.get(key)
    const value = known ?? make()
    // Put back at the end: the one that was not asked for longest goes first.
    this.entries.delete(key)
    this.entries.set(key, value)
    if (this.entries.size > this.most) this.entries.delete(this.entries.keys().next().value ?? '')
    return value
  }
}
