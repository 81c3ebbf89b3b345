import type { CheckWorld } from './check-world.ts'
import { heldOnce } from './held-once.ts'

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
  const rows = world.rows<Mutable<SpellAtHand>>(
    `SELECT ${SPELL} FROM spells s ${world.whole ? 'NOT INDEXED' : ''}
     WHERE s.deleted_at IS NULL {people:s.person_id} ORDER BY s.rowid`,
  )
  const once = heldOnce()
  for (const row of rows) {
    row.employerId = once(row.employerId)
    row.agentId = once(row.agentId)
    row.county = once(row.county)
    row.from = once(row.from)
    row.toState = once(row.toState)
    row.to = once(row.to)
  }
  return rows
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Work that is known to go on on a day. */
export function goesOn({ from, toState, to }: SpellAtHand, day: string): boolean {
  return from <= day && (toState === 'open' || (to !== null && to >= day))
}
