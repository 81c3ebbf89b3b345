import type { OrganisationBehind } from '../../../shared/contract/registry.ts'
import { CLAIM_STATES } from '../../../shared/domain/claim-states.ts'
import type { ReadLedger } from '../db/ledger.ts'

/** Condition on `claims`: paid to an organisation, or resting on work for it; the organisation is bound twice. */
export const CLAIMS_OF_ORGANISATION = `(beneficiary_id = ? OR "facts" ->> '$.work.employerId' = ?)`

/** Who and what hangs on an employer or agent on a day; null where there is no such organisation. */
export function behindOrganisation(ledger: ReadLedger, id: string, asOf: string): OrganisationBehind | null {
  const organisation = ledger
    .prepare<{ name: string; kind: 'employer' | 'agent' }>(
      `SELECT name, 'employer' AS kind FROM employers WHERE id = ? AND deleted_at IS NULL
       UNION ALL SELECT name, 'agent' FROM agents WHERE id = ? AND deleted_at IS NULL`,
    )
    .get(id, id)
  if (organisation === undefined) return null
  const column = organisation.kind === 'employer' ? 'employer_id' : 'agent_id'
  const workers = ledger
    .prepare<{ ever: number; workingNow: number }>(
      `SELECT count(DISTINCT person_id) AS ever,
         count(DISTINCT CASE WHEN from_date <= ? AND (to_state = 'open' OR to_date >= ?) THEN person_id END) AS workingNow
       FROM spells WHERE ${column} = ? AND deleted_at IS NULL`,
    )
    .get(asOf, asOf, id)
  const claims = ledger
    .prepare<OrganisationBehind['claims'][number]>(
      `SELECT state, count(*) AS count, sum(amount_fen) AS amountFen FROM claims
       WHERE deleted_at IS NULL AND ${CLAIMS_OF_ORGANISATION} GROUP BY state`,
    )
    .all(id, id)
  return {
    ...organisation,
    workingNow: workers?.workingNow ?? 0,
    ever: workers?.ever ?? 0,
    claims: claims.sort((a, b) => CLAIM_STATES.indexOf(a.state) - CLAIM_STATES.indexOf(b.state)),
  }
}
