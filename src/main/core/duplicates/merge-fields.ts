/** The fields of two records side by side, and what the merged one takes of each. */
import { maskAccount } from '../../../shared/domain/bank-card.ts'
import {
  type DuplicateField,
  FIELDS_OF_KIND,
  type FieldChoice,
  TYPED_FIELDS,
} from '../../../shared/domain/duplicate-fields.ts'
import type { DuplicateKind } from '../../../shared/domain/duplicates.ts'
import { maskId, readIdNumber } from '../../../shared/domain/id-number.ts'
import { formatYuan } from '../../../shared/domain/money.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { duplicateFieldText } from '../../../shared/text/duplicates.ts'
import { AGENT_KIND_TEXT, EMPLOYER_KIND_TEXT } from '../../../shared/text/registry.ts'
import { agents, employers, households, people } from '../db/schema/registry.ts'
import { type Cell, type TableInfo, tableInfo } from '../db/tables.ts'
import { readAgent } from '../registry/agents.ts'
import type { Reading as ReadFacts, Remark } from '../registry/decision.ts'
import { readEmployer } from '../registry/employers.ts'
import { type PersonWords, readPerson, refuseFaults } from '../registry/people.ts'
import { sexText } from '../registry/people-list.ts'
import { pinyinOf } from '../registry/pinyin.ts'
import { storedPhone } from '../registry/written-fields.ts'
import { isContent, type Row } from './folding.ts'

export const TABLE_OF_KIND = {
  person: people,
  employer: employers,
  agent: agents,
  household: households,
} as const

export const infoOfKind = (kind: DuplicateKind): TableInfo => tableInfo(TABLE_OF_KIND[kind])

/** Columns of each field; the first says whether it is known. */
const COLUMNS: Readonly<Record<DuplicateKind, Readonly<Partial<Record<DuplicateField, readonly string[]>>>>> =
  {
    person: {
      name: ['name', 'name_folded', 'pinyin', 'initials'],
      idNumber: ['id_number', 'id_number_written'],
      sex: ['sex'],
      birthDate: ['birth_date'],
      ethnicity: ['ethnicity_text', 'ethnicity_code'],
      education: ['education_text', 'education_code'],
      household: ['household_id', 'relation_to_head'],
      code: ['code'],
      home: ['home_county', 'home_township', 'home_township_text', 'home_village'],
      phone: ['phone'],
      payee: ['payee_account', 'payee_account_kind', 'payee_bank', 'payee_name'],
      health: ['health_text'],
      labour: ['labour_text'],
      schooling: ['schooling_text'],
      categoriesKnown: ['categories_known'],
      note: ['note'],
    },
    employer: {
      name: ['name', 'name_folded', 'pinyin', 'initials'],
      creditCode: ['credit_code'],
      kind: ['kind', 'kind_text'],
      county: ['county'],
      address: ['address'],
      isPrivate: ['is_private'],
      industry: ['industry'],
      legalRep: ['legal_rep_name', 'legal_rep_id_number'],
      contact: ['contact'],
      phone: ['phone'],
      bank: ['bank_account', 'bank_name'],
    },
    agent: {
      name: ['name', 'name_folded', 'pinyin', 'initials'],
      creditCode: ['credit_code'],
      kind: ['kind', 'kind_text'],
      county: ['county'],
      licence: ['licence_number'],
      legalRep: ['legal_rep_name'],
      contact: ['contact'],
      phone: ['phone'],
      bank: ['bank_account', 'bank_name'],
    },
    household: {
      code: ['code'],
      home: ['county', 'township', 'township_text', 'village', 'hamlet'],
      size: ['size'],
      phone: ['phone'],
      householdKind: ['kind_text'],
      povertyCause: ['poverty_cause'],
      income: ['income_per_head_fen'],
    },
  }

export type Choices = Readonly<Partial<Record<DuplicateField, FieldChoice>>>

