/** Which columns of the ledger a calculation reads of a person, and what they say as facts. */
import { CATEGORIES } from '../../../shared/domain/categories.ts'
import { type DayNumber, monthOfDay, parseDate } from '../../../shared/domain/dates.ts'
import type {
  AttendanceFact,
  CategoryFact,
  CertificateFact,
  CourseFact,
  EnrolmentFact,
  GrantFact,
  RentFact,
  SpellFact,
  YearSums,
} from '../policy/facts.ts'
import { NEVER } from '../policy/facts.ts'
import type { DatedSpell, InsuredRow, Orphan } from './insured-by-spell.ts'

/** One row as an array of cells, in the order of its SELECT. */
export type Row = readonly (string | number | null)[]

/**
 * Every cell that is read costs; short words that occur again and again come together in one. People and insured years
 * are read from indexes that hold just these columns (`people_facts`, `insured_years_facts`), which needs the same words.
 */
export const SELECTS = {
  people: `SELECT id, home_county, household_id, categories_known, SOURCE FROM people
    WHERE id >= ? AND id <= ? AND deleted_at IS NULL ORDER BY id`,
  categories: `SELECT person_id, category || ' ' || from_date || ' ' || ifnull(to_date, ''), SOURCE FROM person_categories
    WHERE person_id >= ? AND person_id <= ? AND deleted_at IS NULL ORDER BY person_id`,
  spells: `SELECT person_id, id, employer_id, iif(employer_id IS NULL, employer_text, NULL), county, from_date, to_date,
      concat(ifnull(to_state, '-'), ' ', ifnull(organised_state, '-'), ' ', ifnull(filing_state, '-'), ' ',
        ifnull(contract_state, '-'), ' ', insured_known, ' ', post_kind),
      iif(organised_state = 'yes', agent_id, NULL), filing_number, filing_on, contract_from, contract_to, SOURCE
    FROM spells WHERE person_id >= ? AND person_id <= ? AND deleted_at IS NULL ORDER BY person_id`,
  spellYears: `SELECT person_id, spell_id, year, wages_fen, fare_fen, training_months, SOURCE FROM spell_years
    WHERE person_id >= ? AND person_id <= ? AND deleted_at IS NULL ORDER BY person_id, spell_id, year`,
  // A year with no month says something of the spells there (insured_known), and nothing by itself.
  insured: `SELECT person_id, employer_id, CASE WHEN employer_id IS NULL THEN employer_text END, county, year * 4096 + months
    FROM insured_years WHERE person_id >= ? AND person_id <= ? AND deleted_at IS NULL AND months <> 0 ORDER BY person_id`,
  rents: `SELECT person_id, id, year, months FROM rent_years
    WHERE person_id >= ? AND person_id <= ? AND deleted_at IS NULL ORDER BY person_id, year`,
  certificates: `SELECT person_id, id, grade, on_date, county, institution_id FROM certificates
    WHERE person_id >= ? AND person_id <= ? AND deleted_at IS NULL ORDER BY person_id`,
  courses: `SELECT person_id, id, from_date, to_date, attended_days FROM courses
    WHERE person_id >= ? AND person_id <= ? AND deleted_at IS NULL ORDER BY person_id`,
  enrolments: `SELECT person_id, id, employer_id, school_id, year, kind FROM enrolments
    WHERE person_id >= ? AND person_id <= ? AND deleted_at IS NULL ORDER BY person_id`,
  attendance: `SELECT person_id, id, month, attended_days, required_days FROM attendance
    WHERE person_id >= ? AND person_id <= ? AND deleted_at IS NULL ORDER BY person_id`,
  grants: `SELECT person_id, benefit, beneficiary_id, period, amount_fen, granted_on FROM grants
    WHERE person_id >= ? AND person_id <= ? AND deleted_at IS NULL ORDER BY person_id`,
} as const

/** Codes and ids of bodies as one and the same text wherever they occur: what looks them up then compares no letters. */
const texts = new Map<string, string>()
/** More are not remembered: a county's people work with a few thousand employers. */
const MOST_TEXTS = 50_000

export function sameText(cell: string | number | null | undefined): string | null {
  if (cell === null || cell === undefined) return null
  const written = cell as string
  const known = texts.get(written)
  if (known !== undefined) return known
  if (texts.size < MOST_TEXTS) texts.set(written, written)
  return written
}

const CATEGORY_INDEX = new Map<string, number>(CATEGORIES.map((category, index) => [category, index]))
const periods = new Map<string, CategoryFact>()

/** A few hundred periods of categories occur again and again. */
export function categoryFact(row: Row): CategoryFact {
  const written = row[1] as string
  let known = periods.get(written)
  if (known === undefined) {
    const [category = '', from = '', to = ''] = written.split(' ')
    known = {
      code: CATEGORY_INDEX.get(category) ?? -1,
      from: day(from),
      to: to === '' ? NEVER : (day(to) ?? NEVER),
      source: undefined,
    }
    periods.set(written, known)
  }
  return row[2] === null ? known : { code: known.code, from: known.from, to: known.to, source: text(row[2]) }
}

export function insuredRow(row: Row): InsuredRow {
  return {
    employerId: sameText(row[1]),
    employerText: row[2] as string | null,
    county: sameText(row[3]) as string,
    packed: row[4] as number,
  }
}

export type SpellState = {
  open: boolean
  ended: boolean
  organised: string
  filing: string
  contract: string
  insuredKnown: boolean
  post: string
}

const spellStates = new Map<string, SpellState>()

