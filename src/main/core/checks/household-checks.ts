/** Phones, accounts and households: checks 17, 18, 24 and 27. */
import { maskAccount } from '../../../shared/domain/bank-card.ts'
import { foldName } from '../../../shared/domain/person-name.ts'
import { type CheckWorld, grouped, type PersonAtHand } from './check-world.ts'
import type { Check, Found } from './finding.ts'

/** Names that one sentence lists. */
const NAMED = 4
/** 劳动技能 of those who cannot work (GZ-02's reading). */
const NO_LABOUR: ReadonlySet<string> = new Set(['无劳动力', '丧失劳动力'])

/** 17: one phone in several households, one account for several of a household, money to somebody else. */
export const phoneOrPayeeShared: Check = function* (world, { people = 2, insideHousehold = 0 }) {
  for (const [phone, group] of shared(world, 'phone')) {
    const apart = households(group) > 1
    if (group.length < people || (!apart && insideHousehold === 0)) continue
    for (const person of group)
      yield* onPaid(world, person, {
        evidence: `phone:${phone}`,
        text: `${person.name}：电话（尾号 ${phone.slice(-4)}）与${othersOf(group, person)}相同${apart ? '，不在一户' : ''}。`,
        others: idsBut(group, person),
      })
  }
  for (const [account, group] of shared(world, 'account')) {
    if (group.length < people || households(group) > 1) continue
    for (const person of group)
      yield* onPaid(world, person, {
        evidence: `account:${account}`,
        text: `${person.name}：收款账号 ${maskAccount(account)} 与同一户的${othersOf(group, person)}相同。`,
        others: idsBut(group, person),
      })
  }
  for (const person of world.people) {
    if (person.payeeName === null || person.payeeName === '' || person.payeeName === person.name) continue
    if (foldName(person.payeeName) === foldName(person.name)) continue
    yield* onPaid(world, person, {
      evidence: `payee:${person.payeeName}`,
      text: `${person.name}：收款人登记为“${person.payeeName}”，不是本人。`,
    })
  }
}

/** 18: one account for people of several households. */
export const accountAcrossHouseholds: Check = function* (world) {
  for (const [account, group] of shared(world, 'account')) {
    if (group.length < 2 || households(group) < 2) continue
    for (const person of group)
      yield* onPaid(world, person, {
        evidence: `account:${account}`,
        text: `${person.name}：收款账号 ${maskAccount(account)} 与${othersOf(group, person)}相同，不在一户。`,
        others: idsBut(group, person),
      })
  }
}

/** 27: people of one household who work in different counties and have one phone. */
export const householdPhoneApart: Check = function* (world) {
  for (const [phone, all] of shared(world, 'phone')) {
    for (const group of grouped(
      all.filter(({ householdId }) => householdId !== null),
      ({ householdId }) => householdId as string,
    ).values()) {
      if (group.length < 2) continue
      const places = group.map((person) => ({ person, county: countyOf(world, person.id) }))
      const known = new Set(places.flatMap(({ county }) => (county === undefined ? [] : [county])))
      if (known.size < 2) continue
      for (const { person, county } of places) {
        if (county === undefined) continue
        yield* onPaid(world, person, {
          evidence: `household-phone:${phone}`,
          text: `${person.name}：在${world.placeName(county)}务工，同户的${othersOf(group, person)}在别的县务工，登记的却是同一个电话（尾号 ${phone.slice(-4)}）。`,
          others: idsBut(group, person),
        })
      }
    }
  }
}

/** 24: somebody could work, and nobody is recorded as working. One finding for a household. */
export const householdWithoutWork: Check = function* (world) {
  if (!world.whole) return
  const working = new Set<string>()
  for (const { personId, from, toState, to } of world.spells)
    if (
      from <= world.asOf &&
      (toState === 'open' || (to !== null && to >= world.asOf) || (to === null && toState === null))
    )
      working.add(personId)
  const able = new Map<string, PersonAtHand[]>()
  const employed = new Set<string>()
  for (const person of world.people) {
    if (person.householdId === null) continue
    if (working.has(person.id)) employed.add(person.householdId)
    else if (person.labour !== null && person.labour !== '' && !NO_LABOUR.has(person.labour)) {
      const members = able.get(person.householdId)
      if (members === undefined) able.set(person.householdId, [person])
      else members.push(person)
    }
  }
  for (const [householdId, members] of able) {
    const [first] = members
    if (employed.has(householdId) || first === undefined) continue
    yield {
      personId: first.id,
      evidence: `household:${householdId}`,
      text: `${first.name}一户：有劳动力 ${members.length} 人（${names(members)}），没有一个人有在岗的记录。`,
      others: members.slice(1).map(({ id }) => id),
    }
  }
}

/** People by the same phone or account; only those that occur more than once. */
function shared(world: CheckWorld, field: 'phone' | 'account'): ReadonlyMap<string, readonly PersonAtHand[]> {
  return world.kept(`shared:${field}`, () => {
    const first = new Map<string, PersonAtHand>()
    const groups = new Map<string, PersonAtHand[]>()
    for (const person of world.people) {
      const value = person[field]
      if (value === null || value === '') continue
      const before = first.get(value)
      if (before === undefined) first.set(value, person)
      else {
        const group = groups.get(value)
        if (group === undefined) groups.set(value, [before, person])
        else group.push(person)
      }
    }
    return groups
  })
}

/** Somebody without a household on record stands for one of their own. */
function households(group: readonly PersonAtHand[]): number {
  return new Set(group.map(({ householdId, id }) => householdId ?? id)).size
}

function othersOf(group: readonly PersonAtHand[], person: PersonAtHand): string {
  return names(group.filter(({ id }) => id !== person.id))
}

function names(people: readonly PersonAtHand[]): string {
  const first = people.slice(0, NAMED).map(({ name }) => name)
  return `${first.join('、')}${people.length > NAMED ? ` 等 ${people.length} 人` : ''}`
}

function idsBut(group: readonly PersonAtHand[], person: PersonAtHand): string[] {
  return group.flatMap(({ id }) => (id === person.id ? [] : [id])).slice(0, 50)
}

/** On the claims that are paid to the person; of other people only where the whole ledger is looked over. */
function onPaid(world: CheckWorld, person: PersonAtHand, found: Omit<Found, 'personId'>): Iterable<Found> {
  return world.concerning(
    { ...found, personId: person.id },
    world.claimsOf(person.id).filter(({ beneficiaryKind }) => beneficiaryKind === 'person'),
  )
}

function countyOf(world: CheckWorld, personId: string): string | undefined {
  const spells = world.whole
    ? (world.spellsByPerson.get(personId) ?? [])
    : world.ledger
        .prepare<{ from: string; toState: string | null; to: string | null; county: string | null }>(
          `SELECT from_date AS "from", to_state AS toState, to_date AS "to", county FROM spells WHERE person_id = ? AND deleted_at IS NULL`,
        )
        .all(personId)
  const open = spells.find(
    ({ from, toState, to }) =>
      from <= world.asOf && (toState === 'open' || (to !== null && to >= world.asOf)),
  )
  return open?.county ?? undefined
}
