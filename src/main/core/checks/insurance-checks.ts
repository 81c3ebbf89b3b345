/** Insured months and work that came and went: checks 16, 25 and 28. */
import { addMonths, dayOf, formatMonth, monthOfDay } from '../../../shared/domain/dates.ts'
import { type CheckWorld, grouped, type SpellAtHand } from './check-world.ts'
import type { Check, Found } from './finding.ts'
import { type Insured, insuredBriefly, lastInsured, newestInsured } from './insured-with-employer.ts'

/** 16: many people of one employer who were insured a few months and were gone. */
export const insuredOnlyBriefly: Check = function* (
  world,
  { leastMonths = 1, mostMonths = 3, people = 3, within = 12 },
) {
  const present = monthOfDay(world.today)
  const brief = grouped(
    // A list is a month behind: who is missing since last month may only not be on it yet.
    insuredBriefly(world, { least: leastMonths, most: mostMonths, before: present - 1 }),
    ({ employer }) => employer,
  )
  for (const [employer, group] of brief) if (group.length < people) brief.delete(employer)
  const several = [...brief.values()].flat()
  const stayed = whoWorkedOn(world, several)
  const names = world.names(several.map(({ personId }) => personId))
  for (const group of brief.values()) {
    const left = group.filter((one) => !stayed.has(one))
    const [first] = left
    const employer =
      first?.employerId === null
        ? first.employer.slice(1)
        : world.employers.get(first?.employerId ?? '')?.name
    for (const one of left) {
      // People who came and went years apart are no pattern.
      const together = left.filter(({ last }) => Math.abs(last - one.last) < within)
      if (together.length < people) continue
      yield* world.concerning(
        {
          personId: one.personId,
          ...(one.employerId === null ? {} : { employerId: one.employerId }),
          evidence: `brief:${one.employer}:${one.first}`,
          text: `${names.get(one.personId) ?? ''}：在“${employer ?? '单位未填'}”只参保 ${one.count} 个月（${formatMonth(one.first)} 至 ${formatMonth(one.last)}）就停保，这家单位前后 ${within} 个月里这样的有 ${together.length} 人。`,
          others: together
            .map(({ personId }) => personId)
            .filter((id) => id !== one.personId)
            .slice(0, 50),
        },
        world.claimsOf(one.personId),
      )
    }
  }
}

/** Those whose work itself is known to have gone on well after the insurance. */
function whoWorkedOn(world: CheckWorld, insured: readonly Insured[]): ReadonlySet<Insured> {
  const rows = world.ledger
    .prepare(
      `SELECT s.person_id, s.employer_id, s.to_state, s.to_date
       FROM (SELECT DISTINCT value AS id FROM json_each(?)) j CROSS JOIN spells s ON s.person_id = j.id
       WHERE s.deleted_at IS NULL`,
    )
    .raw()
    .all(JSON.stringify(insured.map(({ personId }) => personId))) as [
    string,
    string | null,
    string | null,
    string | null,
  ][]
  const work = grouped(rows, ([personId]) => personId)
  return new Set(
    insured.filter(({ personId, employerId, last }) =>
      work
        .get(personId)
        ?.some(
          ([, employer, toState, to]) =>
            employer === employerId &&
            (toState === 'open' || (to !== null && monthOfDay(dayOf(to)) > last + 3)),
        ),
    ),
  )
}

/** 25: at work, but insured no more for some months; or gone a short time ago with nothing new. */
export const insuranceOrWorkEnded: Check = function* (world, { monthsBehind = 3, monthsSince = 3 }) {
  yield* gone(world, monthsSince)
  yield* insuredNoMore(world, monthsBehind)
}

