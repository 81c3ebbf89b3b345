/** What a claim rests on: what was frozen of it when it was drafted, and the same work as it is on record now. */
import type { CheckWorld } from './check-world.ts'

export type ClaimGround = {
  readonly categories: readonly string[]
  /** `null`: the claim rests on no spell */
  readonly spellId: string | null
  readonly employerId: string | null
  /** workplace county as it was */
  readonly county: string | null
  /** the work as it is on record now; `undefined`: it is no more */
  readonly work: WorkNow | undefined
}

export type WorkNow = {
  readonly from: string
  readonly county: string | null
  readonly employerId: string | null
  readonly employerText: string | null
}

type Cells = [
  id: string,
  spellId: string | null,
  employerId: string | null,
  county: string | null,
  categories: string | null,
  from: string | null,
  nowIn: string | null,
  nowFor: string | null,
  nowForText: string | null,
]

/**
 * The grounds of the claims that are looked over, by claim. What is taken out of facts and trace is written as in the index
 * `claims_grounds`, so that SQLite takes it from there and no record is read.
 */
export function groundsOf(world: CheckWorld): Map<string, ClaimGround> {
  const rows = world.raw(
    `SELECT c.id, c.facts ->> '$.work.spellId', c.facts ->> '$.work.employerId', c.facts ->> '$.work.county',
       c.facts ->> '$.person.categories', s.from_date, s.county, s.employer_id, s.employer_text
     FROM claims c INDEXED BY claims_grounds
     LEFT JOIN spells s ON s.id = c.facts ->> '$.work.spellId' AND s.deleted_at IS NULL
     WHERE c.deleted_at IS NULL {claims:c.id}`,
  ) as Cells[]
  const lists = new Map<string, readonly string[]>()
  return new Map(
    rows.map(([id, spellId, employerId, county, categories, from, nowIn, nowFor, nowForText]) => [
      id,
      {
        categories: categories === null ? [] : listOf(categories, lists),
        spellId,
        employerId,
        county,
        work:
          from === null ? undefined : { from, county: nowIn, employerId: nowFor, employerText: nowForText },
      },
    ]),
  )
}

/** Few lists of categories occur, so each is read once. */
function listOf(json: string, known: Map<string, readonly string[]>): readonly string[] {
  let list = known.get(json)
  if (list === undefined) {
    list = JSON.parse(json) as string[]
    known.set(json, list)
  }
  return list
}

/** Ids of claims whose frozen trace says that the claimed is not the first, or may not be. */
export function frozenAsNotFirst(world: CheckWorld): string[] {
  return world
    .raw(
      `SELECT c.id FROM claims c INDEXED BY claims_grounds
       WHERE c.deleted_at IS NULL AND (c.trace GLOB '*"id":"first"*' AND (c.trace GLOB '*"state":"unmet"*' OR c.trace GLOB '*"state":"unknown"*')) = 1
         {claims:c.id} ORDER BY c.id`,
    )
    .map(([id]) => id as string)
}
