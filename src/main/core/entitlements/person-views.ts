import { CATEGORIES } from '../../../shared/domain/categories.ts'
import { type DayNumber, monthOfDay, parseDate } from '../../../shared/domain/dates.ts'
import type { ReadLedger, ReadStatement } from '../db/ledger.ts'
import type {
  AttendanceFact,
  CategoryFact,
  CertificateFact,
  CourseFact,
  EnrolmentFact,
  GrantFact,
  HouseholdFact,
  PersonView,
  RentFact,
  SpellFact,
  YearSums,
} from '../policy/facts.ts'
import { NEVER } from '../policy/facts.ts'
import { type DatedSpell, type InsuredRow, insuredBySpell, type Orphan } from './insured-by-spell.ts'

/** A reader's connection, or a transaction's own state. */
type Reading = Pick<ReadLedger, 'prepare'>

type Row = readonly (string | number | null)[]

/** Facts by person, each table read for one range of person ids, in their order. */
type Table = keyof typeof SELECTS
type Ranges = Readonly<Record<Table, ReadStatement<Row>>>

/**
 * Every cell that is read costs; short words that occur again and again come together in one. People and insured years
 * are read from indexes that hold just these columns (`people_facts`, `insured_years_facts`), which needs the same words.
 */
const SELECTS = {
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

/** Reads people, with everything that a calculation looks at, in ranges of ids. */
export class PersonViewReader {
  private readonly ledger: Reading
  private readonly ranges: Ranges
  private readonly source: 'source' | 'NULL'
  private chosen: Ranges | undefined
  private readonly empty: ReadonlySet<Table>
  private readonly production: ReadStatement<Row>
  private readonly spellNames: ReadStatement<Row>
  private readonly insuredNames: ReadStatement<Row>

  /** `sources: false` leaves out where facts came from, which only explanations show. */
  constructor(ledger: Reading, options: { readonly sources?: boolean } = {}) {
    this.ledger = ledger
    this.source = options.sources === false ? 'NULL' : 'source'
    const names = Object.keys(SELECTS) as Table[]
    const prepare = (sql: string) => ledger.prepare<Row>(sql).raw() as unknown as ReadStatement<Row>
    this.ranges = this.prepared((sql) => sql)
    this.production = prepare(
      'SELECT year, own_production FROM household_years WHERE household_id = ? AND deleted_at IS NULL AND own_production IS NOT NULL',
    )
    this.spellNames = prepare(
      'SELECT id, employer_text FROM spells WHERE person_id = ? AND deleted_at IS NULL AND employer_id IS NOT NULL',
    )
    this.insuredNames = prepare(
      `SELECT employer_id, employer_text, county, year * 4096 + months FROM insured_years
       WHERE person_id = ? AND deleted_at IS NULL AND months <> 0`,
    )
    // Most ledgers have no courses, enrolments or attendance: an empty table is not asked forty times.
    this.empty = new Set(names.filter((name) => this.tableIsEmpty(name)))
  }

  private prepared(edit: (sql: string) => string): Ranges {
    return Object.fromEntries(
      Object.entries(SELECTS).map(([name, sql]) => [
        name,
        this.ledger.prepare<Row>(edit(sql.replace('SOURCE', this.source))).raw(),
      ]),
    ) as unknown as Ranges
  }

  private tableIsEmpty(name: Table): boolean {
    const table = /FROM (\w+)/.exec(SELECTS[name])?.[1]
    return this.ledger.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() === undefined
  }

  /** Ids that split the people into ranges of about `size`, fewer where some were removed: [first, last] pairs, in order. */
  split(size: number): [string, string][] {
    // Steps along the index of ids, without a look at any person.
    const after = this.ledger
      .prepare<string>('SELECT id FROM people WHERE id > ? ORDER BY id LIMIT 1 OFFSET ?')
      .pluck()
    const ranges: [string, string][] = []
    let first = after.get('', 0) as string | undefined
    while (first !== undefined) {
      const next = after.get(first, size - 1) as string | undefined
      ranges.push([first, next === undefined ? '\u{10ffff}' : before(next)])
      first = next
    }
    return ranges
  }

  /** One person, or `undefined` where there is none. */
  one(id: string): PersonView | undefined {
    return this.range(id, id)[0]
  }

  /** The people with `first <= id <= last`, in order of id. */
  range(first: string, last: string): PersonView[] {
    return this.views((table) => this.ranges[table].all(first, last))
  }

  /** The people with these ids, in order of id; who is no more is left out. */
  those(ids: readonly string[]): PersonView[] {
    this.chosen ??= this.prepared((sql) =>
      sql.replace(/(\w+) >= \? AND \w+ <= \?/, '$1 IN (SELECT value FROM json_each(?))'),
    )
    const { chosen } = this
    const list = JSON.stringify(ids)
    return this.views((table) => chosen[table].all(list))
  }

  private views(rows: (table: Table) => readonly Row[]): PersonView[] {
    const read = (table: Table) => new Cursor(this.empty.has(table) ? NONE : rows(table))
    const categories = read('categories')
    const spells = read('spells')
    const years = read('spellYears')
    const insured = read('insured')
    const rents = read('rents')
    const certificates = read('certificates')
    const courses = read('courses')
    const enrolments = read('enrolments')
    const attendance = read('attendance')
    const grants = read('grants')
    return rows('people').map((row): PersonView => {
      const id = row[0] as string
      const held = categories.of(id, categoryFact)
      return {
        id,
        home: one(row[1]) ?? undefined,
        categories: held.length > 0 || row[3] === 1 ? held : undefined,
        household: row[2] === null ? undefined : this.household(row[2] as string),
        spells: this.spells(id, spells.of(id, itself), insured.of(id, insuredRow), years.of(id, itself)),
        rents: rents.of(id, rentFact),
        certificates: certificates.of(id, certificateFact),
        courses: courses.of(id, courseFact),
        enrolments: enrolments.of(id, enrolmentFact),
        attendance: attendance.of(id, attendanceFact),
        grants: grants.of(id, grantFact),
        source: text(row[4]),
      }
    })
  }

  /** Spells of a person with their insured months and yearly sums; a month with no spell makes one of unknown dates. */
  private spells(
    person: string,
    rows: readonly Row[],
    insured: readonly InsuredRow[],
    years: readonly Row[],
  ): readonly SpellFact[] {
    if (rows.length === 0 && insured.length === 0) return NONE
    const states = rows.map((row) => spellState(row[7] as string))
    const dated = rows.map((row, i) => ({
      employerId: one(row[2]),
      employerText: row[3] as string | null,
      county: one(row[4]),
      from: day(row[5]),
      to: states[i]!.open ? null : states[i]!.ended ? day(row[6]) : undefined,
    }))
    const months = this.bySpell(person, rows, dated, insured)
    const facts = rows.map((row, i) => spellFact(row, states[i]!, dated[i]!, months.bySpell[i]!, years))
    for (const [i, orphan] of months.withoutSpell.entries()) {
      facts.push(orphanFact(`${person}:${orphan.county}${i === 0 ? '' : `:${i + 1}`}`, orphan))
    }
    return facts
  }

  /** Where one side has an employer's record and the other only its name, the names that were left out are read. */
  private bySpell(person: string, rows: readonly Row[], dated: DatedSpell[], insured: readonly InsuredRow[]) {
    if (insured.length === 0 || rows.length === 0) return insuredBySpell(dated, insured)
    const named = (fact: { employerId: string | null; employerText: string | null }) =>
      fact.employerId === null && fact.employerText !== null
    const recorded = (fact: { employerId: string | null }) => fact.employerId !== null
    if (insured.some(named) && dated.some(recorded)) {
      const names = new Map(this.spellNames.all(person).map((row) => [row[0], row[1] as string | null]))
      const complete = dated.map((spell, i) =>
        spell.employerId === null
          ? spell
          : { ...spell, employerText: names.get(rows[i]![1] ?? null) ?? null },
      )
      return insuredBySpell(complete, dated.some(named) ? this.namedInsured(person) : insured)
    }
    if (dated.some(named) && insured.some(recorded)) return insuredBySpell(dated, this.namedInsured(person))
    return insuredBySpell(dated, insured)
  }

  private namedInsured(person: string): InsuredRow[] {
    return this.insuredNames.all(person).map((row) => ({
      employerId: row[0] as string | null,
      employerText: row[1] as string | null,
      county: row[2] as string,
      packed: row[3] as number,
    }))
  }

  private hasProduction: boolean | undefined

  private household(id: string): HouseholdFact {
    this.hasProduction ??= this.ledger.prepare('SELECT 1 FROM household_years LIMIT 1').get() !== undefined
    if (!this.hasProduction) return { id, production: undefined, complete: false }
    const years = this.production.all(id)
    return {
      id,
      production:
        years.length === 0 ? undefined : new Map(years.map((row) => [row[0] as number, row[1] === 1])),
      complete: false,
    }
  }
}

const NONE: readonly never[] = []

/** Codes and ids of bodies as one and the same text wherever they occur: what looks them up then compares no letters. */
const ones = new Map<string, string>()
/** More are not remembered: a county's people work with a few thousand employers. */
const MOST_ONES = 50_000

function one(cell: string | number | null | undefined): string | null {
  if (cell === null || cell === undefined) return null
  const written = cell as string
  const known = ones.get(written)
  if (known !== undefined) return known
  if (ones.size < MOST_ONES) ones.set(written, written)
  return written
}

/** The greatest text that sorts before a ULID. */
function before(id: string): string {
  return `${id.slice(0, -1)}${String.fromCharCode(id.charCodeAt(id.length - 1) - 1)}\u{10ffff}`
}

/** Walks the rows of a table, which stand in the order of their people, beside the people themselves. */
class Cursor {
  private readonly rows: readonly Row[]
  private at = 0

  constructor(rows: readonly Row[]) {
    this.rows = rows
  }

  /** What `make` makes of the rows of this person; people are asked for in order. */
  of<T>(person: string, make: (row: Row) => T): readonly T[] {
    const { rows } = this
    // Rows of people who are no more are passed over.
    while (this.at < rows.length && (rows[this.at]![0] as string) < person) this.at += 1
    if (this.at >= rows.length || rows[this.at]![0] !== person) return NONE
    const made: T[] = [make(rows[this.at]!)]
    for (this.at += 1; this.at < rows.length && rows[this.at]![0] === person; this.at += 1)
      made.push(make(rows[this.at]!))
    return made
  }
}

const itself = (row: Row): Row => row

const CATEGORY_INDEX = new Map<string, number>(CATEGORIES.map((category, index) => [category, index]))
const periods = new Map<string, CategoryFact>()

/** A few hundred periods of categories occur again and again. */
function categoryFact(row: Row): CategoryFact {
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

function insuredRow(row: Row): InsuredRow {
  return {
    employerId: one(row[1]),
    employerText: row[2] as string | null,
    county: one(row[3]) as string,
    packed: row[4] as number,
  }
}

type SpellState = {
  open: boolean
  ended: boolean
  organised: string
  filing: string
  contract: string
  insuredKnown: boolean
  post: string
}

const spellStates = new Map<string, SpellState>()

function spellState(written: string): SpellState {
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

function spellFact(
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
    organisedBy: state(at.organised, () => one(row[8]) ?? undefined),
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

function orphanFact(id: string, orphan: Orphan): SpellFact {
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

function rentFact(row: Row): RentFact {
  return { path: `rents.${row[1]}`, months: [(row[2] as number) * 4096 + (row[3] as number)] }
}

function certificateFact(row: Row): CertificateFact {
  return {
    path: `certificates.${row[1]}`,
    grade: text(row[2]),
    on: day(row[3]),
    county: text(row[4]),
    institution: text(row[5]),
  }
}

function courseFact(row: Row): CourseFact {
  return {
    id: row[1] as string,
    from: day(row[2]),
    to: day(row[3]),
    attendedDays: number(row[4]),
  }
}

function enrolmentFact(row: Row): EnrolmentFact {
  return {
    path: `enrolments.${row[1]}`,
    employer: text(row[2]),
    school: text(row[3]),
    year: number(row[4]),
    kind: text(row[5]),
  }
}

function attendanceFact(row: Row): AttendanceFact {
  const month = row[2] as string
  return {
    path: `attendance.${row[1]}`,
    month: monthOfDay(parseDate(`${month}-01`) ?? 0),
    attendedDays: number(row[3]),
    requiredDays: number(row[4]),
  }
}

function grantFact(row: Row): GrantFact {
  return {
    benefit: row[1] as string,
    beneficiary: row[2] as string,
    for: row[0] as string,
    period: text(row[3]),
    amountFen: number(row[4]),
    on: day(row[5]),
  }
}

function text(cell: string | number | null | undefined): string | undefined {
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
