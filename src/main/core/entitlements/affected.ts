import type { ReadLedger } from '../db/ledger.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/** Changes of facts that are looked at one by one; a transaction with more has changed too much for that. */
const MOST_CHANGES = 500
/** People that are decided anew at once; an employer with more workers leaves the calculation stale. */
const MOST_PEOPLE = 200

/** Tables of facts about one person, by the column that names the person. */
const OF_PERSON: Readonly<Record<string, 'person_id'>> = {
  person_categories: 'person_id',
  spells: 'person_id',
  spell_years: 'person_id',
  insured_years: 'person_id',
  rent_years: 'person_id',
  certificates: 'person_id',
  courses: 'person_id',
  enrolments: 'person_id',
  attendance: 'person_id',
}

/** Columns of other tables that a calculation looks at. Where only others change, nothing has to be decided anew. */
const LOOKED_AT: Readonly<Record<string, readonly string[]>> = {
  people: ['home_county', 'household_id', 'categories_known', 'id_number', 'deleted_at'],
  employers: ['kind', 'county', 'is_private', 'deleted_at'],
  agents: ['kind', 'deleted_at'],
  schools: ['county', 'deleted_at'],
  stations: ['county', 'cooperation_base', 'deleted_at'],
}

/** Every table whose changes can change an entitlement: facts, and what everybody is calculated by. */
export const FACT_TABLES: readonly string[] = [
  ...Object.keys(OF_PERSON),
  ...Object.keys(LOOKED_AT),
  'household_years',
  'employer_recognitions',
  'grants',
  'placements',
  'fairs',
  'fair_employers',
  'standards',
  'parameters',
  'installed_packs',
  'pack_activations',
]

export type Affected = {
  /** changes of facts, also of those that no calculation looks at */
  readonly changes: number
  readonly people: ReadonlySet<string>
  /** employers, schools and stations, for what they get for themselves */
  readonly bodies: ReadonlySet<string>
  /** those of them that were not there before */
  readonly newBodies: ReadonlySet<string>
}

type Change = { tbl: string; rowId: string; op: string; before: string | null }

/**
 * Whose results the changes of facts since an entry of the change log can have changed; `undefined` where these are too
 * many, or of a kind that concerns everybody (standards, readings, packs, the list of fairs, a body that is no more).
 */
export function affectedSince(ledger: Reading, seq: number): Affected | undefined {
  // "+tbl" keeps SQLite from walking the index of records: the last few entries are read instead.
  const changes = ledger
    .prepare<Change>(
      `SELECT tbl, row_id AS rowId, op, before FROM change_log
       WHERE seq > ? AND +tbl IN (SELECT value FROM json_each(?)) ORDER BY seq LIMIT ?`,
    )
    .all(seq, JSON.stringify(FACT_TABLES), MOST_CHANGES + 1)
  if (changes.length > MOST_CHANGES) return undefined
  const found = new Finder(ledger, changes.length)
  for (const change of changes) {
    if (!found.take(change) || found.people.size > MOST_PEOPLE) return undefined
  }
  return found
}

class Finder implements Affected {
  readonly people = new Set<string>()
  readonly bodies = new Set<string>()
  readonly newBodies = new Set<string>()
  readonly changes: number
  private readonly ledger: Reading

  constructor(ledger: Reading, changes: number) {
    this.changes = changes
    this.ledger = ledger
  }

  /** False where the change concerns more than single people and bodies. */
  take(change: Change): boolean {
    const { tbl, rowId } = change
    const before = change.before === null ? {} : (JSON.parse(change.before) as Record<string, unknown>)
    const looked = LOOKED_AT[tbl]
    if (looked !== undefined && change.op !== 'insert' && !looked.some((column) => column in before))
      return true
    const named = OF_PERSON[tbl]
    if (named !== undefined) return this.addPeople(this.cells(tbl, rowId, named, before))
    switch (tbl) {
      case 'people':
        return this.addPeople([rowId])
      case 'household_years':
        return this.cells(tbl, rowId, 'household_id', before).every((id) =>
          this.addWhere('people', 'id', 'household_id', id),
        )
      case 'grants':
        this.addPeople(this.cells(tbl, rowId, 'person_id', before))
        return this.addBodies(this.cells(tbl, rowId, 'beneficiary_id', before))
      case 'placements': {
        const schools = this.cells(tbl, rowId, 'school_id', before)
        // Somebody of an unknown school may be any school's.
        return (
          schools.length > 0 &&
          !('school_id' in before && before.school_id === null) &&
          this.addBodies(schools)
        )
      }
      case 'fair_employers':
        return this.addBodies(this.cells(tbl, rowId, 'employer_id', before))
      case 'employer_recognitions':
        return this.cells(tbl, rowId, 'employer_id', before).every((id) => this.addEmployer(id))
      case 'employers':
      case 'schools':
      case 'stations':
        if ('deleted_at' in before) return false
        if (change.op === 'insert') this.newBodies.add(rowId)
        if (tbl === 'schools' && !this.addWhere('enrolments', 'person_id', 'school_id', rowId)) return false
        return tbl === 'employers' ? this.addEmployer(rowId) : this.addBodies([rowId])
      case 'agents':
        return (
          this.addWhere('spells', 'person_id', 'agent_id', rowId) &&
          this.addWhere('certificates', 'person_id', 'institution_id', rowId)
        )
      default:
        return false
    }
  }

  /** What a column of the record holds now, and what it held before, without NULL. */
  private cells(tbl: string, id: string, column: string, before: Record<string, unknown>): string[] {
    const now = this.ledger.prepare(`SELECT ${column} FROM ${tbl} WHERE id = ?`).pluck().get(id)
    return [now, before[column]].filter((cell) => typeof cell === 'string')
  }

  private addPeople(ids: readonly string[]): boolean {
    for (const id of ids) this.people.add(id)
    return true
  }

  private addBodies(ids: readonly string[]): boolean {
    for (const id of ids) this.bodies.add(id)
    return true
  }

  /** The people whose record in `tbl` names `id`; false where they are too many. */
  private addWhere(tbl: string, person: string, column: string, id: string): boolean {
    const ids = this.ledger
      .prepare(`SELECT DISTINCT ${person} FROM ${tbl} WHERE ${column} = ? LIMIT ${MOST_PEOPLE + 1}`)
      .pluck()
      .all(id) as string[]
    return ids.length <= MOST_PEOPLE && this.addPeople(ids)
  }

  private addEmployer(id: string): boolean {
    this.bodies.add(id)
    // What somebody learnt or was paid for there hangs on their spell; enrolments name the employer themselves.
    if (!this.addWhere('spells', 'person_id', 'employer_id', id)) return false
    const enrolled = this.ledger.prepare('SELECT 1 FROM enrolments LIMIT 1').get() !== undefined
    const placed = this.ledger
      .prepare('SELECT DISTINCT school_id FROM placements WHERE employer_id = ?')
      .pluck()
      .all(id) as (string | null)[]
    if (placed.includes(null)) return false
    this.addBodies(placed as string[])
    if (enrolled && !this.addWhere('enrolments', 'person_id', 'employer_id', id)) return false
    return this.newBodies.has(id) || this.insuredOnly(id)
  }

  /** People who were insured there without a spell of theirs: their months make one. */
  private insuredOnly(id: string): boolean {
    return this.addWhere('insured_years', 'person_id', 'employer_id', id)
  }
}
