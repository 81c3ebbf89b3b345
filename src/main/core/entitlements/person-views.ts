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
import { type InsuredRow, insuredBySpell } from './insured-by-spell.ts'

/** A reader's connection, or a transaction's own state. */
type Reading = Pick<ReadLedger, 'prepare'>

type Row = readonly (string | number | null)[]

/** Lists of facts by person, each read for one range of person ids. */
type Ranges = { [table in keyof typeof SELECTS]: ReadStatement<Row> }

const SELECTS = {
  people: `SELECT id, home_county, household_id, categories_known, source FROM people
    WHERE id >= ? AND id <= ? AND deleted_at IS NULL ORDER BY id`,
  categories: `SELECT person_id, category, from_date, to_date, source FROM person_categories
    WHERE person_id >= ? AND person_id <= ? AND deleted_at IS NULL`,
  spells: `SELECT person_id, id, employer_id, employer_text, county, from_date, to_state, to_date, organised_state, agent_id,
      filing_state, filing_number, filing_on, contract_state, contract_from, contract_to, post_kind, insured_known, source
    FROM spells WHERE person_id >= ? AND person_id <= ? AND deleted_at IS NULL`,
  spellYears: `SELECT person_id, spell_id, year, wages_fen, fare_fen, training_months, source FROM spell_years
    WHERE person_id >= ? AND person_id <= ? AND deleted_at IS NULL ORDER BY person_id, spell_id, year`,
  // A year with no month says something of the spells there (insured_known), and nothing by itself.
  insured: `SELECT person_id, employer_id, employer_text, county, year, months FROM insured_years
    WHERE person_id >= ? AND person_id <= ? AND deleted_at IS NULL AND months <> 0`,
  rents: `SELECT person_id, id, year, months FROM rent_years
    WHERE person_id >= ? AND person_id <= ? AND deleted_at IS NULL ORDER BY person_id, year`,
  certificates: `SELECT person_id, id, grade, on_date, county, institution_id FROM certificates
    WHERE person_id >= ? AND person_id <= ? AND deleted_at IS NULL`,
  courses: `SELECT person_id, id, from_date, to_date, attended_days FROM courses
    WHERE person_id >= ? AND person_id <= ? AND deleted_at IS NULL`,
  enrolments: `SELECT person_id, id, employer_id, school_id, year, kind FROM enrolments
    WHERE person_id >= ? AND person_id <= ? AND deleted_at IS NULL`,
  attendance: `SELECT person_id, id, month, attended_days, required_days FROM attendance
    WHERE person_id >= ? AND person_id <= ? AND deleted_at IS NULL`,
  grants: `SELECT person_id, benefit, beneficiary_id, period, amount_fen, granted_on FROM grants
    WHERE person_id >= ? AND person_id <= ? AND deleted_at IS NULL`,
} as const

/** Reads people, with everything that a calculation looks at, in ranges of ids. */
export class PersonViewReader {
  private readonly ledger: Reading
  private readonly ranges: Ranges
  private readonly empty: ReadonlySet<keyof Ranges>
  private readonly production: ReadStatement<Row>

  constructor(ledger: Reading) {
    this.ledger = ledger
    const names = Object.keys(SELECTS) as (keyof typeof SELECTS)[]
    this.ranges = Object.fromEntries(
      names.map((name) => [name, ledger.prepare<Row>(SELECTS[name]).raw()]),
    ) as unknown as Ranges
    this.production = ledger
      .prepare<Row>(
        'SELECT year, own_production FROM household_years WHERE household_id = ? AND deleted_at IS NULL AND own_production IS NOT NULL',
      )
      .raw() as unknown as ReadStatement<Row>
    // Most ledgers have no courses, enrolments or attendance: an empty table is not asked forty times.
    this.empty = new Set(names.filter((name) => this.tableIsEmpty(name)))
  }

  private tableIsEmpty(name: keyof typeof SELECTS): boolean {
    const table = /FROM (\w+)/.exec(SELECTS[name])?.[1]
    return this.ledger.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() === undefined
  }

  /** Ids that split the living people into ranges of about `size`: [first, last] pairs, in order. */
  split(size: number): [string, string][] {
    const marks = this.ledger
      .prepare<string>(
        `SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM people WHERE deleted_at IS NULL)
         WHERE n % ? = 0 ORDER BY id`,
      )
      .pluck()
      .all(size) as string[]
    return marks.map((first, i) => {
      const next = marks[i + 1]
      return [first, next === undefined ? '\u{10ffff}' : before(next)]
    })
  }

  /** One person, or `undefined` where there is none. */
  one(id: string): PersonView | undefined {
    return this.range(id, id)[0]
  }

