import type { ReadLedger } from '../db/ledger.ts'
import { PersonViewReader } from '../entitlements/person-views.ts'
import type { PersonView } from '../policy/facts.ts'
import { type AskedRow, CountyIndex } from './county-index.ts'

type Reading = Pick<ReadLedger, 'prepare' | 'path'>

/** People that are read and decided at once. */
const RANGE = 1000
/** Where more than one in so many is concerned, everybody is read in the order in which they stand in the file. */
const SPARSE = 2
/** People that stay in the thread's memory for the next run: about 1.5 KB each. */
const KEPT_PEOPLE = 75_000

interface AtHand {
  readonly state: string
  readonly index: CountyIndex
  /** places in the index of the people in `views`; undefined: none were kept */
  people: Uint8Array | undefined
  views: readonly PersonView[]
}

/** What the last run of this thread read. A slider asks again and again for the same people. */
let last: AtHand | undefined

/** Drops what the last run read, for work of another kind in the same thread. */
export function forgetPeopleAtHand(): void {
  last = undefined
}

/**
 * Everybody for whom one of these rows can say anything but "no", in order of id, in parts. People whom home and work
 * rule out are never read; the rest are remembered until the ledger changes.
 */
export function* peopleAtHand(ledger: Reading, rows: readonly AskedRow[]): Generator<readonly PersonView[]> {
  const state = stateOf(ledger)
  if (last?.state !== state) last = { state, index: new CountyIndex(ledger), people: undefined, views: [] }
  const atHand = last
  const { index } = atHand
  const wanted = index.concerned(rows)
  if (atHand.people !== undefined && covers(atHand.people, wanted)) {
    yield* parts(atHand.views)
    return
  }
  const count = wanted.reduce((sum, one) => sum + one, 0)
  const reader = new PersonViewReader(ledger, { sources: false })
  if (count * SPARSE > wanted.length) {
    for (const [from, to] of reader.split(RANGE)) yield reader.range(from, to)
    return
  }
  const ids = index.ids.filter((_, i) => wanted[i] === 1)
  const views: PersonView[] = []
  for (let at = 0; at < ids.length; at += RANGE) {
    const part = reader.those(ids.slice(at, at + RANGE))
    if (ids.length <= KEPT_PEOPLE) views.push(...part)
    yield part
  }
  if (ids.length <= KEPT_PEOPLE) {
    atHand.people = wanted
    atHand.views = views
  }
}

function* parts(views: readonly PersonView[]): Generator<readonly PersonView[]> {
  for (let at = 0; at < views.length; at += RANGE) yield views.slice(at, at + RANGE)
}

function covers(have: Uint8Array, wanted: Uint8Array): boolean {
  for (let i = 0; i < wanted.length; i++) if (wanted[i] === 1 && have[i] !== 1) return false
  return true
}

/** Differs whenever the ledger changed. */
function stateOf(ledger: Reading): string {
  const seq = ledger.prepare<number | null>('SELECT max(seq) FROM change_log').pluck().get()
  return `${ledger.path} ${seq ?? 0}`
}
