/** What every kind of import works with, and how a kind is run: batch by batch, then a last word. */
import type { WriteTx } from '../db/ledger.ts'
import type { SyncedTable } from '../db/tables.ts'
import type { PersonWords } from '../registry/people.ts'
import type { FieldReaders } from './field-readers.ts'
import type { ImportProfile } from './import-profiles.ts'
import type { ImportTally } from './import-tally.ts'
import type { RosterReading } from './roster-reading.ts'
import type { RowCells } from './row-cells.ts'
import type { SheetLayout } from './sheet-layout.ts'
import type { SheetRow } from './workbook/sheet-row.ts'

export type ImportSession = {
  readonly tx: WriteTx
  readonly tally: ImportTally
  readonly cells: RowCells
  readonly read: FieldReaders
  readonly words: PersonWords
  readonly layout: SheetLayout
  /** code of the office's county */
  readonly officeCounty: string
  /** yuan of one unit in a money column, by its header */
  readonly scaleOf: (field: string) => number
  readonly labelOf: (field: string) => string
  /** `import:<id>#<row>` */
  readonly sourceOf: (row: number) => string
  readonly profile: ImportProfile
  /** who imports */
  readonly by: string
  /** the file that is taken in, and the record of its import */
  readonly file: { readonly importId: string; readonly name: string; readonly sha256: string }
  /** names of the benefits by id */
  readonly benefits: () => ReadonlyMap<string, string>
}

/** One kind of workbook being taken in. Everything is decided and written by the end of each call. */
export type KindImport = {
  /** tables that get about a record for each row, where the ledger knows nothing of this file yet */
  readonly grows: readonly SyncedTable[]
  /** `take` asks for nothing in them by natural key: where they are empty, keys are compared at the end */
  readonly keysAfter?: boolean
  take(rows: readonly SheetRow[]): void
  /** For large files: rows can be read into facts in a second thread, as the text that `take` decides. */
  readonly along?: { readonly reading: RosterReading; take(text: string): void }
  /** After the last row: what had to wait, and links. Answers sentences for the clerk. */
  finish(): string[]
}

/** The live record of each key, looked up set by set: one statement for a batch, however large the ledger is. */
export function recordsByKey<Row>(
  tx: Pick<WriteTx, 'prepare'>,
  sql: string,
): (keys: Iterable<string>) => Row[] {
  const statement = tx.prepare<Row>(sql)
  return (keys) => {
    const list = [...keys]
    return list.length === 0 ? [] : statement.all(JSON.stringify(list))
  }
}
