/**
 * Whether a bundle can be taken, and where it stands among those that came from its sender: the rules that ledgers and the
 * receiver keep alike. Each puts a refusal into its own words.
 */
import { parseHlc } from '../db/hlc.ts'
import { SCHEMA_VERSION } from '../db/migrate.ts'
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

/** Milliseconds by which the sender's clock was ahead of `now`; negative: behind it. */
export function aheadOf({ clock, madeAt }: Pick<BundleManifest, 'clock' | 'madeAt'>, now: number): number {
  return Math.max(parseHlc(clock)?.millis ?? 0, Date.parse(madeAt)) - now
}

/** not-for-us: made for somebody else; other-ledger: signed with the key of another; newer-schema: this version cannot read it. */
export type BundleStrangeness = 'not-for-us' | 'other-ledger' | 'newer-schema'

/** What of a bundle does not fit its receiver, by its manifest alone. `senderLedgerId`: whose key signed it. */
export function bundleStrangeness(
  { from, to, schema }: Pick<BundleManifest, 'from' | 'to' | 'schema'>,
  senderLedgerId: string,
  ownLedgerId: string,
): BundleStrangeness | undefined {
  if (to.ledgerId !== ownLedgerId) return 'not-for-us'
  if (from.ledgerId !== senderLedgerId) return 'other-ledger'
  return schema.readableFrom > SCHEMA_VERSION ? 'newer-schema' : undefined
}

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