/** Work whose end is not known may still go on: whoever has such is not gone. */
function* gone(world: CheckWorld, monthsSince: number): Generator<Found> {
  const since = formatMonth(monthOfDay(world.today) - monthsSince)
  const ended = world.spells(
    `(s.person_id, s.to_date) IN (
       SELECT o.person_id, max(o.to_date) FROM spells o INDEXED BY spells_person
       WHERE o.deleted_at IS NULL {people:o.person_id} GROUP BY o.person_id
       HAVING count(*) = count(o.to_date) AND max(o.to_date) BETWEEN ? AND ?
         AND max(o.from_date <= ? AND (o.to_state IS 'open' OR o.to_date >= ?)) = 0)`,
    since,
    world.asOf,
    world.asOf,
    world.asOf,
  )
  const people = grouped(ended, (spell) => spell.personId)
  const names = world.names([...people.keys()])
  for (const [personId, [last]] of people) {
    if (last === undefined) continue
    yield* world.concerning(
      {
        personId,
        ...(last.employerId === null ? {} : { employerId: last.employerId }),
        evidence: `ended:${last.id}`,
        text: `${names.get(personId) ?? ''}：${last.to} 离开“${world.employerName(last)}”，之后没有新的务工，请回访。`,
      },
      world.claimsOf(personId),
    )
  }
}

function* insuredNoMore(world: CheckWorld, monthsBehind: number): Generator<Found> {
  // A list that is itself old says of nobody that they stopped.
  const newest = newestInsured(world, monthOfDay(world.today))
  const behind = newest - monthsBehind
  const working = grouped(
    world.spells(
      `s.from_date <= ? AND (s.to_state = 'open' OR s.to_date >= ?)
       AND s.person_id NOT IN (
         SELECT i.person_id FROM insured_years i INDEXED BY insured_years_year
         WHERE i.deleted_at IS NULL AND i.months <> 0 AND (i.year > ? OR i.year = ? AND i.months >= ?))
       AND EXISTS (SELECT 1 FROM insured_years k INDEXED BY insured_years_key
         WHERE k.person_id = s.person_id AND k.deleted_at IS NULL)`,
      world.asOf,
      world.asOf,
      Math.floor(behind / 12),
      Math.floor(behind / 12),
      // The months after that one, in its year.
      1 << ((behind % 12) + 1),
    ),
    ({ personId }) => personId,
  )
  const latest = lastInsured(world, [...working.keys()])
  const names = world.names([...latest.keys()])
  for (const [personId, [work]] of working) {
    const months = latest.get(personId)?.find(({ employerId }) => employerId === work?.employerId)
    if (work === undefined || months === undefined) continue
    yield* world.concerning(
      {
        personId,
        ...(work.employerId === null ? {} : { employerId: work.employerId }),
        evidence: `uninsured:${work.id}:${months.last}`,
        text: `${names.get(personId) ?? ''}：在“${world.employerName(work)}”登记为在岗，参保只到 ${formatMonth(months.last)}，已停 ${newest - months.last} 个月，请回访。`,
      },
      world.claimsOf(personId),
    )
  }
}

/** 28: gone from an employer and back again within the subsidy's time. */
export const rehiredBySameEmployer: Check = function* (world, { months = 12 }) {
  const several = world.spells(
    `s.person_id IN (SELECT o.person_id FROM spells o INDEXED BY spells_person WHERE o.deleted_at IS NULL {people:o.person_id}
       GROUP BY o.person_id HAVING count(*) > 1)`,
  )
  for (const [personId, spells] of grouped(several, (spell) => spell.personId)) {
    const ordered = spells.sort((a, b) => (a.from < b.from ? -1 : 1))
    for (const [at, later] of ordered.entries()) {
      const before = ordered.slice(0, at).findLast((earlier) => sameEmployer(earlier, later))
      if (before?.to == null || before.to >= later.from) continue
      if (addMonths(dayOf(before.to), months) < dayOf(later.from)) continue
      yield* world.concerning(
        {
          personId,
          ...(later.employerId === null ? {} : { employerId: later.employerId }),
          evidence: `rehired:${before.id}:${later.id}`,
          text: `${world.nameOf(personId)}：${before.to} 离开“${world.employerName(later)}”，${later.from} 又回到这个单位。`,
        },
        world.claimsOf(personId),
      )
    }
  }
}

function sameEmployer(a: SpellAtHand, b: SpellAtHand): boolean {
  if (a.employerId !== null || b.employerId !== null) return a.employerId === b.employerId
  return a.employerText !== null && a.employerText === b.employerText
}
