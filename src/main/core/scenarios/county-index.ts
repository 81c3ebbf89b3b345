import type { ReadLedger } from '../db/ledger.ts'
import type { Tables } from '../policy/facts.ts'
import { BY_EMPLOYER, NO_WORK_GATE } from '../policy/gates.ts'
import { isForPerson } from '../policy/grants.ts'
import { PLACE, type RegionRule } from '../policy/regions.ts'
import type { Row } from '../policy/row.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/** A row that is asked, and the tables in whose light. */
export interface AskedRow {
  readonly row: Row
  readonly tables: Pick<Tables, 'employers'>
}

/** A person's place in the index with a word about them (a county, an employer); '' where it is unknown. */
interface Words {
  readonly people: Int32Array
  readonly words: Int32Array
  readonly list: readonly string[]
}

/**
 * Who lives and works where: enough to tell for whom a row can say anything but "no", by the same gates that the
 * calculation has. Read from narrow indexes, a few numbers for each person.
 */
export class CountyIndex {
  /** of everybody, in order */
  readonly ids: readonly string[]
  private readonly ledger: Reading
  private readonly places: ReadonlyMap<string, number>
  private readonly homes: Words
  private readonly workCounties: Words
  private readonly insuredCounties: Words
  private employers: Words | undefined

  constructor(ledger: Reading) {
    this.ledger = ledger
    const homeOfRow = new Map<number, string | null>()
    for (const [rowid, home] of rows<[number, string | null]>(
      ledger,
      'SELECT rowid, home_county FROM people INDEXED BY people_search WHERE deleted_at IS NULL',
    ))
      homeOfRow.set(rowid, home)
    const ids: string[] = []
    const homes: (string | null)[] = []
    for (const [id, rowid] of rows<[string, number]>(ledger, 'SELECT id, rowid FROM people ORDER BY id')) {
      const home = homeOfRow.get(rowid)
      if (home === undefined) continue
      ids.push(id)
      homes.push(home)
    }
    this.ids = ids
    this.places = new Map(ids.map((id, i) => [id, i]))
    this.homes = words(homes.map((home, i) => [i, home]))
    this.workCounties = this.read(
      'SELECT person_id, county FROM spells INDEXED BY spells_person WHERE deleted_at IS NULL',
    )
    this.insuredCounties = this.read(
      'SELECT person_id, county FROM insured_years INDEXED BY insured_years_key WHERE deleted_at IS NULL',
    )
  }

  /** 1 for everybody whom one of these rows may concern. */
  concerned(asked: readonly AskedRow[]): Uint8Array {
    const marks = new Uint8Array(this.ids.length)
    for (const { row, tables } of asked) {
      if (!isForPerson(row) && row.each !== 'headcount') continue
      const works = this.mayWork(row, tables)
      const lives = this.mayLive(row.home)
      for (let i = 0; i < marks.length; i++) if (works[i] === 1 && lives[i] === 1) marks[i] = 1
      // What is delegated or was granted comes before what failed.
      for (const delegate of row.delegates)
        this.mark(marks, this.workCounties, (county) => possible(delegate.territory, county))
    }
    const uses = [...new Set(asked.map(({ row }) => row.use))]
    if (uses.length > 0) this.markGranted(marks)
    return marks
  }

  private mayLive(home: RegionRule | null): Uint8Array {
    const marks = new Uint8Array(this.ids.length)
    if (home === null) return marks.fill(1)
    this.mark(marks, this.homes, (county) => possible(home, county))
    return marks
  }

  private mayWork(row: Row, tables: Pick<Tables, 'employers'>): Uint8Array {
    const marks = new Uint8Array(this.ids.length)
    const { workplace } = row
    if (row.each === 'course') return this.markListed(marks, 'courses')
    if (row.each === 'enrolment') return this.markListed(marks, 'enrolments')
    if (row.each === 'person' || workplace === null) return marks.fill(1)
    const anywhere = NO_WORK_GATE.has(row.each)
    if (BY_EMPLOYER.has(row.each)) {
      this.mark(
        marks,
        this.employersOfWork(),
        (id) => id === '' || possible(workplace, tables.employers.get(id)?.county ?? ''),
      )
      return marks
    }
    const allowed = (county: string) => anywhere || possible(workplace, county)
    this.mark(marks, this.workCounties, allowed)
    this.mark(marks, this.insuredCounties, allowed)
    return marks
  }

  /** Of spells, and of insured months, which make a spell where none is on record. Wide rows, so only where asked for. */
  private employersOfWork(): Words {
    this.employers ??= this.read(
      `SELECT person_id, employer_id FROM spells WHERE deleted_at IS NULL
       UNION ALL SELECT person_id, employer_id FROM insured_years WHERE deleted_at IS NULL`,
    )
    return this.employers
  }

  private mark(marks: Uint8Array, { people, words, list }: Words, allows: (word: string) => boolean): void {
    const allowed = list.map((word) => allows(word))
    for (let i = 0; i < people.length; i++)
      if (allowed[words[i] as number] === true) marks[people[i] as number] = 1
  }

  private markListed(marks: Uint8Array, table: 'courses' | 'enrolments'): Uint8Array {
    return this.markAll(marks, `SELECT DISTINCT person_id FROM ${table} WHERE deleted_at IS NULL`)
  }

  private markGranted(marks: Uint8Array): void {
    this.markAll(
      marks,
      'SELECT DISTINCT person_id FROM grants WHERE deleted_at IS NULL AND person_id IS NOT NULL',
    )
  }

  private markAll(marks: Uint8Array, sql: string): Uint8Array {
    for (const [id] of rows<[string]>(this.ledger, sql)) {
      const place = this.places.get(id)
      if (place !== undefined) marks[place] = 1
    }
    return marks
  }

  private read(sql: string): Words {
    const pairs: [number, string | null][] = []
    for (const [id, word] of rows<[string, string | null]>(this.ledger, sql)) {
      const place = this.places.get(id)
      if (place !== undefined) pairs.push([place, word])
    }
    return words(pairs)
  }
}

function rows<R>(ledger: Reading, sql: string): R[] {
  return ledger.prepare(sql).raw().all() as R[]
}

function words(pairs: readonly (readonly [number, string | null])[]): Words {
  const numbers = new Map<string, number>()
  const people = new Int32Array(pairs.length)
  const numbered = new Int32Array(pairs.length)
  for (let i = 0; i < pairs.length; i++) {
    const [person, written] = pairs[i]!
    const word = written ?? ''
    let number = numbers.get(word)
    if (number === undefined) {
      number = numbers.size
      numbers.set(word, number)
    }
    people[i] = person
    numbered[i] = number
  }
  return { people, words: numbered, list: [...numbers.keys()] }
}

/** A place that is unknown may be anywhere. */
function possible(rule: RegionRule, county: string): boolean {
  return county === '' || rule.test(county) !== PLACE.no
}
