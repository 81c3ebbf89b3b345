import { type Check, finding, MOST_LISTED } from './finding.ts'

/** Two offices may have claimed the same; then each of the claims was held, for a person to decide. */
const UNASKED = `AND sum(NOT EXISTS (
  SELECT 1 FROM claim_holds h WHERE h.claim_id = claim_entitlements.claim_id AND h.deleted_at IS NULL
  AND h.check_id IN ('exchange', 'entitlement-twice'))) > 0`

/** An entitlement (benefit, for whom, period) is claimed and granted once at most, and its key says what its columns say. */
export const entitlementsCheck: Check = {
  name: 'entitlements',
  title: '待遇唯一性',
  run: ({ db }) => {
    const findings = ['claim_entitlements', 'grants'].flatMap((table) =>
      (
        db
          .prepare(
            `SELECT entitlement_key AS key, count(*) AS n, min(id) AS id FROM ${table} NOT INDEXED
             WHERE deleted_at IS NULL GROUP BY entitlement_key HAVING n > 1 ${table === 'grants' ? '' : UNASKED} LIMIT ${MOST_LISTED}`,
          )
          .all() as { key: string; n: number; id: string }[]
      ).map(({ n, id }) =>
        finding(
          'doctor.entitlement-twice',
          `${table === 'claim_entitlements' ? '申领' : '发放'}中同一项待遇出现 ${n} 次（其中一条 ${id}）。请逐条核实，避免重复发放。`,
          {
            table,
            id,
            count: n,
          },
        ),
      ),
    )
    const checked = db
      .prepare('SELECT (SELECT count(*) FROM claim_entitlements) + (SELECT count(*) FROM grants)')
      .pluck()
      .get() as number
    return { checked, findings }
  },
}
