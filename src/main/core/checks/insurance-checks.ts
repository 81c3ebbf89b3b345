/** Insured months and work that came and went: checks 16, 25 and 28. */
import { addMonths, dayOf, formatMonth, monthOfDay } from '../../../shared/domain/dates.ts'
import { type CheckWorld, grouped } from './check-world.ts'
import type { Check, Found } from './finding.ts'
import { type Insured, insuredBriefly, lastInsured, newestInsured } from './insured-with-employer.ts'
import { goesOn, type SpellAtHand } from './spells-at-hand.ts'

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
          text: `${nameAmongMany(world, one.personId)}：在“${employer ?? '单位未填'}”只参保 ${one.count} 个月（${formatMonth(one.first)} 至 ${formatMonth(one.last)}）就停保，这家单位前后 ${within} 个月里这样的有 ${together.length} 人。`,
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
  const work = world.workOf(insured.map(({ personId }) => personId))
  return new Set(
    insured.filter(({ personId, employerId, last }) =>
      work
        .get(personId)
        ?.some(
          (spell) =>
            spell.employerId === employerId &&
            (spell.toState === 'open' || (spell.to !== null && monthOfDay(dayOf(spell.to)) > last + 3)),
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
  for (const last of world.work) {
    const { personId, to } = last
    // Few of many spells ended of late: what else the person did is looked at for those alone.
    if (to === null || to < since || to > world.asOf || lastEnded(world, personId) !== last) continue
    yield* world.concerning(
      {
        personId,
        ...(last.employerId === null ? {} : { employerId: last.employerId }),
        evidence: `ended:${last.id}`,
        text: `${nameAmongMany(world, personId)}：${to} 离开“${world.employerName(last)}”，之后没有新的务工，请回访。`,
      },
      world.claimsOf(personId),
    )
  }
}

/** The work of a person that ended last; `undefined`: some goes on, or may. */
function lastEnded(world: CheckWorld, personId: string): SpellAtHand | undefined {
  let last: SpellAtHand | undefined
  for (const spell of world.workByPerson.get(personId) ?? []) {
    if (spell.to === null || goesOn(spell, world.asOf)) return undefined
    if (last === undefined || spell.to > (last.to ?? '')) last = spell
  }
  return last
}

function* insuredNoMore(world: CheckWorld, monthsBehind: number): Generator<Found> {
  // A list that is itself old says of nobody that they stopped.
  const newest = newestInsured(world, monthOfDay(world.today))
  const behind = newest - monthsBehind
  const seen = new Set<string>()
  for (const work of world.work) {
    const { personId } = work
    if (!goesOn(work, world.asOf) || seen.has(personId)) continue
    seen.add(personId)
    const latest = lastInsured(world, personId)
    if ((latest[0]?.last ?? 0) > behind) continue
    const months = latest.find(({ employerId }) => employerId === work.employerId)
    if (months === undefined) continue
    yield* world.concerning(
      {
        personId,
        ...(work.employerId === null ? {} : { employerId: work.employerId }),
        evidence: `uninsured:${work.id}:${months.last}`,
        text: `${nameAmongMany(world, personId)}：在“${world.employerName(work)}”登记为在岗，参保只到 ${formatMonth(months.last)}，已停 ${newest - months.last} 个月，请回访。`,
      },
      world.claimsOf(personId),
    )
  }
}

/** 28: gone from an employer and back again within the subsidy's time. */
export const rehiredBySameEmployer: Check = function* (world, { months = 12 }) {
  for (const [personId, spells] of world.workByPerson) {
    if (spells.length < 2) continue
    const ordered = spells.toSorted((a, b) => (a.from < b.from ? -1 : 1))
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

/** So many are named that everybody is read for it. */
function nameAmongMany(world: CheckWorld, personId: string): string {
  return world.people.get(personId)?.name ?? world.nameOf(personId)
}
