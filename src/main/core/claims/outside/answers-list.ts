/** 对方反馈: what other systems answered, for the screens. */
import type { OutsideAnswerRow } from '../../../../shared/contract/outside.ts'
import { maskId } from '../../../../shared/domain/id-number.ts'
import type { OutsideState } from '../../../../shared/domain/outside-results.ts'
import type { ReadLedger } from '../../db/ledger.ts'
import type { Cell } from '../../db/tables.ts'
import type { InputOf, OutputOf } from '../../procedure.ts'
import { SENT_WITH } from '../claims-list.ts'

type Reading = Pick<ReadLedger, 'prepare'>
type Stored = Omit<OutsideAnswerRow, 'idMasked'> & { readonly idNumber: string | null }

/**
 * Answers, the latest first. `standing`: only the one that counts now of each person or spell, where that is a rejection;
 * of claims those that stand rejected.
 */
export function listAnswers(
  ledger: Reading,
  filter: InputOf<'outside.answers'>,
): { total: number; rows: OutsideAnswerRow[] } {
  const { from, params } = matching(filter)
  const total = ledger.prepare<{ n: number }>(`SELECT count(*) AS n ${from}`).get(...params)?.n ?? 0
  const rows = ledger
    .prepare<Stored>(
      `SELECT a.id, a.subject, a.subject_id AS subjectId, a.outcome, a.answered_on AS "on", a.reason, a.taken_at AS takenAt,
         a.taken_by AS takenBy, i.file_name AS fileName, p.id AS personId, p.name AS personName, p.id_number AS idNumber,
         CASE a.subject WHEN 'claim' THEN c.number
           WHEN 'spell' THEN concat_ws(' ', s.from_date, coalesce(e.name, s.employer_text)) ELSE '' END AS what
       ${from} ORDER BY a.taken_at DESC, a.id DESC LIMIT ? OFFSET ?`,
    )
    .all(...params, filter.limit, filter.offset)
    .map(({ idNumber, ...row }) => ({ ...row, idMasked: idNumber === null ? null : maskId(idNumber) }))
  return { total, rows }
}

type Filter = Pick<InputOf<'outside.answers'>, 'subject' | 'subjectId' | 'standing'>

function matching(filter: Filter): { from: string; params: Cell[] } {
  const parts = ['a.deleted_at IS NULL']
  const params: Cell[] = []
  const add = (sql: string, ...values: Cell[]) => {
    parts.push(sql)
    params.push(...values)
  }
  if (filter.subject !== undefined) add('a.subject = ?', filter.subject)
  if (filter.subjectId !== undefined) add('a.subject_id = ?', filter.subjectId)
  if (filter.standing) {
    add(
      `a.outcome = 'rejected' AND NOT EXISTS (SELECT 1 FROM outside_answers n WHERE n.subject_id = a.subject_id
         AND n.deleted_at IS NULL AND (coalesce(n.answered_on, ''), n.outcome, n.id) > (coalesce(a.answered_on, ''), a.outcome, a.id)
         AND a.subject <> 'claim')
       AND (a.subject <> 'claim' OR (c.outside_state = 'rejected' AND a.id = (SELECT max(m.id) FROM outside_answers m
         WHERE m.subject_id = a.subject_id AND m.outcome = 'rejected' AND m.deleted_at IS NULL)))`,
    )
  }
  const from = `FROM outside_answers a
    LEFT JOIN claims c ON a.subject = 'claim' AND c.id = a.subject_id
    LEFT JOIN spells s ON a.subject = 'spell' AND s.id = a.subject_id
    LEFT JOIN employers e ON e.id = s.employer_id
    LEFT JOIN people p ON p.id = CASE a.subject WHEN 'claim' THEN c.person_id WHEN 'spell' THEN s.person_id ELSE a.subject_id END
    LEFT JOIN imports i ON i.id = a.import_id
    WHERE ${parts.join(' AND ')}`
  return { from, params }
}

/**
 * How many claims stand where with the other system, of all or of those that a batch held when they were answered; and of
 * all, how many people and spells stand rejected.
 */
export function outsideCounts(ledger: Reading, batchId?: string): OutputOf<'outside.counts'> {
  const counts: Record<OutsideState, number> = { submitted: 0, accepted: 0, rejected: 0, paid: 0 }
  const rows = ledger
    .prepare<{ state: OutsideState; count: number }>(
      `SELECT c.outside_state AS state, count(*) AS count FROM claims c
       WHERE c.outside_state IS NOT NULL AND c.deleted_at IS NULL ${batchId === undefined ? '' : `AND ${SENT_WITH}`}
       GROUP BY c.outside_state`,
    )
    .all(...(batchId === undefined ? [] : [batchId, batchId]))
  for (const { state, count } of rows) counts[state] = count
  const standing = (subject: 'person' | 'spell') => {
    const { from, params } = matching({ subject, standing: true })
    return ledger.prepare<{ n: number }>(`SELECT count(*) AS n ${from}`).get(...params)?.n ?? 0
  }
  return {
    ...counts,
    people: batchId === undefined ? standing('person') : 0,
    spells: batchId === undefined ? standing('spell') : 0,
  }
}
