import type { ClaimsFilter } from '../filter.ts'

/** Which claims an act is for: those ticked, or all that the list shows. */
export type Chosen =
  | { readonly ids: readonly string[]; readonly count: number }
  | { readonly filter: ClaimsFilter; readonly count: number }

/** As the ledger is asked. */
export function asked(chosen: Chosen): { ids: string[] } | { filter: ClaimsFilter } {
  return 'ids' in chosen ? { ids: [...chosen.ids] } : { filter: chosen.filter }
}

/** The same claims narrowed further, as a filter; a condition that contradicts theirs leaves none. */
export function narrowed(chosen: Chosen, by: Pick<ClaimsFilter, 'state' | 'held' | 'benefit'>): ClaimsFilter {
  if ('ids' in chosen) return { ids: [...chosen.ids], ...by }
  const contradicts = (['state', 'held', 'benefit'] as const).some(
    (key) => by[key] !== undefined && chosen.filter[key] !== undefined && by[key] !== chosen.filter[key],
  )
  return { ...chosen.filter, ...by, ...(contradicts ? { ids: [] } : {}) }
}
