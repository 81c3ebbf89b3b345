import type { Result } from '../policy/engine.ts'
import { entitlementKey } from '../policy/grants.ts'

/** One entitlement that a claim uses up, or a decision is about. */
export type UsedEntitlement = {
  readonly key: string
  readonly period: string | null
  readonly amountFen: number
}

/** What a result would use up: each payable month, or the one entitlement. `identity` names the person in every office. */
export function usedEntitlements(result: Result, identity: string | undefined): UsedEntitlement[] {
  const key = (period: string | undefined) =>
    entitlementKey(result.row, result.beneficiary.id, identity, period)
  if (result.monthsPayable.length > 0)
    return result.monthsPayable.map(({ period, amountFen }) => ({ key: key(period), period, amountFen }))
  return [{ key: key(result.period), period: result.period ?? null, amountFen: result.amountFen ?? 0 }]
}