/** Columns in which a field of this kind of record stands. */
export function columnsOf(kind: DuplicateKind, field: DuplicateField): readonly string[] {
  return COLUMNS[kind][field] ?? []
}

const known = (row: Row, columns: readonly string[]): boolean =>
  columns.some((name) => row[name] !== null && row[name] !== undefined)

/** Whether both records know a field and say different things. */
export function differs(kind: DuplicateKind, field: DuplicateField, keep: Row, other: Row): boolean {
  const columns = columnsOf(kind, field)
  const [lead = ''] = columns
  if (!known(keep, columns) || !known(other, columns)) return false
  // Accounts and addresses are told by several columns; what one of them leaves out is no difference.
  return (
    keep[lead] !== other[lead] ||
    columns.some((name) => both(keep, other, name) && keep[name] !== other[name])
  )
}

function both(keep: Row, other: Row, column: string): boolean {
  return (keep[column] ?? null) !== null && (other[column] ?? null) !== null
}

/** What is taken where nobody chose: what is known, and of two that are, the kept record's. */
export function usualChoice(
  kind: DuplicateKind,
  field: DuplicateField,
  keep: Row,
  other: Row,
): 'keep' | 'other' {
  const columns = columnsOf(kind, field)
  return !known(keep, columns) && known(other, columns) ? 'other' : 'keep'
}

/**
 * The cells that the kept record takes. A choice that is not given is the usual one.
 * @throws Refusal `duplicates.no-typing`, `id.*`, `name.*`, `phone.*`, `code.*`
 */
export function mergedCells(
  kind: DuplicateKind,
  keep: Row,
  other: Row,
  choices: Choices,
  words: PersonWords,
): Record<string, Cell> {
  const cells: Record<string, Cell> = {}
  const typed: Partial<Record<DuplicateField, string>> = {}
  for (const field of FIELDS_OF_KIND[kind]) {
    const choice = choices[field] ?? usualChoice(kind, field, keep, other)
    if (typeof choice === 'object') {
      if (!TYPED_FIELDS[kind].includes(field))
        throw new Refusal(
          'duplicates.no-typing',
          `“${duplicateFieldText(kind, field)}”只能在两条之间选，合并后可在详情中修改。`,
          { field },
        )
      typed[field] = choice.typed
    } else Object.assign(cells, chosenCells(columnsOf(kind, field), keep, other, choice))
  }
  Object.assign(cells, typedCells(kind, typed, words))
  if (kind === 'person') followId(cells, keep)
  const changed = Object.entries(cells).filter(
    ([name, cell]) => isContent(name) && cell !== (keep[name] ?? null),
  )
  return Object.fromEntries(changed)
}

/** The chosen record's columns; what it leaves out is filled from the other where that tells the same thing. */
function chosenCells(
  columns: readonly string[],
  keep: Row,
  other: Row,
  choice: 'keep' | 'other',
): Record<string, Cell> {
  const [lead = ''] = columns
  const chosen = choice === 'keep' ? keep : other
  const second = choice === 'keep' ? other : keep
  const same = (chosen[lead] ?? null) === null || chosen[lead] === second[lead]
  return Object.fromEntries(
    columns.map((name) => [name, chosen[name] ?? (same ? second[name] : null) ?? null]),
  )
}

/** Birth date and sex are what a valid ID number says. */
function followId(cells: Record<string, Cell>, keep: Row): void {
  const id = 'id_number' in cells ? cells.id_number : keep.id_number
  if (typeof id !== 'string') return
  const reading = readIdNumber(id)
  if (reading.ok) Object.assign(cells, { birth_date: reading.birth, sex: reading.sex })
}

