/** 查重: looks through all records of a kind for pairs that may be one. Reads only. */
import { type DuplicateKind, type Likeness, OFFERED_FROM } from '../../../shared/domain/duplicates.ts'
import type { PlacePair } from './blocks.ts'
import { BodyPairs, HouseholdPairs } from './body-pairs.ts'
import { everyOther, everyPerson, type Reading, Scorer } from './candidates.ts'
import { PeoplePairs } from './people-pairs.ts'

export type FoundPair = Likeness & { readonly firstId: string; readonly secondId: string }

export type Look = {
  readonly kind: DuplicateKind
  readonly records: number
  /** pairs that shared a key and were scored */
  readonly compared: number
  /** those likely enough to be offered, the likeliest first */
  readonly found: readonly FoundPair[]
}

/** Told of what is done; false ends the look. `total` null: not known yet. */
export type OnLook = (step: string, done: number, total: number | null) => boolean

/** Pairs scored at a time: their records are all of the ledger that is held. */
const CHUNK = 1000
const TOLD_EVERY = 10_000

/** Undefined where `onLook` ended it. */
export function lookThrough(
  ledger: Reading,
  kind: DuplicateKind,
  onLook: OnLook = () => true,
): Look | undefined {
  const gathered = kind === 'person' ? gatherPeople(ledger, onLook) : gatherOthers(ledger, kind)
  if (gathered === undefined) return undefined
  const { ids, pairs } = gathered
  const scorer = new Scorer(ledger, kind)
  const found: FoundPair[] = []
  for (let from = 0; from < pairs.length; from += CHUNK) {
    if (!onLook('逐对比较', from, pairs.length)) return undefined
    const named = pairs.slice(from, from + CHUNK).map(([a, b]) => [ids[a] ?? '', ids[b] ?? ''] as const)
    for (const [at, likeness] of scorer.score(named).entries()) {
      const [firstId = '', secondId = ''] = named[at] ?? []
      if (likeness !== undefined && likeness.score >= OFFERED_FROM)
        found.push({ firstId, secondId, ...likeness })
    }
  }
  found.sort((a, b) => b.score - a.score || (a.firstId < b.firstId ? -1 : 1))
  return { kind, records: ids.length, compared: pairs.length, found }
}

type Gathered = { readonly ids: readonly string[]; readonly pairs: readonly PlacePair[] }

function gatherPeople(ledger: Reading, onLook: OnLook): Gathered | undefined {
  const ids: string[] = []
  const people = new PeoplePairs()
  for (const [id, person] of everyPerson(ledger)) {
    ids.push(id)
    people.add(person)
    if (ids.length % TOLD_EVERY === 0 && !onLook('读取人员', ids.length, null)) return undefined
  }
  let stopped = false
  const pairs = people.pairs((done, total) => {
    stopped = !onLook('找相近的人', done, total)
    return !stopped
  })
  return stopped ? undefined : { ids, pairs }
}

function gatherOthers(ledger: Reading, kind: Exclude<DuplicateKind, 'person'>): Gathered {
  const ids: string[] = []
  if (kind === 'household') {
    const households = new HouseholdPairs()
    for (const [id, household] of everyOther(ledger, kind)) {
      ids.push(id)
      households.add(household)
    }
    return { ids, pairs: households.pairs() }
  }
  const bodies = new BodyPairs()
  for (const [id, body] of everyOther(ledger, kind)) {
    ids.push(id)
    bodies.add(body)
  }
  return { ids, pairs: bodies.pairs() }
}
