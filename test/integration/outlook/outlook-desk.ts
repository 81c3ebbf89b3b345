import type { ReadLedger, WriteLedger } from '../../../src/main/core/db/ledger.ts'
import type { Coming } from '../../../src/main/core/outlook/coming.ts'
import { lookAhead } from '../../../src/main/core/outlook/look-ahead.ts'
import type { Loss } from '../../../src/main/core/outlook/losing.ts'
import { jobContext } from '../entitlements/entitlement-desk.ts'

/** Everything a look ahead from a day finds, without storing it. */
export function seen(ledger: WriteLedger, asOf: string, reader: Pick<ReadLedger, 'prepare'> = ledger.reader) {
  const coming: Coming[] = []
  const losing: Loss[] = []
  const people = lookAhead(jobContext(ledger), reader, asOf, {
    coming: (list) => coming.push(...list),
    losing: (list) => losing.push(...list),
    flush: () => undefined,
  })
  return { people, coming, losing }
}

/** Reasons, last day and day of meeting of one benefit, as short texts. */
export function lossesOf(ledger: WriteLedger, asOf: string, benefit: string, personId: string): string[] {
  return seen(ledger, asOf)
    .losing.filter(({ found }) => found.row.id === benefit && found.person === personId)
    .flatMap(({ on, details }) =>
      details.map(({ reason, deadline }) => `${reason} ${deadline ?? '-'} ${on ?? '-'}`),
    )
}
