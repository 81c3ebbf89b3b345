import type { PaperGrouping, PaperSort } from '../../../shared/domain/papers.ts'
import type { PaperClaim } from './claims-on-paper.ts'

/** The village or township of a claim's person, in words; those without one stand together. */
export function placeOf(claim: PaperClaim, by: 'village' | 'township'): string {
  if (by === 'township') return claim.township ?? '未写明乡镇'
  return `${claim.township ?? ''}${claim.village ?? ''}` || '未写明村'
}

/** Claims by what becomes a paper of its own, groups in the order of their first claim. '' where they stay together. */
export function groupClaims(claims: readonly PaperClaim[], by: PaperGrouping): Map<string, PaperClaim[]> {
  return Map.groupBy(claims, (claim) => {
    switch (by) {
      case 'none':
        return ''
      case 'village':
      case 'township':
        return placeOf(claim, by)
      case 'employer':
        return claim.beneficiaryKind === 'employer'
          ? claim.facts.beneficiaryName
          : (claim.facts.work?.employer ?? '未写明单位')
      case 'beneficiary':
        return claim.facts.beneficiaryName
    }
  })
}

/** In the asked order; by place they come from the ledger already. */
export function sortClaims(claims: readonly PaperClaim[], by: PaperSort): PaperClaim[] {
  const sorted = [...claims]
  const byText = (read: (claim: PaperClaim) => string) =>
    sorted.sort((a, b) => (read(a) < read(b) ? -1 : read(a) > read(b) ? 1 : 0))
  if (by === 'name') byText((claim) => claim.pinyin ?? claim.facts.beneficiaryName)
  if (by === 'number') byText((claim) => claim.number)
  if (by === 'amount') sorted.sort((a, b) => b.amountFen - a.amountFen)
  return sorted
}
