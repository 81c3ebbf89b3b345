/** What stands against each other in a record, and what each such conflict is called in every ledger. */
import { createHash } from 'node:crypto'
import { addedToRemoved, conflictsOf, type FieldConflict, type RecordChange } from './field-history.ts'

export interface RecordConflict extends FieldConflict {
  readonly tbl: string
  readonly rowId: string
}

/** `ordered`: all changes of the record, by clock. */
export function conflictsOfRecord(
  tbl: string,
  rowId: string,
  ordered: readonly RecordChange[],
): RecordConflict[] {
  return conflictsOf(ordered).map((conflict) => ({ tbl, rowId, ...conflict }))
}

/** The same of one that was removed and to which something was added: both are one question. */
export function conflictsOfOwner(
  tbl: string,
  rowId: string,
  ordered: readonly RecordChange[],
  added: readonly { readonly record: string; readonly hlc: string }[],
): RecordConflict[] {
  const removal = addedToRemoved(ordered, added)
  const own = conflictsOfRecord(tbl, rowId, ordered)
  if (removal === undefined) return own
  const others = own.filter(({ unseen, over }) => unseen === undefined || over === true)
  return [...others, { tbl, rowId, ...removal }]
}

/** The same in every ledger that knows the same changes of the record. */
export function conflictId({ tbl, rowId, field, earlierHlc, laterHlc, unseen = [] }: RecordConflict): string {
  const id = `${tbl}/${rowId}/${field}/${earlierHlc}/${laterHlc}`
  // A decision on a removal speaks of what was known to be lost; what comes to light later is asked anew.
  if (unseen.length < 2) return id
  return `${id}/${createHash('sha256').update(unseen.join()).digest('hex').slice(0, 12)}`
}
