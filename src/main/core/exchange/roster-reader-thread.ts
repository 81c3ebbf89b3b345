/** The thread that reads a large roster: sheet → rows → facts, as JSON in batches. It knows no ledger. */
import { parentPort } from 'node:worker_threads'
import { pack } from '../jobs/crossing.ts'
import { spokenName } from '../registry/people.ts'
import { regionsOf } from '../registry/region-procedures.ts'
import { DataRows } from './data-rows.ts'
import { FieldReaders } from './field-readers.ts'
import { profilesOf } from './import-profiles.ts'
import { AHEAD, type CrossedRow, type FromReader, type RosterSource } from './roster-ahead.ts'
import { readRosterRow } from './roster-rows.ts'
import { RowCells } from './row-cells.ts'
import type { SheetRow } from './workbook/sheet-row.ts'
import { openWorkbook } from './workbook/workbook-reader.ts'

const port = parentPort
if (port === null) throw new Error('roster-reader-thread runs as a worker only')
const say = (message: FromReader): void => port.postMessage(message)
let waiting = 0
let taken = (): void => undefined
port.on('message', (message: RosterSource | 'taken') => {
  if (message === 'taken') {
    waiting -= 1
    taken()
  } else {
    readAll(message).then(
      () => say({ type: 'end' }),
      (error: unknown) => say({ type: 'failed', error: pack(error) }),
    )
  }
})

async function readAll(from: RosterSource): Promise<void> {
  const look = looker(from)
  const data = new DataRows(from)
  const workbook = await openWorkbook(from.source)
  try {
    for await (const batch of workbook.rows({ sheet: from.sheet, batchSize: from.batchSize })) {
      const rows = Array.from(data.of(batch), look)
      waiting += 1
      say({ type: 'rows', lastRow: batch.at(-1)?.number ?? 0, json: JSON.stringify(rows) })
      while (waiting >= AHEAD)
        await new Promise<void>((resolve) => {
          taken = resolve
        })
    }
  } finally {
    workbook.close()
  }
}

function looker(from: RosterSource): (row: SheetRow) => CrossedRow {
  const regions = regionsOf(from)
  const cells = new RowCells({ columns: from.fields, labelOf: profilesOf(from).roster.labelOf })
  const read = new FieldReaders({ today: from.today, regions, officeCounty: from.officeCounty })
  const words = { today: from.today, isKnownArea: regions.isKnownArea }
  return (row) => {
    cells.load(row)
    const facts = readRosterRow(cells, read, words)
    const { number, remarks } = cells.notes
    if (facts === undefined) return { number, remarks, facts }
    const { notes: _, ...rest } = facts
    const { name } = rest.person
    return { number, remarks, facts: name === undefined ? rest : { ...rest, spoken: spokenName(name) } }
  }
}
