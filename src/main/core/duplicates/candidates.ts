/** Records of the ledger on the form on which they are compared. */
import {
  type BodyCandidate,
  type HouseholdCandidate,
  scoreBodies,
  scoreHouseholds,
} from '../../../shared/domain/duplicate-bodies.ts'
import {
  type CandidateWork,
  type PersonCandidate,
  scorePeople,
} from '../../../shared/domain/duplicate-people.ts'
import type { DuplicateKind, Likeness } from '../../../shared/domain/duplicates.ts'
import type { Sex } from '../../../shared/domain/id-number.ts'
import type { ReadLedger } from '../db/ledger.ts'

export type Reading = Pick<ReadLedger, 'prepare'>

type PersonCells = [
  id: string,
  name: string,
  pinyin: string,
  idNumber: string | null,
  idWritten: string | null,
  sex: string | null,
  birthDate: string | null,
  county: string | null,
  township: string | null,
  townshipText: string | null,
  village: string | null,
  household: string | null,
  relation: string | null,
  code: string | null,
  phone: string | null,
  account: string | null,
]

const PERSON_CELLS = `id, name, pinyin, id_number, id_number_written, sex, birth_date, home_county, home_township,
  home_township_text, home_village, household_id, relation_to_head, code, phone, payee_account`

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Everybody, in order of id, without their work. */
export function* everyPerson(ledger: Reading): Generator<[string, PersonCandidate]> {
  const rows = ledger
    .prepare<PersonCells>(`SELECT ${PERSON_CELLS} FROM people WHERE deleted_at IS NULL ORDER BY id`)
    .raw() as unknown as { iterate(): IterableIterator<PersonCells> }
  for (const cells of rows.iterate()) yield [cells[0], personCandidate(cells)]
}

function personCandidate(cells: PersonCells): PersonCandidate {
  const [, name, pinyin, idNumber, idWritten, sex, birthDate, county, township, townshipText] = cells
  const [village, household, relation, code, phone, account] = cells.slice(10) as (string | null)[]
  const person: Mutable<PersonCandidate> = { name, pinyin }
  if (idNumber !== null) person.idNumber = idNumber
  if (idWritten !== null) person.idWritten = idWritten
  if (sex !== null) person.sex = sex as Sex
  if (birthDate !== null) person.birthDate = birthDate
  if (township !== null) person.township = township
  else if (townshipText !== null) person.township = `${county ?? ''} ${townshipText}`
  if (village) person.village = village
  if (household) person.household = household
  if (relation) person.relation = relation
  if (code) person.code = code
  if (phone) person.phone = phone
  if (account) person.account = account
  return person
}

type OtherKind = Exclude<DuplicateKind, 'person'>
type CandidateOf = { employer: BodyCandidate; agent: BodyCandidate; household: HouseholdCandidate }

const OTHER_SQL: Readonly<Record<OtherKind, string>> = {
  employer: `SELECT id, name, credit_code AS creditCode, county, phone, bank_account AS account,
    legal_rep_name AS legalRep FROM employers`,
  agent: `SELECT id, name, credit_code AS creditCode, county, phone, bank_account AS account,
    legal_rep_name AS legalRep FROM agents`,
  household: `SELECT id, code, coalesce(township, county || ' ' || township_text) AS township, village, phone
    FROM households`,
}

/** All employers, agents or households, in order of id. */
export function* everyOther<K extends OtherKind>(
  ledger: Reading,
  kind: K,
): Generator<[string, CandidateOf[K]]> {
  const rows = ledger.prepare<{ id: string }>(`${OTHER_SQL[kind]} WHERE deleted_at IS NULL ORDER BY id`)
  for (const row of rows.iterate()) yield otherCandidate(row)
}

function otherCandidate<K extends OtherKind>({ id, ...cells }: { id: string }): [string, CandidateOf[K]] {
  const known = Object.entries(cells).filter(([, value]) => value !== null && value !== '')
  return [id, Object.fromEntries(known) as unknown as CandidateOf[K]]
}

/** Scores pairs of living records of one kind: many at a time, each record read once. */
export class Scorer {
  readonly #ledger: Reading
  readonly #kind: DuplicateKind

  constructor(ledger: Reading, kind: DuplicateKind) {
    this.#ledger = ledger
    this.#kind = kind
  }

  /** In the order of `pairs`; undefined where one of the two is not a living record. */
  score(pairs: readonly (readonly [string, string])[]): (Likeness | undefined)[] {
    const ids = JSON.stringify([...new Set(pairs.flat())])
    switch (this.#kind) {
      case 'person':
        return scored(pairs, this.#people(ids), scorePeople)
      case 'household':
        return scored(pairs, this.#others('household', ids), scoreHouseholds)
      default:
        return scored(pairs, this.#others(this.#kind, ids), scoreBodies)
    }
  }

  #people(ids: string): Map<string, PersonCandidate> {
    const rows = this.#ledger
      .prepare<PersonCells>(
        `SELECT ${PERSON_CELLS} FROM people WHERE id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL`,
      )
      .raw()
      .all(ids) as unknown as PersonCells[]
    const work = this.#work(ids)
    return new Map(
      rows.map((cells) => {
        const spells = work.get(cells[0])
        const person = personCandidate(cells)
        return [cells[0], spells === undefined ? person : { ...person, work: spells }]
      }),
    )
  }

  #work(ids: string): Map<string, CandidateWork[]> {
    const rows = this.#ledger
      .prepare<{
        personId: string
        from: string
        state: string | null
        to: string | null
        employer: string | null
        county: string | null
      }>(
        `SELECT person_id AS personId, from_date AS "from", to_state AS state, to_date AS "to",
           coalesce(employer_id, employer_text) AS employer, county
         FROM spells WHERE person_id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL`,
      )
      .all(ids)
    const work = new Map<string, CandidateWork[]>()
    for (const { personId, from, state, to, employer, county } of rows) {
      const spell: Mutable<CandidateWork> = { from }
      if (state === 'open') spell.to = null
      else if (to !== null) spell.to = to
      if (employer !== null) spell.employer = employer
      if (county !== null) spell.county = county
      const spells = work.get(personId)
      if (spells === undefined) work.set(personId, [spell])
      else spells.push(spell)
    }
    return work
  }

  #others<K extends OtherKind>(kind: K, ids: string): Map<string, CandidateOf[K]> {
    const rows = this.#ledger
      .prepare<{ id: string }>(
        `${OTHER_SQL[kind]} WHERE id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL`,
      )
      .all(ids)
    return new Map(rows.map((row) => otherCandidate<K>(row)))
  }
}

function scored<C>(
  pairs: readonly (readonly [string, string])[],
  records: ReadonlyMap<string, C>,
  score: (a: C, b: C) => Likeness,
): (Likeness | undefined)[] {
  return pairs.map(([first, second]) => {
    const a = records.get(first)
    const b = records.get(second)
    return a === undefined || b === undefined ? undefined : score(a, b)
  })
}