export function spellState(written: string): SpellState {
  let known = spellStates.get(written)
  if (known === undefined) {
    const [to, organised = '', filing = '', contract = '', insured, post = ''] = written.split(' ')
    known = {
      open: to === 'open',
      ended: to === 'ended',
      organised,
      filing,
      contract,
      insuredKnown: insured === '1',
      post,
    }
    spellStates.set(written, known)
  }
  return known
}

/** The spell as insured months are divided among spells. */
export function datedSpell(row: Row, at: SpellState): DatedSpell {
  return {
    employerId: sameText(row[2]),
    employerText: row[3] as string | null,
    county: sameText(row[4]),
    from: day(row[5]),
    to: at.open ? null : at.ended ? day(row[6]) : undefined,
  }
}

export function spellFact(
  row: Row,
  at: SpellState,
  dated: DatedSpell,
  insured: readonly number[],
  years: readonly Row[],
): SpellFact {
  const id = row[1] as string
  return {
    id,
    employer: dated.employerId ?? undefined,
    county: dated.county ?? undefined,
    from: dated.from,
    to: dated.to,
    organisedBy: state(at.organised, () => sameText(row[8]) ?? undefined),
    filing: state(at.filing, () => ({ number: text(row[9]), on: day(row[10]) })),
    contract: state(at.contract, () => ({ from: day(row[11]), to: day(row[12]) })),
    post: at.post,
    insured: insured.length > 0 || at.insuredKnown ? insured : undefined,
    training: trainingMonths(id, years),
    wages: yearSums(id, years, 3),
    fare: yearSums(id, years, 4),
    source: text(row[13]),
  }
}

export function orphanFact(id: string, orphan: Orphan): SpellFact {
  return {
    id,
    employer: orphan.employerId ?? undefined,
    county: orphan.county,
    from: undefined,
    to: undefined,
    organisedBy: undefined,
    filing: undefined,
    contract: undefined,
    post: 'ordinary',
    insured: orphan.packed,
    training: undefined,
    wages: undefined,
    fare: undefined,
  }
}

/** NULL is unknown, `no` is a known none. */
function state<T>(cell: string, make: () => T): T | null | undefined {
  return cell === 'yes' ? make() : cell === 'no' ? null : undefined
}

function yearSums(spell: string, years: readonly Row[], column: 3 | 4): YearSums | undefined {
  const sums: number[] = []
  let source: string | undefined
  for (const row of years) {
    if (row[1] !== spell || row[column] === null) continue
    sums.push(row[2] as number, row[column] as number)
    source = text(row[6])
  }
  return sums.length === 0 ? undefined : { complete: false, sums, source }
}

function trainingMonths(spell: string, years: readonly Row[]): number[] | undefined {
  const packed: number[] = []
  let known = false
  for (const row of years) {
    if (row[1] !== spell || row[5] === null) continue
    known = true
    if (row[5] !== 0) packed.push((row[2] as number) * 4096 + (row[5] as number))
  }
  return known ? packed : undefined
}

export function rentFact(row: Row): RentFact {
  return { path: `rents.${row[1]}`, months: [(row[2] as number) * 4096 + (row[3] as number)] }
}

export function certificateFact(row: Row): CertificateFact {
  return {
    path: `certificates.${row[1]}`,
    grade: text(row[2]),
    on: day(row[3]),
    county: text(row[4]),
    institution: text(row[5]),
  }
}

export function courseFact(row: Row): CourseFact {
  return {
    id: row[1] as string,
    from: day(row[2]),
    to: day(row[3]),
    attendedDays: number(row[4]),
  }
}

export function enrolmentFact(row: Row): EnrolmentFact {
  return {
    path: `enrolments.${row[1]}`,
    employer: text(row[2]),
    school: text(row[3]),
    year: number(row[4]),
    kind: text(row[5]),
  }
}

export function attendanceFact(row: Row): AttendanceFact {
  const month = row[2] as string
  return {
    path: `attendance.${row[1]}`,
    month: monthOfDay(parseDate(`${month}-01`) ?? 0),
    attendedDays: number(row[3]),
    requiredDays: number(row[4]),
  }
}

export function grantFact(row: Row): GrantFact {
  return {
    benefit: row[1] as string,
    beneficiary: row[2] as string,
    for: row[0] as string,
    period: text(row[3]),
    amountFen: number(row[4]),
    on: day(row[5]),
  }
}

export function text(cell: string | number | null | undefined): string | undefined {
  return cell === null || cell === undefined ? undefined : (cell as string)
}

function number(cell: string | number | null | undefined): number | undefined {
  return cell === null || cell === undefined ? undefined : (cell as number)
}

/** Day numbers by year, month and day of the month, so that a date is read once however often it occurs. */
const days = new Map<number, DayNumber | undefined>()

function day(cell: string | number | null | undefined): DayNumber | undefined {
  if (cell === null || cell === undefined) return undefined
  const written = cell as string
  const key = dateKey(written)
  if (key < 0) return parseDate(written)
  let known = days.get(key)
  if (known === undefined) {
    known = parseDate(written)
    if (known !== undefined) days.set(key, known)
  }
  return known
}

/** 20220630 for 2022-06-30, -1 for what is not written so. */
function dateKey(written: string): number {
  if (written.length !== 10 || written.charCodeAt(4) !== DASH || written.charCodeAt(7) !== DASH) return -1
  let key = 0
  for (let i = 0; i < 10; i += 1) {
    if (i === 4 || i === 7) continue
    const digit = written.charCodeAt(i) - ZERO
    if (digit < 0 || digit > 9) return -1
    key = key * 10 + digit
  }
  return key
}

const DASH = '-'.charCodeAt(0)
const ZERO = '0'.charCodeAt(0)
