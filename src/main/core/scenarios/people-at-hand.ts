import type { ReadLedger } from '../db/ledger.ts'
import { PersonViewReader } from '../entitlements/person-views.ts'
import type { PersonView } from '../policy/facts.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/** People that are read and decided at once. */
const RANGE = 5000

/** Everybody, in ranges. */
export function* peopleAtHand(ledger: Reading): Generator<readonly PersonView[]> {
  const reader = new PersonViewReader(ledger, { sources: false })
  for (const [first, last] of reader.split(RANGE)) yield reader.range(first, last)
}
