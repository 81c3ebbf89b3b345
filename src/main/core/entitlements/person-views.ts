import type { ReadLedger, ReadStatement } from '../db/ledger.ts'
import type { HouseholdFact, PersonView, SpellFact } from '../policy/facts.ts'
import { type DatedSpell, type InsuredRow, insuredBySpell } from './insured-by-spell.ts'
import {
  attendanceFact,
  categoryFact,
  certificateFact,
  courseFact,
  datedSpell,
  enrolmentFact,
  grantFact,
  insuredRow,
  orphanFact,
  type Row,
  rentFact,
  SELECTS,
  sameText,
  spellFact,
  spellState,
  text,
} from './person-facts.ts'

/** A reader's connection, or a transaction's own state. */
type Reading = Pick<ReadLedger, 'prepare'>

/** Facts by person, each table read for one range of person ids, in their order. */
type Table = keyof typeof SELECTS
type Ranges = Readonly<Record<Table, ReadStatement<Row>>>

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
  private hasProduction: boolean | undefined

  /** `sources: false` leaves out where facts came from, which only explanations show. */
  constructor(ledger: Reading, options: { readonly sources?: boolean } = {}) {
    this.ledger = ledger
    this.source = options.sources === false ? 'NULL' : 'source'
    const names = Object.keys(SELECTS) as Table[]
    const prepare = (sql: string) => ledger.prepare<Row>(sql).raw() as unknown as ReadStatement<Row>
    this.ranges = this.prepared((sql) => sql)
    this.production = prepare(
      `SELECT household_id, year, own_production FROM household_years
       WHERE household_id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL AND own_production IS NOT NULL`,
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
      sql
        .replace(/(\w+) >= \? AND \w+ <= \?/, '$1 IN (SELECT value FROM json_each(?))')
        // For a list SQLite would take the ids' own index, and read a wide record for each.
        .replace(
          'FROM people',
          this.source === 'NULL' ? 'FROM people INDEXED BY people_facts' : 'FROM people',
        ),
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
    const people = rows('people')
    const households = this.households(people)
    return people.map((row): PersonView => {
      const id = row[0] as string
      const held = categories.of(id, categoryFact)
      return {
        id,
        home: sameText(row[1]) ?? undefined,
        categories: held.length > 0 || row[3] === 1 ? held : undefined,
        household: row[2] === null ? undefined : households(row[2] as string),
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
    const dated = rows.map((row, i) => datedSpell(row, states[i]!))
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

  /** Of the households of these people, what is known of their own production; most ledgers know of none. */
  private households(people: readonly Row[]): (id: string) => HouseholdFact {
    this.hasProduction ??= this.ledger.prepare('SELECT 1 FROM household_years LIMIT 1').get() !== undefined
    if (!this.hasProduction) return (id) => ({ id, production: undefined, complete: false })
    const ids = new Set<string>()
    for (const row of people) if (row[2] !== null) ids.add(row[2] as string)
    const production = new Map<string, Map<number, boolean>>()
    for (const [id, year, own] of this.production.all(JSON.stringify([...ids]))) {
      const years = production.get(id as string) ?? new Map<number, boolean>()
      years.set(year as number, own === 1)
      production.set(id as string, years)
    }
    return (id) => ({ id, production: production.get(id), complete: false })
  }
}

const NONE: readonly never[] = []

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
