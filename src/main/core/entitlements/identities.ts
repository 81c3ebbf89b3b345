import type { ReadLedger } from '../db/ledger.ts'
import type { PersonView } from '../policy/facts.ts'

/**
 * What names a person in the key of an entitlement: the ID number, so that two offices give the same key; the record's
 * own id where no ID number is on record. For people in order of id.
 */
export function identities(
  ledger: Pick<ReadLedger, 'prepare'>,
  views: readonly PersonView[],
): (personId: string) => string {
  const first = views[0]?.id
  const last = views.at(-1)?.id
  if (first === undefined || last === undefined) return (personId) => personId
  const numbers = new Map(
    ledger
      .prepare<string[]>(
        'SELECT id, id_number FROM people WHERE id >= ? AND id <= ? AND deleted_at IS NULL AND id_number IS NOT NULL',
      )
      .raw()
      .all(first, last) as unknown as [string, string][],
  )
  return (personId) => numbers.get(personId) ?? personId
}
