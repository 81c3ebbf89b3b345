/** Who is on the attendance sheet of public-welfare posts of a month, and what the month pays. */
import { type DayNumber, monthEnd, parseMonth } from '../../../shared/domain/dates.ts'
import type { ReadLedger } from '../db/ledger.ts'
import { asStandard, storedStandards } from '../entitlements/ledger-engine.ts'
import type { AttendanceLine } from '../forms/list-fields.ts'
import { attendanceShare } from '../policy/attendance.ts'
import { isEvaluated } from '../policy/pack.ts'
import { PLACE } from '../policy/regions.ts'
import { entered, standardOn } from '../policy/standards.ts'
import type { Surroundings } from '../procedure.ts'
import { OfficeReading } from '../services/document-rows.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/**
 * Holders of public-welfare posts in a month, with their employer, by name. What was claimed for the month stands; where
 * nothing was, the month's standard ÷ required days × attended days, as the clause is read (GZ-21, HLJ-14).
 */
export function postHolders(
  context: Pick<Surroundings, 'resources'>,
  ledger: Reading,
  month: string,
): (AttendanceLine & { employer: string })[] {
  const standardOf = standardsOfMonth(context, ledger, month)
  return ledger
    .prepare<{
      name: string
      idNumber: string | null
      employer: string | null
      county: string | null
      post: string | null
      requiredDays: number | null
      attendedDays: number | null
      claimed: number | null
      start: string | null
      finish: string | null
    }>(
      `WITH asked(month) AS (VALUES (?))
       SELECT p.name, p.id_number AS idNumber, coalesce(e.name, s.employer_text) AS employer, s.county, s.job_title AS post,
         a.required_days AS requiredDays, a.attended_days AS attendedDays,
         (SELECT sum(c.amount_fen) FROM claims c WHERE c.person_id = p.id AND c.period = asked.month AND c.deleted_at IS NULL
            AND c.state <> 'refused') AS claimed,
         coalesce(s.contract_from, s.from_date) AS start, coalesce(s.contract_to, s.to_date) AS finish
       FROM asked JOIN spells s JOIN people p ON p.id = s.person_id LEFT JOIN employers e ON e.id = s.employer_id
       LEFT JOIN attendance a ON a.person_id = p.id AND a.month = asked.month AND a.deleted_at IS NULL
       WHERE s.post_kind = 'public-welfare' AND s.deleted_at IS NULL AND p.deleted_at IS NULL
         AND s.from_date < asked.month || '-99' AND (s.to_date IS NULL OR s.to_date >= asked.month || '-01')
       ORDER BY employer, p.pinyin, p.id`,
    )
    .all(month)
    .map((row) => {
      const standard = standardOf(row.county)
      return {
        name: row.name,
        employer: row.employer ?? '未写明单位',
        idNumber: row.idNumber ?? undefined,
        post: row.post ?? undefined,
        requiredDays: row.requiredDays ?? undefined,
        attendedDays: row.attendedDays ?? undefined,
        standard,
        amount: row.claimed ?? shareOf(standard, row.attendedDays, row.requiredDays),
        from: row.start ?? undefined,
        to: row.finish ?? undefined,
      }
    })
}

function shareOf(
  standard: number | undefined,
  attended: number | null,
  required: number | null,
): number | undefined {
  if (attended === 0) return 0
  if (standard === undefined || attended === null || required === null) return undefined
  return attendanceShare(standard, attended, required)
}

/** The month's standard of the one document in force that covers a workplace; unknown where none or several do. */
function standardsOfMonth(
  context: Pick<Surroundings, 'resources'>,
  ledger: Reading,
  month: string,
): (county: string | null) => number | undefined {
  const last: DayNumber = monthEnd(parseMonth(month) as number)
  const reading = new OfficeReading(context, ledger, `${month}-01`)
  const standards = storedStandards(ledger).map(asStandard)
  const paid = reading.packs.documents
    .filter(({ inForce }) => inForce.from <= last && inForce.to >= last)
    .flatMap((document) =>
      document.rows.flatMap((row) => {
        if (!isEvaluated(row) || row.amount.kind !== 'attendance-share') return []
        const fen = standardOn(entered(standards, row.id), last)
        return fen < 0 ? [] : [{ place: reading.place(document, row.conditions.workplace), fen }]
      }),
    )
  return (county) => {
    const there = paid.filter(({ place }) => place.test(county ?? undefined) === PLACE.yes)
    return there.length === 1 ? there[0]?.fen : undefined
  }
}
