/** Rows of the employers' and the agents' list read into facts. Nothing here knows the ledger. */
import { readRecognisedKind } from '../../../shared/text/reading.ts'
import { type AgentColumns, readAgent } from '../registry/agents.ts'
import { type EmployerColumns, type Recognition, readEmployer } from '../registry/employers.ts'
import { type FieldReaders, saysNone, saysNothing } from './field-readers.ts'
import { accountText, noteRemarks, said } from './roster-rows.ts'
import type { RowCells, RowNotes } from './row-cells.ts'

export type EmployerRow = { notes: RowNotes; columns: EmployerColumns; recognition: Recognition | undefined }
export type AgentRow = { notes: RowNotes; columns: AgentColumns }

/** Faults of these refuse the row; other fields are left out with a remark. */
const IDENTITY = ['name', 'creditCode']

export function readEmployerRow(cells: RowCells, read: FieldReaders): EmployerRow | undefined {
  const isPrivate = read.yesNo(cells, 'isPrivate')
  const { columns, faults, warnings } = readEmployer({
    name: said(cells.text('name')) ?? '',
    creditCode: said(cells.stored('creditCode')),
    kindText: said(cells.text('kind')),
    county: read.county(cells, ['county'], 'anywhere'),
    address: said(cells.text('address')),
    isPrivate,
    industry: said(cells.text('industry')),
    legalRepName: said(cells.text('legalRepName')),
    legalRepId: said(cells.stored('legalRepId')),
    contact: said(cells.text('contact')),
    phone: said(cells.stored('phone')),
    bankName: said(cells.text('bankName')),
    bankAccount: accountText(cells, 'bankAccount'),
  })
  noteRemarks(cells, faults, warnings, IDENTITY, {})
  const recognition = readRecognition(cells, read)
  return cells.notes.refused ? undefined : { notes: cells.notes, columns, recognition }
}

export function readAgentRow(cells: RowCells, read: FieldReaders): AgentRow | undefined {
  const { columns, faults, warnings } = readAgent({
    name: said(cells.text('name')) ?? '',
    creditCode: said(cells.stored('creditCode')),
    kindText: said(cells.text('kind')),
    county: read.county(cells, ['county'], 'anywhere'),
    licenceNumber: said(cells.stored('licenceNumber')),
    legalRepName: said(cells.text('legalRepName')),
    contact: said(cells.text('contact')),
    phone: said(cells.stored('phone')),
    bankName: said(cells.text('bankName')),
    bankAccount: accountText(cells, 'bankAccount'),
  })
  noteRemarks(cells, faults, warnings, IDENTITY, {})
  return cells.notes.refused ? undefined : { notes: cells.notes, columns }
}

function readRecognition(cells: RowCells, read: FieldReaders): Recognition | undefined {
  const text = cells.text('recognised')
  const on = read.day(cells, 'recognisedOn', { past: true })
  if (saysNothing(text) || saysNone(text)) return undefined
  const kind = readRecognisedKind(text)
  if (kind === undefined) cells.warn('recognition.unknown', 'recognised', { value: text })
  else if (on === undefined) cells.warn('recognition.no-date', undefined, { value: text })
  else return { kind, on, document: said(cells.text('recognisedBy')) ?? null }
  return undefined
}
