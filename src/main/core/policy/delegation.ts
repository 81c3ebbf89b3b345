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

/**
 * The facts that are lacking to say that no local row takes over; none where that is known. What is paid by the frame
 * row meanwhile would be paid twice, so unknown is not no here either.
 */
export function lackingForDelegation(
  row: Pick<FrameReferral, 'beneficiary' | 'delegates'>,
  view: PersonView,
  payee: string | null,
): string[] {
  const lacking = new Set<string>()
  for (const { territory, from, to } of row.delegates) {
    for (const s of view.spells) {
      const whose = ownerOf(row.beneficiary, s)
      const covered = coverage(s, from, to)
      const place = territory.test(s.county)
      if (place === PLACE.no || covered === PLACE.no) continue
      if (payee !== null && whose !== undefined && whose !== payee) continue
      const path = `spells.${s.id}`
      if (place !== PLACE.yes) lacking.add(`${path}.county`)
      if (s.from === undefined) lacking.add(`${path}.from`)
      else if (covered !== PLACE.yes) lacking.add(`${path}.to`)
      if (payee !== null && whose === undefined)
        lacking.add(`${path}.${row.beneficiary === 'agent' ? 'organisedBy' : 'employer'}`)
    }
  }
  return [...lacking]
}

/** Who is paid for a spell, where somebody other than the person is: undefined where that is unknown. */
function ownerOf(beneficiary: BeneficiaryKind, s: SpellFact): string | null | undefined {
  return beneficiary === 'agent' ? s.organisedBy : beneficiary === 'employer' ? s.employer : null
}

function isConcerned(beneficiary: BeneficiaryKind, s: SpellFact, payee: string | null): boolean {
  if (payee === null || (beneficiary !== 'agent' && beneficiary !== 'employer')) return true
  return ownerOf(beneficiary, s) === payee
}

function liesThere(s: SpellFact, { territory, from, to }: Delegate): boolean {
  return territory.test(s.county) === PLACE.yes && coverage(s, from, to) === PLACE.yes
}
