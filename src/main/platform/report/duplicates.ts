/**
 * Who stands in the province twice. One ID number in several records: asked of the database, by person key. Everybody else
 * who may be one person (a mistyped number, the same name and birth date): by the keys and the scoring of the ledgers.
 */
import { sql } from 'drizzle-orm'
import { type PersonCandidate, scorePeople } from '../../../shared/domain/duplicate-people.ts'
import { OFFERED_FROM, type WeighedReason } from '../../../shared/domain/duplicates.ts'
import type { Sex } from '../../../shared/domain/id-number.ts'
import { PeoplePairs } from '../../core/duplicates/people-pairs.ts'
import { one, type Store } from '../store/store.ts'
import type { Row } from '../store/tables.ts'

type PersonRow = Row<'people'> & {
  readonly person_key: string
  readonly row_id: string
  readonly node: string
}

export type DuplicatePerson = {
  readonly rowId: string
  readonly node: string
  readonly name: string
  readonly idNumber: string | null
  readonly birthDate: string | null
  readonly county: string | null
  readonly township: string | null
}
export type SamePerson = { readonly records: readonly DuplicatePerson[] }
export type SimilarPair = {
  readonly score: number
  readonly reasons: readonly WeighedReason[]
  readonly one: DuplicatePerson
  readonly other: DuplicatePerson
}
export type Duplicates = {
  /** persons with several records of one ID number, and those of them that stand in several offices */
  readonly same: { readonly persons: number; readonly records: number; readonly acrossOffices: number }
  readonly sameShown: readonly SamePerson[]
  /** pairs of other records that may be one person */
  readonly similar: number
  /** the likeliest */
  readonly similarShown: readonly SimilarPair[]
}

const PAGE = 20_000

/** @param most how many of each are given, the likeliest; all are counted */
export async function duplicatesOf(
  store: Store,
  most: number,
  onProgress: (people: number) => void = () => undefined,
): Promise<Duplicates> {
  const { people } = store.tables
  const several = sql`
    SELECT person_key, count(*) AS records, count(DISTINCT node) AS offices FROM ${people}
    WHERE standing <> 'deleted' GROUP BY person_key HAVING count(*) > 1`
  const same = await one<Duplicates['same']>(
    store,
    sql`SELECT count(*) AS persons, CAST(coalesce(sum(records), 0) AS bigint) AS records,
      count(CASE WHEN offices > 1 THEN 1 END) AS "acrossOffices" FROM (${several}) s`,
  )
  const keys = await store.all<{ person_key: string }>(
    sql`SELECT person_key FROM (${several}) s ORDER BY offices DESC, records DESC, person_key LIMIT ${most}`,
  )
  const records = await store.all<PersonRow>(sql`
    SELECT * FROM ${people} WHERE ${store.among(
      people.person_key,
      keys.map(({ person_key }) => person_key),
    )} AND standing <> 'deleted' ORDER BY person_key, row_id`)
  const byKey = Map.groupBy(records, ({ person_key }) => person_key)
  const similar = await similarPairs(store, most, onProgress)
  return {
    same,
    sameShown: keys.map(({ person_key }) => ({ records: (byKey.get(person_key) ?? []).map(shown) })),
    ...similar,
  }
}

async function similarPairs(
  store: Store,
  most: number,
  onProgress: (people: number) => void,
): Promise<Pick<Duplicates, 'similar' | 'similarShown'>> {
  const pairs = new PeoplePairs()
  let count = 0
  for await (const page of pages(store)) {
    for (const row of page) pairs.add(candidateOf(row))
    count += page.length
    onProgress(count)
  }
  const found = pairs.pairs()
  const wanted = new Set(found.flat())
  // Only those that are to be compared are held; the second walk is in the same order.
  const rows = new Map<number, PersonRow>()
  let place = 0
  if (wanted.size > 0)
    for await (const page of pages(store))
      for (const row of page) {
        if (wanted.has(place)) rows.set(place, row)
        place += 1
      }
  const offered: SimilarPair[] = []
  let similar = 0
  for (const [a, b] of found) {
    const [left, right] = [rows.get(a), rows.get(b)]
    if (left === undefined || right === undefined || left.person_key === right.person_key) continue
    const { score, reasons } = scorePeople(candidateOf(left), candidateOf(right))
    if (score < OFFERED_FROM) continue
    similar += 1
    offered.push({ score, reasons, one: shown(left), other: shown(right) })
    if (offered.length >= 4 * Math.max(most, 250)) offered.sort(byScore).splice(most)
  }
  return { similar, similarShown: offered.sort(byScore).slice(0, most) }
}

/** Everybody, in the order of the primary key. */
async function* pages(store: Store): AsyncGenerator<PersonRow[]> {
  const { people } = store.tables
  let [key, id] = ['', '']
  for (;;) {
    const page = await store.all<PersonRow>(sql`
      SELECT * FROM ${people} WHERE (person_key, row_id) > (${key}, ${id}) AND standing <> 'deleted'
      ORDER BY person_key, row_id LIMIT ${PAGE}`)
    const last = page.at(-1)
    if (last === undefined) return
    yield page
    key = last.person_key
    id = last.row_id
  }
}

function candidateOf(row: PersonRow): PersonCandidate {
  const township =
    row.township ?? (row.township_text === null ? null : `${row.county ?? ''} ${row.township_text}`)
  return {
    name: row.name ?? '',
    ...(row.pinyin === null ? {} : { pinyin: row.pinyin }),
    ...(row.id_number === null ? {} : { idNumber: row.id_number }),
    ...(row.sex === null ? {} : { sex: row.sex as Sex }),
    ...(row.birth_date === null ? {} : { birthDate: row.birth_date }),
    ...(township === null ? {} : { township }),
    ...(row.village === null ? {} : { village: row.village }),
    ...(row.phone === null ? {} : { phone: row.phone }),
  }
}

function shown(row: PersonRow): DuplicatePerson {
  return {
    rowId: row.row_id,
    node: row.node,
    name: row.name ?? '',
    idNumber: row.id_number,
    birthDate: row.birth_date,
    county: row.county,
    township: row.township_text,
  }
}

function byScore(a: SimilarPair, b: SimilarPair): number {
  return b.score - a.score || (a.one.rowId < b.one.rowId ? -1 : 1)
}
