import type { z } from 'zod'
import type { claimsFilter } from '../../../shared/contract/claims.ts'
import { CLAIM_STATES, type ClaimState } from '../../../shared/domain/claim-states.ts'

export type ClaimsFilter = z.input<typeof claimsFilter>

/** The filter of claims as an address carries it: `benefit`, `state`, `printed` (1 or 0), `homeCounty`, `search`. */
export function filterOf(params: URLSearchParams): ClaimsFilter {
  const filter: ClaimsFilter = { search: params.get('search') ?? '' }
  const benefit = params.get('benefit')
  if (benefit) filter.benefit = benefit
  const state = params.get('state')
  if ((CLAIM_STATES as readonly string[]).includes(state ?? '')) filter.state = state as ClaimState
  const printed = params.get('printed')
  if (printed === '1' || printed === '0') filter.printed = printed === '1'
  const county = params.get('homeCounty')
  if (county) filter.homeCounty = county
  return filter
}

/** The address of the same filter, for a door to it. */
export function addressOf(filter: ClaimsFilter): string {
  const params = new URLSearchParams()
  if (filter.search) params.set('search', filter.search)
  if (filter.benefit) params.set('benefit', filter.benefit)
  if (filter.state) params.set('state', filter.state)
  if (filter.printed !== undefined) params.set('printed', filter.printed ? '1' : '0')
  if (filter.homeCounty) params.set('homeCounty', filter.homeCounty)
  return params.toString()
}
