import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import type { z } from 'zod'
import type { comingFilter, losingFilter, unclaimedFilter } from '../../../../shared/contract/outlook.ts'
import {
  COMING_OUTCOMES,
  type ComingOutcome,
  LOSS_REASONS,
  type LossReason,
} from '../../../../shared/domain/outlook.ts'
import { BENEFICIARY_KINDS, type BeneficiaryKind } from '../../../../shared/domain/policy.ts'

export type UnclaimedFilter = z.input<typeof unclaimedFilter>
export type ComingFilter = z.input<typeof comingFilter>
export type LosingFilter = z.input<typeof losingFilter>

export const VIEWS = ['unclaimed', 'coming', 'losing'] as const
export type View = (typeof VIEWS)[number]

/** The view that the address names; 应享未享 where it names none. */
export function viewOf(params: URLSearchParams): View {
  return VIEWS.find((view) => view === params.get('view')) ?? 'unclaimed'
}

/** What all views are narrowed to by the address. */
export function unclaimedFilterOf(params: URLSearchParams): UnclaimedFilter {
  const filter: UnclaimedFilter = { search: params.get('search') ?? '' }
  for (const key of ['doc', 'benefit', 'homeCounty', 'homeTownship'] as const) {
    const value = params.get(key)
    if (value) filter[key] = value
  }
  const payee = params.get('payee')
  if ((BENEFICIARY_KINDS as readonly (string | null)[]).includes(payee))
    filter.payee = payee as BeneficiaryKind
  return filter
}

/** Only first times, unless the address asks for `again=1`. */
export function comingFilterOf(params: URLSearchParams): ComingFilter {
  const filter: ComingFilter = { ...unclaimedFilterOf(params), first: params.get('again') !== '1' }
  const month = params.get('month')
  if (month && /^\d{4}-\d{2}$/.test(month)) filter.month = month
  const outcome = params.get('outcome')
  if ((COMING_OUTCOMES as readonly (string | null)[]).includes(outcome))
    filter.outcome = outcome as ComingOutcome
  return filter
}

export function losingFilterOf(params: URLSearchParams): LosingFilter {
  const filter: LosingFilter = unclaimedFilterOf(params)
  const reason = params.get('reason')
  if ((LOSS_REASONS as readonly (string | null)[]).includes(reason)) filter.reason = reason as LossReason
  const within = params.get('within')
  if (within && /^\d{1,4}$/.test(within)) filter.within = Number(within)
  return filter
}

/** The address as a filter, and how to change it. */
export function useAddress() {
  const [params, setParams] = useSearchParams()
  const set = useCallback(
    (changes: Readonly<Record<string, string | null | undefined>>) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before)
          for (const [key, value] of Object.entries(changes)) {
            if (value) next.set(key, value)
            else next.delete(key)
          }
          return next
        },
        { replace: true },
      ),
    [setParams],
  )
  return useMemo(() => ({ params, set }), [params, set])
}
export type Address = ReturnType<typeof useAddress>
