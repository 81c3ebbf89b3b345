/** Mappings that the office has used before, found again by the headers of a sheet. */
import { z } from 'zod'
import type { ReadLedger } from '../db/ledger.ts'
import { foldHeader, headerFingerprint } from './header-folding.ts'
import type { RememberedMappings } from './sheet-layout.ts'

const stored = z.record(z.string(), z.string())

/** JSON field → header text; the second column of one header is `电话#2`. */
export function mappingText(headers: readonly string[], fields: ReadonlyMap<string, number>): string {
  const names = numbered(headers)
  return JSON.stringify(
    Object.fromEntries([...fields].map(([field, column]) => [field, names[column] ?? ''])),
  )
}

/** Looks mappings up in the ledger; one that names a header that is gone does not count. */
export function rememberedMappings(ledger: Pick<ReadLedger, 'prepare'>): RememberedMappings {
  return (kind, headers) => {
    const row = ledger
      .prepare<{ mapping: string }>('SELECT mapping FROM import_mappings WHERE kind = ? AND headers = ?')
      .get(kind, headerFingerprint(headers))
    if (row === undefined) return undefined
    const names = numbered(headers)
    const fields = new Map<string, number>()
    for (const [field, header] of Object.entries(stored.parse(JSON.parse(row.mapping)))) {
      const column = names.indexOf(header)
      if (column < 0) return undefined
      fields.set(field, column)
    }
    return fields
  }
}

/** Folded headers, repeated ones told apart by their place. */
function numbered(headers: readonly string[]): string[] {
  const counts = new Map<string, number>()
  return headers.map((header) => {
    const form = foldHeader(header)
    const count = (counts.get(form) ?? 0) + 1
    counts.set(form, count)
    return count === 1 ? form : `${form}#${count}`
  })
}