  /** The people with `first <= id <= last`, in order of id. */
  range(first: string, last: string): PersonView[] {
    const read = (name: keyof Ranges): readonly Row[] =>
      this.empty.has(name) ? [] : this.ranges[name].all(first, last)
    const categories = grouped(read('categories'), categoryFact)
    const years = grouped(read('spellYears'), (row) => row)
    const insured = grouped(read('insured'), insuredRow)
    const spells = grouped(read('spells'), (row) => row)
    const rents = grouped(read('rents'), rentFact)
    const certificates = grouped(read('certificates'), certificateFact)
    const courses = grouped(read('courses'), courseFact)
    const enrolments = grouped(read('enrolments'), enrolmentFact)
    const attendance = grouped(read('attendance'), attendanceFact)
    const grants = grouped(read('grants'), grantFact)
    return read('people').map((row): PersonView => {
      const id = row[0] as string
      const held = categories.get(id)
      return {
        id,
        home: text(row[1]),
        categories: held ?? (row[3] === 1 ? NONE : undefined),
        household: row[2] === null ? undefined : this.household(row[2] as string),
        spells: spellFacts(id, spells.get(id) ?? NONE, insured.get(id) ?? NONE, years.get(id) ?? NONE),
        rents: rents.get(id) ?? NONE,
        certificates: certificates.get(id) ?? NONE,
        courses: courses.get(id) ?? NONE,
        enrolments: enrolments.get(id) ?? NONE,
        attendance: attendance.get(id) ?? NONE,
        grants: grants.get(id) ?? NONE,
        source: text(row[4]),
      }
    })
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

/** The greatest text that sorts before a ULID. */
function before(id: string): string {
  return `${id.slice(0, -1)}${String.fromCharCode(id.charCodeAt(id.length - 1) - 1)}\u{10ffff}`
}

function grouped<T>(rows: readonly Row[], make: (row: Row) => T): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  let key = ''
  let group: T[] = []
  for (const row of rows) {
    if (row[0] !== key) {
      key = row[0] as string
      group = groups.get(key) ?? []
      if (group.length === 0) groups.set(key, group)
    }
    group.push(make(row))
  }
  return groups
}

const CATEGORY_INDEX = new Map<string, number>(CATEGORIES.map((category, index) => [category, index]))

function categoryFact(row: Row): CategoryFact {
  return {
    code: CATEGORY_INDEX.get(row[1] as string) ?? -1,
    from: day(row[2]),
    to: row[3] === null ? NEVER : (day(row[3]) ?? NEVER),
    source: text(row[4]),
  }
}

function insuredRow(row: Row): InsuredRow {
  return {
    employerId: row[1] as string | null,
    employerText: row[2] as string | null,
    county: row[3] as string,
    packed: (row[4] as number) * 4096 + (row[5] as number),
  }
}

/** Spells of a person with their insured months and yearly sums; a month with no spell makes one of unknown dates. */
function spellFacts(
  person: string,
  rows: readonly Row[],
  insured: readonly InsuredRow[],
  years: readonly Row[],
): SpellFact[] {
  const dated = rows.map((row) => ({
    employerId: row[2] as string | null,
    employerText: row[3] as string | null,
    county: row[4] as string | null,
    from: day(row[5]),
    to: row[6] === 'open' ? null : row[6] === 'ended' ? day(row[7]) : undefined,
  }))
  const months = insuredBySpell(dated, insured)
  const facts = rows.map((row, i): SpellFact => {
    const { from, to } = dated[i]!
    const packed = months.bySpell[i]!
    return {
      id: row[1] as string,
      employer: text(row[2]),
      county: text(row[4]),
      from,
      to,
      organisedBy: state(row[8], () => text(row[9])),
      filing: state(row[10], () => ({ number: text(row[11]), on: day(row[12]) })),
      contract: state(row[13], () => ({
        from: day(row[14]),
        to: row[15] === null ? undefined : day(row[15]),
      })),
      post: row[16] as string,
      insured: packed.length > 0 || row[17] === 1 ? packed : undefined,
      training: trainingMonths(row[1] as string, years),
      wages: yearSums(row[1] as string, years, 3),
      fare: yearSums(row[1] as string, years, 4),
      source: text(row[18]),
    }
  })
  for (const [i, orphan] of months.withoutSpell.entries()) {
    facts.push({
      id: `${person}:${orphan.county}${i === 0 ? '' : `:${i + 1}`}`,
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
    })
  }
  return facts
}

/** NULL is unknown, `no` is a known none. */
function state<T>(cell: string | number | null | undefined, make: () => T): T | null | undefined {
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

const days = new Map<string, DayNumber | undefined>()

/** Day number of a date cell; a few thousand dates occur again and again. */
function day(cell: string | number | null | undefined): DayNumber | undefined {
  if (cell === null || cell === undefined) return undefined
  const written = cell as string
  let known = days.get(written)
  if (known === undefined) {
    known = parseDate(written)
    days.set(written, known)
  }
  return known
}
