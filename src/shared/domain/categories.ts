/** Categories of a person that the documents speak of; a person may hold several, each with its own dates. */
export const CATEGORIES = [
  'poverty-lifted',
  'monitored-unstable',
  'monitored-marginal',
  'monitored-hardship',
  'minimum-living',
  'extreme-poverty',
  'relocated',
] as const

export type Category = (typeof CATEGORIES)[number]

/** Groups of categories as the documents name them: PL, PL+M and the three kinds of GZ-2021. */
export const CATEGORY_GROUPS = {
  'poverty-lifted': ['poverty-lifted'],
  'poverty-lifted-or-monitored': [
    'poverty-lifted',
    'monitored-unstable',
    'monitored-marginal',
    'monitored-hardship',
  ],
  'three-kinds': CATEGORIES,
} as const satisfies Record<string, readonly Category[]>

export type CategoryGroup = keyof typeof CATEGORY_GROUPS

/** True when the text is one of the seven category codes. */
export function isCategory(text: string): text is Category {
  return (CATEGORIES as readonly string[]).includes(text)
}
