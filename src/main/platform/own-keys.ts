/**
 * The platform's own keys, sealed in the store. As an office's, they can be renewed: the former ones still open what was
 * encrypted to them, and vouch for the new ones, unless they were lost.
 */
import { type KeyCard, writeCard } from '../core/sync/key-card.ts'
import { type NewKeys, newOfficeKeys } from '../core/sync/office-keys.ts'
import type { OpenPlatform } from './store/open-store.ts'

const NAME = 'own-keys'

/** Keys that others took the place of. */
export type FormerKeys = NewKeys & {
  /** ISO 8601 UTC */
  readonly retiredAt: string
  readonly reason: string
  /** somebody else may have them: their word for the new ones counts for nothing */
  readonly lost: boolean
}
/** `former`: the latest first. */
export type PlatformKeys = NewKeys & { readonly former: readonly FormerKeys[] }

/** Made when they are first asked for. */
export async function ownKeys(platform: OpenPlatform): Promise<PlatformKeys> {
  const kept = await platform.kept(NAME)
  // Stores of before there was a renewal hold a pair without former ones.
  if (kept !== undefined) return { former: [], ...(JSON.parse(kept) as NewKeys) }
  const fresh = { ...(await newOfficeKeys()), former: [] }
  await platform.keep(NAME, JSON.stringify(fresh))
  return fresh
}

/** What opens files to the platform: the current key first. */
export function identitiesOf({ ageIdentity, former }: PlatformKeys): string[] {
  return [ageIdentity, ...former.map((one) => one.ageIdentity)]
}

/**
 * Puts new keys in the place of the present ones. `lost`: somebody else may have those; the new card is then not vouched
 * for, and each office compares its fingerprint by phone, by which it revokes the old key.
 */
export async function renewKeys(
  platform: OpenPlatform,
  why: { readonly at: string; readonly reason: string; readonly lost: boolean },
): Promise<void> {
  const { former, ...current } = await ownKeys(platform)
  const retired: FormerKeys = { ...current, retiredAt: why.at, reason: why.reason, lost: why.lost }
  const renewed = JSON.stringify({ ...(await newOfficeKeys()), former: [retired, ...former] })
  await platform.store.transaction(() => platform.keep(NAME, renewed))
}

/** The platform's key card, which offices trust as they trust one another's. */
export async function ownCard(
  platform: OpenPlatform,
): Promise<{ card: KeyCard; text: string; former: readonly FormerKeys[] }> {
  const keys = await ownKeys(platform)
  const card: KeyCard = {
    kind: 'platform',
    ...platform.identity,
    ageRecipient: keys.ageRecipient,
    signingKey: keys.signingKey,
  }
  const [last] = keys.former
  const voucher =
    last === undefined || last.lost ? undefined : { privatePem: last.signingPem, publicKey: last.signingKey }
  return { card, text: writeCard(card, voucher), former: keys.former }
}
