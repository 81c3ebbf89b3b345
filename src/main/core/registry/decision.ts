/** What to do with a record that came from a form, a workbook or a bundle: decided purely, then written by thin functions. */
import type { ImportReason, ReasonParams } from '../../../shared/text/import-reasons.ts'

/** A field that was not taken, or was taken with a remark. `field` is the field's name in the facts. */
export type Remark = { readonly code: ImportReason; readonly field: string; readonly params?: ReasonParams }

/**
 * Facts put on the forms in which they are stored. A field at fault is left out of `columns` and named in `faults`: a form
 * refuses it, an import takes the rest of the row and says so. `warnings` never refuse.
 */
export type Reading<Columns> = {
  readonly columns: Columns
  readonly faults: readonly Remark[]
  readonly warnings: readonly Remark[]
}

export type Decision<Columns> =
  | { readonly do: 'insert'; readonly row: Columns }
  | { readonly do: 'update'; readonly patch: Columns; readonly fields: readonly (keyof Columns & string)[] }
  | { readonly do: 'same' }
  | { readonly do: 'refused'; readonly code: ImportReason; readonly params: ReasonParams }

/**
 * The fields of `columns` that say something else than the record does. `undefined` says nothing, so an empty cell never
 * erases; `null` makes a field unknown.
 */
export function differingFields<Columns extends object>(
  existing: Readonly<Record<string, unknown>>,
  columns: Columns,
): { patch: Columns; fields: (keyof Columns & string)[] } {
  const patch: Partial<Columns> = {}
  const fields: (keyof Columns & string)[] = []
  for (const key in columns) {
    const value = columns[key]
    if (value === undefined || sameValue(existing[key], value)) continue
    patch[key] = value
    fields.push(key)
  }
  return { patch: patch as Columns, fields }
}

/** `update` with what differs, or `same`. */
export function decideChange<Columns extends object>(
  existing: Readonly<Record<string, unknown>>,
  columns: Columns,
): Decision<Columns> {
  const { patch, fields } = differingFields(existing, columns)
  return fields.length === 0 ? { do: 'same' } : { do: 'update', patch, fields }
}

/** Booleans are 0 and 1 where a record was read by plain SQL; absent and NULL are alike. */
function sameValue(old: unknown, value: unknown): boolean {
  const plain = typeof value === 'boolean' && typeof old === 'number' ? Number(value) : value
  return (old ?? null) === (plain ?? null)
}
