/**
 * Where a bundle stands among those that came from its sender: the rule that ledgers and the receiver keep alike. Each puts
 * a refusal into its own words.
 */
import type { BundleManifest } from './manifest.ts'

/** A bundle of this sender as it is on record. */
export type KnownBundle = { readonly sha256: string; readonly state: string }

/**
 * next: it can be taken; known: it was; waiting: the one that it goes on from was not taken;
 * forged: its number was used for something else; other-parent: it goes on from something else under that number.
 */
export type BundleStanding = 'next' | 'known' | 'waiting' | 'forged' | 'other-parent'

/** A sender's clock that is further ahead (milliseconds) is not taken without a person's word. */
export const FAR_AHEAD: number = 24 * 3600 * 1000

/** `same`: on record under its number; `before`: under the number that it goes on from. */
export function bundleStanding(
  { base, parent }: Pick<BundleManifest, 'base' | 'parent'>,
  sha256: string,
  same: KnownBundle | undefined,
  before: KnownBundle | undefined,
): BundleStanding {
  // One that was refused has changed nothing: its number is free.
  if (same !== undefined && same.state !== 'refused' && same.sha256 !== sha256) return 'forged'
  if (same?.state === 'applied') return 'known'
  if (base === 0) return 'next'
  if (before?.state !== 'applied') return 'waiting'
  return before.sha256 === parent ? 'next' : 'other-parent'
}
