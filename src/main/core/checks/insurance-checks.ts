/** Insured months and work that came and went: checks 16, 25 and 28. */
import { addMonths, dayOf, formatMonth, monthOfDay } from '../../../shared/domain/dates.ts'
import { type CheckWorld, grouped, type SpellAtHand } from './check-world.ts'
import type { Check } from './finding.ts'

/** A person's insured months with one employer. Months are `year * 12 + month - 1`. */
type Insured = {
  personId: string
  employer: string
  employerId: string | null
  first: number
  last: number
  count: number
}

/** 16: many people of one employer who were insured a few months and were gone. */
export const insuredOnlyBriefly: Check = function* (
  world,
  { leastMonths = 1, mostMonths = 3, people = 3, within = 12 },
) {
  const present = monthOfDay(world.today)
  const brief = grouped(
    insured(world).filter(
      // A list is a month behind: who is missing since last month may only not be on it yet.
      ({ count, last }) => count >= leastMonths && count <= mostMonths && last < present - 1,
    ),
    ({ employer }) => employer,
  )
  for (const group of brief.values()) {
    const stillThere = group.filter(
      ({ personId, employerId, last }) => !worksOn(world, personId, employerId, last),
    )
    const [first] = stillThere
    const employer =
      first?.employerId === null
        ? first.employer.slice(1)
        : world.employers.get(first?.employerId ?? '')?.name
    for (const one of stillThere) {
      // People who came and went years apart are no pattern.
      const together = stillThere.filter(({ last }) => Math.abs(last - one.last) < within)
      if (together.length < people) continue
      yield* world.concerning(
        {
          personId: one.personId,
          ...(one.employerId === null ? {} : { employerId: one.employerId }),
          evidence: `brief:${one.employer}:${one.first}`,
          text: `${world.nameOf(one.personId)}：在“${employer ?? '单位未填'}”只参保 ${one.count} 个月（${formatMonth(one.first)} 至 ${formatMonth(one.last)}）就停保，这家单位前后 ${within} 个月里这样的有 ${together.length} 人。`,
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

/** Whether the work itself is known to have gone on well after the insurance. */
function worksOn(world: CheckWorld, personId: string, employerId: string | null, last: number): boolean {
  const spells = (world.spellsByPerson.get(personId) ?? []).filter((spell) => spell.employerId === employerId)
  return spells.some(
    ({ toState, to }) => toState === 'open' || (to !== null && monthOfDay(dayOf(to)) > last + 3),
  )
}

/** 25: at work, but insured no more for some months; or gone a short time ago with nothing new. */
export const insuranceOrWorkEnded: Check = function* (world, { monthsBehind = 3, monthsSince = 3 }) {
  const present = monthOfDay(world.today)
  const latest = new Map<string, Insured>()
  for (const one of insured(world)) {
    const known = latest.get(one.personId)
    if (known === undefined || known.last < one.last) latest.set(one.personId, one)
  }
  // A list that is itself old says of nobody that they stopped.
  let newest = 0
  for (const { last } of latest.values()) if (last > newest && last <= present) newest = last
  const since = formatMonth(present - monthsSince)
  for (const [personId, spells] of world.spellsByPerson) {
    const working = spells.find((spell) => isOpen(spell, world.asOf))
    if (working === undefined) {
      const ended = lastEnded(spells)
      if (ended?.to == null || ended.to.slice(0, 7) < since || ended.to > world.asOf) continue
      yield* world.concerning(
        {
          personId,
          ...(ended.employerId === null ? {} : { employerId: ended.employerId }),
          evidence: `ended:${ended.id}`,
          text: `${world.nameOf(personId)}：${ended.to} 离开“${world.employerName(ended)}”，之后没有新的务工，请回访。`,
        },
        world.claimsOf(personId),
      )
      continue
    }
    const months = latest.get(personId)
    if (
      months === undefined ||
      months.last > newest - monthsBehind ||
      months.employerId !== working.employerId
    )
      continue
    yield* world.concerning(
      {
        personId,
        ...(working.employerId === null ? {} : { employerId: working.employerId }),
        evidence: `uninsured:${working.id}:${months.last}`,
        text: `${world.nameOf(personId)}：在“${world.employerName(working)}”登记为在岗，参保只到 ${formatMonth(months.last)}，已停 ${newest - months.last} 个月，请回访。`,
      },
      world.claimsOf(personId),
    )
  }
}

/** 28: gone from an employer and back again within the subsidy's time. */
export const rehiredBySameEmployer: Check = function* (world, { months = 12 }) {
  for (const [personId, spells] of world.spellsByPerson) {
    if (spells.length < 2) continue
    const ordered = [...spells].sort((a, b) => (a.from < b.from ? -1 : 1))
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

function isOpen({ from, toState, to }: SpellAtHand, day: string): boolean {
  return from <= day && (toState === 'open' || (to !== null && to >= day))
}

function lastEnded(spells: readonly SpellAtHand[]): SpellAtHand | undefined {
  let last: SpellAtHand | undefined
  for (const spell of spells) {
    // Work whose end is not known may still go on.
    if (spell.to === null) return undefined
    if (last?.to == null || spell.to > last.to) last = spell
  }
  return last
}

/** Insured months of everybody with each employer; of some claims, of all people who worked for their employers. */
function insured(world: CheckWorld): readonly Insured[] {
  return world.kept('insured', () => {
    const narrowed = world.whole
      ? ''
      : `AND i.person_id IN (SELECT s.person_id FROM spells s WHERE s.deleted_at IS NULL AND s.employer_id IN
           (SELECT o.employer_id FROM spells o WHERE o.deleted_at IS NULL AND o.employer_id IS NOT NULL {people:o.person_id}))`
    const rows = world.raw(
      `SELECT i.person_id, i.employer_id, i.employer_text, i.year, i.months FROM insured_years i WHERE i.deleted_at IS NULL ${narrowed}`,
    ) as [string, string | null, string | null, number, number][]
    const found = new Map<string, Insured>()
    for (const [personId, employerId, text, year, months] of rows) {
      if (months === 0) continue
      const employer = employerId ?? `=${text ?? ''}`
      const key = `${personId}|${employer}`
      const first = year * 12 + (31 - Math.clz32(months & -months))
      const last = year * 12 + (31 - Math.clz32(months))
      const known = found.get(key)
      if (known === undefined)
        found.set(key, { personId, employer, employerId, first, last, count: bits(months) })
      else {
        known.first = Math.min(known.first, first)
        known.last = Math.max(known.last, last)
        known.count += bits(months)
      }
    }
    return [...found.values()]
  })
}

function bits(mask: number): number {
  let count = 0
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1
  return count
}
