import type { z } from 'zod'
import type { officeSettings } from '../../../shared/contract/ledger.ts'
import type { ReadLedger, WriteTx } from '../db/ledger.ts'
import { settings } from '../db/schema/registry.ts'

export type Office = z.output<typeof officeSettings>

const NOTHING: Office = { office: '', county: '', officer: '', phone: '', tourClosed: false }

/** The office this ledger belongs to, and what it chose once for all. */
export function readOffice(ledger: Pick<ReadLedger, 'prepare'>): Office {
  const stored = ledger.prepare<{ value: string }>("SELECT value FROM settings WHERE key = 'office'").get()
  return stored === undefined ? NOTHING : { ...NOTHING, ...(JSON.parse(stored.value) as Partial<Office>) }
}

/** Changes some of it inside a transaction and gives the whole. */
export function saveOffice(tx: WriteTx, patch: { [K in keyof Office]?: Office[K] | undefined }): Office {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
  const office = { ...readOffice(tx), ...given }
  tx.local(settings).upsert({ key: 'office', value: JSON.stringify(office) })
  return office
}
