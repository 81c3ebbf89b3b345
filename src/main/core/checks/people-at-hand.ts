import type { CheckWorld } from './check-world.ts'
import { heldOnce } from './held-once.ts'

/** A person, of that what checks look at. */
export type PersonAtHand = {
  readonly name: string
  readonly householdId: string | null
  /** 劳动技能 as written */
  readonly labour: string | null
  /** false: taken off the ledger */
  readonly live: boolean
}

type Cells = [id: string, name: string, householdId: string | null, labour: string | null, live: number]

/** The people who are looked over, by id, as they were entered: one walk through the table where that is everybody. */
export function peopleAtHand(world: CheckWorld): Map<string, PersonAtHand> {
  const rows = world.raw(
    `SELECT p.id, p.name, p.household_id, p.labour_text, p.deleted_at IS NULL
     FROM people p ${world.whole ? 'NOT INDEXED' : ''} WHERE true {people:p.id} ORDER BY p.rowid`,
  ) as Cells[]
  const once = heldOnce()
  return new Map(
    rows.map(([id, name, householdId, labour, live]) => [
      id,
      { name, householdId, labour: once(labour), live: live === 1 },
    ]),
  )
}
