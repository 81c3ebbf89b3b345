import { type QueryKey, type UseQueryOptions, useQueries } from '@tanstack/react-query'
import { useCallback, useMemo, useRef, useState } from 'react'

export type ListPage<R> = { total: number; rows: R[] }
export const WINDOW = 100

/** Numbers of the windows that cover rows `first` to `last`. */
export function windowsOf(first: number, last: number): number[] {
  const from = Math.floor(Math.max(0, first) / WINDOW)
  const to = Math.floor(Math.max(0, last) / WINDOW)
  return Array.from({ length: to - from + 1 }, (_, step) => from + step)
}

export type Windows<R> = {
  /** undefined until the first answer */
  total: number | undefined
  row(index: number): R | undefined
  /** rows of an earlier filter are still shown while the new ones come */
  stale: boolean
  error: unknown
  refetch(): void
  show(first: number, last: number): void
  filterKey: string
}

type Shown<R> = { total: number; windows: ReadonlyMap<number, readonly R[]> }
/** One window's question, as `queryOptions` of a call gives it. */
export type WindowRequest = { queryKey: QueryKey; queryFn?: unknown }
type PageOptions<R> = UseQueryOptions<ListPage<R>, Error, ListPage<R>, QueryKey>

/**
 * A long list fetched in windows of 100 rows around what is visible. While a changed filter is being answered the
 * rows of the last one stay, so that typing never blanks the table; requests nobody waits for are aborted.
 */
export function useWindows<R>(
  filterKey: string,
  options: (offset: number, limit: number) => WindowRequest,
): Windows<R> {
  const [range, setRange] = useState({ key: filterKey, first: 0, last: WINDOW - 1 })
  const needed = range.key === filterKey ? windowsOf(range.first, range.last) : [0]
  const last = useRef<Shown<R>>(undefined)
  const answers = useQueries({
    queries: needed.map((window) => options(window * WINDOW, WINDOW) as unknown as PageOptions<R>),
  })

  const arrived = new Map<number, readonly R[]>()
  let total: number | undefined
  for (const [i, answer] of answers.entries()) {
    const window = needed[i]
    if (!answer.data || window === undefined) continue
    arrived.set(window, answer.data.rows)
    total = answer.data.total
  }
  const sameList = useRef(filterKey)
  if (total !== undefined) {
    sameList.current = filterKey
    last.current = { total, windows: arrived }
  }
  const stale = total === undefined && sameList.current !== filterKey && last.current !== undefined
  // Scrolling far in the same list: the length is known already, only the rows are still to come.
  const shown: Shown<R> | undefined =
    total !== undefined || stale
      ? last.current
      : last.current && { total: last.current.total, windows: new Map() }

  const show = useCallback(
    (first: number, lastRow: number) =>
      setRange((before) =>
        before.key === filterKey &&
        Math.floor(before.first / WINDOW) === Math.floor(first / WINDOW) &&
        Math.floor(before.last / WINDOW) === Math.floor(lastRow / WINDOW)
          ? before
          : { key: filterKey, first, last: lastRow },
      ),
    [filterKey],
  )
  const failed = answers.find((answer) => answer.error)
  return useMemo(
    () => ({
      total: shown?.total,
      row: (index: number) => shown?.windows.get(Math.floor(index / WINDOW))?.[index % WINDOW],
      stale,
      error: failed?.error ?? null,
      refetch: () => {
        for (const answer of answers) void answer.refetch()
      },
      show,
      filterKey,
    }),
    [shown, stale, failed, answers, show, filterKey],
  )
}
