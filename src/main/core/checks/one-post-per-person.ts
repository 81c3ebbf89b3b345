import type { DayNumber } from '../../../shared/domain/dates.ts'
import type { DatedMost, PostFact, PostFinding } from './post-facts.ts'

/**
 * A person in more public-welfare posts at one time than the limit allows, in any department (GZ-22, HLJ-15). Each pair of
 * posts that overlap while the limit is in force is one finding; it is certain only where both are known to have gone on.
 * `posts` are of one person; `asOf` bounds posts that are still going on.
 */
export function onePostPerPerson(
  posts: readonly PostFact[],
  limit: DatedMost,
  asOf: DayNumber,
): PostFinding[] {
  const ordered = [...posts].sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1))
  const findings: PostFinding[] = []
  for (const [at, later] of ordered.entries()) {
    const held = ordered
      .slice(0, at)
      .map((earlier) => overlap(earlier, later, limit, asOf))
      .filter((finding) => finding !== undefined)
    // `most` posts may be held at once; the one that comes on top of them is the finding.
    if (held.length >= limit.most) findings.push(...held.slice(limit.most - 1))
  }
  return findings
}

function overlap(a: PostFact, b: PostFact, limit: DatedMost, asOf: DayNumber): PostFinding | undefined {
  const from = Math.max(a.from, b.from, limit.from)
  const surely = Math.min(surelyUntil(a), surelyUntil(b), limit.to, asOf)
  const perhaps = Math.min(perhapsUntil(a), perhapsUntil(b), limit.to, asOf)
  if (from > perhaps) return undefined
  const certain = from <= surely
  return {
    personId: a.personId,
    certainty: certain ? 'certain' : 'possible',
    posts: [a, b],
    from,
    to: certain ? surely : undefined,
  }
}

/** The last day on which the post is known to be held: where its end is not known, its first day. */
function surelyUntil(post: PostFact): DayNumber {
  return post.to === undefined ? post.from : (post.to ?? Number.POSITIVE_INFINITY)
}

function perhapsUntil(post: PostFact): DayNumber {
  return post.to ?? Number.POSITIVE_INFINITY
}
