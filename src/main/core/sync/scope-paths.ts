/** Whose records are in a partner's scope, and how each table's records belong to people. */
import { GROUP_OF_TABLE, type SyncScope } from '../../../shared/domain/sync-scope.ts'
import type { ReadLedger } from '../db/ledger.ts'
import { tableInfoByName } from '../db/tables.ts'

const OF_CLAIM = '(SELECT k.person_id FROM claims k WHERE k.id = r.claim_id)'
/** Tables without a person of their own: SQL of `r` for whose they are; NULL: nobody's, such as an employer. */
const PATHS: Readonly<Record<string, string>> = {
  people: 'r.id',
  duplicate_verdicts: "CASE r.kind WHEN 'person' THEN r.first_id END",
  claim_entitlements: OF_CLAIM,
  claim_events: OF_CLAIM,
  claim_holds: OF_CLAIM,
  claim_materials: OF_CLAIM,
  sample_calls: OF_CLAIM,
  payments: OF_CLAIM,
  clawbacks: OF_CLAIM,
  objections: OF_CLAIM,
  outside_answers: `CASE r.subject WHEN 'claim' THEN (SELECT k.person_id FROM claims k WHERE k.id = r.subject_id)
    WHEN 'person' THEN r.subject_id ELSE (SELECT w.person_id FROM spells w WHERE w.id = r.subject_id) END`,
}

/** SQL of a table's record `r`: the id of the person whose it is, or NULL. */
export function peoplePath(tbl: string): string {
  const path = PATHS[tbl]
  if (path !== undefined) return path
  return tableInfoByName(tbl)?.byName.has('person_id') === true ? 'r.person_id' : 'NULL'
}

/** Tables whose records belong to a household: SQL of `r` for its id. */
export const HOUSEHOLD_PATHS: Readonly<Record<string, string>> = {
  households: 'r.id',
  household_years: 'r.household_id',
}

/** Tables of the office itself: in a handover alone, which has everybody in scope. */
export function isInsideOwn(tbl: string): boolean {
  const group = GROUP_OF_TABLE[tbl]
  return group === 'own' || group === 'never'
}

/** Ids of the people in scope now; `null`: everybody. */
export function peopleInScope(ledger: Pick<ReadLedger, 'prepare'>, scope: SyncScope): Set<string> | null {
  if (scope.counties === 'all') return null
  const counties = JSON.stringify(scope.counties)
  const home = 'SELECT id FROM people WHERE home_county IN (SELECT value FROM json_each(@counties))'
  const work =
    'SELECT person_id FROM spells WHERE deleted_at IS NULL AND county IN (SELECT value FROM json_each(@counties))'
  const sql = scope.by === 'home' ? home : scope.by === 'work' ? work : `${home} UNION ${work}`
  return new Set(ledger.prepare(sql).pluck().all({ counties }) as string[])
}
