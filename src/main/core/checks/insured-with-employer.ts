/** Insured months of a person with one employer, as the checks look at them; months are `year * 12 + month - 1`. */
import type { CheckWorld } from './check-world.ts'
import { heldOnce } from './held-once.ts'

export type Insured = {
  readonly personId: string
  /** its id; where it is on no record, `=` and its name as written */
  readonly employer: string
  readonly employerId: string | null
  readonly first: number
  readonly last: number
  readonly count: number
}

/** Insured months by person. */
type InsuredPeople = ReadonlyMap<string, readonly Insured[]>

/** Who was insured from `least` to `most` months with an employer, the last before the month `before`. */
export function insuredBriefly(
  world: CheckWorld,
  { least, most, before }: { readonly least: number; readonly most: number; readonly before: number },
): Insured[] {
  // Of some claims, all people who worked for their employers: a pattern is one of many.
  const narrowed = world.whole
    ? ''
    : `AND i.person_id IN (SELECT s.person_id FROM spells s WHERE s.deleted_at IS NULL AND s.employer_id IN
         (SELECT o.employer_id FROM spells o WHERE o.deleted_at IS NULL AND o.employer_id IS NOT NULL {people:o.person_id}))`
  const brief: Insured[] = []
  for (const group of insuredPeople(world, narrowed).values())
    for (const one of group) if (one.count >= least && one.count <= most && one.last < before) brief.push(one)
  return brief
}

/** Those with whom a person was insured last: several, where the person changed within a month. */
export function lastInsured(world: CheckWorld, personId: string): readonly Insured[] {
  const all = insuredPeople(world, '{people:i.person_id}').get(personId) ?? []
  const last = Math.max(...all.map((one) => one.last))
  return all.filter((one) => one.last === last)
}

/** Everybody's insured months, or those of the people that `narrowed` leaves; the employers of a person in order of their ids. */
function insuredPeople(world: CheckWorld, narrowed: string): InsuredPeople {
  return world.kept(`insured:${world.whole ? '' : narrowed}`, () => {
    // The name as written is asked for as the index `insured_years_facts` has it, so that no record is read.
    const rows = world.raw(
      `SELECT i.person_id, coalesce(i.employer_id, '=' || coalesce(CASE WHEN i.employer_id IS NULL THEN i.employer_text END, '')),
         i.year, i.months
       FROM insured_years i INDEXED BY insured_years_facts WHERE i.deleted_at IS NULL AND i.months <> 0 ${narrowed}
       ORDER BY i.person_id`,
    ) as Cells[]
    const people = new Map<string, Summing[]>()
    const once = heldOnce()
    let own: Summing[] = []
    for (const [personId, written, year, months] of rows) {
      const employer = once(written)
      if (own[0]?.personId !== personId) {
        own = []
        people.set(personId, own)
      }
      const first = year * 12 + highest(months & -months)
      const last = year * 12 + highest(months)
      const known = own.find((one) => one.employer === employer)
      if (known === undefined) {
        const employerId = employer.startsWith('=') ? null : employer
        own.push({ personId, employer, employerId, first, last, count: bits(months) })
        if (own.length > 1) own.sort((a, b) => (a.employer < b.employer ? -1 : 1))
      } else {
        known.first = Math.min(known.first, first)
        known.last = Math.max(known.last, last)
        known.count += bits(months)
      }
    }
    return people
  })
}

type Cells = [personId: string, employer: string, year: number, months: number]
type Summing = { -readonly [K in keyof Insured]: Insured[K] }

/** The latest month up to `present` in which anybody was insured; 0: there is none. */
export function newestInsured(world: CheckWorld, present: number): number {
  const statement = world.ledger
    .prepare(
      'SELECT DISTINCT months FROM insured_years WHERE deleted_at IS NULL AND year = ? AND months <> 0',
    )
    .pluck()
  const oldest = world.ledger
    .prepare('SELECT min(year) FROM insured_years WHERE deleted_at IS NULL')
    .pluck()
    .get()
  for (let year = Math.floor(present / 12); typeof oldest === 'number' && year >= oldest; year -= 1) {
    // Months to come, as in a list that is paid ahead, are no news.
    const known = year * 12 + 11 <= present ? 0xfff : (1 << ((present % 12) + 1)) - 1
    const newest = Math.max(0, ...(statement.all(year) as number[]).map((months) => months & known))
    if (newest > 0) return year * 12 + highest(newest)
  }
  return 0
}

/** Months of a year that are set. */
function bits(months: number): number {
  let count = 0
  for (let left = months; left !== 0; left &= left - 1) count += 1
  return count
}

function highest(bits: number): number {
  return 31 - Math.clz32(bits)
}
