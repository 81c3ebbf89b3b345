import type { CheckWorld } from './check-world.ts'

/** Work on record, of that what checks look at. */
export type SpellAtHand = {
  readonly id: string
  readonly personId: string
  readonly employerId: string | null
  readonly employerText: string | null
  readonly agentId: string | null
  readonly county: string | null
  readonly from: string
  readonly toState: string | null
  readonly to: string | null
  /** the organiser as written, where somebody did organise and is on no record of ours */
  readonly organiser: string | null
}

/** Columns of `spells s` as a `SpellAtHand`. */
export const SPELL = `s.id, s.person_id AS personId, s.employer_id AS employerId, s.employer_text AS employerText,
  s.agent_id AS agentId, s.county, s.from_date AS "from", s.to_state AS toState, s.to_date AS "to",
  CASE WHEN s.organised_state = 'yes' AND s.agent_id IS NULL THEN s.agent_text END AS organiser`

/** All work of the people who are looked over, as it was entered: one walk through the table where that is everybody. */
export function spellsAtHand(world: CheckWorld): SpellAtHand[] {
  return world.rows<SpellAtHand>(
    `SELECT ${SPELL} FROM spells s ${world.whole ? 'NOT INDEXED' : ''}
     WHERE s.deleted_at IS NULL {people:s.person_id} ORDER BY s.rowid`,
  )
}

/** Work that is known to go on on a day. */
export function goesOn({ from, toState, to }: SpellAtHand, day: string): boolean {
  return from <= day && (toState === 'open' || (to !== null && to >= day))
}
