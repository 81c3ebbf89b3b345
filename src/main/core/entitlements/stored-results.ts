import { OUTCOMES, type Outcome } from '../../../shared/domain/policy.ts'
import type { ReadLedger } from '../db/ledger.ts'
import { PACKED_OUTCOMES } from './packed-answers.ts'

/**
 * How the stored results of the latest calculation are read. What somebody may act on (eligible, discretionary, pending,
 * undetermined, already-granted) is one row each in `evaluation_results`; the other outcomes (`PACKED_OUTCOMES`) stand packed:
 * each person points to a set of answers. Of a packed answer benefit, outcome, period and failed conditions are kept;
 * payee and spell of those are computed afresh where somebody asks (`policy.explain`).
 */
type Reading = Pick<ReadLedger, 'prepare'>

/** A part of a statement: `sql` with its parameters in order. */
export type SqlPart = { readonly sql: string; readonly params: readonly string[] }

/** Those of `outcomes` (none: all) that stand packed. */
export function packedAmong(outcomes: readonly Outcome[]): Outcome[] {
  const asked = outcomes.length === 0 ? OUTCOMES : outcomes
  return asked.filter((outcome) => PACKED_OUTCOMES.has(outcome))
}

/**
 * A table expression for `WITH`: the packed answers about `benefits` with `outcomes`, once for each set, as
 * (set_id, people, place, benefit, outcome, period, mask). Join `evaluation_people` on `set_id` for the people.
 */
export function packedAnswers(benefits: readonly string[], outcomes: readonly Outcome[]): SqlPart {
  return {
    sql: `SELECT s.id AS set_id, s.people, j.id AS place, j.value->>0 AS benefit, j.value->>1 AS outcome,
        j.value->>2 AS period, j.value->>3 AS mask
      FROM evaluation_sets s CROSS JOIN json_each(s.answers) j
      WHERE j.value->>0 IN (SELECT value FROM json_each(?)) AND j.value->>1 IN (SELECT value FROM json_each(?))`,
    params: [JSON.stringify(benefits), JSON.stringify(outcomes)],
  }
}

/** How many packed answers about `benefits` with `outcomes` there are, over everybody. */
export function countPacked(
  ledger: Reading,
  benefits: readonly string[],
  outcomes: readonly Outcome[],
): number {
  const answers = packedAnswers(benefits, outcomes)
  return (
    ledger
      .prepare<{ n: number | null }>(`SELECT sum(people) AS n FROM (${answers.sql})`)
      .get(...answers.params)?.n ?? 0
  )
}

/** A stored result of one person. */
export type PersonResult = {
  benefit: string
  period: string | null
  outcome: Outcome
  amountFen: number | null
  on: string | null
}

/** What the latest calculation found for a person, refusals left out, by benefit and period. */
export function resultsOfPerson(ledger: Reading, personId: string): PersonResult[] {
  return ledger
    .prepare<PersonResult>(
      `SELECT benefit, period, outcome, amount_fen AS amountFen, on_date AS "on" FROM evaluation_results
       WHERE person_id = ?
       UNION ALL
       SELECT j.value->>0, j.value->>2, j.value->>1, NULL, NULL
       FROM evaluation_people p JOIN evaluation_sets s ON s.id = p.set_id CROSS JOIN json_each(s.answers) j
       WHERE p.person_id = ? AND j.value->>1 <> 'ineligible'
       ORDER BY 1, 2`,
    )
    .all(personId, personId)
}
