import { z } from 'zod'
import type { ReadLedger, WriteTx } from '../db/ledger.ts'
import { settings } from '../db/schema/registry.ts'

/** What a ledger knows of itself besides its office: its name on the screen, whether its people are invented. */
const ledgerFacts = z.object({
  name: z.string().default(''),
  demo: z.boolean().default(false),
  lastBackupAt: z.string().nullable().default(null),
})
export type LedgerFacts = z.infer<typeof ledgerFacts>

export function readLedgerFacts(ledger: Pick<ReadLedger, 'prepare'>): LedgerFacts {
  const row = ledger.prepare<{ value: string }>("SELECT value FROM settings WHERE key = 'ledger'").get()
  return ledgerFacts.parse(row === undefined ? {} : JSON.parse(row.value))
}

/** Changes those facts that are given. */
export function saveLedgerFacts(tx: WriteTx, patch: Partial<LedgerFacts>): void {
  tx.local(settings).upsert({ key: 'ledger', value: JSON.stringify({ ...readLedgerFacts(tx), ...patch }) })
}
