/** What a row of a provincial workbook says, as fields of the record that it is of. Pure. */
import { CLAIM_STATES, type ClaimState } from '../../../shared/domain/claim-states.ts'
import { readYuan } from '../../../shared/domain/money.ts'
import { foldName } from '../../../shared/domain/person-name.ts'
import { CLAIM_STATE_TEXT } from '../../../shared/text/claims.ts'
import { readDay } from '../../core/exchange/cell-dates.ts'
import type { SheetRow } from '../../core/exchange/workbook/sheet-row.ts'
import { entitlementKey } from '../../core/policy/grants.ts'
import type { PackRow } from '../../core/policy/pack.ts'
import type { Regions } from '../../core/registry/regions.ts'
import { canonicalId } from '../person-key.ts'
import type { FoundSheet } from './sheet-profile.ts'

export type RowContext = {
  readonly regions: Regions
  readonly benefit: (id: string) => PackRow | undefined
}

/** A row's own part; what is not in the sheet is not in `fields`. */
export type RowRecord = {
  readonly row: number
  readonly name: string
  readonly idNumber: string
  /** under which the office knows it; '' where it has no number */
  readonly businessNumber: string
  /** what makes it the same record when the file comes again */
  readonly naturalKey: string
  readonly fields: Readonly<Record<string, unknown>>
  /** entitlements that a claim uses up: key, period */
  readonly entitlements: readonly (readonly [key: string, period: string | null])[]
}

const STATE_OF_TEXT: ReadonlyMap<string, ClaimState> = new Map(
  CLAIM_STATES.map((state) => [CLAIM_STATE_TEXT[state], state]),
)

/** The record of a row, or undefined where the row is blank. */
export function recordOfRow(sheet: FoundSheet, row: SheetRow, context: RowContext): RowRecord | undefined {
  const cell = (field: string): string | undefined => {
    const column = sheet.columns.get(field)
    if (column === undefined) return undefined
    const value = row.values[column.at]
    const text =
      value === null || value === undefined ? '' : typeof value === 'string' ? value.trim() : String(value)
    return column.values.get(text) ?? text
  }
  if (row.values.every((value) => value === null)) return undefined
  const name = cell('person.name') ?? ''
  const written = cell('person.idNumber') ?? ''
  const idNumber = canonicalId(written) ?? written
  const common = { row: row.number, name, idNumber }
  if (sheet.kind === 'person')
    return {
      ...common,
      businessNumber: cell('person.code') ?? '',
      naturalKey: idNumber,
      fields: filled({
        ...personFields(cell, context.regions),
        id_number: idNumber,
        name,
        name_folded: foldName(name),
      }),
      entitlements: [],
    }
  if (sheet.kind === 'work') {
    const fields = workFields(cell)
    return {
      ...common,
      businessNumber: '',
      naturalKey: [idNumber, fields.employer_text, fields.county, fields.from_date].join('|'),
      fields: filled(fields),
      entitlements: [],
    }
  }
  const number = cell('claim.number') ?? ''
  const benefit = cell('claim.benefit') ?? ''
  const period = cell('claim.period') ?? ''
  return {
    ...common,
    businessNumber: number,
    naturalKey: number,
    fields: filled({
      number,
      benefit,
      period,
      state: STATE_OF_TEXT.get(cell('claim.state') ?? '') ?? cell('claim.state'),
      amount_fen: fen(cell('claim.amount')),
      as_of: day(cell('claim.draftedOn')),
    }),
    entitlements: entitlementsOf(context.benefit(benefit), idNumber, period),
  }
}

type Cells = (field: string) => string | undefined

function personFields(cell: Cells, regions: Regions): Record<string, unknown> {
  const place = ['person.homeProvince', 'person.homeCity', 'person.homeCounty']
    .map((field) => cell(field) ?? '')
    .join('')
  const read = place === '' ? undefined : regions.match(place)
  return {
    sex: cell('person.sex'),
    birth_date: day(cell('person.birthDate')),
    // A place that is none stays as written: the judge names it.
    home_county: read === undefined ? undefined : read.ok && read.level === 'county' ? read.code : place,
    home_township_text: cell('person.homeTownship'),
    home_village: cell('person.homeVillage'),
    phone: cell('person.phone'),
  }
}

function workFields(cell: Cells): Record<string, unknown> {
  return {
    employer_text: cell('spell.employer'),
    county: cell('spell.countyCode'),
    workplace_text: cell('spell.place'),
    from_date: day(cell('spell.from')),
    to_date: day(cell('spell.to')),
    to_state: cell('spell.state') === 'empty' ? undefined : cell('spell.state'),
    post_kind: cell('spell.postKind'),
    monthly_income_fen: fen(cell('spell.monthlyIncome')),
  }
}

/** The same keys that the office's ledger gave its claim; none where the benefit is not known. */
function entitlementsOf(
  row: PackRow | undefined,
  idNumber: string,
  period: string,
): RowRecord['entitlements'] {
  if (row === undefined) return []
  return periodsIn(period).map(
    (one) =>
      [
        entitlementKey({ unit: row.unit, use: row.use ?? row.id }, idNumber, idNumber, one),
        one ?? null,
      ] as const,
  )
}

/** `2019-03..2019-05,2019-08` month by month; anything else is one period. */
function periodsIn(text: string): (string | undefined)[] {
  if (!/^\d{4}-\d{2}(\.\.\d{4}-\d{2})?(,\d{4}-\d{2}(\.\.\d{4}-\d{2})?)*$/.test(text))
    return [text === '' ? undefined : text]
  const index = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1
  return text.split(',').flatMap((run) => {
    const [from = '', to = from] = run.split('..')
    return Array.from({ length: Math.max(0, index(to) - index(from) + 1) }, (_, at) => {
      const month = index(from) + at
      return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
    })
  })
}

/** A date as it is kept; what is none stays as written, so that the judge can name it. */
function day(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined
  const read = readDay(text)
  return read.ok ? read.value : text
}

/** Whole fen; what is no amount stays as written. */
function fen(text: string | undefined): number | string | undefined {
  if (text === undefined || text === '') return undefined
  const read = readYuan(text)
  return read.ok ? read.fen : text
}

function filled(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''))
}
