import { useQuery } from '@tanstack/react-query'
import { api } from '../../../api.ts'
import type { ClaimsFilter } from '../filter.ts'

export type WaitingStep = { readonly name: string; readonly count: number }

/** Steps at which claims wait, by id. A step that the procedures of several benefits name differently bears all its names. */
export function useWaitingSteps({
  benefit,
}: Pick<ClaimsFilter, 'benefit'>): ReadonlyMap<string, WaitingStep> {
  const board = useQuery(api.claims.board.queryOptions({ input: benefit ? { benefit } : {} }))
  const waiting = (board.data ?? []).flatMap((column) => column.steps)
  return new Map(
    [...Map.groupBy(waiting, ({ step }) => step)].map(([step, parts]) => [
      step,
      {
        name: [...new Set(parts.map(({ name }) => name))].join('／'),
        count: parts.reduce((sum, { count }) => sum + count, 0),
      },
    ]),
  )
}
