/** A frame row hands over to the local row that implements it, where its document is in force in the workplace's territory. */
import type { BeneficiaryKind } from '../../../shared/domain/policy.ts'
import { coverage } from './conditions.ts'
import type { PersonView, SpellFact, Tables } from './facts.ts'
import { PLACE } from './regions.ts'
import type { Delegate } from './row.ts'

/** A referral of a frame document: no amount is computed, it only hands over. */
export interface FrameReferral {
  readonly id: string
  readonly name: string
  readonly beneficiary: BeneficiaryKind
  readonly delegates: readonly Delegate[]
}

/**
 * The first local row that takes over: for a person any spell concerned lies there in the local document's time (settled
 * detail 8); a body that is paid for itself lies there. `payee` null: whoever the facts name.
 */
export function delegateOf(
  row: Pick<FrameReferral, 'beneficiary' | 'delegates'>,
  view: PersonView | null,
  payee: string | null,
  tables: Tables,
): string | undefined {
  for (const delegate of row.delegates) {
    const handsOver =
      view === null
        ? delegate.territory.test(tables.employers.get(payee ?? '')?.county) === PLACE.yes
        : view.spells.some((s) => isConcerned(row.beneficiary, s, payee) && liesThere(s, delegate))
    if (handsOver) return delegate.row
  }
  return undefined
}

function isConcerned(beneficiary: BeneficiaryKind, s: SpellFact, payee: string | null): boolean {
  if (payee === null) return true
  if (beneficiary === 'agent') return s.organisedBy === payee
  return beneficiary !== 'employer' || s.employer === payee
}

function liesThere(s: SpellFact, { territory, from, to }: Delegate): boolean {
  return territory.test(s.county) === PLACE.yes && coverage(s, from, to) === PLACE.yes
}
