import type { BeneficiaryKind } from '../../../shared/domain/policy.ts'
import type { ReadLedger } from '../db/ledger.ts'
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

/** More hits of a search than this are looked up row by row. */
const FEW = 2000

/** The conditions of a filter on rows `r` that name benefit, payee and person. */
export function narrowing(
  ledger: Pick<ReadLedger, 'prepare'>,
  filter: Narrowed,
  benefits: readonly PackBenefit[],
): Conditions {
  const conditions = new Conditions()
  if (filter.benefit !== undefined) conditions.add('r.benefit = ?', filter.benefit)
  if (filter.doc !== undefined) {
    const ids = benefits.filter(({ doc }) => doc === filter.doc).map(({ id }) => id)
    conditions.add('r.benefit IN (SELECT value FROM json_each(?))', JSON.stringify(ids))
  }
  if (filter.payee !== undefined) conditions.add('r.beneficiary_kind = ?', filter.payee)
  addSearch(ledger, filter.search, conditions)
  const home: string[] = []
  const places: string[] = []
  if (filter.homeCounty !== undefined) {
    home.push('h.home_county >= ? AND h.home_county < ?')
    places.push(filter.homeCounty, codesEnd(filter.homeCounty))
  }
  if (filter.homeTownship !== undefined) {
    home.push('h.home_township_text = ?')
    places.push(filter.homeTownship)
  }
  if (home.length > 0)
    conditions.add(
      `EXISTS (SELECT 1 FROM people h WHERE h.id = r.person_id AND ${home.join(' AND ')} AND h.deleted_at IS NULL)`,
      ...places,
    )
  return conditions
}

/** People by what was typed; a payee that is no person is looked for by its name. */
function addSearch(ledger: Pick<ReadLedger, 'prepare'>, text: string, conditions: Conditions): void {
  const search = searchClause(text)
  if (search === undefined) return
  const typed = text.trim()
  const bodies = ledger.prepare<string>(BODIES).pluck().all(typed, typed, typed, typed) as string[]
  const hits = ledger
    .prepare<string>(
      `SELECT p.id FROM people p INDEXED BY ${search.index} WHERE p.deleted_at IS NULL AND ${search.sql} LIMIT ?`,
    )
    .pluck()
    .all(...search.params, FEW + 1) as string[]
  const paid = JSON.stringify(bodies)
  const few = hits.length <= FEW
  const people = few
    ? 'r.person_id IN (SELECT value FROM json_each(?))'
    : `EXISTS (SELECT 1 FROM people p WHERE p.id = r.person_id AND p.deleted_at IS NULL AND ${search.sql})`
  const params = few ? [JSON.stringify(hits)] : search.params
  if (bodies.length === 0) conditions.add(people, ...params)
  else
    conditions.add(
      `(${people} OR (r.beneficiary_kind <> 'person' AND r.beneficiary_id IN (SELECT value FROM json_each(?))))`,
      ...params,
      paid,
    )
}

const BODIES = ['employers', 'agents', 'schools', 'stations']
  .map((table) => `SELECT id FROM ${table} WHERE deleted_at IS NULL AND instr(name, ?) > 0`)
  .join(' UNION ALL ')