function typedCells(
  kind: DuplicateKind,
  typed: Partial<Record<DuplicateField, string>>,
  words: PersonWords,
): Record<string, Cell> {
  const reading = readTyped(kind, typed, words)
  refuseFaults(reading.faults)
  const info = infoOfKind(kind)
  const cells: Record<string, Cell> = {}
  for (const [key, value] of Object.entries(reading.columns)) {
    const column = info.byKey.get(key)
    if (value !== undefined && column !== undefined) cells[column.name] = column.encode(value)
  }
  // A number that is typed stands for itself, however it was written before.
  if (typed.idNumber !== undefined && cells.id_number_written === undefined) cells.id_number_written = null
  return cells
}

function readTyped(
  kind: DuplicateKind,
  typed: Partial<Record<DuplicateField, string>>,
  words: PersonWords,
): ReadFacts<object> {
  const { name, idNumber, birthDate, phone, code, note, creditCode, address, contact } = typed
  const given = Object.fromEntries(
    Object.entries({ name, idNumber, birthDate, phone, code, note, creditCode, address, contact }).filter(
      ([, value]) => value !== undefined,
    ),
  ) as Record<string, string>
  switch (kind) {
    case 'person': {
      const reading = readPerson(
        { ...given, ethnicityText: typed.ethnicity, educationText: typed.education },
        words,
      )
      if (name === undefined || reading.columns.name === undefined) return reading
      const spoken = pinyinOf(name, 'person')
      return { ...reading, columns: { ...reading.columns, pinyin: spoken.full, initials: spoken.initials } }
    }
    case 'employer':
      return readEmployer(given)
    case 'agent':
      return readAgent(given)
    case 'household': {
      const faults: Remark[] = []
      const columns = { phone: storedPhone(phone, 'phone', { faults, warnings: [] }) }
      return { columns, faults, warnings: [] }
    }
  }
}

export type FieldWords = {
  readonly placeName: (code: string) => string
  readonly householdText: (id: string) => string
}

/** A field of one record in words; null: unknown. ID numbers and accounts are masked. */
export function fieldText(
  kind: DuplicateKind,
  field: DuplicateField,
  row: Row,
  words: FieldWords,
): string | null {
  const columns = columnsOf(kind, field)
  if (!known(row, columns)) return null
  const text = (name: string) => (row[name] === null || row[name] === undefined ? '' : String(row[name]))
  const joined = (...parts: string[]) => parts.filter((part) => part !== '').join(' ')
  switch (field) {
    case 'idNumber':
      return maskId(text('id_number') || text('id_number_written'))
    case 'sex':
      return sexText(text('sex'))
    case 'ethnicity':
      return text('ethnicity_text')
    case 'education':
      return text('education_text')
    case 'household':
      return joined(
        row.household_id ? words.householdText(text('household_id')) : '',
        text('relation_to_head'),
      )
    case 'home':
      return kind === 'person'
        ? joined(place(text('home_county'), words), text('home_township_text'), text('home_village'))
        : joined(place(text('county'), words), text('township_text'), text('village'), text('hamlet'))
    case 'payee':
      return joined(text('payee_name'), text('payee_bank'), account(text('payee_account')))
    case 'bank':
      return joined(text('bank_name'), account(text('bank_account')))
    case 'county':
      return place(text('county'), words)
    case 'kind':
      return text('kind_text') || kindText(kind, text('kind'))
    case 'legalRep':
      return joined(
        text('legal_rep_name'),
        text('legal_rep_id_number') && maskId(text('legal_rep_id_number')),
      )
    case 'isPrivate':
    case 'categoriesKnown':
      return row[columns[0] ?? ''] === 1 ? '是' : '否'
    case 'income':
      return `${formatYuan(Number(row.income_per_head_fen))} 元`
    default:
      return text(columns[0] ?? '')
  }
}

const place = (code: string, words: FieldWords): string => (code === '' ? '' : words.placeName(code))
const account = (number: string): string => (number === '' ? '' : maskAccount(number))

function kindText(kind: DuplicateKind, code: string): string {
  const texts: Readonly<Record<string, string>> = kind === 'agent' ? AGENT_KIND_TEXT : EMPLOYER_KIND_TEXT
  return texts[code] ?? code
}
