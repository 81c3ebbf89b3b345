import { nameKey } from '../../../shared/domain/person-name.ts'
import type { Reading } from './candidates.ts'
import { LATEST_VERDICT } from './verdicts.ts'

/** A record that goes into one that was there before it. */
export type SameNumber = { readonly keepId: string; readonly otherId: string }

/**
 * People of one ID number and one name (but for dots, blanks and width): nothing is to be weighed. The oldest record stays.
 * Pairs that somebody put off or called two people are left out.
 */
export function sameNumberAndName(ledger: Reading): SameNumber[] {
  const rows = ledger
    .prepare<{ id: string; idNumber: string; name: string }>(
      `SELECT id, id_number AS idNumber, name FROM people WHERE deleted_at IS NULL AND id_number IN (
         SELECT id_number FROM people WHERE deleted_at IS NULL AND id_number IS NOT NULL
         GROUP BY id_number HAVING count(*) > 1)
       ORDER BY id_number, id`,
    )
    .all()
  const decided = ledger
    .prepare<string | null>(`SELECT ${LATEST_VERDICT} FROM (SELECT ? AS first_id, ? AS second_id) p`)
    .pluck()
  const kept = new Map<string, string>()
  const found: SameNumber[] = []
  for (const { id, idNumber, name } of rows) {
    const key = `${idNumber} ${nameKey(name)}`
    const keepId = kept.get(key)
    if (keepId === undefined) kept.set(key, id)
    else if ((decided.get(keepId, id) ?? null) === null) found.push({ keepId, otherId: id })
  }
  return found
}
