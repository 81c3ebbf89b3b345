/** 转介: rows whose money another office pays; what the office sent on, and what came of it. */
import type { ReferralCount, ReferralRow } from '../../../shared/contract/services.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { BENEFICIARY_KIND_TEXT } from '../../../shared/text/policy.ts'
import type { WriteTx } from '../db/ledger.ts'
import { referrals } from '../db/schema/services.ts'
import type { Cell } from '../db/tables.ts'
import type { PackSet } from '../policy/pack.ts'
import type { InputOf } from '../procedure.ts'
import { findRow, rowsOf } from './document-rows.ts'
import type { Reading } from './evidence.ts'
import { refuseGone, refuseNobody } from './subjects.ts'

const COUNTS = `count(*) AS count, sum(result = 'waiting') AS waiting, sum(result = 'granted') AS granted,
  sum(result = 'refused') AS refused, coalesce(sum(CASE WHEN result = 'granted' THEN amount_fen END), 0) AS amountFen,
  max(on_date) AS lastOn`

/** Every referral row of the documents with what was recorded under it in a year, or ever. */
export function listReferralRows(packs: PackSet, ledger: Reading, year: number | undefined): ReferralCount[] {
  type Counts = Pick<ReferralCount, 'count' | 'waiting' | 'granted' | 'refused' | 'amountFen' | 'lastOn'>
  const { where, params } = inYear(year)
  const counted = new Map(
    ledger
      .prepare<Counts & { benefit: string }>(
        `SELECT benefit, ${COUNTS} FROM referrals WHERE deleted_at IS NULL ${where} GROUP BY benefit`,
      )
      .all(...params)
      .map(({ benefit, ...counts }) => [benefit, counts]),
  )
  const none: Counts = { count: 0, waiting: 0, granted: 0, refused: 0, amountFen: 0, lastOn: null }
  return rowsOf(packs, 'referral').map(({ row, document }) => ({
    id: row.id,
    doc: document.id,
    docTitle: document.title,
    clause: row.clause,
    name: row.name,
    wording: row.wording,
    beneficiary: row.beneficiary,
    delegatesTo: [...row.delegatesTo],
    ...(counted.get(row.id) ?? none),
  }))
}

function inYear(year: number | undefined): { where: string; params: Cell[] } {
  if (year === undefined) return { where: '', params: [] }
  return { where: 'AND on_date >= ? AND on_date <= ?', params: [`${year}-01-01`, `${year}-12-31`] }
}

/** Referrals that match, the latest first. */
export function listReferrals(
  ledger: Reading,
  filter: InputOf<'services.referrals'>,
): { total: number; rows: ReferralRow[] } {
  const { where, params } = inYear(filter.year)
  const parts = [where]
  const add = (column: string, value: string | undefined) => {
    if (value === undefined) return
    parts.push(`AND ${column} = ?`)
    params.push(value)
  }
  add('benefit', filter.benefit)
  add('person_id', filter.personId)
  add('result', filter.result)
  const from = `FROM referrals f WHERE f.deleted_at IS NULL ${parts.join(' ')}`
  const total = ledger.prepare<{ n: number }>(`SELECT count(*) AS n ${from}`).get(...params)?.n ?? 0
  const rows = ledger
    .prepare<
      Omit<ReferralRow, 'person' | 'employer'> & { personName: string | null; employerName: string | null }
    >(
      `SELECT id, benefit, person_id AS personId, employer_id AS employerId, on_date AS "on", office, result,
         result_on AS resultOn, amount_fen AS amountFen, done_by AS doneBy, note,
         (SELECT name FROM people WHERE id = f.person_id) AS personName,
         (SELECT name FROM employers WHERE id = f.employer_id) AS employerName
       ${from} ORDER BY on_date DESC, id DESC LIMIT ? OFFSET ?`,
    )
    .all(...params, filter.limit, filter.offset)
    .map(({ personName, employerName, ...row }) => ({
      ...row,
      person: row.personId === null ? null : { id: row.personId, name: personName ?? '' },
      employer: row.employerId === null ? null : { id: row.employerId, name: employerName ?? '' },
    }))
  return { total, rows }
}

/**
 * Saves a referral: a new one without `id`.
 * @throws Refusal `policy.no-row`, `referral.whom`, `referral.result-date`, `referral.amount`, `services.not-found`,
 *   `people.not-found`, `employers.not-found`
 */
export function saveReferral(
  tx: WriteTx,
  packs: PackSet,
  { id, on, ...input }: InputOf<'services.saveReferral'>,
): string {
  const { row } = findRow(packs, ['referral'], input.benefit)
  const whom = row.beneficiary === 'person' ? input.personId : input.employerId
  if (whom === null || (input.personId !== null && input.employerId !== null))
    throw new Refusal(
      'referral.whom',
      `${row.id} ${row.name}是转介${BENEFICIARY_KIND_TEXT[row.beneficiary]}的，请只选择一个${BENEFICIARY_KIND_TEXT[row.beneficiary]}。`,
    )
  if (input.resultOn !== null && input.resultOn < on)
    throw new Refusal('referral.result-date', '结果日期早于转介日期，请核对。')
  if (input.result === 'waiting' && (input.resultOn !== null || input.amountFen !== null))
    throw new Refusal('referral.amount', '还在办理中的转介没有结果日期和金额，请改结果或清空。')
  refuseNobody(tx, input)
  const values = { ...input, onDate: on }
  if (id === undefined) return tx.insert(referrals, { ...values, source: 'entry' })
  refuseGone(tx, 'referrals', id)
  tx.update(referrals, id, values)
  return id
}
