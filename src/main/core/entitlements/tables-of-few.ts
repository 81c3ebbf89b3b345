import type { BeneficiaryKind } from '../../../shared/domain/policy.ts'
import type { ReadLedger } from '../db/ledger.ts'
import type { EmployerFact, Tables } from '../policy/facts.ts'
import {
  agentsWhere,
  employersWhere,
  fairsOf,
  grantsWhere,
  placementsWhere,
  schoolsWhere,
  stationsWhere,
} from './ledger-tables.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/**
 * The tables for a question about one person: organisations are read when the calculation first looks at them, so that
 * an answer costs the few that the person's own work names. What only bodies' own awards look at stays away.
 */
export function tablesOfPerson(ledger: Reading): Tables {
  return { ...organisations(ledger), fairs: [], placements: [], grants: [] }
}

/** The tables for a question about what one body gets for itself. */
export function tablesOfBody(ledger: Reading, kind: BeneficiaryKind, id: string): Tables {
  return {
    ...organisations(ledger),
    fairs: kind === 'employer' ? fairsOf(ledger) : [],
    // A placement of an unknown school may be this one's.
    placements: kind === 'school' ? placementsWhere(ledger, '(school_id = ? OR school_id IS NULL)', id) : [],
    grants: grantsWhere(ledger, 'beneficiary_id = ?', id),
  }
}

/** The tables for what some employers, schools and stations get for themselves. */
export function tablesOfBodies(ledger: Reading, ids: readonly string[]): Tables {
  const among = (column: string) => `${column} IN (SELECT value FROM json_each(?))`
  const list = JSON.stringify(ids)
  // A placement of an unknown school may be any school's.
  const placements = placementsWhere(ledger, `(school_id IS NULL OR ${among('school_id')})`, list)
  const employers = [...ids, ...placements.map(({ employer }) => employer)]
  return {
    employers: employersWhere(ledger, among('id'), JSON.stringify(employers)),
    agents: new Map(),
    schools: schoolsWhere(ledger, among('id'), list),
    stations: stationsWhere(ledger, among('id'), list),
    fairs: fairsOf(ledger),
    placements,
    grants: grantsWhere(ledger, among('beneficiary_id'), list),
  }
}

function organisations(ledger: Reading): Pick<Tables, 'employers' | 'agents' | 'schools' | 'stations'> {
  return {
    employers: new Looked<EmployerFact>((where, ...ids) => employersWhere(ledger, where, ...ids)),
    agents: new Looked((where, ...ids) => agentsWhere(ledger, where, ...ids)),
    schools: new Looked((where, ...ids) => schoolsWhere(ledger, where, ...ids)),
    stations: new Looked((where, ...ids) => stationsWhere(ledger, where, ...ids)),
  }
}

/** A table of which each row is read when it is first asked for; walking it reads the rest. */
class Looked<T> extends Map<string, T> {
  private readonly read: (where: string, ...ids: string[]) => ReadonlyMap<string, T>
  private readonly absent = new Set<string>()
  private whole = false

  constructor(read: (where: string, ...ids: string[]) => ReadonlyMap<string, T>) {
    super()
    this.read = read
  }

  override get(id: string): T | undefined {
    const known = super.get(id)
    if (known !== undefined || this.whole || this.absent.has(id)) return known
    const found = this.read('id = ?', id).get(id)
    if (found === undefined) this.absent.add(id)
    else this.set(id, found)
    return found
  }

  override has(id: string): boolean {
    return this.get(id) !== undefined
  }

  override get size(): number {
    return this.all().size
  }

  override keys() {
    return this.all().keys()
  }

  override values() {
    return this.all().values()
  }

  override entries() {
    return this.all().entries()
  }

  override forEach(each: (value: T, key: string, map: Map<string, T>) => void): void {
    this.all().forEach(each)
  }

  override [Symbol.iterator]() {
    return this.all()[Symbol.iterator]()
  }

  private every: ReadonlyMap<string, T> | undefined

  /** As they stand in the ledger, in its order. */
  private all(): Map<string, T> {
    this.whole = true
    this.every ??= this.read('1')
    for (const [id, fact] of this.every) if (!super.has(id)) this.set(id, fact)
    return new Map(this.every)
  }
}
