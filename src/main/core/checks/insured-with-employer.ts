/** Insured months of a person with one employer, as the checks look at them; months are `year * 12 + month - 1`. */
import type { CheckWorld } from './check-world.ts'

export type Insured = {
  readonly personId: string
  /** its id; where it is on no record, `=` and its name as written */
  readonly employer: string
  readonly employerId: string | null
  readonly first: number
  readonly last: number
  readonly count: number
}

// A year's months are bits of one number, so that `year * 4096 + bits` is greatest where the last month is, and least,
// with the lowest bit alone, where the first is. The remainder counts the bits of a number of up to 14 of them.
const FIRST = 'min(i.year * 4096 + (i.months & -i.months))'
const LAST = 'max(i.year * 4096 + i.months)'
const COUNT = 'sum(((i.months * 0x200040008001) & 0x111111111111111) % 15)'
const EMPLOYER = `coalesce(i.employer_id, '=' || coalesce(i.employer_text, ''))`
const GROUPS = `SELECT i.person_id, ${EMPLOYER} AS employer, ${FIRST}, ${LAST}, ${COUNT}`

type Cells = [personId: string, employer: string, first: number, last: number, count: number]

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
  const rows = world.raw(
    `${GROUPS} FROM insured_years i INDEXED BY insured_years_key
     WHERE i.deleted_at IS NULL AND i.months <> 0 ${narrowed} GROUP BY i.person_id, employer
     HAVING ${COUNT} BETWEEN ? AND ? AND ${LAST} < ?`,
    least,
    most,
    Math.floor(before / 12) * 4096 + (1 << (before % 12)),
  )
  return (rows as Cells[]).map(insuredOf)
}

/** Of each of these people those with whom they were insured last: several, where they changed within a month. */
export function lastInsured(
  world: CheckWorld,
  people: readonly string[],
): ReadonlyMap<string, readonly Insured[]> {
  const rows = world.ledger
    .prepare(
      `${GROUPS} FROM json_each(?) j CROSS JOIN insured_years i INDEXED BY insured_years_key ON i.person_id = j.value
       WHERE i.deleted_at IS NULL AND i.months <> 0 GROUP BY i.person_id, employer`,
    )
    .raw()
    .all(JSON.stringify(people)) as Cells[]
  const latest = new Map<string, Insured[]>()
  for (const one of rows.map(insuredOf)) {
    const known = latest.get(one.personId)
    if (known === undefined || (known[0]?.last ?? 0) < one.last) latest.set(one.personId, [one])
    else if (known[0]?.last === one.last) known.push(one)
  }
  return latest
}

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

function insuredOf([personId, employer, first, last, count]: Cells): Insured {
  return {
    personId,
    employer,
    employerId: employer.startsWith('=') ? null : employer,
    first: monthOf(first),
    last: monthOf(last),
    count,
  }
}

function monthOf(packed: number): number {
  return Math.floor(packed / 4096) * 12 + highest(packed % 4096)
}

function highest(bits: number): number {
  return 31 - Math.clz32(bits)
}
