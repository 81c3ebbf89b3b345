/** Where claims stand with the other system: what was handed in, and what it answered. */
import {
  type OutsideAnswer,
  type OutsideState,
  outsideState,
} from '../../../../shared/domain/outside-results.ts'
import type { ReadLedger } from '../../db/ledger.ts'

type Reading = Pick<ReadLedger, 'prepare'>

export type KnownAnswer = OutsideAnswer & {
  readonly reason: string
  /** it came from the file that is being taken in */
  readonly sameFile: boolean
}

export type Standing = {
  readonly state: OutsideState | null
  /** days on which it was handed in, the first first */
  readonly handedInOn: readonly string[]
  readonly answers: readonly KnownAnswer[]
}

/** Reads standings one after another; `sha256` is that of the file being taken in, if there is one. */
export function claimStandings(ledger: Reading, sha256 = ''): (claimId: string) => Standing {
  const handedIn = ledger
    .prepare<string>(
      `SELECT json_extract(data, '$.on') FROM claim_events
       WHERE claim_id = ? AND kind = 'submitted' AND deleted_at IS NULL ORDER BY 1`,
    )
    .pluck()
  const answersOf = knownAnswers(ledger, 'claim', sha256)
  return (claimId) => {
    const handedInOn = handedIn.all(claimId) as string[]
    const answers = answersOf(claimId)
    return { state: outsideState(answers, handedInOn.length), handedInOn, answers }
  }
}

/** What the other system answered about one subject, so far. */
export function knownAnswers(
  ledger: Reading,
  subject: 'claim' | 'person' | 'spell',
  sha256: string,
): (id: string) => KnownAnswer[] {
  const answers = ledger.prepare<Omit<KnownAnswer, 'sameFile'> & { sameFile: number }>(
    `SELECT a.outcome, a.answered_on AS "on", a.round, a.reason, coalesce(i.sha256 = ?, 0) AS sameFile
     FROM outside_answers a LEFT JOIN imports i ON i.id = a.import_id
     WHERE a.subject_id = ? AND a.subject = ? AND a.deleted_at IS NULL`,
  )
  return (id) =>
    answers.all(sha256, id, subject).map((answer) => ({ ...answer, sameFile: answer.sameFile === 1 }))
}
