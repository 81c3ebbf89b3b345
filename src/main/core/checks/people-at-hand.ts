import type { CheckWorld } from './check-world.ts'

/** A person, of that what checks look at. */
export type PersonAtHand = {
  readonly name: string
  readonly householdId: string | null
  /** 劳动技能 as written */
  readonly labour: string | null
  /** whose the account is, where it is written otherwise than the person's own name */
  readonly otherPayee: string | null
  /** false: taken off the ledger */
  readonly live: boolean
}

type Cells = [string, string, string | null, string | null, string | null, number]

/** The people who are looked over, by id, as they were entered: one walk through the table where that is everybody. */
export function peopleAtHand(world: CheckWorld): Map<string, PersonAtHand> {
  const rows = world.raw(
    `SELECT p.id, p.name, p.household_id, p.labour_text, CASE WHEN p.payee_name <> '' AND p.payee_name <> p.name THEN p.payee_name END,
       p.deleted_at IS NULL
     FROM people p ${world.whole ? 'NOT INDEXED' : ''} WHERE true {people:p.id} ORDER BY p.rowid`,
  ) as Cells[]
  return new Map(
    rows.map(([id, name, householdId, labour, otherPayee, live]) => [
      id,
      { name, householdId, labour, otherPayee, live: live === 1 },
    ]),
  )
}
