import { useQuery } from '@tanstack/react-query'
import { api } from '../../api.ts'

/** The name of an employer or agent that an address carries, by its id; empty until it is known. */
export function useOrganisationName(id: string | undefined): Readonly<Record<string, string>> {
  const behind = useQuery({
    ...api.organisations.behind.queryOptions({ input: { id: id ?? '' } }),
    enabled: id !== undefined,
  })
  return id !== undefined && behind.data ? { [id]: behind.data.name } : {}
}
