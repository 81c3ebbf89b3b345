/** Phones, accounts and households: checks 17, 18, 24 and 27. */
import { maskAccount } from '../../../shared/domain/bank-card.ts'
import { foldName } from '../../../shared/domain/person-name.ts'
import { type CheckWorld, grouped } from './check-world.ts'
import type { Check, Found } from './finding.ts'
import { goesOn } from './spells-at-hand.ts'

/** Names that one sentence lists. */
const NAMED = 4
/** 劳动技能 of those who cannot work (GZ-02's reading). */
const NO_LABOUR = ['无劳动力', '丧失劳动力']

type Sharing = {
  readonly id: string
  readonly name: string
  readonly householdId: string | null
  /** the phone or account that they share */
  readonly shared: string
}

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
  for (const person of world.rows<{ id: string; name: string; payee: string }>(
    `SELECT p.id, p.name, p.payee_name AS payee FROM people p
     WHERE p.deleted_at IS NULL AND p.payee_name <> '' AND p.payee_name <> p.name {people:p.id} ORDER BY p.rowid`,
  )) {
    if (foldName(person.payee) === foldName(person.name)) continue
    yield* onPaid(world, person, {
      evidence: `payee:${person.payee}`,
      text: `${person.name}：收款人登记为“${person.payee}”，不是本人。`,
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
  const able: { id: string; name: string; household: string }[] = []
  const atWork = new Set<string>()
  for (const [id, { name, householdId, labour, live }] of world.people) {
    if (householdId === null || !live) continue
    if (mayWork(world, id)) atWork.add(householdId)
    else if (labour !== null && labour !== '' && !NO_LABOUR.includes(labour))
      able.push({ id, name, household: householdId })
  }
  for (const [household, members] of grouped(able, (member) => member.household)) {
    const [first, ...others] = members
    if (first === undefined || atWork.has(household)) continue
    yield {
      personId: first.id,
      evidence: `household:${household}`,
      text: `${first.name}一户：有劳动力 ${members.length} 人（${names(members)}），没有一个人有在岗的记录。`,
      others: others.map(({ id }) => id),
    }
  }
}

/** Work whose end is not known counts as going on: nobody is to be called for nothing. */
function mayWork(world: CheckWorld, personId: string): boolean {
  const spells = world.workByPerson.get(personId) ?? []
  return spells.some(
    (spell) =>
      goesOn(spell, world.asOf) || (spell.from <= world.asOf && spell.to === null && spell.toState === null),
  )
}

const COLUMNS = { phone: 'phone', account: 'payee_account' } as const

/** People by the same phone or account; only those that occur more than once. */
function shared(world: CheckWorld, field: keyof typeof COLUMNS): ReadonlyMap<string, readonly Sharing[]> {
  return world.kept(`shared:${field}`, () => {
    const column = COLUMNS[field]
    const wanted = world.whole
      ? `SELECT ${column} FROM people WHERE ${column} > '' GROUP BY ${column} HAVING count(*) > 1`
      : `SELECT s.${column} FROM people s WHERE s.${column} > '' {people:s.id}`
    const rows = world.rows<Sharing>(
      `SELECT p.id, p.name, p.household_id AS householdId, p.${column} AS shared FROM people p
       WHERE p.deleted_at IS NULL AND p.${column} IN (${wanted}) ORDER BY p.rowid`,
    )
    const groups = grouped(rows, (person) => person.shared)
    for (const [value, group] of groups) if (group.length < 2) groups.delete(value)
    return groups
  })
}

/** Somebody without a household on record stands for one of their own. */
function households(group: readonly Sharing[]): number {
  return new Set(group.map(({ householdId, id }) => householdId ?? id)).size
}

function othersOf(group: readonly Sharing[], person: Sharing): string {
  return names(group.filter(({ id }) => id !== person.id))
}

function names(people: readonly { readonly name: string }[]): string {
  const first = people.slice(0, NAMED).map(({ name }) => name)
  return `${first.join('、')}${people.length > NAMED ? ` 等 ${people.length} 人` : ''}`
}

function idsBut(group: readonly Sharing[], person: Sharing): string[] {
  return group.flatMap(({ id }) => (id === person.id ? [] : [id])).slice(0, 50)
}

/** On the claims that are paid to the person; of other people only where the whole ledger is looked over. */
function onPaid(
  world: CheckWorld,
  person: { readonly id: string },
  found: Omit<Found, 'personId'>,
): Iterable<Found> {
  return world.concerning(
    { ...found, personId: person.id },
    world.claimsOf(person.id).filter(({ beneficiaryKind }) => beneficiaryKind === 'person'),
  )
}

/** Workplace of the first work that goes on; `undefined`: none is known. */
function countyOf(world: CheckWorld, personId: string): string | undefined {
  const county = world
    .kept('countyOf', () =>
      world.ledger
        .prepare<string>(
          `SELECT county FROM spells WHERE person_id = ? AND deleted_at IS NULL AND from_date <= ?
             AND (to_state = 'open' OR to_date >= ?) ORDER BY rowid LIMIT 1`,
        )
        .pluck(),
    )
    .get(personId, world.asOf, world.asOf)
  return typeof county === 'string' ? county : undefined
}
