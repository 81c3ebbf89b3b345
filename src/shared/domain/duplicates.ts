/** 重复: two records that may be of one person, employer, agent or household. Why, how likely, and what was decided. */

/** Records that are compared, each with its own kind only. */
export const DUPLICATE_KINDS = ['person', 'employer', 'agent', 'household'] as const
export type DuplicateKind = (typeof DUPLICATE_KINDS)[number]

/** What speaks for two people being one. */
export const PERSON_REASONS = [
  'id-same',
  'id-15-18',
  'id-digit',
  'id-swap',
  'code-same',
  'name-same',
  'name-folded',
  'name-sound',
  'name-near',
  'birth-same',
  'township-same',
  'village-same',
  'household-same',
  'phone-same',
  'account-same',
] as const

/** What speaks for two employers, agents or households being one. */
export const BODY_REASONS = [
  'credit-same',
  'credit-digit',
  'credit-swap',
  'body-name-same',
  'body-name-core',
  'county-same',
  'body-phone-same',
  'body-account-same',
  'legal-rep-same',
  'household-code-same',
  'household-code-digit',
  'home-same',
  'household-phone-same',
] as const

/** What speaks against it. */
export const REASONS_AGAINST = [
  'name-other',
  'ids-differ',
  'ids-births-differ',
  'birth-other',
  'sex-other',
  'relation-other',
  'code-other',
  'elsewhere-same-days',
  'body-name-other',
  'credits-differ',
  'county-other',
  'home-other',
] as const

export type DuplicateReason =
  | (typeof PERSON_REASONS)[number]
  | (typeof BODY_REASONS)[number]
  | (typeof REASONS_AGAINST)[number]

/** One reason with what it weighs; `on`: the first day for reasons about days, `YYYY-MM-DD`. */
export type WeighedReason = {
  readonly reason: DuplicateReason
  /** below 0: speaks against */
  readonly points: number
  readonly on?: string
}

/** How two records compare. The same, whichever of them comes first. */
export type Likeness = {
  /** 0 to 100 */
  readonly score: number
  /** the weightiest first; those against last */
  readonly reasons: readonly WeighedReason[]
}

/** Pairs below this are not offered. */
export const OFFERED_FROM = 40

/** How a score is called. */
export const LIKELIHOODS = ['certain', 'likely', 'possible'] as const
export type Likelihood = (typeof LIKELIHOODS)[number]

/** The name of a score that is offered. */
export function likelihoodOf(score: number): Likelihood {
  return score >= 90 ? 'certain' : score >= 65 ? 'likely' : 'possible'
}

/** What somebody decided about a pair: two people after all, another day, one record now. */
export const DUPLICATE_VERDICTS = ['different', 'later', 'merged'] as const
export type DuplicateVerdict = (typeof DUPLICATE_VERDICTS)[number]

/** Adds reasons up; the order of what was found does not matter. */
export function likeness(found: readonly WeighedReason[]): Likeness {
  const reasons = found
    .filter(({ points }) => points !== 0)
    .sort((a, b) => b.points - a.points || (a.reason < b.reason ? -1 : 1))
  const sum = reasons.reduce((total, { points }) => total + points, 0)
  return { score: Math.max(0, Math.min(100, sum)), reasons }
}

/**
 * How two codes of equal length differ: not at all, in one character, by two neighbours that changed places, or otherwise.
 * Codes of another length are `other`.
 */
export function slipBetween(a: string, b: string): 'same' | 'digit' | 'swap' | 'other' {
  if (a === b) return 'same'
  if (a.length !== b.length) return 'other'
  let at = 0
  while (a[at] === b[at]) at += 1
  if (a.slice(at + 1) === b.slice(at + 1)) return 'digit'
  const swapped = a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2)
  return swapped ? 'swap' : 'other'
}
