import { addMonths } from '../../../shared/domain/dates.ts'
import type { DatedMost, PostFact, PostFinding } from './post-facts.ts'

/**
 * A public-welfare post whose contract is longer than the limit allows when it was signed (GZ-23, HLJ-15): one that begins
 * on 1 June may end on 31 May of the next year with a most of twelve months. A contract without its first or last day, or
 * of which nothing is known, is a possible finding; a known lack of a contract is none of this check.
 */
export function postContractMonths(posts: readonly PostFact[], limit: DatedMost): PostFinding[] {
  return posts.flatMap((post) => {
    const finding = tooLong(post, limit)
    return finding === undefined ? [] : [finding]
  })
}

function tooLong(post: PostFact, limit: DatedMost): PostFinding | undefined {
  if (post.contract === null) return undefined
  const { from, to } = post.contract ?? {}
  const signed = from ?? post.from
  if (signed < limit.from || signed > limit.to) return undefined
  const last = addMonths(signed, limit.most) - 1
  const finding = { personId: post.personId, posts: [post], from: last + 1 }
  if (from === undefined || to === undefined) return { ...finding, certainty: 'possible', to: undefined }
  return to > last ? { ...finding, certainty: 'certain', to } : undefined
}
