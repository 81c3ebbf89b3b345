import type { UseQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Windows } from '../../components/table/windows.ts'

const nothing = () => undefined

/** A short list that comes whole, in the shape of the windowed table. */
export function useWholeList<R>(answer: UseQueryResult<R[]>): Windows<R> {
  const { data, error, refetch } = answer
  return useMemo(
    () => ({
      total: data?.length,
      row: (index: number) => data?.[index],
      stale: false,
      error,
      refetch: () => void refetch(),
      show: nothing,
      filterKey: 'all',
    }),
    [data, error, refetch],
  )
}
