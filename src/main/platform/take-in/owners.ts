import type { Change, Fields } from './changes.ts'

/**
 * Where a record belongs: `subject`: with this person (or other record that stands alone); `record`: wherever the record
 * named belongs; `ask`: an update does not say, the directories know.
 */
export type Owner =
  | { readonly kind: 'subject'; readonly id: string }
  | { readonly kind: 'record'; readonly id: string }
  | { readonly kind: 'ask' }

/** Tables whose records stand alone: nothing has to be asked to know where an update of one belongs. */
const ALONE: ReadonlySet<string> = new Set([
  'people',
  'households',
  'employers',
  'agents',
  'schools',
  'stations',
  'pairings',
  'fairs',
  'batches',
  'procedures',
  'budget_lines',
  'partners',
])

/** A person before anything else; what hangs on a claim goes where the claim goes. */
export function ownerOf({ tbl, rowId, op, fields }: Change): Owner {
  if (ALONE.has(tbl)) return { kind: 'subject', id: rowId }
  if (op !== 'insert') return { kind: 'ask' }
  const person = text(fields, 'person_id')
  if (person !== undefined) return { kind: 'subject', id: person }
  const above = text(fields, 'claim_id') ?? text(fields, 'spell_id')
  if (above !== undefined) return { kind: 'record', id: above }
  if (tbl === 'claims' || tbl === 'grants') {
    const beneficiary = text(fields, 'beneficiary_id')
    if (beneficiary !== undefined) return { kind: 'subject', id: beneficiary }
  }
  return { kind: 'subject', id: rowId }
}

function text(fields: Fields, column: string): string | undefined {
  const value = fields[column]
  return typeof value === 'string' ? value : undefined
}
