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
  private readonly homes: Words
  private readonly workCounties: Words
  private readonly insuredCounties: Words
  private employers: Words | undefined

  constructor(ledger: Reading) {
    this.ledger = ledger
    this.ids = ledger
      .prepare('SELECT id FROM people INDEXED BY people_facts WHERE deleted_at IS NULL ORDER BY id')
      .pluck()
      .all() as string[]
    this.homes = this.words([worded(ledger, 'id', 'home_county', 'people', 'people_facts')])
    this.workCounties = this.words([worded(ledger, 'person_id', 'county', 'spells', 'spells_person')])
    this.insuredCounties = this.words([
      worded(ledger, 'person_id', 'county', 'insured_years', 'insured_years_facts'),
    ])
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
    this.employers ??= this.words([
      worded(this.ledger, 'person_id', 'employer_id', 'spells', 'spells_person'),
      worded(this.ledger, 'person_id', 'employer_id', 'insured_years', 'insured_years_facts'),
    ])
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
    for (const id of this.ledger.prepare(sql).pluck().all() as string[]) {
      const place = this.placeOf(id)
      if (place >= 0) marks[place] = 1
    }
    return marks
  }

  /** Place of a person in the order of ids, or -1. */
  private placeOf(id: string): number {
    const { ids } = this
    let low = 0
    let high = ids.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((ids[middle] as string) < id) low = middle + 1
      else high = middle
    }
    return ids[low] === id ? low : -1
  }

  /** Lists as `worded` gives them. */
  private words(lists: readonly (readonly string[])[]): Words {
    const { ids } = this
    const most = lists.reduce((sum, list) => sum + list.length, 0)
    const numbers = new Map<string, number>()
    const people = new Int32Array(most)
    const words = new Int32Array(most)
    let count = 0
    for (const list of lists) {
      let place = 0
      for (const line of list) {
        // Both stand in the order of ids; work of people who are no more is passed over. An id is less than its own line.
        while (place < ids.length && !begins(line, ids[place] as string) && (ids[place] as string) < line)
          place += 1
        const id = ids[place]
        if (id === undefined || !begins(line, id)) continue
        const word = line.slice(id.length + 1)
        let number = numbers.get(word)
        if (number === undefined) {
          number = numbers.size
          numbers.set(word, number)
        }
        people[count] = place
        words[count] = number
        count += 1
      }
    }
    return { people: people.subarray(0, count), words: words.subarray(0, count), list: [...numbers.keys()] }
  }
}

/** Whether this line of `worded` is about that person. Nothing is cut off for it: V8 compares parts of texts slowly. */
function begins(line: string, id: string): boolean {
  return line.startsWith(id) && line.charCodeAt(id.length) === SPACE
}

const SPACE = ' '.charCodeAt(0)

/**
 * Ids of people in order, each with a word behind a space, from an index: `01J… 511133`. One text a row, since every
 * cell that is read costs more than cutting it in two.
 */
function worded(
  ledger: Reading,
  person: 'id' | 'person_id',
  word: 'home_county' | 'county' | 'employer_id',
  table: 'people' | 'spells' | 'insured_years',
  index: string,
): string[] {
  return ledger
    .prepare(
      `SELECT ${person} || ' ' || ifnull(${word}, '') FROM ${table} INDEXED BY ${index}
       WHERE deleted_at IS NULL ORDER BY ${person}`,
    )
    .pluck()
    .all() as string[]
}

/** A place that is unknown may be anywhere. */
function possible(rule: RegionRule, county: string): boolean {
  return county === '' || rule.test(county) !== PLACE.no
}
