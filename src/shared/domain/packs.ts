/** Who stands behind a pack file: a signer on the office's list, a key that it does not know, nobody. */
export const PACK_TRUST = ['trusted', 'unknown', 'unsigned'] as const
export type PackTrust = (typeof PACK_TRUST)[number]

/**
 * What a change of documents does to one entitlement of one payee: money is gone, less, new, more; or another outcome
 * without money today. In the order in which an office looks at them.
 */
export const PACK_CHANGES = ['lose', 'less', 'gain', 'more', 'other'] as const
export type PackChange = (typeof PACK_CHANGES)[number]
