import type { BeneficiaryKind } from '../../../shared/domain/policy.ts'
import type { PackBenefit } from '../entitlements/packs.ts'
import { codesEnd, searchClause } from '../registry/people-list.ts'

/** What all views of the outlook may be narrowed to. */
export type Narrowed = {
  doc?: string | undefined
  benefit?: string | undefined
  homeCounty?: string | undefined
  homeTownship?: string | undefined
  payee?: BeneficiaryKind | undefined
  search: string
}

/** Conditions of a statement with their parameters in order. */
export class Conditions {
  readonly params: (string | number)[] = []
  private readonly parts: string[] = []

  add(sql: string, ...params: (string | number)[]): this {
    this.parts.push(sql)
    this.params.push(...params)
    return this
  }

  get sql(): string {
    return this.parts.length === 0 ? '' : `WHERE ${this.parts.join(' AND ')}`
  }
}

/** The conditions of a filter on rows `r` that name benefit, payee and person. */
export function narrowing(filter: Narrowed, benefits: readonly PackBenefit[]): Conditions {
  const conditions = new Conditions()
  if (filter.benefit !== undefined) conditions.add('r.benefit = ?', filter.benefit)
  if (filter.doc !== undefined) {
    const ids = benefits.filter(({ doc }) => doc === filter.doc).map(({ id }) => id)
    conditions.add('r.benefit IN (SELECT value FROM json_each(?))', JSON.stringify(ids))
  }
  if (filter.payee !== undefined) conditions.add('r.beneficiary_kind = ?', filter.payee)
  const search = searchClause(filter.search)
  if (search !== undefined) {
    const named = `SELECT p.id FROM people p INDEXED BY ${search.index} WHERE p.deleted_at IS NULL AND ${search.sql}`
    const typed = filter.search.trim()
    // A payee that is no person is looked for by its name.
    conditions.add(
      `(r.person_id IN (${named}) OR (r.beneficiary_kind <> 'person' AND r.beneficiary_id IN (${BODIES})))`,
      ...search.params,
      typed,
      typed,
      typed,
      typed,
    )
  }
  const home: string[] = []
  const places: string[] = []
  if (filter.homeCounty !== undefined) {
    home.push('home_county >= ? AND home_county < ?')
    places.push(filter.homeCounty, codesEnd(filter.homeCounty))
  }
  if (filter.homeTownship !== undefined) {
    home.push('home_township_text = ?')
    places.push(filter.homeTownship)
  }
  if (home.length > 0)
    conditions.add(
      `r.person_id IN (SELECT id FROM people WHERE ${home.join(' AND ')} AND deleted_at IS NULL)`,
      ...places,
    )
  return conditions
}

const BODIES = ['employers', 'agents', 'schools', 'stations']
  .map((table) => `SELECT id FROM ${table} WHERE deleted_at IS NULL AND instr(name, ?) > 0`)
  .join(' UNION ALL ')
