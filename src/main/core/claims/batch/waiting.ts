import type { WaitingBenefit, WaitingBy, WaitingGroup } from '../../../../shared/contract/batches.ts'
import type { ReadLedger } from '../../db/ledger.ts'
import type { Regions } from '../../registry/regions.ts'
import { IS_HELD } from '../workflow/holds.ts'
import { OfficeProcedures } from '../workflow/office-procedures.ts'
import { type StoredStep, waitingAt } from '../workflow/positions.ts'

type Reading = Pick<ReadLedger, 'prepare'>
type Pair = StoredStep & { readonly procedureId: string | null }

/** Claims that know no place or employer stand together under this key. */
const NOWHERE = ''

/** What parts claims `c` of people `p`. Employers are those that the claim was decided on. */
const KEY: Readonly<Record<WaitingBy, string>> = {
  county: "coalesce(p.home_county, '')",
  township: "coalesce(p.home_township_text, '')",
  village:
    "iif(p.home_township_text IS NULL AND p.home_village IS NULL, '', concat_ws(' ', p.home_township_text, p.home_village))",
  employer:
    "coalesce(iif(c.beneficiary_kind = 'employer', c.beneficiary_id, c.facts ->> '$.work.employerId'), '')",
}

/**
 * Condition on `claims c`: their next step is to be batched. Which step that is, each procedure says, so the few pairs
 * of procedure and step that occur are asked of the procedures and not every claim.
 */
function waitingWhere(ledger: Reading, benefit?: string): { sql: string; params: string[] } {
  const procedures = new OfficeProcedures(ledger)
  const pairs = ledger
    .prepare<Pair>(
      `SELECT c.benefit, c.state, c.step, c.procedure_id AS procedureId, max(c.drafted_at) AS draftedAt FROM claims c
       WHERE c.deleted_at IS NULL AND c.batch_id IS NULL AND c.procedure_id IS NOT NULL AND (? IS NULL OR c.benefit = ?)
       GROUP BY c.benefit, c.state, c.step, c.procedure_id`,
    )
    .all(benefit ?? null, benefit ?? null)
    .filter((pair) => waitingAt(pair, procedures)?.kind === 'batch')
  const places = [...new Set(pairs.map(({ procedureId, step }) => JSON.stringify([procedureId, step])))]
  return {
    sql: `c.deleted_at IS NULL AND c.batch_id IS NULL AND (? IS NULL OR c.benefit = ?)
      AND json_array(c.procedure_id, c.step) IN (SELECT value FROM json_each(?))`,
    params: [JSON.stringify(places)],
  }
}

/** What waits to be batched, by benefit, with the funds that each clause names. */
export function waitingBenefits(
  ledger: Reading,
  names: ReadonlyMap<string, string>,
  fundsOf: (benefit: string) => WaitingBenefit['funds'],
): WaitingBenefit[] {
  const { sql, params } = waitingWhere(ledger)
  return ledger
    .prepare<Omit<WaitingBenefit, 'benefitName' | 'funds'>>(
      `SELECT c.benefit, count(*) AS count, sum(c.amount_fen) AS amountFen, sum(${IS_HELD}) AS held
       FROM claims c WHERE ${sql} GROUP BY c.benefit ORDER BY c.benefit`,
    )
    .all(null, null, ...params)
    .map((row) => ({
      ...row,
      benefitName: names.get(row.benefit) ?? row.benefit,
      funds: fundsOf(row.benefit),
    }))
}

/** What waits of one benefit, by place or employer; the unknown ones last. */
export function waitingGroups(
  ledger: Reading,
  { benefit, by }: { benefit: string; by: WaitingBy },
  regions: Regions,
): WaitingGroup[] {
  const { sql, params } = waitingWhere(ledger, benefit)
  const rows = ledger
    .prepare<Omit<WaitingGroup, 'name'> & { employer: string | null }>(
      `SELECT ${KEY[by]} AS "key", count(*) AS count, sum(c.amount_fen) AS amountFen, sum(${IS_HELD}) AS held,
         max(c.facts ->> '$.work.employer') AS employer
       FROM claims c LEFT JOIN people p ON p.id = c.person_id WHERE ${sql} GROUP BY 1`,
    )
    .all(benefit, benefit, ...params)
  const nameOf = (key: string, employer: string | null) => {
    if (key === NOWHERE) return by === 'employer' ? '没有用人单位' : '没有填户籍地'
    if (by === 'county') return regions.fullName(key) ?? key
    return by === 'employer' ? (employer ?? key) : key
  }
  return rows
    .map(({ employer, ...row }) => ({ ...row, name: nameOf(row.key, employer) }))
    .sort((a, b) => (a.key === NOWHERE ? 1 : b.key === NOWHERE ? -1 : a.name.localeCompare(b.name, 'zh-CN')))
}

/** Ids of those that wait, of these places or employers, in order of their numbers. */
export function claimsOfGroups(
  ledger: Reading,
  benefit: string,
  groups: { readonly by: WaitingBy; readonly keys: readonly string[] },
): string[] {
  const { sql, params } = waitingWhere(ledger, benefit)
  return ledger
    .prepare<string>(
      `SELECT c.id FROM claims c LEFT JOIN people p ON p.id = c.person_id
       WHERE ${sql} AND ${KEY[groups.by]} IN (SELECT value FROM json_each(?)) ORDER BY c.number`,
    )
    .pluck()
    .all(benefit, benefit, ...params, JSON.stringify(groups.keys)) as string[]
}
