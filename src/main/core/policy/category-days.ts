/** The days on which a person's categories hold. */
import { CATEGORIES } from '../../../shared/domain/categories.ts'
import { type DayNumber, formatDate } from '../../../shared/domain/dates.ts'
import { BEFORE, type CategoryFact, NEVER, type PersonView } from './facts.ts'
import type { FoundFact } from './weighing.ts'

/** First day from `day` on which one of the categories in `mask` holds, by known facts; NEVER where none does. */
export function firstHold(categories: readonly CategoryFact[], mask: number, day: DayNumber): DayNumber {
  return first(categories, mask, day, NEVER)
}

/** The same, where a beginning that is not known could be any day. */
export function firstMayHold(categories: readonly CategoryFact[], mask: number, day: DayNumber): DayNumber {
  return first(categories, mask, day, BEFORE)
}

function first(
  list: readonly CategoryFact[],
  mask: number,
  day: DayNumber,
  unknownFrom: DayNumber,
): DayNumber {
  let best = NEVER
  for (let i = 0; i < list.length; i++) {
    const fact = list[i] as CategoryFact
    if ((mask & (1 << fact.code)) === 0) continue
    const from = fact.from ?? unknownFrom
    const start = from > day ? from : day
    if (start <= fact.to && start < best) best = start
  }
  return best
}

/** The categories a person has, as facts of an explanation. */
export function categoryFacts(view: PersonView): FoundFact[] {
  if (view.categories === undefined) return []
  if (view.categories.length === 0)
    return [{ path: `people.${view.id}.categories`, value: null, source: view.source }]
  return view.categories.map((fact) => ({
    path: `people.${view.id}.categories.${CATEGORIES[fact.code]}`,
    value: `${fact.from === undefined ? '' : formatDate(fact.from)}..${fact.to >= NEVER ? '' : formatDate(fact.to)}`,
    source: fact.source ?? view.source,
  }))
}

/** Paths of the unknown beginnings among the categories in `mask`; the whole list where it is unknown. */
export function missingCategories(view: PersonView, mask: number): string[] {
  if (view.categories === undefined) return [`people.${view.id}.categories`]
  return view.categories
    .filter((fact) => fact.from === undefined && (mask & (1 << fact.code)) !== 0)
    .map((fact) => `people.${view.id}.categories.${CATEGORIES[fact.code]}.from`)
}
