/** A row saved by the same function as a form: what that function refuses is why the row is refused. */
import { isRefusal } from '../../../shared/domain/refusal.ts'
import type { RowNotes } from './row-cells.ts'

/** The id that `save` gives; undefined where it refused, which the row's notes then say in its words. */
export function savedRow(notes: RowNotes, save: () => string): string | undefined {
  try {
    return save()
  } catch (error) {
    if (!isRefusal(error)) throw error
    notes.refuse('record.refused', undefined, { message: error.message })
    return undefined
  }
}

/** Fields that a row says otherwise than the record: what the file leaves blank says nothing. */
export function differingFields<T extends object>(stored: T, said: Partial<T>): (keyof T & string)[] {
  return (Object.keys(said) as (keyof T & string)[]).filter(
    (field) => said[field] !== undefined && said[field] !== null && said[field] !== stored[field],
  )
}
