/** The person that a row of a work or insurance list speaks of. */
import { maskId, readIdNumber } from '../../../shared/domain/id-number.ts'
import { nameKey } from '../../../shared/domain/person-name.ts'
import type { WriteTx } from '../db/ledger.ts'
import type { PersonWords } from '../registry/people.ts'
import { recordsByKey } from './import-session.ts'
import type { RowCells, RowNotes } from './row-cells.ts'

export type NamedPerson = { id: string; name: string; idNumber: string }

/** ID number of the loaded row on stored form; undefined where it was refused. */
export function idNumberOfRow(cells: RowCells, words: PersonWords): string | undefined {
  const text = cells.stored('idNumber')
  if (text === '' && cells.text('name') === '') {
    cells.refuse('row.no-identity')
    return undefined
  }
  if (cells.isNumber('idNumber') && /^\d{16,}$/.test(text)) {
    cells.refuse('id.excel-rounded')
    return undefined
  }
  const reading = readIdNumber(text, words)
  if (reading.ok) return reading.value
  cells.refuse(`id.${reading.fault}`, 'idNumber')
  return undefined
}

/** People of the ledger by ID number, a batch at a time. */
export function peopleByIdNumber(tx: WriteTx): (idNumbers: Iterable<string>) => Map<string, NamedPerson> {
  const lookUp = recordsByKey<NamedPerson>(
    tx,
    `SELECT p.id, p.name, p.id_number AS idNumber FROM json_each(?) k JOIN people p ON p.id_number = k.value
     WHERE p.deleted_at IS NULL`,
  )
  return (idNumbers) => new Map(lookUp(idNumbers).map((person) => [person.idNumber, person]))
}

/** Refuses a row whose person is on no roster, or has another name there. */
export function refuseStranger(
  notes: RowNotes,
  idNumber: string,
  name: string,
  person: NamedPerson | undefined,
): person is undefined {
  if (person === undefined) {
    notes.refuse('person.not-in-roster', undefined, { who: maskId(idNumber) })
    return true
  }
  if (name !== '' && nameKey(name) !== nameKey(person.name)) {
    notes.refuse('person.other-name', undefined, { who: maskId(idNumber), before: person.name, name })
    return true
  }
  return false
}
