import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import { QueryClient } from '@tanstack/react-query'
import type { Topic } from '../shared/contract/jobs.ts'
import { client } from './client.ts'

export { client }

/** Query options for every procedure of the contract. */
export const api = createTanstackQueryUtils(client)

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The ledger tells what changed (see live.ts), so nothing grows stale by itself.
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 3 * 60_000,
      retry: false,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
})

/** Which screens show something of a topic, by the first word of the procedure name. */
const SHOWN_BY: Readonly<Record<Topic, readonly string[]>> = {
  session: ['ledger'],
  people: [
    'people',
    'employers',
    'agents',
    'organisations',
    'dashboard',
    'search',
    'policy',
    'services',
    'duties',
    'outlook',
    'duplicates',
  ],
  employers: [
    'employers',
    'organisations',
    'people',
    'dashboard',
    'search',
    'policy',
    'services',
    'duties',
    'outlook',
    'duplicates',
  ],
  agents: ['agents', 'organisations', 'people', 'dashboard', 'search', 'policy', 'outlook', 'duplicates'],
  places: ['places', 'dashboard', 'policy', 'duties', 'outlook'],
  work: [
    'people',
    'employers',
    'agents',
    'organisations',
    'dashboard',
    'policy',
    'duties',
    'outlook',
    'duplicates',
  ],
  services: ['services', 'duties'],
  exchange: ['sync', 'partners', 'exports', 'dashboard'],
  imports: ['imports', 'dashboard', 'duties'],
  policy: ['policy', 'packs', 'dashboard', 'people', 'duties', 'services', 'scenarios', 'outlook'],
  scenarios: ['scenarios'],
  evaluation: ['policy', 'dashboard', 'people', 'outlook'],
  claims: [
    ...['claims', 'batches', 'publicity', 'budgets', 'payments', 'outside', 'checks', 'papers', 'workflow'],
    ...['people', 'organisations', 'policy', 'dashboard', 'search', 'decisions', 'outlook'],
  ],
  attachments: ['attachments', 'exports', 'duties', 'claims', 'publicity', 'batches'],
  settings: ['settings', 'views', 'ledger', 'officers', 'dashboard', 'workflow', 'payments', 'papers'],
}

/** Refetches what is on screen of these topics and marks the rest as old. Every change is also in the audit. */
export function refetchTopics(topics: readonly Topic[]): void {
  const domains = new Set<string>(['audit'])
  for (const topic of topics) for (const domain of SHOWN_BY[topic]) domains.add(domain)
  void queryClient.invalidateQueries({
    predicate: ({ queryKey }) => {
      const path: unknown = queryKey[0]
      return Array.isArray(path) && domains.has(String(path[0]))
    },
  })
}
