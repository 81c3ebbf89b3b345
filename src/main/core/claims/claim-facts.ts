import type { Category } from '../../../shared/domain/categories.ts'

/**
 * What a claim was decided on, kept as it was (`claims.facts`): who the person was, which work it rests on, and the
 * facts that the calculation used. Unknown is `null`. Dates YYYY-MM-DD, months YYYY-MM, money fen.
 */
export type ClaimFacts = {
  person: {
    name: string
    sex: string | null
    ethnicity: string | null
    idNumber: string | null
    homeAddress: string | null
    homeCounty: string | null
    categories: Category[]
    phone: string | null
  } | null
  /** the beneficiary, where it is not the person */
  beneficiaryName: string
  work: {
    spellId: string
    employer: string | null
    employerId: string | null
    place: string | null
    county: string | null
    position: string | null
    monthlyIncomeFen: number | null
    from: string | null
    toState: 'open' | 'ended' | null
    to: string | null
    insuredFrom: string | null
    insuredTo: string | null
  } | null
  /** as the calculation gave them: path, value, source */
  found: { path: string; value: string; source: string | null }[]
}
