/** The first half of a roster's import: sheet rows read into facts. It asks nothing of the ledger, so that any thread can do it. */
import type { Surroundings } from '../procedure.ts'
import { type PersonWords, spokenName } from '../registry/people.ts'
import { regionsOf } from '../registry/region-procedures.ts'
import { DataRows } from './data-rows.ts'
import { FieldReaders } from './field-readers.ts'
import { loadImportProfile } from './import-profiles.ts'
import { type RosterRow, readRosterRow } from './roster-rows.ts'
import { RowCells, RowNotes } from './row-cells.ts'
import { IDENTITY } from './row-identity.ts'
import type { SheetLayout } from './sheet-layout.ts'
import type { SheetRow } from './workbook/sheet-row.ts'

/** Rows of a roster that were read together. */
export type ReadRoster = {
  /** what was remarked on rows that say too little */
  readonly refused: readonly RowNotes[]
  readonly rows: readonly RosterRow[]
}

export function readRoster(
  sheetRows: Iterable<SheetRow>,
  cells: RowCells,
  read: FieldReaders,
  words: PersonWords,
): ReadRoster {
  const refused: RowNotes[] = []
  const rows: RosterRow[] = []
  for (const row of sheetRows) {
    cells.load(row)
    const readRow = readRosterRow(cells, read, words)
    if (readRow === undefined) refused.push(cells.notes)
    else rows.push(readRow)
  }
  return { refused, rows }
}

/** What another thread needs to read the same sheet in the same way. */
export type RosterReading = {
  readonly layout: Pick<SheetLayout, 'fields' | 'headerRow' | 'merges'>
  /** 'YYYY-MM-DD' */
  readonly today: string
  /** code of the office's county */
  readonly officeCounty: string
  /** most people are new: their names are spoken here already */
  readonly speak: boolean
}

/** Reads batch after batch of a sheet's rows, each into a text for `rosterFromText`. */
export function rosterToText(
  { resources }: Pick<Surroundings, 'resources'>,
  { layout, today, officeCounty, speak }: RosterReading,
): (rows: readonly SheetRow[]) => string {
  const regions = regionsOf({ resources })
  const { labelOf } = loadImportProfile(resources, 'roster')
  const cells = new RowCells({ columns: layout.fields, labelOf })
  const read = new FieldReaders({ today, regions, officeCounty })
  const data = new DataRows({ ...layout, identity: IDENTITY.roster })
  const words = { today, isKnownArea: regions.isKnownArea }
  return (rows) => {
    const batch = readRoster(data.of(rows), cells, read, words)
    if (speak) for (const row of batch.rows) if (row.person.name) row.spoken = spokenName(row.person.name)
    // One text crosses to another thread in a third of the time that its many small objects take.
    return JSON.stringify(batch)
  }
}

export function rosterFromText(text: string, labelOf: (field: string) => string): ReadRoster {
  const batch = JSON.parse(text) as ReadRoster
  const notes = ({ number, remarks }: RowNotes) => new RowNotes(number, labelOf, remarks)
  for (const row of batch.rows) row.notes = notes(row.notes)
  return { rows: batch.rows, refused: batch.refused.map(notes) }
}
