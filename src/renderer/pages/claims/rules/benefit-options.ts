import { useQuery } from '@tanstack/react-query'
import { api } from '../../../api.ts'

/** `*` for all benefits, and each benefit that claims are drafted for. */
export function useBenefitOptions(): { value: string; label: string }[] {
  const documents = useQuery(api.policy.documents.queryOptions({ input: {} }))
  return [
    { value: '*', label: '全部补贴' },
    ...(documents.data ?? [])
      .flatMap((one) => one.benefits)
      .filter((one) => one.treatment === 'computed' || one.treatment === 'needs-standard')
      .map((one) => ({ value: one.id, label: `${one.id} ${one.name}` })),
  ]
}
