/** Lists that other offices gave: checks 9, 10 and 13. A match asks a person to look; it never refuses anybody. */
import type { ComparisonKind } from '../../../shared/domain/claim-states.ts'
import { sameName } from '../../../shared/domain/person-name.ts'
import { COMPARISON_KIND_TEXT } from '../../../shared/text/claims.ts'
import type { CheckWorld } from './check-world.ts'
import type { Check, Found } from './finding.ts'
import { postClaims } from './post-checks.ts'

type Match = {
  personId: string
  name: string
  kind: ComparisonKind
  listName: string
  givenBy: string
  asOf: string
  row: number
  written: string | null
}

/** 9 */
export const paidFromPublicPurse: Check = function* (world) {
  for (const match of matches(world, ['public-servants', 'state-firm-staff']))
    yield* onClaims(world, match, world.claimsOf(match.personId))
}

/** 13 */
export const saidToBeDead: Check = function* (world) {
  for (const match of matches(world, ['deaths']))
    yield* onClaims(world, match, world.claimsOf(match.personId))
}

/** 10: only people in public-welfare posts. */
export const cadreFamilyInPost: Check = function* (world) {
  const inPost = new Set(
    world
      .rows<{ id: string }>(
        `SELECT DISTINCT s.person_id AS id FROM spells s
         WHERE s.deleted_at IS NULL AND s.post_kind <> 'ordinary' AND s.post_kind = 'public-welfare' {people:s.person_id}`,
      )
      .map(({ id }) => id),
  )
  for (const match of matches(world, ['cadre-families'])) {
    if (!inPost.has(match.personId)) continue
    yield* world.concerning(foundOf(match), postClaims(world, match.personId))
  }
}

function* onClaims(
  world: CheckWorld,
  match: Match,
  claims: ReturnType<CheckWorld['claimsOf']>,
): Generator<Found> {
  if (claims.length > 0) yield* world.concerning(foundOf(match), claims)
}

/** One name may be written otherwise, so that is said; a match is by ID number. */
function foundOf(match: Match): Found {
  const other =
    match.written !== null && match.written !== '' && !sameName(match.written, match.name)
      ? `，名单上写的是“${match.written}”`
      : ''
  return {
    personId: match.personId,
    certainty: 'possible',
    // The matter is the list that speaks of the person, not the copy that was imported.
    evidence: `${match.kind}:${match.givenBy}:${match.asOf}`,
    text: `${match.name}：身份证号在${match.givenBy}的${COMPARISON_KIND_TEXT[match.kind]}名单“${match.listName}”（${match.asOf}，第 ${match.row} 行）里${other}。名单可能有误，请当面或电话核实。`,
  }
}

function matches(world: CheckWorld, kinds: readonly ComparisonKind[]): Match[] {
  return world.rows<Match>(
    `SELECT p.id AS personId, p.name, l.kind, l.name AS listName, l.given_by AS givenBy, l.as_of AS asOf, e.row, e.name AS written
     FROM comparison_lists l JOIN comparison_entries e ON e.list_id = l.id
     JOIN people p ON p.id_number = e.id_number AND p.deleted_at IS NULL
     WHERE l.deleted_at IS NULL AND l.kind IN (SELECT value FROM json_each(?)) {people:p.id}
     GROUP BY p.id, l.id ORDER BY p.id, l.as_of`,
    JSON.stringify(kinds),
  )
}
